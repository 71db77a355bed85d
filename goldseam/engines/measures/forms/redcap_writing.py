"""Our questionnaire becomes a REDCap data dictionary of one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .bad import BadForm, Written, quoted
from .entries import Entries, Group, Item, When, walked
from .questionnaire import Questionnaire, questions
from .redcap_choices import choices_as_said, ends_as_said, number_as_said
from .redcap_logic import logic_as_said
from .redcap_reading import MATRIX, NAME, RECORD, SECTION
from .redcap_table import table_of
from .redcap_text import label
from .sound import place
from .taking import Notes

TYPES = {"boolean": "yesno", "text": "notes", "display": "descriptive"}
VALIDATIONS = {"integer": "integer", "decimal": "number", "date": "date_ymd"}
# What REDCap does anyway, so that saying it changes nothing.
USUAL_CONTROLS = {"": ("", "radio-button"), "checkbox": ("", "check-box"), "dropdown": ("drop-down",)}


@dataclass(frozen=True)
class Above:
    """What the groups and questions above an item ask of its row."""

    header: str = ""
    matrix: str = ""
    when: tuple[When, ...] = ()
    when_any: bool = False
    is_outermost: bool = False


def written(questionnaire: Questionnaire) -> Written:
    writing = _Writing(questionnaire)
    rows = list(writing.rows())
    return Written(table_of(rows), writing.notes.all())


class _Writing:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.items = questions(questionnaire)
        self.notes = Notes()
        self.form = self._form()
        self.in_a_section = False

    def _form(self) -> str:
        name = self.questionnaire.name
        if NAME.fullmatch(name):
            return name
        self.notes.add(f"its name “{quoted(name)}”, which can't be a form's", "")
        return "questionnaire"

    def rows(self) -> Iterator[dict[str, str]]:
        self._leave_what_is_about_the_whole()
        name, words = RECORD
        yield {"name": name, "form": self.form, "type": "text", "label": words}
        yield from self._entries(self.questionnaire.items, Above(is_outermost=True))

    def _entries(self, entries: Entries, above: Above) -> Iterator[dict[str, str]]:
        header = above.header
        for entry in entries:
            if above.is_outermost and self.in_a_section:
                self._leave_the_end_of_a_section(entry)
            inner = Above(header, above.matrix, *self._when(entry, above))
            if isinstance(entry, Group):
                yield from self._group(entry, inner)
            else:
                yield self._row(entry, inner)
                yield from self._hanging(entry, inner)
            header = ""

    def _group(self, group: Group, above: Above) -> Iterator[dict[str, str]]:
        is_matrix = group.control == "table" and _can_be_matrix(group)
        self._leave_of_a_group(group, is_matrix)
        header = " – ".join(filter(None, (above.header, group.text)))
        if above.header and group.text:
            self.notes.add("that this group stands in another", place(group))
        if header:
            self.in_a_section = True
        matrix = self._matrix(group) if is_matrix else ""
        yield from self._entries(group.items, Above(header, matrix, above.when, above.when_any))

    def _matrix(self, group: Group) -> str:
        name = group.link_id.removeprefix(MATRIX)
        return name if NAME.fullmatch(name) else f"matrix_{next(iter(group.items)).link_id}"

    def _hanging(self, item: Item, above: Above) -> Iterator[dict[str, str]]:
        for entry in item.items:
            assert isinstance(entry, Item)
            answered = () if entry.kind == "display" else (When(item.link_id, "exists", True),)
            both = self._both(Above(when=above.when, when_any=above.when_any), answered, False, place(entry))
            inner = Above("", "", *both)
            self.notes.add(f"that it hangs on {quoted(item.link_id)}, beside being shown by its answer", place(entry))
            yield from self._entries((entry,), inner)

    def _when(self, entry: Group | Item, above: Above) -> tuple[tuple[When, ...], bool]:
        return self._both(above, entry.when, entry.when_any, place(entry))

    def _both(self, above: Above, when: tuple[When, ...], any_of: bool, where: str) -> tuple[tuple[When, ...], bool]:
        if not above.when or not when:
            return (above.when, above.when_any) if above.when else (when, any_of)
        if (above.when_any and len(above.when) > 1) or (any_of and len(when) > 1):
            raise BadForm("It and what it stands in are shown depending on too much for REDCap to say here.", where)
        return (*above.when, *when), False

    def _row(self, item: Item, above: Above) -> dict[str, str]:
        if not NAME.fullmatch(item.link_id) or item.link_id == RECORD[0]:
            raise BadForm("In REDCap a question's name is small letters, digits and underscores.", place(item))
        self._leave_of_an_item(item)
        return {
            "name": item.link_id,
            "form": self.form,
            "section": label(above.header),
            "label": label(item.text),
            "note": label(item.note),
            "logic": logic_as_said(above.when, above.when_any, self.items, place(item)),
            "required": "y" if item.required else "",
            "number": label(item.prefix),
            "matrix": above.matrix,
            # A spreadsheet would take a cell that begins with @ for a formula.
            "annotation": " @READONLY" if item.read_only else "",
            **self._answered(item),
        }

    def _answered(self, item: Item) -> dict[str, str]:
        if item.choices:
            kind = "checkbox" if item.repeats else "dropdown" if item.control == "drop-down" else "radio"
            return {"type": kind, "choices": choices_as_said(item)}
        low, high = _number(item.low, item), _number(item.high, item)
        if item.control == "slider":
            # Each slider goes from 0 to 100 unless it says otherwise.
            ends = {"low": "" if low == "0" else low, "high": "" if high == "100" else high}
            return {"type": "slider", "choices": ends_as_said(item.ends), **ends}
        if item.kind in TYPES:
            return {"type": TYPES[item.kind]}
        return {"type": "text", "validation": VALIDATIONS.get(item.kind, ""), "low": low, "high": high}

    def _leave_the_end_of_a_section(self, entry: Group | Item) -> None:
        if isinstance(entry, Item) or not entry.text:
            self.notes.add("that the section before it ends", place(entry))
            self.in_a_section = False

    def _leave_what_is_about_the_whole(self) -> None:
        whole = self.questionnaire
        plain = Questionnaire(whole.items, name=whole.name, weights_on=whole.weights_on)
        for name in vars(plain):
            if name != "left_aside" and getattr(whole, name) != getattr(plain, name):
                self.notes.add(f"its {name.replace('_', ' ')}", "")

    def _leave_of_a_group(self, group: Group, is_matrix: bool) -> None:
        usual = MATRIX if is_matrix else SECTION
        first = next(entry for entry, _ in walked(group.items) if isinstance(entry, Item))
        if group.link_id != (usual + first.link_id) and not (
            is_matrix and group.link_id == MATRIX + self._matrix(group)
        ):
            self.notes.add("the name of the group", place(group))
        if not group.text and not is_matrix:
            self.notes.add("a group without a heading", place(group))
        if is_matrix and group.text:
            self.notes.add("that its heading belongs to the table only", place(group))
        lost = {
            "its prefix": group.prefix,
            "its codes": group.codes,
            "its translations": group.translations,
            "that it is required": group.required,
            "its control": group.control and not is_matrix,
        }
        self._leave(lost, place(group))

    def _leave_of_an_item(self, item: Item) -> None:
        usual = USUAL_CONTROLS["checkbox" if item.repeats else ""]
        lost = {
            "its codes": item.codes,
            "its translations": item.translations,
            "its longest answer": item.most_letters,
            "that own words may be said": item.own_words,
            "that its choices are numbers or texts": item.choices and item.kind != "choice",
            "the systems of its codes": any(choice.system for choice in item.choices),
            "the translations of its choices": any(choice.translations for choice in item.choices),
            "how it is shown": item.control not in (*usual, "drop-down", "slider")
            or (item.control == "drop-down" and (item.repeats or not item.choices)),
        }
        self._leave(lost, place(item))

    def _leave(self, lost: Mapping[str, object], where: str) -> None:
        for what, is_there in lost.items():
            if is_there:
                self.notes.add(what, where)


def _can_be_matrix(group: Group) -> bool:
    items = [entry for entry in group.items if isinstance(entry, Item) and entry.kind == "choice" and not entry.items]
    shapes = {(item.choices, item.repeats, item.control == "drop-down") for item in items}
    return len(items) == len(group.items) and len(shapes) == 1 and not next(iter(shapes))[2]


def _number(end: int | float | str | None, item: Item) -> str:
    return end or "" if end is None or isinstance(end, str) else number_as_said(end, place(item))
