from django.urls import URLPattern, URLResolver, path

from goldseam.growth import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("try/", views.try_it, name="try"),
    path("me/", views.me_place, name="me"),
    path("me/own/", views.own_slider, name="own-slider"),
    path("me/check-in/", views.check_in, name="checkin"),
    path("me/check-in/<uuid:check_in_id>/", views.one, name="checkin-one"),
    path("me/check-in/<uuid:check_in_id>/change/", views.change, name="checkin-change"),
    path("me/check-in/<uuid:check_in_id>/erase/", views.erase, name="checkin-erase"),
    path("me/check-in/<uuid:check_in_id>/show/", views.show, name="checkin-show"),
    path("me/shown/<uuid:slice_id>/back/", views.take_back, name="shown-back"),
]
