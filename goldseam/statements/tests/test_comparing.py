"""What changed, in words: nothing of the new wording is ever left out, and nothing of the old one made up."""

from __future__ import annotations

from random import Random

from goldseam.statements.comparing import changes

WORDS = ("we", "you", "talk", "late", "soon", "home")


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.words) for piece in changes(old, new)]


def test_one_word_is_marked_and_the_others_stay() -> None:
    assert told("We talk too late.", "We talk too seldom.") == [
        ("same", "We talk too "),
        ("removed", "late. "),
        ("added", "seldom."),
    ]


def test_words_at_the_end_came_in() -> None:
    assert told("We stop listening", "We stop listening when tired") == [
        ("same", "We stop listening "),
        ("added", "when tired"),
    ]


def test_what_was_written_anew_is_read_without_marks() -> None:
    assert told("To come home to each other.", "One evening a week, just us.") == [
        ("same", "One evening a week, just us.")
    ]
    assert told("Gone altogether.", "") == []


def test_the_new_wording_can_always_be_read_whole() -> None:
    chance = Random(20261122)
    for _ in range(500):
        old, new = (
            " ".join(chance.choices(["we", "you", "talk", "late", "soon", "home"], k=chance.randint(0, 12)))
            for _ in "ab"
        )
        pieces = changes(old, new)
        assert "".join(piece.words for piece in pieces if piece.kind != "removed") == new
        assert all(piece.words.strip() in old for piece in pieces if piece.kind == "removed")
