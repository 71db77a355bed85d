"""Each floor owns its addresses; this is only the list of floors."""

from django.urls import URLPattern, URLResolver, include, path

from goldseam.site import health_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goldseam.safety.urls")),
    path("", include("goldseam.people.urls")),
    path("", include("goldseam.live.urls")),
    path("", include("goldseam.reminders.urls")),
    path("", include("goldseam.times.urls")),
    path("", include("goldseam.statements.urls")),
    path("", include("goldseam.understanding.urls")),
    path("", include("goldseam.dialogue.urls")),
    path("", include("goldseam.growth.urls")),
    path("", include("goldseam.questionnaires.urls")),
    path("", include("goldseam.road.urls")),
    path("livez", health_pages.livez, name="livez"),
    path("readyz", health_pages.readyz, name="readyz"),
]

handler400 = "goldseam.site.errors.bad_request"
handler403 = "goldseam.site.errors.forbidden"
handler404 = "goldseam.site.errors.not_found"
handler500 = "goldseam.site.errors.went_wrong"
