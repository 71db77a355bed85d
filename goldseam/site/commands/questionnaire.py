from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from goldseam.site import start_up
from goldseam.site.commands._data import data_argument
from goldseam.site.refusal import Refusal

READ_MOST = 2_000_000
UNCHANGED = "Nothing was changed."


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="act")
    add = acts.add_parser("add", help="offer the questionnaire in FILE to everybody here")
    add.add_argument("file", metavar="FILE", type=Path, help="a FHIR Questionnaire (JSON) or a REDCap dictionary (CSV)")
    add.add_argument("--rule", metavar="ID", help="how it is scored, for example csi-16 (without one: not at all)")
    add.add_argument("--form", metavar="NAME", help="which form of a REDCap dictionary")
    add.add_argument("--pairs", metavar="FILE", type=Path, help="JSON: the rule's item for each question's id")
    add.add_argument("--about-safety", action="store_true", help="never keep answers, unless a person chooses to")
    shown = acts.add_parser("list", help="what is offered, and the rules there are")
    remove = acts.add_parser("remove", help="offer one no more; who answered it can still read what was asked")
    remove.add_argument("id", metavar="ID", help="as `list` shows it; its beginning is enough")
    for one in (add, shown, remove):
        data_argument(one)


def run(options: Namespace) -> int:
    """Files of the house, the same for everybody. It opens nothing, and needs no server to stop."""
    start_up.enter(options.data)
    return {"add": _add, "list": _list, "remove": _remove}[options.act](options)


def _add(options: Namespace) -> int:
    from goldseam.engines.measures.forms.bad import BadForm
    from goldseam.questionnaires import shelf
    from goldseam.questionnaires.given import NotTaken

    data, pairs = _read(options.file), _pairs(options.pairs)
    try:
        paper, content = shelf.as_given(
            data, form=options.form, rule=options.rule, pairs=pairs, is_about_safety=options.about_safety
        )
    except (BadForm, NotTaken) as wrong:
        raise Refusal(f"{options.file} can’t be taken. {wrong} {UNCHANGED}") from None
    shelf.put(paper.id, content)
    print(f"Offered to everybody here: {paper.title} ({len(paper.questions)} questions), {paper.id.hex[:8]}")
    for each in paper.questionnaire.left_aside:
        print(f"Left aside: {each.where}: {each.what}")
    for question in paper.questions:
        if not question.has_words:
            print(f"LOOK  question {question.item.link_id} has no words: people see only its number.")
    print(_how_scored(paper))
    print(
        "You answer for the words: see that you may use them. People are told that whoever runs this house chose them."
    )
    return 0


def _list(_options: Namespace) -> int:
    from goldseam.engines.measures.instruments.load import all_rules
    from goldseam.questionnaires import shelf

    for paper in shelf.offered():
        print(f"{paper.id.hex[:8]}  {paper.title} ({len(paper.questions)} questions). {_how_scored(paper)}")
    for name in shelf.changed_by_hand():
        print(f"LOOK  {name} isn’t what was added, so nobody is shown it. Add the questionnaire again.")
    print(f"Rules: {', '.join(sorted(all_rules()))}")
    return 0


def _remove(options: Namespace) -> int:
    from goldseam.questionnaires import shelf

    found = [paper for paper in shelf.offered() if options.id and paper.id.hex.startswith(options.id)]
    if len(found) != 1:
        which = "is no questionnaire" if not found else "begins several questionnaires"
        raise Refusal(f"“{options.id}” {which} here. {UNCHANGED} See `goldseam questionnaire list`.")
    shelf.take_off(UUID(found[0].id.hex))
    print(f"No longer offered: {found[0].title}. Whoever answered it can still read what was asked.")
    return 0


def _how_scored(paper: object) -> str:
    rule, is_about_safety = getattr(paper, "rule", None), getattr(paper, "is_about_safety", False)
    scored = f"Scored by {rule.id}." if rule else "Not scored."
    return scored + (" About safety: answers aren’t kept." if is_about_safety else "")


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(READ_MOST)
    except OSError as error:
        raise Refusal(f"{file} can’t be read ({error.strerror}). {UNCHANGED}") from None


def _pairs(file: Path | None) -> Mapping[str, str] | None:
    from goldseam.engines.measures.forms.bad import BadForm
    from goldseam.engines.measures.forms.matching import mapping_from

    if file is None:
        return None
    try:
        return mapping_from(_read(file))
    except BadForm as wrong:
        raise Refusal(f"{file} can’t be used. {wrong} {UNCHANGED}") from None
