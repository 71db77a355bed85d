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
    assert shown([{"names": []}]).kind == "list"
    assert shown(["Ben", "Benny"]) == Shown("word", word="Ben, Benny")
    assert shown(["word " * 20, "b"]).kind == "list"
    assert shown([{str(number): number for number in range(9)}]).kind == "list"


def test_labels_read_as_people_write() -> None:
    assert label("felt-heard") == "Felt heard" and label("own_name") == "Own name" and label("") == ""


def test_a_few_short_answers_inside_something_stand_in_one_line() -> None:
    told = shown({"values": {"closeness": 3, "tension": 9}, "line": "We laughed."})
    assert [(name, node.kind) for name, node in told.facts] == [("Values", "brief"), ("Line", "word")]
    deep = shown({"shown": {"values": {"closeness": 3}, "day": "2026-03-01"}}).facts[0][1]
    assert deep.kind == "brief" and [name for name, _ in deep.facts] == ["Closeness", "Day"]


def test_long_words_inside_something_keep_their_own_line() -> None:
    assert shown({"shown": {"line": "word " * 20}}).facts[0][1].kind == "facts"


def test_what_was_left_empty_is_left_out() -> None:
    assert [name for name, _ in shown({"need": "", "line": "hello", "names": [], "left": False}).facts] == [
        "Line",
        "Left",
    ]


def test_days_are_days_and_digests_are_left_to_machines() -> None:
    assert shown("2026-03-01").kind == "day" and shown("2026-13-01").kind == "word"
    assert shown({"text": "ab" * 32}) == NOTHING
