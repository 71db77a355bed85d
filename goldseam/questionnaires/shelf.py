"""The questionnaires of this house: files that whoever runs it put there. The same for everybody; nobody's secret.

A file keeps what it was given, with the rule it is scored by, under a name that is the digest of its content. So a
file that somebody changed is another questionnaire or none, and answers stay with the words that they were given to.
One that was taken off is offered to nobody, and stays readable for whoever answered it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from goldseam.library.typed import plain_text
from goldseam.questionnaires import rules
from goldseam.questionnaires.given import FILE_MOST, KINDS, NotTaken, kind_and_text, spoken

if TYPE_CHECKING:
    from goldseam.engines.measures.forms.entries import Group, Item, Value
    from goldseam.engines.measures.forms.questionnaire import Questionnaire
    from goldseam.engines.measures.instruments.rule import Rule

FORMAT = 1
QUESTIONS_MOST = rules.SAID_MOST
TEXT_MOST, TITLE_MOST = 2000, 200
SHORT = 280
ENDING, TAKEN_OFF = ".json", ".off"


@dataclass(frozen=True)
class Question:
    """One question as it is asked. `before` are the words of the file that stand before it."""

    place: int
    item: Item
    before: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        return bool(shown(self.item.text or ""))

    @property
    def text(self) -> str:
        return shown(" ".join(part for part in (self.item.prefix, self.item.text) if part)) or str(self.place + 1)


@dataclass(frozen=True)
class Paper:
    """One questionnaire in one version."""

    id: UUID
    questionnaire: Questionnaire
    rule: Rule | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    """Which question, by its link id, answers each item of the rule."""
    is_about_safety: bool = False
    is_offered: bool = True

    @cached_property
    def title(self) -> str:
        return short(self.questionnaire.title or spoken(self.questionnaire.name)) or "?"

    @cached_property
    def says_of_itself(self) -> list[str]:
        """What the file tells about its origin, as it tells it."""
        told = self.questionnaire
        return [text for text in map(shown, (told.publisher, told.copyright)) if text]

    @property
    def has_much_to_say_of_itself(self) -> bool:
        return sum(len(text) for text in self.says_of_itself) > SHORT

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(_questions(self.questionnaire.items))

    @cached_property
    def pages(self) -> list[list[int]]:
        """About safety it is one page, so that nothing is kept on the way."""
        places, needs = {each.item.link_id: each.place for each in self.questions}, _needs(self.questionnaire)
        on = [[places[name] for name in needs[each.item.link_id] if name in places] for each in self.questions]
        return rules.pages(on, None if self.is_about_safety else rules.PAGE_MOST)

    def asked(self, values: Mapping[str, Value]) -> set[int]:
        """The places of the questions that are asked, given the answers so far."""
        from goldseam.engines.measures.forms.questionnaire import asked

        names = {item.link_id for item in asked(self.questionnaire, values)}
        return {each.place for each in self.questions if each.item.link_id in names}


# -- what stands here ---------------------------------------------------------------------------------------------


def offered() -> list[Paper]:
    """What this house offers, by title. Files that don't fit their name are left out."""
    return sorted(_read()[0], key=lambda paper: (paper.is_about_safety, paper.title.lower()))


def offers_any() -> bool:
    return bool(_read()[0])


def paper(paper_id: UUID) -> Paper | None:
    """One questionnaire, also when it was taken off."""
    on_it, off_it = _read()
    known = [*on_it, *(replace(each, is_offered=False) for each in off_it)]
    return next((each for each in known if each.id == paper_id), None)


def changed_by_hand() -> list[str]:
    """Names of files that don't hold what their name says."""
    return sorted(file.name for file in (*_files(ENDING), *_files(TAKEN_OFF)) if _paper_in(file) is None)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "questionnaires"


def _files(ending: str) -> list[Path]:
    try:
        return [Path(each.path) for each in os.scandir(_folder()) if each.name.endswith(ending)]
    except OSError:
        return []


def _read() -> tuple[list[Paper], list[Paper]]:
    """What is offered, and what was taken off. All of it, whichever is asked for: the disk shows when a file was last
    read, and would tell whoever runs the house what somebody answered."""
    on_it, off_it = ([_paper_in(file) for file in _files(ending)] for ending in (ENDING, TAKEN_OFF))
    return [paper for paper in on_it if paper], [paper for paper in off_it if paper]


def _paper_in(file: Path) -> Paper | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return _read_once(str(file), stat.st_mtime_ns, stat.st_size, get_language() or "")


@lru_cache(maxsize=256)
def _read_once(name: str, _changed: int, size: int, language: str) -> Paper | None:
    """Read again only when it was changed: reading one takes a while, and everybody's pages ask for it."""
    from goldseam.engines.measures.forms.bad import BadForm
    from goldseam.engines.measures.forms.questionnaire import in_language

    file = Path(name)
    try:
        content = file.read_bytes() if size <= 2 * FILE_MOST else b""
        if _id_of(content).hex != file.stem:
            return None
        found = replace(_paper(json.loads(content)), id=_id_of(content))
        return replace(found, questionnaire=in_language(found.questionnaire, language))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, BadForm):
        return None


