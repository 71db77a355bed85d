"""Sliders as they were left are written in Python, and say what a template would."""

import pytest
from django.template import Context, Template

from goldseam.growth.reads import Picture, Track

WRITTEN_OUT = """\
{% load i18n %}{% for track in picture.tracks %}<div><dt>{{ track.label }}</dt><dd><svg class="plot" \
viewBox="0 0 340 18" role="img" aria-label="{% blocktranslate with value=track.value low=track.low high=track.high %}\
{{ value }} on the way from 0, {{ low }}, to 100, {{ high }}{% endblocktranslate %}"><path class="axis" d="M8,9H332"/>\
<g class="{{ who|default:'me' }}">{% if who == "you" %}<path class="mark" transform="translate({{ track.x }} 9)" \
d="M0,-7L7,0L0,7L-7,0Z"/>{% else %}<circle class="mark" cx="{{ track.x }}" cy="9" r="6"/>{% endif %}</g></svg>\
<div class="row spread muted small"><span>{{ track.low }}</span><span>{{ track.high }}</span></div></dd></div>\
{% endfor %}"""
DRAWN = "{% load growth %}{% sliders_of picture who %}"
TRACKS = [
    Track("Closeness", "far “away”", "near", 0),
    Track("<b>my & 'own'</b> 100%", 'low "end"', "%(value)s {{ who }}", 100),
    Track("Tension", "calm", "tense", 37),
]


@pytest.mark.parametrize("told", [{}, {"who": "me"}, {"who": "you"}], ids=["nobody's", "me", "you"])
@pytest.mark.parametrize("tracks", [[], TRACKS], ids=["none", "three"])
def test_drawn_as_written_out(tracks: list[Track], told: dict[str, str]) -> None:
    shown = {"picture": Picture(None, tracks, "", ""), **told}
    written, drawn = (Template(text).render(Context(shown)) for text in (WRITTEN_OUT, DRAWN))
    assert drawn == written
    assert "<b>" not in drawn
