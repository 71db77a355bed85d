"""Mine to take: only one's own comes out, it comes back in the same, and nothing is left where it was erased."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from conftest import Cast
from goldseam import practice
from goldseam.growth import access as growth_access
from goldseam.growth import actions as growth
from goldseam.growth import portability as growth_parts
from goldseam.growth.rules import Answers
from goldseam.people import actions as people
from goldseam.people.me import Me
from goldseam.people.models import Person
from goldseam.practice import Practice
from goldseam.road import actions, sentences, zips
from goldseam.road.tests.pages import browser_of
from goldseam.road.tests.told import Told
from goldseam.vault import mine, standing
from goldseam.vault.errors import BackClosed, VaultError
from goldseam.vault.models import Holder, Mine, Session

ANAS, ANAS_SHOWN, BENS, BENS_SHOWN, CLEOS = (f"canary {name} {number}" for number, name in enumerate("ababc"))


@pytest.fixture
def kept(pair: tuple[Cast, Cast], cleo: Cast, told: Told) -> tuple[Cast, Cast, Cast]:
    """Ana and Ben each keep one line and show another; Cleo keeps one."""
    ana, ben = pair
    for who, own, shown in ((ana, ANAS, ANAS_SHOWN), (ben, BENS, BENS_SHOWN)):
        told.keep(who.me, own)
        told.show(who.me, told.keep(who.me, shown))
    told.keep(cleo.me, CLEOS)
    return ana, ben, cleo


def texts_in(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def lines_of(who: Cast) -> list[str]:
    return sorted(entry.body["line"] for entry in mine.of_kind(who.me.keyring, "told.line"))


def sent(client: Client, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("notes.zip", content, content_type="application/zip")
    return client.post(reverse("take-in"), {"file": file, **more})


def page_of(client: Client, name: str) -> str:
    """The page without its form tokens, which are another each time."""
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return re.sub(r'(name="csrfmiddlewaretoken" value|data-stay-token)="[^"]+"', "", answer.content.decode())


def whole_disk() -> bytes:
    """Everything that the database holds; in SQLite's file deleted pages included."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return b"".join(_copied(cursor, table) for table in tables)


def _copied(cursor: Any, table: str) -> bytes:
    """One table's name and rows. Bytes come as they are, so that a word inside would be found."""
    cursor.execute(f'SELECT * FROM "{table}"')
    values = (value for row in cursor.fetchall() for value in row)
    return table.encode() + b"".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


# -- taking -------------------------------------------------------------------------------------------------------


