"""A FHIR Questionnaire in JSON (R4, R4B, R5) becomes ours."""

from __future__ import annotations

from typing import Any, Literal

from . import fhir_names as names
from .bad import BadForm, quoted
from .entries import Coding, Entries, Group, Item, Kind, When
from .fhir_choices import CODED, Choices, choices_of, value_sets
from .fhir_extensions import Extensions, extensions_of, translations_of
from .questionnaire import Questionnaire, questions
from .sound import DEEPEST
from .taking import Notes, Taking, object_in


def questionnaire_in(data: bytes) -> Questionnaire:
    notes = Notes()
    top = Taking(object_in(data), "", notes)
    _require_questionnaire(top)
    reading = _Reading(value_sets(top))
    texts = {name: _text(top, name) for name in names.TEXTS}
    items = reading.entries(top, 1)
    reading.require_one_release()
    if not items:
        raise BadForm("There is no question in it that can be asked.")
    whole: dict[str, Any] = {
        **texts,
        "items": items,
        "status": top.one_of("status", names.STATUSES) if "status" in top.left else "unknown",
        "experimental": top.yes_no("experimental"),
        "subject_type": top.texts("subjectType"),
        "codes": _codings(top, "code"),
        "translations": translations_of(top, "_title"),
        "weights_on": reading.weights_on(),
    }
    extensions_of(top).rest()
    top.rest()
    questionnaire = Questionnaire(**whole, left_aside=notes.all())
    reading.require_systems(questionnaire)
    return questionnaire


def _require_questionnaire(top: Taking) -> None:
    kind = top.text("resourceType")
    if kind != "Questionnaire":
        raise BadForm(f"This is {quoted(kind) or 'no FHIR resource'}; a Questionnaire is needed.")
    if top.left.get("implicitRules"):
        raise BadForm("It follows rules of its own (implicitRules), which change what it means.")
    _require_no_modifier(top)


def _text(top: Taking, name: str) -> str:
    said = top.text(name)
    if said and name in names.FORMS and not names.FORMS[name].fullmatch(said):
        top.leave(f"its {name} “{quoted(said)}”, which doesn't have FHIR's form")
        return ""
    return said


def _require_no_modifier(taking: Taking) -> None:
    if taking.listed("modifierExtension"):
        raise taking.bad("It has a modifierExtension, which changes what it means in a way not known here.")


class _Reading:
    """One file: what its questions say of its release, and which systems its conditions name."""

    def __init__(self, sets: dict[str, Choices]) -> None:
        self.sets = sets
        self.types: set[str] = set()
        self.weights: set[str] = set()
        self.systems: list[tuple[str, str, str, str]] = []

    def entries(self, above: Taking, depth: int) -> Entries:
        if depth > DEEPEST:
            raise above.bad(f"Groups in groups, more than {DEEPEST} deep.")
        found = [self.entry(one, depth) for one in above.objects("item")]
        return tuple(entry for entry in found if entry is not None)

    def entry(self, said: Taking, depth: int) -> Group | Item | None:
        link_id = said.text("linkId")
        said.where = f"question {quoted(link_id)}" if link_id else said.where
        kind = said.text("type")
        self.types.add(kind)
        _require_no_modifier(said)
        extensions = extensions_of(said)
        _require_fixed(said, extensions)
        if _left_aside(said, kind, extensions):
            return None
        common = {"link_id": link_id, **self.common(said)}
        entry: Group | Item | None
        if kind == "group":
            entry = self.group(said, extensions, common, depth)
        else:
            entry = self.item(said, kind, extensions, common, depth)
        extensions.rest()
        said.rest()
        return entry

    def common(self, said: Taking) -> dict[str, Any]:
        when = tuple(self.when(one) for one in said.objects("enableWhen"))
        return {
            "text": said.text("text"),
            "prefix": said.text("prefix"),
            "required": bool(said.yes_no("required")),
            "codes": _codings(said, "code"),
            "translations": translations_of(said, "_text"),
            "when": when,
            "when_any": _any_of(said, len(when)),
        }

    def group(self, said: Taking, extensions: Extensions, common: dict[str, Any], depth: int) -> Group | None:
        if said.yes_no("repeats"):
            raise said.bad("A group that is answered several times can't be asked here.")
        items = self.entries(said, depth + 1)
        if not items:
            said.leave("a group in which nothing is left to ask")
            return None
        return Group(**common, items=items, control=extensions.control(names.GROUP_CONTROLS))

    def item(self, said: Taking, kind: str, extensions: Extensions, common: dict[str, Any], depth: int) -> Item:
        choices = choices_of(said, kind, self.sets, self.weights)
        ours = _kind(kind, choices)
        low, high = extensions.value(names.MIN_VALUE), extensions.value(names.MAX_VALUE)
        control = extensions.control(names.ITEM_CONTROLS)
        if control == "slider" and (ours != "integer" or low is None or high is None):
            said.leave("the slider, which here needs whole numbers and both its ends")
            control = ""
        ends = _ends(said, common["link_id"]) if control == "slider" else ()
        return Item(
            **common,
            kind=ours,
            choices=choices.choices,
            own_words=choices.own_words,
            note=extensions.text(names.ENTRY_FORMAT),
            low=low,
            high=high,
            most_letters=said.whole("maxLength") if ours in ("string", "text") else None,
            control=control,
            ends=ends,
            repeats=bool(said.yes_no("repeats")),
            read_only=bool(said.yes_no("readOnly")),
            items=self.entries(said, depth + 1),
        )

    def when(self, said: Taking) -> When:
        operator: Any = said.one_of("operator", ("exists", "=", "!=", ">", "<", ">=", "<="))
        question = said.text("question")
        found = [key for key in said.left if key.startswith("answer")]
        if len(found) != 1:
            raise said.bad("A condition needs one answer to compare with.")
        when = When(question, operator, self.answer(said, found[0], question))
        extensions_of(said).rest()
        said.rest()
        return when

    def answer(self, said: Taking, key: str, question: str) -> bool | int | float | str:
        if key == "answerBoolean":
            return bool(said.yes_no(key))
        if key in ("answerInteger", "answerDecimal"):
            return (said.whole(key) if key == "answerInteger" else said.number(key)) or 0
        if key in ("answerString", "answerDate"):
            return said.text(key)
        coding = said.object(key) if key == "answerCoding" else None
        if coding is None:
            raise said.bad(f"A condition on “{quoted(key)}” isn't understood here.")
        code, system = coding.text("code"), coding.text("system")
        self.systems.append((question, code, system, coding.where))
        coding.text("display")
        extensions_of(coding).rest()
        coding.rest()
        return code

    def require_one_release(self) -> None:
        if self.types & names.ONLY_R4 and self.types & names.ONLY_R5:
            raise BadForm("It mixes kinds of question of R4 (choice) and of R5 (coding): it can't be both.")

    def weights_on(self) -> Literal["option", "coding"]:
        return "coding" if self.weights == {"coding"} else "option"

    def require_systems(self, questionnaire: Questionnaire) -> None:
        """A code means nothing without its system: a condition needs to name the very choice."""
        known = questions(questionnaire)
        for question, code, system, where in self.systems:
            item = known.get(question)
            systems = [choice.system for choice in item.choices if choice.code == code] if item else []
            if system and systems and system not in systems:
                raise BadForm(f"The code {quoted(code)} of {quoted(system)} is no choice of {quoted(question)}.", where)


