from django.urls import URLPattern, URLResolver, include, path

from goldseam.road import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="today"),
    path("us/", views.us, name="us"),
    path("account/take/", views.take, name="take"),
    path("account/take/in/", views.take_in, name="take-in"),
    path("account/take/in/done/", views.taken_in, name="taken-in"),
    path("account/erase/", views.erase, name="erase"),
    path("", include("goldseam.road.plan.urls")),
    path("", include("goldseam.road.pace.urls")),
    path("", include("goldseam.road.insights.both.urls")),
    path("", include("goldseam.road.insights.urls")),
]