def test_the_zip_holds_ones_own_and_what_was_shown_and_nothing_else(kept: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, cleo = kept
    for who, inside, outside in (
        (ana, [ANAS, ANAS_SHOWN, BENS_SHOWN], [BENS, CLEOS]),
        (ben, [BENS, BENS_SHOWN, ANAS_SHOWN], [ANAS, CLEOS]),
        (cleo, [CLEOS], [ANAS, ANAS_SHOWN, BENS, BENS_SHOWN]),
    ):
        texts = texts_in(actions.take(who.me))
        for name in (zips.WORDS, zips.PAGE):
            assert all(canary in texts[name] for canary in inside)
            assert not any(canary in texts[name] for canary in outside)


def test_the_page_in_the_zip_reads_without_anything_from_elsewhere(kept: tuple[Cast, Cast, Cast]) -> None:
    page = texts_in(actions.take(kept[0].me))[zips.PAGE]
    assert "What is not in here" in page and "Told lines" in page
    assert "http" not in page and "<script" not in page and "oldseam" not in page


def test_what_somebody_wrote_is_text_in_the_page_never_markup(ana: Cast, told: Told) -> None:
    told.keep(ana.me, "<img src=x onerror=alert(1)>")
    assert "<img" not in texts_in(actions.take(ana.me))[zips.PAGE]


def test_taking_needs_the_private_half(kept: tuple[Cast, Cast, Cast]) -> None:
    with pytest.raises(BackClosed):
        actions.take(kept[0].closed())


def test_the_file_comes_under_a_neutral_name(kept: tuple[Cast, Cast, Cast]) -> None:
    client = browser_of(kept[0])
    assert ANAS not in client.get(reverse("take")).content.decode()
    answer = client.post(reverse("take"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert ANAS in texts_in(answer.content)[zips.WORDS]


def test_bens_pages_are_the_same_whether_ana_took_her_things_or_not(kept: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, _ = kept
    bens = browser_of(ben)
    before = {name: page_of(bens, name) for name in ("today", "us", "talk", "me", "take", "take-in")}
    assert browser_of(ana).post(reverse("take")).status_code == 200
    assert {name: page_of(bens, name) for name in before} == before


def test_rows_that_were_changed_stop_the_taking_with_a_sentence(kept: tuple[Cast, Cast, Cast]) -> None:
    ana = kept[0]
    Mine.objects.filter(owner_id=ana.keyring.holder_id).first().delete()  # type: ignore[union-attr]
    answer = browser_of(ana).post(reverse("take"))
    assert answer.status_code == 409
    assert "were changed on the server" in answer.content.decode()


def test_what_was_changed_doesnt_hold_the_rest_back(kept: tuple[Cast, Cast, Cast]) -> None:
    """Whoever runs the server can't keep somebody here by spoiling what is shared."""
    ana = kept[0]
    unshown = next(row.id for row in mine.of_kind(ana.keyring, "told.line") if row.body["line"] == ANAS)
    Mine.objects.filter(pk=unshown).delete()
    client = browser_of(ana)
    assert "Take what still fits" in client.post(reverse("take")).content.decode()
    texts = texts_in(client.post(reverse("take"), {"in_part": "1"}).content)
    assert "Told lines: changed on the server." in texts[zips.PAGE]
    assert BENS_SHOWN in texts[zips.WORDS] and ANAS not in texts[zips.WORDS]


# -- taking in ----------------------------------------------------------------------------------------------------


def test_taken_erased_and_taken_in_again_is_the_same(kept: tuple[Cast, Cast, Cast], told: Told) -> None:
    ana = kept[0]
    before = json.loads(texts_in(actions.take(ana.me))[zips.WORDS])["parts"]["told"]
    content = actions.take(ana.me)
    told.erase(ana.me)
    assert lines_of(ana) == []
    assert actions.take_in(ana.me, content, share_again=True) == 2
    after = json.loads(texts_in(actions.take(ana.me))[zips.WORDS])["parts"]["told"]
    assert after == before


def test_what_was_shown_is_shown_again_only_on_an_extra_yes(kept: tuple[Cast, Cast, Cast], told: Told) -> None:
    ana, ben, _ = kept
    content = actions.take(ana.me)
    told.erase(ana.me)
    client = browser_of(ana)
    assert sent(client, content).status_code == 302
    assert ANAS_SHOWN not in texts_in(actions.take(ben.me))[zips.WORDS]
    told.erase(ana.me)
    assert sent(client, content, share_again="on").status_code == 302
    assert ANAS_SHOWN in texts_in(actions.take(ben.me))[zips.WORDS]


@pytest.mark.parametrize("when", ["before the form is sent", "while it is taken in"])
def test_a_pause_in_between_keeps_everything_that_came_and_says_that_nothing_is_shown(
    kept: tuple[Cast, Cast, Cast], told: Told, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Through the real practice: it refuses in the middle, after its rows have come."""
    ana, ben, _ = kept
    checked_in = growth.keep_check_in(ana.me, Answers({"closeness": 40}, line="kestrel"))
    growth.show_to_partner(ana.anew(), checked_in, ["line"])
    check_ins = Practice(
        "growth", "Check-ins", growth_parts.export, growth_parts.erase, growth_parts.restore,
        share_again=growth_parts.share_again,
    )  # fmt: skip
    monkeypatch.setattr(practice, "_registered", {"told": told.practice, "growth": check_ins})
    content = actions.take(ana.me)
    told.erase(ana.me)
    growth.erase_check_in(ana.anew(), checked_in)
    client = browser_of(ana)
    assert "share_again" in client.get(reverse("take-in")).content.decode()
    if when == "before the form is sent":
        people.pause(ben.anew())
    else:

        def restored(me: Me, part: Any) -> int:
            with standing.keeper():  # in his own request, on a connection of his own
                people.pause(ben.anew())
            return growth_parts.restore(me, part)

        monkeypatch.setitem(practice._registered, "growth", replace(check_ins, restore=restored))
    answer = sent(client, content, share_again="on")
    assert answer.status_code == 302
    said = client.get(answer.headers["Location"]).content.decode()
    assert "Your things are back in" in said and "only you can read it" in said
    assert lines_of(ana) == sorted([ANAS, ANAS_SHOWN])
    own = growth_access.own_of(ana.anew()).check_ins
    assert [each.answers.line for each in own] == ["kestrel"] and not own[0].shown
    assert not growth_access.shown_to(ben.anew()).slices
    assert ANAS_SHOWN not in texts_in(actions.take(ben.anew()))[zips.WORDS]


def test_somebody_alone_is_not_asked_about_a_partner(cleo: Cast, pair: tuple[Cast, Cast], told: Told) -> None:
    assert "share_again" not in browser_of(cleo).get(reverse("take-in")).content.decode()
    assert "share_again" in browser_of(pair[0]).get(reverse("take-in")).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Dear Ben", "This file is damaged."),
        (zips.packed({}, "", "")[:60], "This file is damaged."),
        (bytes(zips.FILE_MOST + 1), "larger than a file from here can be"),
    ],
    ids=["no zip", "torn", "too large"],
)
def test_a_file_that_cant_be_read_gets_a_sentence_and_changes_nothing(
    kept: tuple[Cast, Cast, Cast], content: bytes, said: str
) -> None:
    before = lines_of(kept[0])
    answer = sent(browser_of(kept[0]), content)
    assert answer.status_code == 400
    assert said in answer.content.decode() and "Nothing was changed." in answer.content.decode()
    assert lines_of(kept[0]) == before


@pytest.mark.parametrize(
    "part",
    [None, [], {}, {"lines": 3}, {"lines": [{"line": "kept", "shown": False}, {"line": None}]}, "lines"],
    ids=str,
)
def test_a_part_that_breaks_in_the_middle_leaves_nothing_behind(ana: Cast, told: Told, part: Any) -> None:
    before = Mine.objects.count()
    answer = sent(browser_of(ana), zips.packed({"told": part}, "", ""))
    assert answer.status_code == 400 and "This file is damaged." in answer.content.decode()
    assert Mine.objects.count() == before
    assert lines_of(ana) == []


def test_an_account_part_that_isnt_ours_takes_nothing_in_at_all(ana: Cast, told: Told) -> None:
    parts: dict[str, Any] = {"account": {"format": 99}, "told": {"lines": [{"line": "x", "shown": False}]}}
    answer = sent(browser_of(ana), zips.packed(parts, "", ""))
    assert answer.status_code == 400 and lines_of(ana) == []


def test_parts_that_nobody_here_knows_are_left_alone(ana: Cast, told: Told) -> None:
    assert actions.take_in(ana.me, zips.packed({"later": {"x": 1}}, "", ""), share_again=False) == 0


def test_without_a_file_the_form_says_so(ana: Cast, told: Told) -> None:
    answer = browser_of(ana).post(reverse("take-in"))
    assert answer.status_code == 400 and "Choose the file first." in answer.content.decode()


# -- erasing ------------------------------------------------------------------------------------------------------


def test_erasing_asks_for_the_passphrase_and_a_tick(kept: tuple[Cast, Cast, Cast]) -> None:
    ana = kept[0]
    client = browser_of(ana)
    page = client.get(reverse("erase")).content.decode()
    assert "What goes" in page and "What stays" in page and "Older copies" in page
    assert client.post(reverse("erase"), {"passphrase": ana.passphrase}).status_code == 400
    wrong = client.post(reverse("erase"), {"passphrase": "another passphrase", "sure": "on"})
    assert wrong.status_code == 400 and "Nothing was erased." in wrong.content.decode()
    assert "another passphrase" not in wrong.content.decode()
    assert Person.objects.filter(pk=ana.me.person.pk).exists()


def test_how_long_backups_live_is_told_as_the_keeper_told_it(ana: Cast, told: Told, settings: Any) -> None:
    client = browser_of(ana)
    assert "Ask them how long they keep a backup." in client.get(reverse("erase")).content.decode()
    settings.BACKUP_DAYS = 30
    assert "keep a backup for 30 days." in client.get(reverse("erase")).content.decode()


def test_erased_is_gone_for_everybody_and_ends_away(kept: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, cleo = kept
    other_device = browser_of(ana)
    holder_id = ana.keyring.holder_id
    answer = browser_of(ana).post(reverse("erase"), {"passphrase": ana.passphrase, "sure": "on"})
    assert answer.status_code == 303 and answer.headers["Location"] == "/away/"
    assert not Person.objects.filter(pk=ana.me.person.pk).exists()
    assert not Mine.objects.filter(owner_id=holder_id).exists()
    assert not Session.objects.filter(holder_id=holder_id).exists()
    assert ANAS_SHOWN not in texts_in(actions.take(ben.anew()))[zips.WORDS]
    assert BENS in texts_in(actions.take(ben.anew()))[zips.WORDS]
    assert CLEOS in texts_in(actions.take(cleo.anew()))[zips.WORDS]
    assert b"Welcome" in other_device.get("/").content or other_device.get("/").status_code == 302


def test_no_key_that_is_left_opens_a_word_of_hers(kept: tuple[Cast, Cast, Cast]) -> None:
    """Ben, Cleo and whoever kept Ana's own keys look at every row that is left."""
    ana, ben, cleo = kept
    everything_before = Mine.objects.count()
    actions.erase(ana.me)
    assert everything_before == 5 and Mine.objects.count() == 3
    for reader in (ana.keyring, ben.anew().keyring, cleo.anew().keyring):
        try:
            opened = str([entry.body for entry in mine.everything(reader)])
        except (VaultError, Holder.DoesNotExist):
            opened = ""
        assert ANAS not in opened and ANAS_SHOWN not in opened


def test_a_closed_half_erases_nothing(kept: tuple[Cast, Cast, Cast]) -> None:
    ana = kept[0]
    with pytest.raises(BackClosed):
        actions.erase(ana.closed())
    assert ANAS in lines_of(ana)


def test_an_erasure_that_fails_in_the_middle_erases_nothing(
    kept: tuple[Cast, Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldseam.people import portability

    def breaks(_me: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(portability, "erase", breaks)
    ana = kept[0]
    with pytest.raises(OSError, match="disk full"):
        actions.erase(ana.me)
    assert lines_of(ana) == [ANAS, ANAS_SHOWN]


def test_the_words_never_lie_plain_on_the_disk_on_any_of_these_ways(kept: tuple[Cast, Cast, Cast], told: Told) -> None:
    ana = kept[0]
    assert b"people_person" in whole_disk()
    content = actions.take(ana.me)
    told.erase(ana.me)
    actions.take_in(ana.me, content, share_again=True)
    disk = whole_disk()
    assert not any(canary.encode() in disk for canary in (ANAS, ANAS_SHOWN, BENS, BENS_SHOWN, CLEOS))


def test_a_file_with_too_many_rows_says_how_many_could_come(ana: Cast) -> None:
    row: dict[str, Any] = {"at": "2026-01-01T10:00:00+00:00", "values": {}, "line": "x"}
    rows: Any = [{"id": f"00000000-0000-4000-8000-{n:012}", **row} for n in range(5001)]
    content = zips.packed({"growth": {"format": 1, "own_slider": "", "check_ins": rows}}, "", "")
    with pytest.raises(zips.Unusable) as refusal:
        actions.take_in(ana.me, content, share_again=False)
    assert "more than 5,000 entries" in sentences.unusable(refusal.value.code, refusal.value.most)
    assert mine.everything(ana.keyring) == []
