from django.urls import URLPattern, URLResolver, path

from goldseam.dialogue.alone import views as alone
from goldseam.dialogue.closing import views as closing
from goldseam.dialogue.one_phone import views as one_phone
from goldseam.dialogue.place import views as place
from goldseam.dialogue.room import views as room

urlpatterns: list[URLPattern | URLResolver] = [
    path("talk/", place.place, name="talk"),
    path("talk/on-paper/", place.paper, name="talk-paper"),
    path("talk/new/", place.ask, {"kind": "talk"}, name="talk-new"),
    path("talk/letters/", place.ask, {"kind": "letters"}, name="talk-letters"),
    path("talk/weekly/", place.ask, {"kind": "weekly"}, name="talk-weekly"),
    path("talk/daily/", place.ask, {"kind": "daily"}, name="talk-daily"),
    path("talk/prepare/", alone.prepare, name="talk-prepare"),
    path("talk/prepare/<uuid:row_id>/", alone.one, name="talk-prepared"),
    path("talk/notes/", closing.notes, name="talk-notes"),
    path("talk/notes/<uuid:note_id>/", closing.note, name="talk-note"),
    path("talk/notes/<uuid:note_id>/erase/", closing.erase_note, name="talk-note-erase"),
    path("talk/<uuid:talk_id>/mine/", closing.mine, name="talk-mine"),
    path("talk/<uuid:talk_id>/ground/", closing.put_ground, name="talk-ground"),
    path("talk/<uuid:talk_id>/words/", closing.words, name="talk-words"),
    path("talk/<uuid:talk_id>/words/take-back/", closing.take_back, name="talk-words-back"),
    path("talk/<uuid:talk_id>/", room.room, name="talk-room"),
    path("talk/<uuid:talk_id>/act/", room.act, name="talk-act"),
    path("talk/<uuid:talk_id>/calm/", room.calm, name="talk-calm"),
    path("talk/<uuid:talk_id>/offer/", room.offer, name="talk-offer"),
    path("talk/<uuid:talk_id>/draft/", alone.draft, name="talk-draft"),
    path("talk/<uuid:talk_id>/hand/", one_phone.hand, name="talk-hand"),
    path("talk/<uuid:talk_id>/here/", one_phone.here, name="talk-here"),
    path("talk/<uuid:talk_id>/here/act/", one_phone.act, name="talk-here-act"),
    path("talk/<uuid:talk_id>/sign/", one_phone.sign, name="talk-sign"),
]
