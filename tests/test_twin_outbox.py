"""Two worlds that differ in what Ana did for herself alone: what goes out, to whom and when, is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction

from conftest import PIN, arrive, bring_together
from goldseam.dialogue import access as talks
from goldseam.dialogue import actions as talking
from goldseam.dialogue.alone import afterwards, drafts, prepared
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import account_actions
from goldseam.people.me import Me
from goldseam.reminders import choosing, mailing, neutral
from goldseam.reminders.rules import Slots, read_times
from goldseam.reminders.tests.post_office import Office
from goldseam.vault import mine, seam, sessions
from goldseam.vault.seam import pretend_it_is

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
Deed = Callable[[Me, UUID], object]


def a_talk(me: Me) -> UUID:
    return talks.talks_of(me)[0].id


PRIVATE: dict[str, Deed] = {
    "nothing": lambda me, _row: None,
    "a check-in": lambda me, _row: growth.keep_check_in(me, Answers({"closeness": 3}, line="I can't any more.")),
    "ten check-ins": lambda me, _row: [growth.keep_check_in(me, Answers({"tension": n})) for n in range(10)],
    "a changed one": lambda me, row: growth.change_check_in(me, row, Answers({"closeness": 90})),
    "an erased one": lambda me, row: growth.erase_check_in(me, row),
    "a slider of one's own": lambda me, _row: growth.name_own_slider(me, "Courage"),
    "another mail address": lambda me, _row: account_actions.keep_mail(me, "mine", "elsewhere@example.org"),
    "a mark in a talk": lambda me, _row: talking.mark(me, a_talk(me), talks.Mark(True, 9, few_words=True)),
    "what is begun in a talk": lambda me, _row: drafts.keep(me, a_talk(me), "say-0", {"free": "I am afraid."}),
    "a look back at a talk": lambda me, _row: afterwards.keep(me, a_talk(me), afterwards.Look("No.", 0), seam.uuid()),
    "words for a talk": lambda me, _row: prepared.keep(me, Prepared(words={"free": "I go."}), seam.uuid()),
    "looking at everything": lambda me, _row: mine.everything(me.keyring),
}


def outbox(deed: Deed) -> list[tuple[str, str, str]]:
    """One world, gone afterwards: each message with its moment, its receiver and its whole text."""
    mark = transaction.savepoint()
    cache.clear()
    try:
        return list(_life(deed))
    finally:
        transaction.savepoint_rollback(mark)
        transaction.get_connection().run_on_commit.clear()


def _life(deed: Deed) -> Iterator[tuple[str, str, str]]:
    with pretend_it_is(START):
        ana, ben = arrive("ana"), arrive("ben")
        for who in (ana, ben):
            sessions.set_pin(who.keyring, who.cookie, PIN, 3600)  # open for an hour
        for who, times in ((ana, ["07:30", "19:00"]), (ben, ["08:00", "20:00"])):
            choosing.ring_mailbox(who.me, f"{who.me.person.username}@example.org")
            choosing.choose_slots(who.me, Slots("Europe/Lisbon", read_times(times)))
        bring_together(ana, ben)
        row = growth.keep_check_in(ana.anew(), Answers({"closeness": 50}, line="A walk."))
        talking.ask(ana.anew(), talking.Asking("The evenings"), seam.uuid())
    with pretend_it_is(START + timedelta(minutes=20)):
        deed(ana.anew(), row)
    with pretend_it_is(START + timedelta(minutes=40)):
        shown = growth.keep_check_in(ben.anew(), Answers({"closeness": 60}))
        growth.show_to_partner(ben.anew(), shown, ["closeness"])
    office, gone = Office(), 0
    for half in range(2 * 30):
        at = START + timedelta(minutes=30 * half)
        with pretend_it_is(at):
            office.work_off()
        for address, _delivery in office.mail.out[gone:]:
            message = mailing.message_to(address, UUID(int=0))
            yield at.isoformat(), address, f"{message.subject}\n{message.body}"
        gone = len(office.mail.out)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in PRIVATE if name != "nothing"])
def test_what_ana_does_for_herself_changes_no_message(name: str) -> None:
    without, with_it = outbox(PRIVATE["nothing"]), outbox(PRIVATE[name])
    print(f"{name}: {len(without)} messages in each world")
    assert without == with_it
    assert len(without) >= 2


@pytest.mark.django_db
def test_a_difference_would_be_seen() -> None:
    def she_asks_for_it(me: Me, _row: UUID) -> None:
        choosing.try_it(me)

    told = outbox(she_asks_for_it)
    assert len(told) == len(outbox(PRIVATE["nothing"])) + 1
    assert {text for _, _, text in told} == {f"{neutral.TITLE}\n{neutral.TEXT}"}


@pytest.mark.django_db
def test_any_number_of_things_in_one_slot_is_one_message_at_the_same_moment() -> None:
    def she_shows(me: Me, row: UUID) -> None:
        growth.show_to_partner(me, row, ["line"])

    def to_ben(told: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
        return [message for message in told if message[1].startswith("ben")]

    assert to_ben(outbox(she_shows)) == to_ben(outbox(PRIVATE["nothing"]))  # that he was let in fills the slot already
