from django.urls import URLPattern, URLResolver, path

from goldseam.road.plan import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/road/", views.road, name="road"),
    path("me/road/make/", views.make, name="road-make"),
    path("me/road/undo/", views.undo, name="road-undo"),
    path("me/road/rules/", views.rules, name="road-rules"),
    path("me/road/step/<slug:step>/", views.step, name="road-step"),
    path("me/road/step/<slug:step>/choose/", views.choose, name="road-choose"),
    path("us/road/", views.both, name="road-both"),
    path("us/road/days/", views.ask, name="road-both-days"),
    path("us/road/undo/<uuid:mark_id>/", views.undo_for_both, name="road-both-undo"),
    path("us/road/step/<slug:step>/", views.both_step, name="road-both-step"),
    path("us/road/step/<slug:step>/choose/", views.choose_for_both, name="road-both-choose"),
]
