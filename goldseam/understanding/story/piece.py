"""The story as something to answer apart: its subject, and its pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from goldseam.apart import flow
from goldseam.apart.subjects import Subject, register
from goldseam.understanding import content
from goldseam.understanding.story import rules
from goldseam.understanding.story.forms import StoryForm

LABEL = "understanding.story"

register(Subject(label=LABEL, version="1", name=_("Your story"), checked=rules.checked, opened_url="story"))

PIECE = flow.Piece(
    label=LABEL,
    url="story",
    title=_("The story of it"),
    lead=_("How did it come to this? Each of you tells it alone, in a few words. Then both read both, at once."),
    form=StoryForm,
    side="understanding/story/_side.html",
    intro="understanding/story/_intro.html",
    reading="understanding/story/_reading.html",
    fields="understanding/story/_fields.html",
    exercise=content.exercise("story", "story"),
    told=lambda _me, _rounds: {"questions": content.words_of("story")},
)
