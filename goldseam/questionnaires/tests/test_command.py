"""The command, as whoever runs a house uses it: one file in, a list, one off; bad files are told in clear sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from goldseam.engines.measures.forms.bad import BadForm
from goldseam.questionnaires import shelf
from goldseam.questionnaires.given import FILE_MOST, NotTaken, spoken
from goldseam.questionnaires.tests import papers
from goldseam.site import start_up
from goldseam.site.cli import parser
from goldseam.site.commands import questionnaire
from goldseam.site.refusal import Refusal


@pytest.fixture(autouse=True)
def _a_house(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(start_up, "enter", lambda _data: tmp_path)
    mask = os.umask(0o077)
    yield
    os.umask(mask)


def run(*words: object) -> int:
    given_words = ["questionnaire", *map(str, words)]
    return questionnaire.run(parser(given_words).parse_args(given_words))


def file(tmp_path: Path, data: bytes, name: str = "given.json") -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def test_one_is_added_listed_and_taken_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", file(tmp_path, papers.like("csi-4", title="Hills")), "--rule", "csi-4") == 0
    assert "Hills (4 questions)" in capsys.readouterr().out
    run("list")
    told = capsys.readouterr().out
    assert "Scored by csi-4" in told and "Rules: " in told and "phq-4" in told
    run("remove", told.split()[0])
    assert "can still read what was asked" in capsys.readouterr().out
    assert shelf.offered() == []
    run("list")
    assert "Hills" not in capsys.readouterr().out


def test_the_same_file_again_is_the_same_and_comes_back_on(tmp_path: Path) -> None:
    given_file = file(tmp_path, papers.walks(3))
    run("add", given_file)
    (first,) = shelf.offered()
    run("remove", first.id.hex[:8])
    run("add", given_file)
    run("add", given_file)
    assert [paper.id for paper in shelf.offered()] == [first.id]


def test_only_its_owner_can_read_what_lies_there(tmp_path: Path) -> None:
    run("add", file(tmp_path, papers.walks(3)))
    for place in (tmp_path / "questionnaires", *(tmp_path / "questionnaires").iterdir()):
        assert place.stat().st_mode & 0o077 == 0


def test_ids_of_another_kind_are_paired_by_a_file(tmp_path: Path) -> None:
    steps = [papers.choice(f"q{number}", f"Hill {number}?", 7 if number == 1 else 6) for number in range(1, 5)]
    given_file = file(tmp_path, papers.fhir(*steps, title="Hills"))
    with pytest.raises(Refusal, match="csi4-1"):
        run("add", given_file, "--rule", "csi-4")
    told = b'{"q1": "csi4-1", "q2": "csi4-2", "q3": "csi4-3", "q4": "csi4-4"}'
    run("add", given_file, "--rule", "csi-4", "--pairs", file(tmp_path, told, "pairs.json"))
    assert shelf.offered()[0].links == {f"csi4-{number}": f"q{number}" for number in range(1, 5)}


def test_a_dictionary_of_redcap_is_taken_too(tmp_path: Path) -> None:
    head = "field_name,form_name,field_type,field_label,select_choices_or_calculations"
    rows = 'hill,hills,radio,A <b>hill</b>?,"0, low | 1, high"'
    run("add", file(tmp_path, f"{head}\n{rows}\n".encode(), "given.csv"))
    (paper,) = shelf.offered()
    assert (paper.title, len(paper.questions)) == ("Hills", 1)


def test_a_name_made_for_computers_is_shown_as_words() -> None:
    assert [spoken(name) for name in ("evening_talks", "PHQ", "_", "")] == ["Evening talks", "PHQ", "", ""]


def test_a_question_without_words_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", file(tmp_path, papers.fhir(papers.choice("mute", ""), papers.choice("hill", "A hill?"))))
    told = capsys.readouterr().out
    assert "LOOK  question mute has no words" in told and "question hill" not in told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b" \n", "The file is empty"),
        (b"\xff\xfe\x00", "text in UTF-8"),
        (b"<Questionnaire/>", "This is XML"),
        (b"Variable / Field Name;Form Name;Field Type\nhill;hills;text\n", "semicolons"),
        (b'{"resourceType": "Patient"}', "can’t be taken"),
        (papers.fhir(), "can’t be taken"),
        (papers.fhir({"linkId": "a", "type": "display", "text": "x"}), "can’t be taken"),
        (papers.walks(401), "more than 400 questions"),
        (papers.walks(1, title=""), "no title"),
        (b"x" * (FILE_MOST + 1), "larger than"),
    ],
)
def test_a_bad_file_is_told_in_a_sentence_and_nothing_is_changed(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        run("add", file(tmp_path, data))
    assert words in str(refused.value) and str(refused.value).endswith("Nothing was changed.")
    assert shelf.offered() == [] and not (tmp_path / "questionnaires").exists()


def test_rules_files_and_ids_that_there_are_not_are_told(tmp_path: Path) -> None:
    given_file = file(tmp_path, papers.walks(3))
    for words in (
        ("add", given_file, "--rule", "no"),
        ("add", tmp_path / "no.json"),
        ("remove", "ffff"),
        ("remove", ""),
    ):
        with pytest.raises(Refusal, match="Nothing was changed"):
            run(*words)
    with pytest.raises(Refusal, match="can’t be used"):
        run("add", given_file, "--rule", "csi-4", "--pairs", file(tmp_path, b"[]", "pairs.json"))


def test_a_file_changed_by_hand_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", file(tmp_path, papers.walks(3)))
    (kept,) = (tmp_path / "questionnaires").iterdir()
    kept.write_bytes(kept.read_bytes() + b" ")
    run("list")
    assert f"LOOK  {kept.name}" in capsys.readouterr().out
    assert shelf.offered() == []


@how(derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_file_is_taken_whole_or_refused(data: st.DataObject) -> None:
    """Whatever was taken can be asked, told back and made a file of."""
    from goldseam.questionnaires import answering, saying

    whole = bytearray(papers.walks(4, copyright="Ours"))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        paper, _ = shelf.as_given(bytes(whole))
    except (BadForm, NotTaken):
        return
    said = {place: "c1" for page in paper.pages for place in page}
    assert paper.title and answering.wrong_with(paper, said) is not None
    assert answering.in_words(paper, said) is not None and saying.parts(paper, said) == []
