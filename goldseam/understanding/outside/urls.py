from django.urls import URLPattern, URLResolver, path

from goldseam.understanding.outside import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("us/outside/", views.outside, name="outside"),
    path("us/outside/write/", views.write, name="outside-write"),
    path("us/outside/mine/", views.mine, name="outside-mine"),
    path("us/outside/mine/new/", views.new, name="outside-new"),
    path("us/outside/mine/<uuid:plan_id>/", views.one, name="outside-one"),
    path("us/outside/mine/<uuid:plan_id>/erase/", views.erase, name="outside-erase"),
    path("us/outside/mine/<uuid:plan_id>/bring/", views.bring, name="outside-bring"),
]
