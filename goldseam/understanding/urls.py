"""Each room owns its addresses; this is only the list of rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goldseam.understanding.intake.urls")),
    path("", include("goldseam.understanding.ways.urls")),
    path("", include("goldseam.understanding.timeline.urls")),
    path("", include("goldseam.understanding.map.urls")),
    path("", include("goldseam.understanding.core.urls")),
    path("", include("goldseam.understanding.cycle.urls")),
    path("", include("goldseam.understanding.story.urls")),
    path("", include("goldseam.understanding.outside.urls")),
]
