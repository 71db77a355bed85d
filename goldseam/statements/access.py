"""The only door to shared statements. Foreign and missing look alike: 404."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from math import inf
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.reminders import asking
from goldseam.statements import kinds, rules
from goldseam.statements import models as rows
from goldseam.statements.kinds import Kind
from goldseam.statements.rules import Deed, Signed, State, Written
from goldseam.vault import invites, marks, ours, wraps
from goldseam.vault.contents import Content
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Circle, Link, SealedRow
from goldseam.vault.often import Often
from goldseam.vault.ours import Opened
from goldseam.vault.record import Step

Row = TypeVar("Row", bound=SealedRow)


@dataclass(frozen=True)
class Place:
    """Which statement: its kind, and what it is about when there are several of that kind."""

    label: str
    subject: UUID | None = None

    @property
    def words(self) -> str:
        return f"{self.label}/{self.subject}" if self.subject else self.label

    def id_in(self, circle_id: UUID) -> UUID:
        return uuid5(circle_id, self.words)


@dataclass(frozen=True)
class Remark:
    """What one of the two asks to be said otherwise."""

    id: UUID
    words: str
    by_me: bool
    at: datetime


@dataclass(frozen=True)
class Version:
    """One wording, as the reader may see it. `is_standing`: both have signed it, and it counts."""

    id: UUID
    parts: Mapping[str, str]
    by_me: bool
    at: datetime
    based_on: tuple[UUID, ...] = ()
    remarks: tuple[Remark, ...] = ()
    signed_by_me: bool = False
    signed_by_them: bool = False
    is_standing: bool = False
    words: str = ""
    """A digest of what was signed: remarks and signatures are bound to it."""
    number: int = 0
    after: frozenset[UUID] = frozenset()

    @property
    def written(self) -> Written:
        return Written(self.id, self.number, self.based_on, self.after, "me" if self.by_me else "you", self.parts)

    @property
    def signed_by_both(self) -> bool:
        return self.signed_by_me and self.signed_by_them


@dataclass(frozen=True)
class Statement:
    """A shared statement, all its versions oldest first. `heads` are those that are open now.

    `standing` is the newest that both have signed; it stands until both sign another, or one ends it. `ended` says that
    what stood was ended. `may_write` is False while things rest, after leaving, and before somebody is let in.
    """

    id: UUID
    kind: Kind
    versions: tuple[Version, ...]
    heads: tuple[Version, ...]
    standing: Version | None
    ended: bool
    may_write: bool
    partner: str
    subject: UUID | None = None
    deeds: tuple[Signed, ...] = ()
    state: State = field(default_factory=State)
    together: Togetherness | None = None

    @property
    def place(self) -> Place:
        return Place(self.kind.label, self.subject)

    @property
    def back_url(self) -> str:
        """Where it belongs."""
        args = [self.subject] if self.kind.opened_by_subject else []
        return reverse(self.kind.opened_url, args=args)

    @property
    def is_empty(self) -> bool:
        return not self.versions

    @property
    def is_begun(self) -> bool:
        return bool(self.versions)

    def one(self, version_id: UUID | None) -> Version | None:
        return next((version for version in self.versions if version.id == version_id), None)


# -- one statement ------------------------------------------------------------------------------------------------


def statement_of(me: Me, label: str, subject: UUID | None = None) -> Statement:
    """Front is enough. For somebody who is alone it is empty. Raises KeyError for an unknown label, Tampered."""
    kind, place = kinds.kind(label), Place(label, subject)
    together = pair_of(me)
    if together is None:
        seat = people.seat_of(me)
        known = place.id_in(seat.pair.circle_id) if seat else UUID(int=0)
        return Statement(known, kind, (), (), None, False, False, "", subject)
    return read_in(me, together, place, kind)


def statement_called(me: Me, statement_id: UUID) -> Statement:
    """By the id in its address. Raises Http404, Tampered."""
    place = place_called(me, statement_id)
    return statement_of(me, place.label, place.subject)


def place_called(me: Me, statement_id: UUID) -> Place:
    """Raises Http404."""
    seat = people.seat_of(me)
    if seat is None:
        raise Http404
    for kind in kinds.kinds():
        for place in (Place(kind.label), *(Place(kind.label, subject) for subject in kind.subjects(me))):
            if place.id_in(seat.pair.circle_id) == statement_id:
                return place
    raise Http404


def place_of(me: Me, version_id: UUID) -> Place | None:
    """Which statement of this person's pair a version belongs to. Raises Tampered."""
    together = pair_of(me)
    if together is None:
        return None
    circle = together.circle
    for each in _opened(me, circle, lambda: rows.Version.objects.filter(circle=circle, pk=version_id)):
        place = place_from(read_version(each.content.body).place)
        return place if any(kind.label == place.label for kind in kinds.kinds()) else None
    return None


