from django.urls import URLPattern, URLResolver, path

from goldseam.road import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="today"),
]
