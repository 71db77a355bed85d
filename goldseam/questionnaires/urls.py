from django.urls import URLPattern, URLResolver, path

from goldseam.questionnaires import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/questions/", views.papers, name="questions"),
    path("me/questions/<uuid:paper_id>/", views.ask, name="questions-ask"),
    path("me/questions/kept/<uuid:row_id>/", views.told, name="questions-told"),
    path("me/questions/kept/<uuid:row_id>/file/", views.file, name="questions-file"),
    path("me/questions/kept/<uuid:row_id>/erase/", views.erase, name="questions-erase"),
]
