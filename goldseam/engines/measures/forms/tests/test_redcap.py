"""REDCap dictionaries as they come: what is taken, what is listed as left aside, what is refused and how."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from goldseam.engines.measures.forms import redcap, redcap_choices, redcap_text
from goldseam.engines.measures.forms.bad import BadForm
from goldseam.engines.measures.forms.entries import Choice, Group, Item, When
from goldseam.engines.measures.forms.questionnaire import Questionnaire, questions
from goldseam.engines.measures.forms.redcap_table import COLUMNS, table_of

HOW = {"name": "how", "form": "mood", "type": "radio", "label": "How?", "choices": "0, Low | 1, High"}
WHICH = {"name": "which", "form": "mood", "type": "checkbox", "label": "Which?", "choices": "a, Aah | b, Be, too"}
NUMBER = {"name": "n", "form": "mood", "type": "text", "label": "N", "validation": "number"}
YES = {"name": "yes", "form": "mood", "type": "yesno", "label": "Yes?"}
SAID = {"name": "said", "form": "mood", "type": "notes", "label": "Say"}


def row(**cells: str) -> dict[str, str]:
    return {"name": "x", "form": "mood", "type": "text", "label": "X", **cells}


def read(*rows: dict[str, str], form: str | None = None) -> Questionnaire:
    return redcap.read(table_of(rows), form)


def last(*rows: dict[str, str]) -> Item:
    return list(questions(read(*rows)).values())[-1]


@pytest.mark.parametrize("module", [redcap, redcap_text, redcap_choices])
def test_the_examples_are_right(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


def test_there_are_eighteen_columns() -> None:
    assert len(COLUMNS) == 18
    assert table_of([]).decode().startswith("Variable / Field Name,Form Name,Section Header,Field Type,Field Label,")


@pytest.mark.parametrize(
    ("cells", "item"),
    [
        ({"type": "text"}, Item("x", "string", "X")),
        ({"type": "notes"}, Item("x", "text", "X")),
        ({"type": "yesno"}, Item("x", "boolean", "X")),
        ({"type": "descriptive"}, Item("x", "display", "X")),
        ({"validation": "integer", "low": "0", "high": "9"}, Item("x", "integer", "X", low=0, high=9)),
        ({"validation": "number", "low": "-0.5"}, Item("x", "decimal", "X", low=-0.5)),
        ({"validation": "date_ymd", "low": "2020-01-31"}, Item("x", "date", "X", low="2020-01-31")),
        (
            {"type": "slider", "choices": "far | | near"},
            Item("x", "integer", "X", low=0, high=100, control="slider", ends=("far", "", "near")),
        ),
        (
            {"type": "slider", "low": "1", "high": "7"},
            Item("x", "integer", "X", low=1, high=7, control="slider"),
        ),
        ({"required": "y", "number": "1a", "note": "Please"}, Item("x", "string", "X", "1a", "Please", required=True)),
        ({"annotation": "@READONLY"}, Item("x", "string", "X", read_only=True)),
        (
            {"type": "dropdown", "choices": "1, a | 2, b, c"},
            Item("x", "choice", "X", choices=(Choice("1", "a", 1), Choice("2", "b, c", 2)), control="drop-down"),
        ),
        (
            {"type": "checkbox", "choices": "a, A &#124; B | -1.5, no"},
            Item("x", "choice", "X", choices=(Choice("a", "A | B"), Choice("-1.5", "no", -1.5)), repeats=True),
        ),
        ({"label": "One<br>two &amp; 1 < 2"}, Item("x", "string", "One\ntwo & 1 < 2")),
        ({"label": "=HYPERLINK(1)"}, Item("x", "string", "=HYPERLINK(1)")),
    ],
)
def test_a_row_is_a_question(cells: dict[str, str], item: Item) -> None:
    whole = read(row(**cells))
    assert (whole.items, whole.left_aside) == ((item,), ())


def test_section_headers_and_matrices_are_groups() -> None:
    rows = [{**HOW, "name": name, "matrix": "m"} for name in ("a", "b")]
    whole = read(SAID, {**rows[0], "section": "Last week"}, rows[1], YES)
    low_high = (Choice("0", "Low", 0), Choice("1", "High", 1))
    a, b = (Item(name, "choice", "How?", choices=low_high) for name in ("a", "b"))
    matrix = Group("matrix:m", items=(a, b), control="table")
    assert whole.items[1] == Group("section:a", "Last week", items=(matrix, Item("yes", "boolean", "Yes?")))


@pytest.mark.parametrize(
    ("logic", "when", "any_of"),
    [
        ("[how] = '1'", (When("how", "=", "1"),), False),
        ('[HOW]<>"1"', (When("how", "!=", "1"),), False),
        ("[how] = 1", (When("how", "=", "1"),), False),
        ("[how] <> ''", (When("how", "exists", True),), False),
        ("[how]=\"\" OR [yes] = '1'", (When("how", "exists", False), When("yes", "=", True)), True),
        ("([how] = '1') and ([yes] <> '0')", (When("how", "=", "1"), When("yes", "!=", False)), False),
        ("([how] = '1' and ([yes] = '1'))", (When("how", "=", "1"), When("yes", "=", True)), False),
        ("[which(a)] = '1'", (When("which", "=", "a"),), False),
        ("[which(a)] = '0' or [which(b)] <> '0'", (When("which", "!=", "a"), When("which", "=", "b")), True),
        ("[how] >= '0'", (When("how", "=", "0"), When("how", "=", "1")), True),
        ("[how] > 0", (When("how", "=", "1"),), False),
        ("[n] <= 2.5", (When("n", "<=", 2.5),), False),
        ("[said] = 'no'", (When("said", "=", "no"),), False),
    ],
)
def test_branching_logic_becomes_conditions(logic: str, when: tuple[When, ...], any_of: bool) -> None:
    item = last(HOW, WHICH, NUMBER, YES, SAID, row(logic=logic))
    assert (item.when, item.when_any) == (when, any_of and len(when) > 1)


@pytest.mark.parametrize(
    ("logic", "says"),
    [
        ("[how] = '1' and [yes] = '1' or [n] = 2", "mixes"),
        ("[how] = '7'", "can't be an answer"),
        ("[how] > '9'", "never be shown"),
        ("[nobody] = '1'", "doesn't ask"),
        ("[visit_1][how] = '1'", "isn't understood"),
        ("datediff([n], 'today', 'd') > 3", "isn't understood"),
        ("[how] = [yes]", "isn't understood"),
        ("[how] = '1", "isn't understood"),
        ("([how] = '1'", "isn't closed"),
        ("(" * 50 + "[how] = '1'" + ")" * 50, "too deep"),
        ("[which] = 'a'", "which of its boxes"),
        ("[how(1)] = '1'", "of a checkbox"),
        ("[yes] = 'maybe'", "can't be"),
        ("[n] > 'many'", "can't be"),
        ("[x] = 'self'", "wait for one another"),
        ("[how] > 0 and [n] > 1 and [how] >= 0", "too rich"),
    ],
)
def test_logic_that_decides_by_more_than_that_is_refused(logic: str, says: str) -> None:
    with pytest.raises(BadForm, match=says):
        read(HOW, WHICH, NUMBER, YES, SAID, row(logic=logic))


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"type": "calc", "choices": "1+1"}, "the question: it is worked out by a formula"),
        ({"type": "file"}, "the question: a file can't be given here"),
        ({"type": "sql"}, "the question: its choices come from REDCap's own database"),
        ({"annotation": "@HIDDEN"}, "the question: it is hidden from whoever answers"),
        ({"annotation": "@CALCTEXT(1)"}, "the question: it is worked out by a formula"),
        ({"identifier": "y"}, "that an answer tells who somebody is"),
        ({"alignment": "RH"}, "how it is laid out"),
        ({"annotation": "@DEFAULT='1'"}, "its annotation “@DEFAULT='1'”"),
        ({"validation": "email"}, "how an answer needs to look (“email”)"),
        ({"validation": "date_dmy", "high": "today"}, "its largest answer “today”"),
        ({"type": "truefalse"}, "that its answers are called true and false, and not yes and no"),
        ({"label": "<p><b>X</b></p>"}, "the formatting of its words (b, p)"),
        ({"label": "And [yes]?"}, "that its words take in another field"),
        ({"note": "see {yes}"}, "that its words take in another field"),
        ({"label": "X<script>alert(1)</script>"}, "the formatting of its words (script)"),
    ],
)
def test_what_a_row_says_besides_is_listed_with_its_line(cells: dict[str, str], what: str) -> None:
    left = read(YES, row(**cells)).left_aside
    assert what in [one.what for one in left]
    assert all(one.where == "line 3, field x" for one in left)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"type": "poem"}, "no type of field"),
        ({"type": "radio"}, "nothing to choose from"),
        ({"type": "radio", "choices": "Low | High"}, "a code, a comma"),
        ({"type": "radio", "choices": "a b, Low"}, "a code, a comma"),
        ({"type": "radio", "choices": "0, Low | 0, High"}, "the code 0"),
        ({"type": "radio", "choices": "1, a", "matrix": "m", "ranking": "y"}, "put in order"),
        ({"annotation": "@IF([yes]='1','@HIDDEN','')"}, "@IF"),
        ({"name": "Not a name"}, "small letters"),
        ({"name": "yes"}, "this name"),
        ({"label": "x" * 20_001}, "letters"),
        ({"type": "slider", "low": "a"}, "whole numbers"),
        ({"matrix": "m"}, "the same choices"),
    ],
)
def test_a_row_that_cannot_be_asked_is_refused_with_its_line(cells: dict[str, str], says: str) -> None:
    with pytest.raises(BadForm, match=says) as refused:
        read(YES, row(**cells))
    assert refused.value.where.startswith(("line 3", "question x"))


def test_rows_of_a_matrix_follow_one_another_and_share_their_choices() -> None:
    one, other = {**HOW, "matrix": "m"}, {**HOW, "name": "other", "matrix": "m"}
    with pytest.raises(BadForm, match="follow one another"):
        read(one, YES, other)
    with pytest.raises(BadForm, match="same choices"):
        read(one, {**other, "choices": "0, Low"})


def test_a_form_with_too_many_questions_is_refused_before_they_are_grouped() -> None:
    with pytest.raises(BadForm, match="more than 1000"):
        read(*(row(name=f"x{number}", section="S") for number in range(1_500)))


def test_a_form_is_chosen_by_its_name() -> None:
    rows = [
        row(name="record_id", form="about", label="Record ID"),
        row(name="a", form="about"),
        {**HOW, "form": "Mood"},
    ]
    assert read(*rows, form="mood").name == "mood"
    assert [item.link_id for item in questions(read(*rows, form="about")).values()] == ["a"]
    with pytest.raises(BadForm, match="about, mood"):
        read(*rows)
    with pytest.raises(BadForm, match="no form nowhere"):
        read(*rows, form="nowhere")


def test_the_number_of_the_record_is_never_asked() -> None:
    whole = read(row(name="study_id", label="Study ID"), HOW)
    assert [item.link_id for item in questions(whole).values()] == ["how"]
    assert whole.left_aside[0].what == "the number of the record"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_encodings_line_ends_and_separators_of_spreadsheets(encoding: str, end: str, sign: str) -> None:
    label = f"Größe{end}in two lines"
    lines = [[title for _, title, _ in COLUMNS], ["x", "mood", "", "text", label, *[""] * 13]]
    data = end.join(sign.join('"' + cell + '"' for cell in line) for line in lines).encode(encoding)
    assert redcap.read(data).items == (Item("x", "string", "Größe\nin two lines"),)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "data dictionary"),
        (b"a,b,c\n1,2,3", "data dictionary"),
        ("Variable / Field Name,é".encode("latin-1"), "CSV UTF-8"),
        ("Variable / Field Name".encode("utf-16"), "CSV UTF-8"),
        (table_of([HOW]) + b'"never closed', "sound CSV"),
        (table_of([HOW]) + b"a,b" + b"," * 20 + b"more", "more cells"),
        (table_of([]), "none"),
        (b"x" * 2_000_001, "2 MB"),
    ],
)
def test_a_file_that_is_no_dictionary_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadForm, match=says):
        redcap.read(data)


@pytest.mark.parametrize("danger", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_that_we_write_is_worked_out_by_a_spreadsheet(danger: str) -> None:
    choices = (Choice("-1", danger, -1),)
    item = Item("x", "choice", danger, danger, danger, choices=choices, read_only=True)
    said = redcap.write(Questionnaire((Group("section:x", danger, items=(item,)),), name="mood")).data.decode()
    cells = [cell.strip('"') for line in said.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t")]


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (Item("1.1", "boolean"), "small letters"),
        (Item("record_id", "boolean"), "small letters"),
        (Item("x", "choice", choices=(Choice("a", "A", 3),)), "counts for its code"),
        (Item("x", "choice", choices=(Choice("3", "A"),)), "counts for its code"),
        (Item("x", "choice", choices=(Choice("a b", "A"),)), "can't be one in REDCap"),
    ],
)
def test_what_would_mean_something_else_in_redcap_is_refused(item: Item, says: str) -> None:
    with pytest.raises(BadForm, match=says):
        redcap.write(Questionnaire((item,), name="mood"))


def test_what_redcap_has_no_place_for_is_listed() -> None:
    choice = Choice("1", "A", 1, "urn:x", (("de", "Ah"),))
    item = Item("x", "choice", choices=(choice,), own_words=True, translations=(("de", "X"),))
    left = redcap.write(Questionnaire((item,), name="mood", title="Mood", url="urn:y")).left_aside
    assert {one.what for one in left} == {
        "its title",
        "its url",
        "its translations",
        "the translations of its choices",
        "the systems of its codes",
        "that own words may be said",
    }


def test_conditions_of_groups_and_of_what_hangs_on_a_question_go_down_to_the_rows() -> None:
    inner = Item("b", "boolean", items=(Item("c", "boolean"),))
    group = Group("section:b", "Part", items=(inner,), when=(When("a", "=", True),))
    back = questions(redcap.read(redcap.write(Questionnaire((Item("a", "boolean"), group), name="mood")).data))
    assert back["b"].when == (When("a", "=", True),)
    assert back["c"].when == (When("a", "=", True), When("b", "exists", True))