# -- putting one there, taking one off ----------------------------------------------------------------------------


def as_given(
    data: bytes, *, form: str | None = None, rule: str | None = None, pairs: Mapping[str, str] | None = None,
    is_about_safety: bool = False,
) -> tuple[Paper, bytes]:  # fmt: skip
    """A file that the keeper of the house gives, and what is kept of it. Nothing is written.

    `form` names the one of a REDCap dictionary's forms, `pairs` the rule's item for each question's link id
    where they differ. Raises NotTaken, BadForm.
    """
    kind, text = kind_and_text(data)
    told: dict[str, Any] = {
        "format": FORMAT,
        "kind": kind,
        "form": form,
        "rule": rule,
        "pairs": dict(pairs) if pairs else None,
        "is_about_safety": is_about_safety,
        "text": text,
    }
    found = _paper(told)
    _require_fit(found)
    content = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
    return replace(found, id=_id_of(content)), content


def put(paper_id: UUID, content: bytes) -> None:
    """Whole or not at all; the same file again is the same questionnaire."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = folder / f"{paper_id.hex}.{os.getpid()}.new"
    half.write_bytes(content)
    half.chmod(0o600)
    os.replace(half, folder / f"{paper_id.hex}{ENDING}")
    (folder / f"{paper_id.hex}{TAKEN_OFF}").unlink(missing_ok=True)


def take_off(paper_id: UUID) -> None:
    """It is offered no more; whoever answered it can still read what was asked."""
    name = _folder() / paper_id.hex
    os.replace(f"{name}{ENDING}", f"{name}{TAKEN_OFF}")


def _id_of(content: bytes) -> UUID:
    return UUID(bytes=sha256(content).digest()[:16])


def _paper(told: Mapping[str, Any]) -> Paper:
    if told["format"] != FORMAT or told["kind"] not in KINDS:
        raise NotTaken("It was written by a newer Goldseam.")
    paper = Paper(UUID(int=0), _questionnaire(told), is_about_safety=told["is_about_safety"])
    return paper if told["rule"] is None else _with_rule(paper, told["rule"], told["pairs"])


def _questionnaire(told: Mapping[str, Any]) -> Questionnaire:
    data = told["text"].encode()
    if told["kind"] == "fhir":
        from goldseam.engines.measures.forms import fhir

        return fhir.read(data)
    from goldseam.engines.measures.forms import redcap

    return redcap.read(data, told["form"])


def _with_rule(paper: Paper, name: str, pairs: Mapping[str, str] | None) -> Paper:
    from goldseam.engines.measures.forms.matching import matched
    from goldseam.engines.measures.instruments.load import all_rules

    rule = all_rules().get(name)
    if rule is None:
        raise NotTaken(f"There is no rule “{name}”. There are: {', '.join(sorted(all_rules()))}.")
    links = matched(paper.questionnaire, rule, pairs)
    return replace(paper, rule=rule, links=links, is_about_safety=paper.is_about_safety or rule.safety)


def _require_fit(paper: Paper) -> None:
    if not paper.questions:
        raise NotTaken("There is no question in it.")
    if len(paper.questions) > QUESTIONS_MOST:
        raise NotTaken(f"It has more than {QUESTIONS_MOST} questions.")
    if not (paper.questionnaire.title or paper.questionnaire.name):
        raise NotTaken("It has no title, so people couldn't tell what it is.")
    if paper.is_about_safety and len(paper.pages) > 1:
        raise NotTaken("About safety all stands on one page, which can't ask questions that depend on others in it.")


# -- words of a file ----------------------------------------------------------------------------------------------


def shown(text: str) -> str:
    """Words of a file as a page shows them: plain, without signs that can't be seen, and not without end."""
    plain = plain_text(text)
    return plain[: TEXT_MOST - 1] + "…" if len(plain) > TEXT_MOST else plain


def short(text: str) -> str:
    """The same on one line."""
    line = " ".join(plain_text(text).split())
    return line[: TITLE_MOST - 1] + "…" if len(line) > TITLE_MOST else line


def _questions(items: tuple[Group | Item, ...]) -> list[Question]:
    from goldseam.engines.measures.forms.entries import Item, walked

    found: list[Question] = []
    before: list[str] = []
    for entry, _above in walked(items):
        if isinstance(entry, Item) and entry.kind != "display" and not entry.read_only:
            found.append(Question(len(found), entry, tuple(before)))
            before = []
        elif text := shown(entry.text):
            before.append(text)
    return found


def _needs(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """For each question, by link ids, the ones that decide whether it is asked."""
    from goldseam.engines.measures.forms.entries import Item, walked

    found = {}
    for entry, above in walked(questionnaire.items):
        outer = {each.link_id for each in above if isinstance(each, Item)}
        found[entry.link_id] = outer | {when.question for each in (*above, entry) for when in each.when}
    return found