def pair_of(me: Me) -> Togetherness | None:
    """The pair whose statements this person can read now; also one that the partner has left, or is gone from.

    None for somebody who is alone, and while somebody waits at a door.
    """
    together = people.togetherness_of(me)
    return together if together is not None and together.members else None


def may_write(me: Me, together: Togetherness) -> bool:
    """Not while things rest, not before one was let in, and not without a partner."""
    if not together.partner_accounts or not together.may_write:
        return False
    return not invites.stands_at_the_door(me.keyring, together.circle)


def read_in(me: Me, together: Togetherness, place: Place, kind: Kind) -> Statement:
    """As one pair has it. Raises Tampered.

    Signatures are read before what they are about: whoever writes in between adds words, and takes none of the deeds
    from which the state follows without adding the one that replaces it.
    """
    circle = together.circle
    marked = marks.marks_of(me.keyring, circle, place.words)
    about_it = {"about__circle": circle, "about__mark__in": marked}
    signatures = _opened(me, circle, lambda: rows.Signature.objects.filter(circle=circle, **about_it))
    found = _opened(me, circle, lambda: rows.Version.objects.filter(circle=circle, mark__in=marked))
    remarks = _opened(me, circle, lambda: rows.Remark.objects.filter(circle=circle, **about_it))
    versions = _versions(together, place, kind, found)
    deeds = _deeds(together, place, signatures, versions)
    state = rules.state_of(deeds)
    said = _remarks(together, remarks, versions)
    told = {key: _with(each, state, said.get(key, ())) for key, each in versions.items()}
    heads = rules.heads_of([each.written for each in told.values()], state)
    return Statement(
        id=place.id_in(circle.pk),
        kind=kind,
        versions=tuple(told.values()),
        heads=tuple(told[each] for each in heads),
        standing=told.get(state.standing) if state.standing else None,
        ended=state.ended is not None,
        may_write=may_write(me, together),
        partner=together.partner_name or "",
        subject=place.subject,
        deeds=tuple(deeds),
        state=state,
        together=together,
    )


def _with(version: Version, state: State, remarks: Sequence[Remark]) -> Version:
    return replace(
        version,
        remarks=tuple(remarks),
        signed_by_me=state.signed.get("me") == version.id,
        signed_by_them=state.signed.get("you") == version.id,
        is_standing=state.standing == version.id,
    )


def _versions(
    together: Togetherness, place: Place, kind: Kind, found: Iterable[Opened[rows.Version]]
) -> dict[UUID, Version]:
    """In the order of the record. Raises Tampered for one that was put here from another statement."""
    versions = {}
    for row, content, number in sorted(found, key=lambda each: each.number):
        side = together.side_of(content.author)
        if side is None:
            continue
        told = read_version(content.body)
        if told.place != place.words:
            raise Tampered("a version of another statement")
        versions[row.pk] = Version(
            id=row.pk,
            parts={part.name: told.parts.get(part.name, "") for part in kind.parts},
            by_me=side == "me",
            at=content.at,
            based_on=told.based_on,
            words=digest_of(content),
            number=number,
            after=told.after,
        )
    return versions


