"""A map in words and lines: the same lines from both sides, nothing of somebody's own words let loose in the page."""

from goldseam.practice import Topic
from goldseam.understanding.map import pictures, rules
from goldseam.understanding.map.rules import Side

MINE = Side({"good-laugh": 80, "trust-rely": 10, "talking-heard": 20}, {Topic.TRUST: "Ask <me>."})
THEIRS = Side({"good-laugh": 90, "trust-rely": 85, "outside-work": 90})


def all_lines(picture: pictures.Picture) -> str:
    return "".join(group.lines for part in picture.parts for group in part.groups)


def test_words_come_with_every_line() -> None:
    told = all_lines(pictures.picture(MINE, THEIRS, "Ben"))
    assert "Both of you: very often." not in told and "You: often. Ben: very often." in told
    assert "You: seldom. Ben: very often." not in told
    assert "You: a little." in told and "Ben: very heavy." in told


def test_marks_differ_in_shape_and_two_of_them_are_joined() -> None:
    told = all_lines(pictures.picture(MINE, THEIRS, "Ben"))
    assert told.count("<circle") == 3 and told.count('<g class="you"><path') == 3
    assert told.count('class="line muted"') == 2
    assert told.count("<svg") == told.count('aria-hidden="true"') == 4


def test_a_name_is_only_a_name() -> None:
    told = all_lines(pictures.picture(MINE, THEIRS, "<b>%(mine)s {x}"))
    assert "<b>" not in told and "&lt;b&gt;%(mine)s {x}: " in told
    pictures.picture(MINE, THEIRS, "{topics} {name}")


def test_groups_are_named_only_where_two_views_are_compared() -> None:
    both, alone = pictures.picture(MINE, THEIRS, "Ben"), pictures.picture(MINE, Side(), "Ben")
    assert {group.title for part in both.parts for group in part.groups} == {
        "Where you see it alike",
        "Where you see it differently",
        "One view",
    }
    assert {group.title for part in alone.parts for group in part.groups} == {""}
    assert alone.first == []


def test_the_first_sentences_name_what_they_speak_of() -> None:
    first = pictures.picture(MINE, THEIRS, "Ben").first
    assert first[0].startswith("Good that both of you see: “Laughing together”.")
    assert any("trust" in sentence for sentence in first)


def test_what_the_other_would_read_is_what_they_read_of_it_in_the_map() -> None:
    """Lines that only Ana gave stand in Ben's map letter for letter as in her preview."""
    shown = rules.given(MINE, {"talking-heard"})
    preview = pictures.picture(Side(), shown, "Ana")
    bens = pictures.picture(THEIRS, shown, "Ana")
    (line,) = [group.lines for part in preview.parts for group in part.groups]
    assert line in all_lines(bens)


def test_what_is_kept_looks_as_if_it_had_never_been_asked() -> None:
    kept = rules.given(MINE, {"good-laugh", "talking-heard"})
    never = Side({"talking-heard": 20, "good-laugh": 80})
    assert pictures.picture(THEIRS, kept, "Ana") == pictures.picture(THEIRS, never, "Ana")


def test_everything_of_ones_own_can_be_chosen() -> None:
    found = pictures.choices(MINE, frozenset({"trust-rely"}))
    assert [each.topic for each in found] == [Topic.GOOD, Topic.TALKING, Topic.TRUST]
    trust = found[-1]
    assert [(each.id, each.is_kept) for each in trust.choices] == [("trust-rely", True), ("words-trust", False)]
    assert not trust.all_kept and not trust.all_shown and found[0].all_shown
