from django.urls import URLPattern, URLResolver, path

from goldseam.understanding.intake import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/look/", views.looks, name="look"),
    path("me/look/<slug:name>/", views.sitting, name="look-sitting"),
    path("me/look/<slug:name>/told/", views.told, name="look-told"),
    path("me/look/<slug:name>/words/", views.words, name="look-words"),
    path("me/look/<slug:name>/erase/", views.erase, name="look-erase"),
]