def _deeds(
    together: Togetherness, place: Place, found: Iterable[Opened[rows.Signature]], versions: Mapping[UUID, Version]
) -> list[Signed]:
    """Raises Tampered for a signature under other words than those it was given for."""
    deeds = []
    for row, content, number in found:
        side = together.side_of(content.author)
        if side is None or row.about_id not in versions:
            continue
        told = read_signature(content.body)
        if (told.place, told.about, told.words) != (place.words, row.about_id, versions[row.about_id].words):
            raise Tampered("a signature under other words")
        if may_be_done(told):
            deeds.append(Signed(row.pk, number, side, told.deed, told.about))
    return deeds


def _remarks(
    together: Togetherness, found: Iterable[Opened[rows.Remark]], versions: Mapping[UUID, Version]
) -> dict[UUID, list[Remark]]:
    """Raises Tampered for a remark about other words than those it was written for."""
    said: dict[UUID, list[Remark]] = defaultdict(list)
    for row, content, _ in sorted(found, key=lambda each: each.number):
        side = together.side_of(content.author)
        if side is None or row.about_id not in versions:
            continue
        told = read_remark(content.body)
        if (told.about, told.words) != (row.about_id, versions[row.about_id].words):
            raise Tampered("a remark about other words")
        said[row.about_id].append(Remark(row.pk, told.remark, side == "me", content.at))
    return said


def all_in(me: Me, together: Togetherness) -> list[Statement]:
    """Every statement of a pair, of the kinds that are registered, for what is taken along. Raises Tampered."""
    circle = together.circle
    found = _opened(me, circle, lambda: rows.Version.objects.filter(circle=circle))
    known = {kind.label: kind for kind in kinds.kinds()}
    places = {read_version(each.content.body).place for each in sorted(found, key=lambda each: each.number)}
    asked = [place_from(words) for words in sorted(places)]
    return [read_in(me, together, place, known[place.label]) for place in asked if place.label in known]


# -- what stands --------------------------------------------------------------------------------------------------


@gathered_once
def standings(me: Me) -> Mapping[str, Version]:
    """What both have signed and nobody ended, by `Place.words`: a label, or "label/subject". Front is enough.

    It opens the signatures and what stands, no drafts, so it fits a page that shows a little of everything. Raises
    Tampered.
    """
    together = pair_of(me)
    return _standing_in(me, together) if together else {}


def standing(me: Me, label: str, subject: UUID | None = None) -> Version | None:
    """One of them. Raises Tampered."""
    return standings(me).get(Place(label, subject).words)


_SIGNED = Often(lambda circle: rows.Signature.objects.filter(circle=circle).select_related("about"), UUID)
"""With the versions that they stand under: what counts needs no further question."""


@gathered_once
def signed_once(me: Me) -> frozenset[str]:
    """What both have signed at some time, by `Place.words`: what stands, and what was ended since. As cheap."""
    return frozenset(words for words, (state, _) in _states(me).items() if state.anchor)


_MARKED = Often(lambda circle: rows.Version.objects.filter(circle=circle).values_list("pk", "mark"), UUID)


