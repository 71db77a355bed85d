"""What the page in the zip shows of a part: none, one, many, flat and deep."""

from datetime import UTC, datetime

from goldseam.road.readable import NOTHING, Shown, label, shown


def test_nothing_at_all_is_said_as_nothing() -> None:
    assert shown(None) == shown("") == shown([]) == shown({}) == NOTHING


def test_words_answers_and_moments_are_told_apart() -> None:
    assert shown("Home by six") == Shown("word", word="Home by six")
    assert shown(0) == Shown("word", word="0")
    assert (shown(True).kind, shown(False).kind) == ("yes", "no")
    assert shown("2026-03-01T10:00:00+00:00").moment == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert shown("2026-99-01T10:00:00").word == "2026-99-01T10:00:00"


def test_ids_and_versions_are_left_to_machines() -> None:
    facts = shown({"id": "a", "version": 3, "row": "0f8fad5b-d9cb-469f-a165-70867728950e", "line": "hello"}).facts
    assert [name for name, _ in facts] == ["Line"]


def test_small_flat_rows_become_a_table_and_others_a_list() -> None:
    flat = shown([{"day": "Monday", "line": "a"}, {"day": "Tuesday"}])
    assert flat.kind == "table" and flat.head == ("Day", "Line")
    assert flat.rows[1] == (Shown("word", word="Tuesday"), NOTHING)
    assert shown([{"values": {"closeness": 3}}]).kind == "list"
    assert shown(["a", "b"]).kind == "list"
    assert shown([{str(number): number for number in range(9)}]).kind == "list"


def test_labels_read_as_people_write() -> None:
    assert label("felt-heard") == "Felt heard" and label("own_name") == "Own name" and label("") == ""
