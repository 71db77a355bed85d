"""The addresses and words of FHIR that reading and writing share. Sources: docs/algorithms/forms.md."""

import re
from typing import Literal, TypeAlias

Release: TypeAlias = Literal["R4", "R4B", "R5"]
RELEASES: tuple[Release, ...] = ("R4", "R4B", "R5")

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

ORDINAL_VALUE = CORE + "ordinalValue"
ITEM_WEIGHT = CORE + "itemWeight"
TRANSLATION = CORE + "translation"
ITEM_CONTROL = CORE + "questionnaire-itemControl"
ITEM_CONTROL_CODES = "http://hl7.org/fhir/questionnaire-item-control"
ENTRY_FORMAT = CORE + "entryFormat"
MIN_VALUE = CORE + "minValue"
MAX_VALUE = CORE + "maxValue"
HIDDEN = CORE + "questionnaire-hidden"
CALCULATED = SDC + "sdc-questionnaire-calculatedExpression"

CHANGES_WHAT_IS_ASKED = {
    SDC + "sdc-questionnaire-enableWhenExpression": "shown by an expression",
    SDC + "sdc-questionnaire-answerExpression": "has choices that an expression finds",
    SDC + "sdc-questionnaire-candidateExpression": "has choices that an expression finds",
    SDC + "sdc-questionnaire-answerOptionsToggleExpression": "has choices that an expression switches",
    SDC + "sdc-questionnaire-contextExpression": "is filled by an expression",
    SDC + "sdc-questionnaire-itemPopulationContext": "is repeated by an expression",
    SDC + "sdc-questionnaire-subQuestionnaire": "stands for another questionnaire",
}

ITEM_CONTROLS = ("radio-button", "drop-down", "check-box", "slider")
GROUP_CONTROLS = ("table",)
ENDS = ("lower", "upper")
STATUSES = ("draft", "active", "retired", "unknown")
# Texts of the questionnaire itself, in the order in which they are written.
TEXTS = (
    "id",
    "language",
    "url",
    "version",
    "name",
    "title",
    "date",
    "publisher",
    "description",
    "purpose",
    "copyright",
)

ASKED_TYPES = ("choice", "open-choice", "coding", "integer", "decimal", "boolean", "string", "text", "date")
UNASKED_TYPES = ("dateTime", "time", "url", "attachment", "reference", "quantity", "question")
ONLY_R4 = frozenset({"choice", "open-choice"})
ONLY_R5 = frozenset({"coding", "question"})

ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)
FORMS = {"id": ID, "date": MOMENT}
