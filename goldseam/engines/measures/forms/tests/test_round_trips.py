"""What is written is read back as it was, and what is read is written as it stood: on the whole subset, both ways."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldseam.engines.measures.forms import fhir, redcap
from goldseam.engines.measures.forms.questionnaire import Questionnaire
from goldseam.engines.measures.forms.tests import questionnaires as made
from goldseam.engines.measures.forms.tests.fhir_rules import breaches

EXAMPLES = 1_000 if os.environ.get("GOLDSEAM_PROVE") else 20
quickly = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("release", ["R4", "R4B", "R5"])
@quickly
@given(whole=made.for_fhir())
def test_a_questionnaire_comes_back_from_fhir_as_it_was(release: Any, whole: Questionnaire) -> None:
    written = fhir.write(whole, release)
    back = fhir.read(written.data)
    assert (back, back.left_aside, written.left_aside) == (whole, (), ())
    assert breaches(json.loads(written.data), release) == []


@pytest.mark.parametrize("release", ["R4", "R5"])
@quickly
@given(whole=made.for_fhir())
def test_a_file_of_the_subset_is_written_again_as_it_stood(release: Any, whole: Questionnaire) -> None:
    file = fhir.write(whole, release).data
    assert json.loads(fhir.write(fhir.read(file), release).data) == json.loads(file)


@quickly
@given(whole=made.for_redcap())
def test_a_questionnaire_comes_back_from_redcap_as_it_was(whole: Questionnaire) -> None:
    written = redcap.write(whole)
    back = redcap.read(written.data)
    assert (back, back.left_aside, written.left_aside) == (whole, (), ())


@quickly
@given(whole=made.for_redcap())
def test_a_dictionary_of_the_subset_is_written_again_byte_for_byte(whole: Questionnaire) -> None:
    file = redcap.write(whole).data
    assert redcap.write(redcap.read(file)).data == file


@quickly
@given(whole=made.for_redcap(middle=False), release=st.sampled_from(["R4", "R4B", "R5"]))
def test_redcap_goes_to_fhir_and_back_without_loss(whole: Questionnaire, release: Any) -> None:
    in_fhir = fhir.read(fhir.write(redcap.read(redcap.write(whole).data), release).data)
    assert in_fhir == whole
    assert redcap.read(redcap.write(in_fhir).data) == whole


@quickly
@given(whole=made.for_fhir())
def test_r4_goes_to_r5_and_back_without_loss(whole: Questionnaire) -> None:
    in_r5 = fhir.read(fhir.write(fhir.read(fhir.write(whole, "R4").data), "R5").data)
    assert fhir.read(fhir.write(in_r5, "R4").data) == whole


@quickly
@given(whole=made.for_fhir())
def test_what_fhir_says_and_redcap_cannot_is_told_or_refused(whole: Questionnaire) -> None:
    """Never dropped in silence: either nothing was left aside, and it comes back, or it is listed, or refused."""
    try:
        written = redcap.write(replace(whole, name=whole.name or "form"))
    except ValueError as refused:
        assert str(refused)
        return
    back = redcap.read(written.data)
    assert written.left_aside or back == whole