@gathered_once
def unsigned(me: Me) -> Mapping[str, datetime]:
    """When words were last written under which this person never put their name, by label; nothing that was ended.

    Of each it opens the words written last, and no others. Front is enough. Raises Tampered.
    """
    together = pair_of(me)
    if together is None:
        return {}
    circle = together.circle
    settled = {words for words, (at, _) in _states(me).items() if at.signed.get("me") or at.ended}
    written = {pk: bytes(mark) for pk, mark in _MARKED(circle.pk)}
    if not written:
        return {}
    waiting = [kind.label for kind in kinds.kinds() if kind.label not in settled]
    label_of = {mark: label for label in waiting for mark in marks.marks_of(me.keyring, circle, label)}
    links = ours.links_of(me.keyring, circle, rows.Version._meta.label_lower, written)
    in_order = sorted((pk for pk in written if written[pk] in label_of), key=lambda pk: _place_in(links, pk))
    last = {label_of[written[pk]]: pk for pk in in_order}
    found = _opened(me, circle, lambda: [row for pk in last.values() for row in _VERSION(circle.pk, pk)])
    latest: dict[str, datetime] = {}
    for each in found:
        words = read_version(each.content.body).place
        latest[words] = max(each.content.at, latest.get(words, each.content.at))
    return latest


_VERSION = Often(lambda circle, pk: rows.Version.objects.filter(circle=circle, pk=pk), UUID, UUID)


def _place_in(links: Mapping[UUID, Link | Step], row: UUID) -> float:
    """In the order of the record; what it doesn't know comes last, so that it is opened and found out."""
    return links[row].number if row in links else inf


@gathered_once
def _states(me: Me) -> dict[str, tuple[State, list[Opened[rows.Signature]]]]:
    """How each statement stands by what its deeds say of themselves."""
    together = pair_of(me)
    if together is None:
        return {}
    found: dict[str, list[Opened[rows.Signature]]] = defaultdict(list)
    for each in _opened(me, together.circle, lambda: _SIGNED(together.circle.pk)):
        found[read_signature(each.content.body).place].append(each)
    return {words: (rules.state_of(_unbound(together, of_it)), of_it) for words, of_it in found.items()}


def _standing_in(me: Me, together: Togetherness) -> dict[str, Version]:
    states, circle = _states(me), together.circle
    both = {state.standing for state, _ in states.values() if state.standing}
    signed = {each.row.about_id: each.row.about for _, deeds in states.values() for each in deeds}
    opened = {each.row.pk: each for each in _opened(me, circle, lambda: [signed[pk] for pk in both if pk in signed])}
    return {
        words: version
        for words, (state, signatures) in states.items()
        if state.standing in opened
        and (version := _checked_standing(together, words, opened[state.standing], signatures, state))
    }


def _unbound(together: Togetherness, found: Iterable[Opened[rows.Signature]]) -> list[Signed]:
    """Deeds as they say of themselves. What stands by them is held against its words before anybody sees it."""
    deeds = []
    for row, content, number in found:
        side, told = together.side_of(content.author), read_signature(content.body)
        if told.about != row.about_id:
            raise Tampered("a signature under other words")
        if side is not None and may_be_done(told):
            deeds.append(Signed(row.pk, number, side, told.deed, told.about))
    return deeds


def may_be_done(told: SignatureTold) -> bool:
    """An end counts only where either may end, whatever somebody's program seals."""
    label = place_from(told.place).label
    return told.deed is not Deed.END or any(kind.may_end for kind in kinds.kinds() if kind.label == label)


def _checked_standing(
    together: Togetherness,
    words: str,
    opened: Opened[rows.Version],
    signatures: Iterable[Opened[rows.Signature]],
    state: State,
) -> Version | None:
    place = place_from(words)
    kind = next((kind for kind in kinds.kinds() if kind.label == place.label), None)
    if kind is None:
        return None
    versions = _versions(together, place, kind, [opened])
    about_it = [each for each in signatures if each.row.about_id == opened.row.pk]
    _deeds(together, place, about_it, versions)
    found = versions.get(opened.row.pk)
    return _with(found, state, ()) if found else None


# -- opening ------------------------------------------------------------------------------------------------------


def digest_of(content: Content) -> str:
    """Of the very words that the author signed."""
    return sha256(content.signed).hexdigest()


def _opened(me: Me, circle: Circle, ask: Callable[[], Iterable[Row]]) -> list[Opened[Row]]:
    return ours.opened_with_places(me.keyring, circle, ask)


# -- reading what was sealed --------------------------------------------------------------------------------------


