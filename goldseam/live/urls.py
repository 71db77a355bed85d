"""One address. `/live/stream/` stands beside Django, in goldseam/site/asgi.py."""

from django.urls import URLPattern, path

from goldseam.live import views

urlpatterns: list[URLPattern] = [path("live/", views.live, name="live")]
