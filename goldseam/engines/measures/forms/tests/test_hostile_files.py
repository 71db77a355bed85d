"""Whatever an operator's file holds, it is read or refused with a sentence; and what was read can be used."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable

import pytest

from goldseam.engines.measures.forms import fhir, redcap
from goldseam.engines.measures.forms.answering import answers_from
from goldseam.engines.measures.forms.bad import BadForm
from goldseam.engines.measures.forms.questionnaire import Questionnaire, asked, in_language, questions
from goldseam.engines.measures.forms.tests import hostile

COUNT = 5_000 if os.environ.get("GOLDSEAM_PROVE") else 500
SEED = 20_261_123


def outcome(read: Callable[[bytes], Questionnaire], data: bytes) -> str:
    try:
        whole = read(data)
    except BadForm as refused:
        assert str(refused).strip()
        assert len(str(refused)) < 2_000
        assert str(refused).isprintable()
        return "refused"
    use(whole)
    return "read"


def use(whole: Questionnaire) -> None:
    """All that the house does with a questionnaire."""
    written = fhir.write(whole, "R5")
    assert written.left_aside or fhir.read(written.data) == whole
    answers = answers_from(whole, dict.fromkeys(questions(whole), "1"))
    asked(in_language(whole, "de"), answers.values)
    try:
        redcap.read(redcap.write(whole).data)
    except BadForm as refused:
        assert str(refused)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("read", "files"), [(fhir.read, hostile.fhir_files), (redcap.read, hostile.redcap_files)], ids=["fhir", "redcap"]
)
def test_a_hostile_file_is_read_or_refused_and_nothing_breaks(
    read: Callable[[bytes], Questionnaire], files: Callable[[random.Random, int], list[bytes]]
) -> None:
    print("seed", SEED)
    counted: Counter[str] = Counter()
    for number, data in enumerate(files(random.Random(SEED), COUNT)):
        try:
            counted[outcome(read, data)] += 1
        except Exception as broken:
            broken.add_note(f"file {number} of seed {SEED}: {data[:2_000]!r}")
            raise
    print(counted)
    # Both ends happen often: files that are all refused at the door would prove nothing.
    assert min(counted["read"], counted["refused"]) > COUNT / 20


def test_the_good_files_behind_the_hostile_ones_are_read() -> None:
    import json

    assert len(questions(fhir.read(json.dumps(hostile.GOOD).encode()))) == 7
    rows = hostile.redcap_files(random.Random(1), 1)
    assert next(iter(rows))


def test_a_reader_that_breaks_would_be_found() -> None:
    def broken(data: bytes) -> Questionnaire:
        return fhir.read(data[1:]) if data[:1] == b"{" and b"NaN" in data else {}[data]  # type: ignore[index]

    with pytest.raises(KeyError):
        outcome(broken, b"x")
