"""FHIR Questionnaires: R4, R4B and R5, in JSON. What is held and what isn't: docs/algorithms/forms.md."""

from __future__ import annotations

from .bad import Written
from .fhir_names import Release
from .fhir_reading import questionnaire_in
from .fhir_writing import written
from .questionnaire import Questionnaire


def read(data: bytes) -> Questionnaire:
    """The questionnaire that a file holds, whichever of the three releases it was written for.

    What the file says besides is listed in `left_aside`. Raises BadForm, with a sentence and the place, for whatever
    isn't a questionnaire, contradicts itself, or asks for something that can't be asked here.

    >>> data = b'{"resourceType": "Questionnaire", "item": [{"linkId": "a", "type": "boolean", "text": "Well?"}]}'
    >>> read(data).items[0].text
    'Well?'
    """
    return questionnaire_in(data)


def write(questionnaire: Questionnaire, release: Release = "R4") -> Written:
    """The file for one release, and what had no place in it. Raises ValueError for another release.

    >>> from goldseam.engines.measures.forms.entries import Item
    >>> whole = Questionnaire((Item("a", "boolean", "Well?"),), name="one")
    >>> read(write(whole, "R5").data) == whole
    True
    """
    return written(questionnaire, release)
