"""REDCap data dictionaries: one form of one, as a questionnaire. What is held: docs/algorithms/forms.md."""

from __future__ import annotations

from .bad import Written
from .questionnaire import Questionnaire
from .redcap_reading import questionnaire_in
from .redcap_writing import written


def read(data: bytes, form: str | None = None) -> Questionnaire:
    """The questionnaire that a form of a data dictionary holds; `form` may be left out where there is only one.

    A choice counts for its code where that is a number, as in REDCap. What the form says besides is listed in
    `left_aside`. Raises BadForm, with a sentence and the line.

    >>> titles = 'field_name,form_name,field_type,field_label,select_choices_or_calculations'
    >>> whole = read(f'{titles}\\nhow,mood,radio,How?,"0, Low | 1, High"'.encode())
    >>> [(choice.text, choice.weight) for choice in whole.items[0].choices]
    [('Low', 0), ('High', 1)]
    """
    return questionnaire_in(data, form)


def write(questionnaire: Questionnaire) -> Written:
    """The dictionary that REDCap takes, with the record's number as its first field, and what had no place in it.

    Raises BadForm for what would mean something else in REDCap: a name it doesn't allow, a choice that counts for
    another number than its code, a condition it can't say.

    >>> from goldseam.engines.measures.forms.entries import Item
    >>> whole = Questionnaire((Item("a", "boolean", "Well?"),), name="mood")
    >>> read(write(whole).data) == whole
    True
    """
    return written(questionnaire)
