from django.urls import URLPattern, URLResolver, path

from goldseam.understanding.timeline import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/line/", views.line, name="line"),
    path("me/line/new/", views.new, name="line-new"),
    path("me/line/<uuid:moment_id>/", views.one, name="line-one"),
    path("me/line/<uuid:moment_id>/change/", views.change, name="line-change"),
    path("me/line/<uuid:moment_id>/erase/", views.erase, name="line-erase"),
    path("me/line/<uuid:moment_id>/show/", views.show, name="line-show"),
    path("me/line/<uuid:shown_id>/back/", views.back, name="line-back"),
    path("us/line/", views.us_line, name="us-line"),
]
