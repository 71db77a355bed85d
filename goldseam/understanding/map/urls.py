from django.urls import URLPattern, URLResolver, path

from goldseam.understanding.map import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("us/map/", views.the_map, name="map"),
    path("us/map/give/", views.give, name="map-give"),
    path("us/map/look/", views.look, name="map-look"),
    path("us/map/back/", views.back, name="map-back"),
    path("us/map/talk/", views.talk, name="map-talk"),
    path("us/map/<int:number>/", views.one_map, name="map-one"),
    path("us/map/<int:number>/remove/", views.remove, name="map-remove"),
]
