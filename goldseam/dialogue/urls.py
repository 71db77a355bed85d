from django.urls import URLPattern, URLResolver, path

from goldseam.dialogue.views import drafts, room

urlpatterns: list[URLPattern | URLResolver] = [
    path("talk/<uuid:talk_id>/", room.room, name="talk-room"),
    path("talk/<uuid:talk_id>/act/", room.act, name="talk-act"),
    path("talk/<uuid:talk_id>/calm/", room.calm, name="talk-calm"),
    path("talk/<uuid:talk_id>/offer/", room.offer, name="talk-offer"),
    path("talk/<uuid:talk_id>/draft/", drafts.draft, name="talk-draft"),
]
