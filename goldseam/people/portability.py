"""A person's own part of the house: names, mail, seats. Taken along, erased, and taken in again.

A pair moves to another server when both want it: each takes what is theirs, both come together anew there with six
words, and each shares again by a yes of their own. Nobody can move the other's things.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import transaction

from goldseam.people import access, account_actions, actions, announcing
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.models import LastWord, Person, Seat, SeatCard, StoredSession
from goldseam.people.rules import Refused
from goldseam.people.sessions import SessionStore
from goldseam.practice import Json
from goldseam.vault import forgetting, mine, ours, upkeep, wraps
from goldseam.vault.errors import VaultError
from goldseam.vault.models import SealedRow

FORMAT = 1


# -- taking along ---------------------------------------------------------------------------------------------------


def export(me: Me) -> Json:
    """Names, mail, and each pair as this person knows it. What was shared lies with the practices."""
    me.keyring.require_back()
    mail = account_actions.mail_of(me)
    seats = Seat.objects.filter(person=me.person).select_related("pair__circle").order_by("pk")
    return {
        "format": FORMAT,
        "sign_in_name": me.person.username,
        "mail": {"mark": mail.mark, "address": mail.address},
        "pairs": [_pair(me, seat) for seat in seats],
    }


def _pair(me: Me, seat: Seat) -> Json:
    """One seat. A pair that can't be opened any more is named as such, and holds nobody up."""
    state = access.state_of(me, seat)
    told: dict[str, Json] = {"paused": state.paused, "left": _how_left(state.left_quietly, state.left_openly)}
    try:
        return told | _inside(me, access.left_togetherness(me, seat))
    except VaultError:
        return told | {"readable": False}


def _inside(me: Me, together: Togetherness) -> dict[str, Json]:
    return {
        "readable": True,
        "my_name": together.own_name,
        "names": [member.name for member in together.partner_accounts],
        "agreed": _agreed(me, together),
        "new_accounts": [
            {"name": member.name, "side": member.side, "let_in": member.let_in_at.isoformat()}
            for member in together.members
            if member.let_in_at
        ],
        "partner_left": together.partner_left,
        "word_received": together.last_word,
        "word_left": _word_left(me, together),
    }


def _how_left(quietly: bool, openly: bool) -> str:
    return "quietly" if quietly else "openly" if openly else "no"


def _agreed(me: Me, together: Togetherness) -> Json:
    card = SeatCard.objects.filter(seat=together.seat).select_related("circle").first()
    if card is None:
        return None
    content = ours.opened(me.keyring, card)
    return {"rule": content.body["agreed"], "text": content.body.get("text", ""), "at": content.at.isoformat()}


def _word_left(me: Me, together: Togetherness) -> str | None:
    word = LastWord.objects.filter(seat=together.seat).select_related("circle").first()
    return str(ours.read(me.keyring, word)["word"]) if word else None


# -- taking in ------------------------------------------------------------------------------------------------------


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """Takes the mail in, where none is kept yet. A pair isn't made from a file: coming together needs both.

    Raises Refused("file-unreadable") before anything is changed.
    """
    mail = _read_mail(data)
    if not mail["address"] or account_actions.mail_of(me).address:
        return 0
    account_actions.keep_mail(me, mail["mark"], mail["address"])
    return 1


def _read_mail(data: Json) -> dict[str, str]:
    told: Any = data.get("mail") if isinstance(data, dict) and data.get("format") == FORMAT else None
    fits = isinstance(told, dict) and all(isinstance(told.get(name), str) for name in ("mark", "address"))
    if not fits:
        raise Refused("file-unreadable")
    return {"mark": told["mark"], "address": told["address"]}


# -- erasing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def erase(me: Me) -> None:
    """Destroys the person: their words in each pair, their keys, sign-ins and name. Practices have erased before.

    The other keeps what is the other's, and reads that this person is gone. The record stays whole: it says that
    something was here, never what. Nobody can be let in to the empty place.
    """
    for seat in Seat.objects.filter(person=me.person).select_related("pair__circle"):
        with suppress(VaultError), transaction.atomic():
            actions.leave_nobody_at_the_door(me, seat)
        for row in _own_words(seat):
            _erase_row(me, row)
        _give_up(me, seat)
    _erase_mine(me)
    _end_browser_sessions(me.person)
    forgetting.forget(me.keyring)
    Person.objects.filter(pk=me.person.pk).delete()


def _give_up(me: Me, seat: Seat) -> None:
    """The place stays taken, unless nobody had let this person in to it yet."""
    if upkeep.waits_to_be_let_in(me.keyring, seat.pair.circle):
        seat.delete()
    else:
        Seat.objects.filter(pk=seat.pk).update(person=None, paused=True, left_openly=True, own=b"")
    announcing.seats_changed(seat.pair.circle_id)


def _own_words(seat: Seat) -> Iterable[SealedRow]:
    yield from SeatCard.objects.filter(seat=seat).select_related("circle")
    yield from LastWord.objects.filter(seat=seat).select_related("circle")


def _erase_mine(me: Me) -> None:
    """What no practice claimed. Whatever the record refuses goes with the keys, a step later."""
    with suppress(VaultError), transaction.atomic():
        mine.erase_everything(me.keyring)


def _erase_row(me: Me, row: SealedRow) -> None:
    """Through the record; where somebody broke the record, without it. Going must always be possible."""
    try:
        with transaction.atomic():
            ours.erase(me.keyring, row)
    except VaultError:
        wraps.remove(row.circle, ours.table_of(row), row.pk)
        type(row)._default_manager.filter(pk=row.pk).delete()


def _end_browser_sessions(person: Person) -> None:
    """Sessions name nobody on the disk but inside themselves, so each is looked into."""
    store = SessionStore()
    for stored in StoredSession.objects.all().iterator():
        if store.decode(stored.session_data).get("_auth_user_id") == str(person.pk):
            stored.delete()