class VersionTold(NamedTuple):
    place: str
    parts: Mapping[str, str]
    based_on: tuple[UUID, ...]
    after: frozenset[UUID]


class SignatureTold(NamedTuple):
    place: str
    about: UUID
    words: str
    deed: Deed


class RemarkTold(NamedTuple):
    about: UUID
    words: str
    remark: str


def read_version(body: Any) -> VersionTold:
    """Raises Tampered: another member's program may have sealed something else."""
    try:
        place, parts = str(body["place"]), dict(body["parts"])
        based_on = tuple(UUID(each) for each in body["based_on"])
        after = frozenset(UUID(each) for each in body["after"])
        if not all(isinstance(words, str) and len(words) <= kinds.WORDS_MOST for words in parts.values()):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Tampered("a version that none is") from error
    return VersionTold(place, {str(name): rules.plain(words) for name, words in parts.items()}, based_on, after)


def read_signature(body: Any) -> SignatureTold:
    """Raises Tampered."""
    try:
        return SignatureTold(str(body["place"]), UUID(body["about"]), str(body["words"]), Deed(body["deed"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Tampered("a signature that none is") from error


def read_remark(body: Any) -> RemarkTold:
    """Raises Tampered."""
    try:
        told = RemarkTold(UUID(body["about"]), str(body["words"]), rules.plain(str(body["remark"])))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Tampered("a remark that none is") from error
    if len(told.remark) > rules.REMARK_MOST:
        raise Tampered("a remark that none is")
    return told


def place_from(words: str) -> Place:
    """Raises Tampered."""
    label, _, subject = words.partition("/")
    try:
        return Place(label, UUID(subject) if subject else None)
    except ValueError as error:
        raise Tampered("a statement that none is") from error


# -- one's own rows -----------------------------------------------------------------------------------------------


def rows_about(version_id: UUID) -> list[rows.Remark | rows.Signature]:
    """Everything that hangs on a version."""
    remarks = rows.Remark.objects.filter(about=version_id).select_related("circle")
    return [*remarks, *rows.Signature.objects.filter(about=version_id).select_related("circle")]


def own_rows(me: Me) -> list[rows.Version | rows.Remark | rows.Signature]:
    """Everything that this person wrote here, in any pair; first what hangs on the others."""
    holder = me.keyring.holder_id
    mine = rows.Version.objects.filter(author_id=holder).select_related("circle")
    hanging: list[rows.Version | rows.Remark | rows.Signature] = []
    for table in (rows.Remark, rows.Signature):
        hanging += table.objects.filter(Q(author_id=holder) | Q(about__in=mine)).select_related("circle")
    return [*hanging, *mine]


def signature_rows(ids: Iterable[UUID]) -> list[rows.Signature]:
    return list(rows.Signature.objects.filter(pk__in=list(ids)).select_related("circle"))


def version_row(version: Version) -> rows.Version:
    """Raises Http404 when it was erased a moment ago."""
    found = rows.Version.objects.filter(pk=version.id).select_related("circle").first()
    if found is None:
        raise Http404
    return found


def remove_unrecorded(row: SealedRow) -> None:
    """A row and its key, where its record can't be continued any more."""
    wraps.remove(row.circle, ours.table_of(row), row.pk)
    type(row)._default_manager.filter(pk=row.pk).delete()


# -- without keys -------------------------------------------------------------------------------------------------


def circle_of(news_id: UUID) -> UUID | None:
    """Whose pair a version or a signature is. None once it was taken back: then nobody is called."""
    for table in (rows.Version, rows.Signature):
        found = table._default_manager.filter(pk=news_id).values_list("circle_id", flat=True).first()
        if found is not None:
            return found
    return None


def is_still_news(person_id: UUID, news_id: UUID) -> bool:
    """Asked right before a reminder goes, without keys."""
    return not asking.rests(person_id, circle_of(news_id))
