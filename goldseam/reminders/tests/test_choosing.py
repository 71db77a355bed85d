"""What a person chooses: silence at first, one text for all, one person a browser, and an end at any time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import account_actions, signing_in
from goldseam.people import actions as people
from goldseam.people.rules import RULE_VERSION, Refused
from goldseam.reminders import actions, channels, choosing, kinds, neutral, portability, reads, wishes
from goldseam.reminders.kinds import Kind
from goldseam.reminders.models import Channel, Due, Reason, Wishes
from goldseam.reminders.rules import Slots
from goldseam.reminders.telling import CAME
from goldseam.reminders.tests.post_office import Office, a_browser_of, a_mailbox_of
from goldseam.vault import invites, server_key, server_values, sessions
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.seam import pretend_it_is

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
EVENING = NOW.replace(hour=20)
PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    kinds.register(Kind("new", "New", "slot", lambda _person, _subject: True, timedelta(hours=10), circle_of=None))
    with pretend_it_is(NOW):
        yield


def what_a_browser_says(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc") -> dict[str, str]:
    return {"endpoint": endpoint, "p256dh": PUBLIC, "auth": AUTH, "key": server_key.newest()}


def moments() -> list[datetime]:
    return list(Due.objects.filter(state=Due.WAITING).order_by("at").values_list("at", flat=True))


# -- the page --------------------------------------------------------------------------------------------------------


def test_at_first_nothing_rings_and_the_page_says_so(ana: Cast) -> None:
    page = browser_of(ana).get(reverse("reminders")).content.decode()
    assert "Never, until you say so" in page
    assert neutral.TEXT in page
    assert not Channel.objects.exists()


def test_a_mailbox_is_added_and_taken_away(ana: Cast) -> None:
    client = browser_of(ana)
    client.post(reverse("reminders-mail"), {"mail": "ana@example.org"})
    client.post(reverse("reminders-mail"), {"mail": "other@example.org"})
    assert [place.name for place in reads.places_of(ana.me.person.pk)] == ["other@example.org"]
    assert "other@example.org" in client.get(reverse("reminders")).content.decode()
    client.post(reverse("reminders-away", args=[Channel.objects.get().pk]))
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    "typed", ["", "ana", "a@b", "ana@example.org\nBcc: x@example.org", "a b@example.org", "ä@example.org"]
)
def test_what_is_no_mailbox_is_refused_with_a_sentence(ana: Cast, typed: str) -> None:
    answer = browser_of(ana).post(reverse("reminders-mail"), {"mail": typed})
    assert answer.status_code == 200 and not Channel.objects.exists()


def test_the_noted_mailbox_is_offered_and_a_shared_one_is_warned_of(ana: Cast) -> None:
    account_actions.keep_mail(ana.me, "shared", "both@example.org")
    page = browser_of(ana).get(reverse("reminders")).content.decode()
    assert 'value="both@example.org"' in page and "somebody else reads this mailbox too" in page


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/send",
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com:8080/x",
        "https://user@fcm.googleapis.com/x",
        "https://evilpush.apple.com.example/x",
        "https://push.apple.com@evil.example/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\r\nHost: evil.example",
        "https://[::1/x",
        "not an address",
    ],
)
def test_a_push_address_of_a_foreign_host_is_refused_with_a_sentence(ana: Cast, endpoint: str) -> None:
    answer = browser_of(ana).post(reverse("reminders-browser"), what_a_browser_says(endpoint))
    assert answer.status_code == 200
    assert "we don’t know" in answer.content.decode() and not Channel.objects.exists()


def test_a_browser_is_added_once_and_known_again(ana: Cast) -> None:
    client = browser_of(ana)
    for _ in range(2):
        client.post(reverse("reminders-browser"), what_a_browser_says())
    places = reads.places_of(ana.me.person.pk, client.cookies["gs-bell"].value)
    assert [(place.way, place.is_here, place.name) for place in places] == [("push", True, "computer")]


def test_the_times_are_kept_and_what_waits_moves_along(ana: Cast) -> None:
    a_mailbox_of(ana)
    actions.something_new(ana.me.person, "new", uuid4())
    assert moments() == [EVENING]
    sent = {"first": "07:30", "second": "18:00", "zone": "Europe/Lisbon"}
    browser_of(ana).post(reverse("reminders-times"), sent)
    assert moments() == [NOW.replace(hour=17)]
    assert wishes.chosen_by(ana.me.person.pk).slots == Slots("Europe/Lisbon", (time(7, 30), time(18)))
    assert Due.objects.count() == Reason.objects.count() == 1


@pytest.mark.parametrize("sent", [{"first": ""}, {"first": "25:00"}, {"zone": "Mars/Base"}, {"zone": ""}])
def test_times_that_are_none_are_refused_on_the_same_page(ana: Cast, sent: dict[str, str]) -> None:
    answer = browser_of(ana).post(reverse("reminders-times"), {"first": "08:00", "zone": "UTC", **sent})
    assert answer.status_code == 200
    assert wishes.chosen_by(ana.me.person.pk) == wishes.Chosen()


def test_a_kind_that_is_switched_off_rings_no_more_and_what_waits_for_it_goes(ana: Cast) -> None:
    a_mailbox_of(ana)
    actions.something_new(ana.me.person, "new", uuid4())
    choosing.choose_kinds(ana.me, [])
    assert moments() == []
    actions.something_new(ana.me.person, "new", uuid4())
    assert moments() == []
    choosing.choose_kinds(ana.me, ["new"])
    actions.something_new(ana.me.person, "new", uuid4())
    assert moments() == [EVENING]


def test_the_one_message_comes_when_asked_for(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    browser_of(ana).post(reverse("reminders-try"))
    office.work_off()
    assert office.out == ["ana@example.org"]


def test_the_one_message_can_be_asked_for_a_few_times_a_day_whoever_reads_that_mailbox(ana: Cast) -> None:
    """An address may be anybody's, also the partner's: nobody is flooded from here."""
    office, client = Office(), browser_of(ana)
    a_mailbox_of(ana, "ben@example.org")
    for _ in range(choosing.TRIALS_MOST):
        client.post(reverse("reminders-try"))
        office.work_off()
    page = client.post(reverse("reminders-try"), follow=True).content.decode()
    assert "Nothing was sent" in page
    office.work_off()
    assert len(office.out) == choosing.TRIALS_MOST
    with pretend_it_is(NOW + timedelta(days=1, minutes=1)):
        choosing.try_it(ana.me)
        office.work_off()
    assert len(office.out) == choosing.TRIALS_MOST + 1


def test_so_many_places_may_ring_and_no_more(ana: Cast) -> None:
    """Each is asked in turn, so a thousand of one person's would hold up everybody's reminders."""
    client = browser_of(ana)
    for number in range(choosing.PLACES_MOST):
        client.post(reverse("reminders-browser"), what_a_browser_says(f"https://fcm.googleapis.com/fcm/send/{number}"))
        client.cookies.pop(settings.BELL_COOKIE_NAME)
    page = client.post(
        reverse("reminders-browser"), what_a_browser_says("https://fcm.googleapis.com/fcm/send/one-more")
    )
    assert "Take one away first" in page.content.decode()
    assert Channel.objects.count() == choosing.PLACES_MOST
    again = what_a_browser_says("https://fcm.googleapis.com/fcm/send/0")
    assert client.post(reverse("reminders-browser"), again).status_code == 302
    assert Channel.objects.count() == choosing.PLACES_MOST


def test_all_quiet_ends_everything_at_once(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    a_browser_of(ana)
    actions.something_new(ana.me.person, "new", uuid4())
    choosing.try_it(ana.me)
    browser_of(ana).post(reverse("reminders-off"))
    with pretend_it_is(EVENING):
        office.work_off()
    assert office.out == [] and not Channel.objects.exists()


def test_nobody_takes_anothers_place_away(ana: Cast, ben: Cast) -> None:
    a_mailbox_of(ana)
    with pytest.raises(Missing):
        choosing.take_away(ben.me, Channel.objects.get().pk)


# -- one browser, one person -----------------------------------------------------------------------------------------


def the_same_browser(client: Client, who: Cast) -> None:
    """Somebody signs in on it, as the page for that does."""
    from django.http import HttpRequest

    request = HttpRequest()
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    request.session = client.session
    signing_in.begin(request, who.me.person, who.keyring, stay=False)


def test_after_signing_out_nothing_rings_there_and_at_the_next_sign_in_it_does(ana: Cast) -> None:
    client = browser_of(ana)
    client.post(reverse("reminders-browser"), what_a_browser_says())
    client.post(reverse("out"))
    assert Channel.objects.get().state == Channel.ASLEEP
    office = Office()
    choosing.try_it(ana.me)
    office.work_off()
    assert office.out == []
    the_same_browser(client, ana)
    assert Channel.objects.get().state == Channel.AWAKE


def test_whoever_signs_in_next_ends_it_for_the_one_before(ana: Cast, ben: Cast) -> None:
    client = browser_of(ana)
    client.post(reverse("reminders-browser"), what_a_browser_says())
    the_same_browser(client, ben)
    assert not Channel.objects.exists()


def test_a_browser_that_another_lets_ring_rings_for_the_other_alone(ana: Cast, ben: Cast) -> None:
    browser_of(ana).post(reverse("reminders-browser"), what_a_browser_says())
    browser_of(ben).post(reverse("reminders-browser"), what_a_browser_says())
    assert Channel.objects.get().person == ben.me.person


def test_ending_the_other_devices_silences_them(ana: Cast) -> None:
    a_browser_of(ana)
    other, _cookie = sessions.begin(ana.keyring, stay=False, label="computer")
    sessions.end_others(other)
    assert Channel.objects.get().state == Channel.ASLEEP


@pytest.mark.django_db(transaction=True)
def test_whoever_changes_every_lock_takes_away_every_place_also_one_that_somebody_else_put_there(
    ana: Cast, ben: Cast
) -> None:
    a_browser_of(ana)
    a_mailbox_of(ana, "somebody.else@example.org")
    a_mailbox_of(ben)
    sent = {"passphrase": ana.passphrase, "new_passphrase": "a new walk by another river"}
    page = browser_of(ana).get("/account/someone/").content.decode()
    assert "Nothing rings any more" in page
    answer = browser_of(ana).post("/account/someone/", sent)
    assert 'name="check"' in answer.content.decode()
    assert [channel.person for channel in Channel.objects.all()] == [ben.me.person]


def test_exit_ends_it_and_leaves_no_cookie(ana: Cast) -> None:
    client = browser_of(ana)
    client.post(reverse("reminders-browser"), what_a_browser_says())
    answer = client.get("/exit/")
    assert Channel.objects.get().state == Channel.ASLEEP
    assert answer.cookies["gs-bell"].value == ""


def test_however_much_one_gives_the_question_whether_it_is_wanted_stays_short(
    ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked of each reason while the seats are held, and nobody may keep the other from pausing by that."""
    monkeypatch.setattr(actions, "REASONS_MOST", 3)
    a_mailbox_of(ana)
    for _ in range(5):
        actions.something_new(ana.me.person, "new", uuid4())
    assert (Due.objects.count(), Reason.objects.count()) == (1, 3)