def _require_fixed(said: Taking, extensions: Extensions) -> None:
    for url, deed in names.CHANGES_WHAT_IS_ASKED.items():
        if extensions.has(url):
            raise said.bad(f"This {deed}, which isn't worked out here.")


def _left_aside(said: Taking, kind: str, extensions: Extensions) -> bool:
    """Whether this is nothing to ask a person; then it is listed, with all that hangs on it."""
    if kind in names.UNASKED_TYPES:
        reason = f"an answer of the kind “{kind}” can't be given here"
    elif extensions.is_true(names.HIDDEN):
        reason = "it is hidden from whoever answers"
    elif extensions.has(names.CALCULATED):
        reason = "it is worked out by a formula"
    elif kind not in (*names.ASKED_TYPES, "group", "display"):
        raise said.bad(f"“{quoted(kind)}” is no kind of question" + (" in FHIR." if kind else ": it is missing."))
    else:
        return False
    inside = " and all in it" if said.left.get("item") else ""
    said.leave(f"the question{inside}: {reason}")
    return True


def _kind(kind: str, choices: Choices) -> Kind:
    if kind in CODED:
        return choices.kind
    same: tuple[Kind, ...] = ("integer", "decimal", "boolean", "string", "text", "date")
    return next((one for one in same if one == kind), "display")


def _any_of(said: Taking, conditions: int) -> bool:
    behaviour = said.text("enableBehavior")
    if behaviour not in ("", "all", "any") or (conditions > 1 and not behaviour):
        raise said.bad("It depends on several answers and doesn't say whether all or any of them (enableBehavior).")
    return behaviour == "any" and conditions > 1


def _codings(said: Taking, key: str) -> tuple[Coding, ...]:
    codings = []
    for one in said.objects(key):
        codings.append(Coding(one.text("code"), one.text("system"), one.text("display")))
        extensions_of(one).rest()
        one.rest()
    return tuple(codings)


def _ends(said: Taking, link_id: str) -> tuple[str, ...]:
    """The words at a slider's ends: FHIR has them as two displays that hang on it."""
    kept, ends = [], {}
    for one in said.listed("item"):
        side = _side(one, said)
        if side is None or side in ends:
            kept.append(one)
        else:
            ends[side] = _end(Taking(one, said.where, said.notes), f"{link_id}.{side}")
    if kept:
        said.left["item"] = kept
    return (ends.get("lower", ""), "", ends.get("upper", "")) if any(ends.values()) else ()


def _side(one: Any, said: Taking) -> str | None:
    if not isinstance(one, dict) or one.get("type") != "display":
        return None
    quiet = Notes()
    return extensions_of(Taking(one, said.where, quiet)).control(names.ENDS) or None


def _end(one: Taking, usual_name: str) -> str:
    one.text("type")
    extensions = extensions_of(one)
    extensions.control(names.ENDS)
    if one.text("linkId") != usual_name:
        one.leave("the name of the words at one end of the slider")
    text = one.text("text")
    extensions.rest()
    one.rest()
    return text
