from django.urls import URLPattern, URLResolver, path

from goldseam.road.insights.both import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("us/insights/", views.both, name="insights-both"),
    path("us/insights/try/", views.try_something, name="insights-try"),
]
