from django.urls import URLPattern, URLResolver, path

from goldseam.understanding.ways import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/where/", views.where, name="where"),
    path("me/ways/", views.ways, name="ways"),
    path("me/ways/<slug:slug>/", views.way, name="way"),
    path("me/ways/2/own/", views.weigh, name="way-weigh"),
    path("me/ways/3/own/", views.parting_list, name="way-list"),
]
