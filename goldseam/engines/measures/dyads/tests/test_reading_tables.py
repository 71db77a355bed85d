"""Tables are read as people have them, and refused with a sentence that says where."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures.dyads.couples import Columns, means_of_persons, paired
from goldseam.engines.measures.dyads.reading import BadTable, Table, read

PLAIN = b"pair,side,day,calm\n1,hill,1,3.5\n1,harbour,1,NA\n2,hill,1,4\n"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.decode().encode("utf-16"),
        gzip.compress(PLAIN),
        PLAIN.replace(b",", b";").replace(b"3.5", b"3,5"),
        PLAIN.replace(b",", b"\t"),
        PLAIN + b"\n,,,\n",
        PLAIN.replace(b"hill", b'"hill"'),
    ],
)
def test_the_same_table_however_it_was_saved(data: bytes) -> None:
    table = read(data)
    assert table.text("side") == ("hill", "harbour", "hill")
    assert np.array_equal(table.numbers("calm"), [3.5, np.nan, 4.0], equal_nan=True)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "first line must name the columns"),
        (b"pair,calm\n", "no rows below"),
        (b"pair,pair\n1,2\n", "Two columns are called “pair”"),
        (b"pair,calm\n1,2,3\n", "Line 2: 3 fields where the first line names 2"),
        (b'pair,calm\n1,"2\n', "isn't CSV"),
        (b"pair,calm\n\xff,2\n", "Line 2: this isn't UTF-8"),
        (b"pair,calm\n1,\x00\n", "binary"),
        (b"\x1f\x8bnonsense", "can't be unpacked"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(BadTable, match=says):
        read(data)


@pytest.mark.parametrize(
    ("calm", "says"),
    [
        ("often", "Line 2: “calm” should be a number but says “often”"),
        ("inf", "too large"),
        ("1e300", "too large"),
        ("1_0", "1_0"),
    ],
)
def test_what_is_no_number_is_refused(calm: str, says: str) -> None:
    with pytest.raises(BadTable, match=says):
        read(f"pair,calm\n1,{calm}\n".encode()).numbers("calm")


def test_commas_and_points_in_one_column_are_not_guessed_about() -> None:
    table = read(b"pair;calm\n1;1.000\n2;1,5\n")
    with pytest.raises(BadTable, match="which of them is the decimal point"):
        table.numbers("calm")
    assert read(b"pair;calm\n1;1.5\n2;.\n").numbers("calm")[0] == 1.5


def test_a_column_that_is_not_there_is_named_beside_those_that_are() -> None:
    with pytest.raises(BadTable, match=r"no column “joy”. The table has: “pair”"):
        read(PLAIN).numbers("joy")


def test_rows_can_be_chosen() -> None:
    assert read(PLAIN).only("side", "hill").lines == (2, 4)
    with pytest.raises(BadTable, match=r"No row says “sea” under “side”; there it says: “harbour”, “hill”"):
        read(PLAIN).only("side", "sea")


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(PLAIN)))
def test_no_file_does_more_than_be_refused(noise: bytes, where: int) -> None:
    for data in (noise, PLAIN[:where] + noise + PLAIN[where:], gzip.compress(PLAIN)[:where]):
        try:
            table = read(data)
            paired(table, Columns("pair", role="side", day="day"), ["calm"])
        except BadTable as refused:
            assert str(refused)


def refused(rows: Sequence[tuple[object, ...]], columns: Columns) -> str:
    table = Table.of(dict(zip(("pair", "who", "side", "day", "calm"), zip(*rows, strict=True), strict=True)))
    with pytest.raises(BadTable) as raised:
        paired(table, columns, ["calm"])
    return str(raised.value)


def test_a_place_that_two_rows_claim() -> None:
    rows = [(7, "a", "hill", 1, 3), (7, "b", "harbour", 1, 4), (7, "a", "hill", 1, 5)]
    said = refused(rows, Columns("pair", role="side", day="day"))
    assert said.startswith("Lines 1 and 3 both tell of couple “7” as “hill” on day 1.")


def test_a_third_person_in_a_couple() -> None:
    rows = [(7, "a", "hill", 1, 3), (7, "b", "hill", 1, 4), (7, "c", "hill", 1, 5)]
    assert "Line 3: couple “7” has a third person" in refused(rows, Columns("pair", person="who", day="day"))


def test_a_table_of_people_without_partners() -> None:
    rows = [(7, "a", "hill", 1, 3), (8, "b", "harbour", 1, 4)]
    assert refused(rows, Columns("pair", role="side")).startswith("No couple in the table has two people")


def test_roles_that_are_not_two() -> None:
    rows = [(7, "a", "hill", 1, 3), (7, "b", "hill", 1, 4)]
    assert "must say one of two roles; it says “hill”" in refused(rows, Columns("pair", role="side", day="day"))


def test_a_row_that_does_not_say_whose_it_is_or_when() -> None:
    assert "Line 1: “pair” is empty" in refused([(None, "a", "hill", 1, 3)], Columns("pair", role="side"))
    rows = [(7, "a", "hill", None, 3), (7, "b", "harbour", 1, 4)]
    assert "Line 1: “day” is empty" in refused(rows, Columns("pair", role="side", day="day"))


def test_days_without_anybody_to_tell_apart_are_refused() -> None:
    with pytest.raises(BadTable, match="which person"):
        Columns("pair", day="day")


def test_days_may_be_dates() -> None:
    dates = [(7, "a", "hill", "2026-02-28", 3), (7, "b", "harbour", "2026-03-01", 4)]
    table = Table.of(dict(zip(("pair", "who", "side", "day", "calm"), zip(*dates, strict=True), strict=True)))
    assert np.diff(paired(table, Columns("pair", role="side", day="day"), ["calm"]).days) == 1
    wrong = [(7, "a", "hill", "2026-02-28", 3), (7, "b", "harbour", "2026-02-30", 4)]
    assert "should be a date like" in refused(wrong, Columns("pair", role="side", day="day"))


def test_rows_are_put_side_by_side_in_whatever_order_they_come() -> None:
    rows = [("b", "hill", 2, 4.0), ("a", "harbour", 1, 1.0), ("b", "harbour", 2, 3.0), ("a", "hill", 3, 2.0)]
    table = Table.of(dict(zip(("pair", "side", "day", "calm"), zip(*rows, strict=True), strict=True)))
    couples = paired(table, Columns("pair", role="side", day="day"), ["calm"])
    assert couples.roles == ("harbour", "hill")
    assert couples.names == ("b", "a")
    expected = [[3.0, 4.0], [1.0, np.nan], [np.nan, 2.0]]
    assert np.array_equal(couples.values["calm"], expected, equal_nan=True)
    assert np.array_equal(means_of_persons(couples, "calm"), [[3, 4], [1, 2], [1, 2]])