# -- who is told -----------------------------------------------------------------------------------------------------


def waiting_for(who: Cast) -> list[str]:
    return list(Reason.objects.filter(person=who.me.person).values_list("kind", flat=True))


def test_what_is_shown_rings_for_the_other_and_not_for_the_doer(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    for who in pair:
        a_mailbox_of(who)
    shown = growth.keep_check_in(ana.me, Answers({"closeness": 40}, line="A walk."))
    assert waiting_for(ana) == waiting_for(ben) == []
    slice_id = growth.show_to_partner(ana.anew(), shown, ["line"])
    assert (waiting_for(ana), waiting_for(ben)) == ([], ["growth.shown-check-in"])
    growth.take_back(ana.anew(), slice_id)
    office = Office()
    with pretend_it_is(EVENING):
        office.work_off()
    assert office.out == []


def test_who_invited_hears_that_somebody_came_and_who_came_that_they_were_let_in(ana: Cast, ben: Cast) -> None:
    for who in (ana, ben):
        a_mailbox_of(who)
    words = people.invite(ana.me, own_name="Ana")
    people.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    assert (waiting_for(ana), waiting_for(ben)) == (["people.came"], [])
    people.let_in(ana.anew())
    assert (waiting_for(ana), waiting_for(ben)) == (["people.came"], ["people.came"])
    office = Office()
    with pretend_it_is(EVENING):
        office.work_off()
    assert sorted(office.out) == ["ana@example.org", "ben@example.org"]


# -- what lies on the disk, and what is taken along ------------------------------------------------------------------


def test_addresses_and_wishes_lie_sealed_and_are_bound_to_their_rows(ana: Cast, ben: Cast) -> None:
    one, other = a_mailbox_of(ana), a_mailbox_of(ben)
    choosing.choose_slots(ana.me, Slots("Asia/Tokyo"))
    assert b"example.org" not in bytes(one.address) and b"Tokyo" not in bytes(Wishes.objects.get().body)
    assert len(bytes(one.address)) == len(bytes(channels.sealed_address(uuid4(), "x@example.org")))
    Channel.objects.filter(pk=other.pk).update(address=bytes(one.address))
    with pytest.raises(Tampered):
        channels.address_of(Channel.objects.get(pk=other.pk))
    Wishes.objects.create(person=ben.me.person, body=Wishes.objects.get().body)
    chosen = wishes.chosen_by(ben.me.person.pk)
    assert chosen.slots.zone != "Asia/Tokyo" and CAME in chosen.off, "another's wishes are none: nothing rings"


def test_a_new_server_key_takes_addresses_and_wishes_along(ana: Cast, tmp_path: object, settings: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    copy = tmp_path / "server.key"
    copy.write_bytes(server_key.file().read_bytes())
    settings.SERVER_KEY_FILE = str(copy)  # type: ignore[attr-defined]
    channel = a_mailbox_of(ana)
    choosing.choose_slots(ana.me, Slots("Asia/Tokyo"))
    fresh = server_values.new_key()
    server_values.seal_anew()
    channel.refresh_from_db()
    assert server_key.name_in(bytes(channel.address).decode()) == fresh.name
    assert channels.address_of(channel) == "ana@example.org"
    assert wishes.chosen_by(ana.me.person.pk).slots.zone == "Asia/Tokyo"


def test_what_was_chosen_is_taken_along_and_taken_in_again_but_no_place_rings_by_it(ana: Cast, ben: Cast) -> None:
    a_mailbox_of(ana)
    choosing.choose_slots(ana.me, Slots("Asia/Tokyo", (time(6), time(9))))
    choosing.choose_kinds(ana.me, [])
    told = portability.export(ana.me)
    assert isinstance(told, dict) and told["places"] == [{"way": "mail", "name": "ana@example.org"}]
    assert portability.restore(ben.me, told) == 1
    assert portability.restore(ben.me, told) == 0
    assert wishes.chosen_by(ben.me.person.pk) == wishes.chosen_by(ana.me.person.pk)
    assert not Channel.objects.filter(person=ben.me.person).exists()
    portability.erase(ana.me)
    assert not Channel.objects.exists() and not Due.objects.exists()


@pytest.mark.parametrize(
    "told",
    [None, {}, {"format": 2}, {"format": 1, "chosen": {"zone": 1, "times": [], "off": []}},
     {"format": 1, "chosen": {"zone": "Mars/Base", "times": ["08:00"], "off": []}},
     {"format": 1, "chosen": {"zone": "UTC", "times": ["8 in the morning"], "off": []}},
     {"format": 1, "chosen": {"zone": "UTC", "times": ["08:00"], "off": [7]}}],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_and_changes_nothing(ana: Cast, told: object) -> None:
    with pytest.raises(Refused):
        portability.restore(ana.me, told)  # type: ignore[arg-type]
    assert not Wishes.objects.exists()


def test_nothing_here_can_be_configured_to_send_elsewhere() -> None:
    """The seams of the tests are arguments of Python, and no setting."""
    import inspect

    from goldseam.reminders import pushing, worker

    for module in (pushing, worker):
        assert "environ" not in inspect.getsource(module)
