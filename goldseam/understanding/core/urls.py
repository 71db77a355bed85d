from django.urls import URLPattern, URLResolver, path

from goldseam.apart import flow
from goldseam.understanding.core import pieces, views

urlpatterns: list[URLPattern | URLResolver] = [
    *flow.urls(pieces.CORE, "us/core/"),
    path("us/core/shape/", views.shape, name="core-shape"),
    *flow.urls(pieces.WANTS, "us/wants/"),
    path("us/wants/shape/", views.say, name="wants-shape"),
    path("us/period/", views.one_period, name="period"),
    path("us/period/write/", views.write_period, name="period-write"),
    path("us/period/end/", views.end_period, name="period-end"),
]
