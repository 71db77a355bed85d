"""Every template draws, says the same to everyone, and keeps scripts and styles in their own files."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from goldseam.ui import widgets
from goldseam.ui.icons import ICONS
from goldseam.ui.places import PLACES

HOUSE = Path(__file__).parents[2]
OUR_TEMPLATES = sorted((HOUSE / "ui" / "templates").rglob("*.html"))
ALL_TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)|hx-on|\bhttps?://(?!www\.w3\.org)[^\s\"']*\.(js|css)",
    re.IGNORECASE,
)


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="Only your partner sees this.", widget=widgets.Line)
    words = forms.CharField(label="Words", widget=widgets.Words)
    secret = forms.CharField(label="Passphrase", widget=widgets.Passphrase(new=True))
    pin = forms.CharField(label="PIN", widget=widgets.Pin)
    agree = forms.BooleanField(label="I am an adult.")
    stay = forms.ChoiceField(label="How long?", widget=widgets.Choices, choices=[("a", "Short\nFor a shared phone")])
    language = forms.ChoiceField(label="Language", choices=[("en", "English")])
    close = forms.IntegerField(label="Closeness", widget=widgets.Slider("far apart", "very close"))
    hidden = forms.CharField(widget=forms.HiddenInput)


def page(**context: object) -> str:
    return render_to_string("ui/page.html", {"place": "today", **context}, RequestFactory().get("/"))


NEEDS_ITS_OWN = {"bowl.html", "plot.html", "plot_table.html", "field.html", "choice.html", "slider.html"}
"""Drawn with what they need in tests of their own."""


@pytest.mark.parametrize(
    "path", [path for path in OUR_TEMPLATES if path.name not in NEEDS_ITS_OWN], ids=lambda path: path.name
)
def test_every_template_draws_even_with_nothing_given(path: Path) -> None:
    name = str(path.relative_to(HOUSE / "ui" / "templates"))
    render_to_string(name, {"form": Everything(), "rows": [], "head": []})


@pytest.mark.parametrize("status", ["400", "403", "404", "413"])
def test_every_error_page_says_what_was_kept_and_where_to_go(status: str) -> None:
    said = render_to_string(f"{status}.html")
    assert "<h1>" in said and 'href="/exit/"' in said and 'href="/help/"' in said
    assert re.search(r"Nothing|safe|still there", said)
    assert "Traceback" not in said and status[:3] not in said.partition("<main")[2]


def test_an_error_page_hands_back_the_words_that_were_sent() -> None:
    assert "words &lt;kept&gt;" in render_to_string("413.html", {"kept": ["words <kept>"]})


def test_every_kind_of_field_is_labelled_and_described() -> None:
    form = Everything({"name": ""})
    shown = Template(
        "{% load ui %}{% include 'ui/elements/errors.html' %}"
        "{% for field in form %}{% include 'ui/elements/field.html' %}{% endfor %}"
    ).render(Context({"form": form}))
    for field in form.visible_fields():
        if not isinstance(field.field.widget, forms.RadioSelect):
            assert f'id="{field.id_for_label}"' in shown, field.name
    for described in re.findall(r'aria-describedby="([^"]+)"', shown):
        for part in described.split():
            assert f'id="{part}"' in shown, part
    for target in re.findall(r'href="#([^"]+)"', shown):
        assert f'id="{target}"' in shown, target
    assert "far apart" in shown and 'type="range"' in shown and "data-reveal" in shown and "For a shared phone" in shown


def test_what_is_typed_is_neither_remembered_nor_sent_to_a_spell_checker() -> None:
    for name in ("name", "words", "pin"):
        shown = str(Everything()[name])
        assert 'autocomplete="off"' in shown and 'spellcheck="false"' in shown


def test_the_places_are_the_same_everywhere_but_for_the_mark() -> None:
    plain = page(place="")
    assert plain.count("aria-current") == 0
    for place in PLACES:
        there = page(place=place.name)
        assert there.count("aria-current") == 1
        assert there.replace(' aria-current="page"', "") == plain


def test_exit_is_a_plain_link_on_every_page() -> None:
    for shown in (page(), render_to_string("404.html")):
        assert re.search(r'<a class="exit" href="/exit/"', shown)


def test_the_title_says_nothing() -> None:
    assert re.search(r"<title>Page · Notes</title>", page())
    assert "Goldseam" not in page().partition("</head>")[0]


def test_htmx_is_not_loaded_unless_a_page_asks() -> None:
    assert "htmx" not in page()


def test_no_template_of_the_house_has_script_or_style_in_it() -> None:
    assert len(ALL_TEMPLATES) >= len(OUR_TEMPLATES) > 20
    found = {path.name: hit.group() for path in ALL_TEMPLATES if (hit := INLINE.search(path.read_text()))}
    print(f"looked at {len(ALL_TEMPLATES)} templates")
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    ['<p style="color:red">', "<script>x()</script>", '<a onclick="x()">', '<script src="https://x.org/a.js">'],
)
def test_a_planted_script_or_style_would_be_found(planted: str) -> None:
    assert INLINE.search(planted)


def test_a_file_of_script_is_not_taken_for_an_inline_one() -> None:
    assert not INLINE.search("<script src=\"{% static 'ui/exit.js' %}\" defer></script>")


def test_every_icon_draws() -> None:
    for name in ICONS:
        assert "<svg" in Template(f'{{% load ui %}}{{% icon "{name}" %}}').render(Context())
