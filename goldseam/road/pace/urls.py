from django.urls import URLPattern, URLResolver, path

from goldseam.road.pace import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/road/back/", views.back, name="road-back"),
    path("me/road/end/", views.end, name="road-end"),
    path("me/road/changed/", views.changed, name="road-changed"),
    path("me/road/look-back/", views.look_back, name="road-look-back"),
]
