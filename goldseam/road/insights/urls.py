from django.urls import URLPattern, URLResolver, path

from goldseam.road.insights import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/insights/", views.own, name="insights"),
]
