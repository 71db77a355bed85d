"""What one of the two, or somebody who holds the other's phone or the server, tries in a talk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import access, actions, content, models
from goldseam.dialogue.actions import Asking, Wish
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import HEARINGS, KEEP, LET_GO, NO, YES, Deed, Phase, Refused, Way
from goldseam.dialogue.tests.talking import Pair, asks, begun, closed, does, heard, sees
from goldseam.people.tests.browser_forms import text_of
from goldseam.vault import seam, verify
from goldseam.vault.errors import Tampered
from goldseam.vault.models import RowWrap

pytestmark = pytest.mark.django_db


def sends(who: Cast, talk: UUID, deed: Deed, **told: str) -> Any:
    sent = {"act": str(seam.uuid()), "deed": deed.value, "stretch": "0", **told}
    return browser_of(who).post(f"/talk/{talk}/act/", sent)


def test_words_taken_back_stay_gone_when_their_form_comes_once_more(pair: Pair) -> None:
    ana, _ = pair
    talk, wish = begun(pair), Wish(seam.uuid(), Deed.SAY, words={"free": "I wish I had not said this."})
    actions.do(ana.anew(), talk, wish)
    actions.take_back_words(ana.anew(), talk, wish.id)
    actions.do(ana.anew(), talk, wish)
    assert sees(ana, talk).act(wish.id) is None


def test_an_asking_taken_back_stays_gone_when_its_form_comes_once_more(pair: Pair) -> None:
    ana, _ = pair
    talk = asks(ana)
    actions.take_back_offer(ana.anew(), talk)
    with pytest.raises((Refused, Http404)):
        actions.ask(ana.anew(), Asking("The evenings"), talk)


def test_after_not_now_no_other_asking_takes_its_place(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ben)
    does(ana, talk, Deed.NOT_NOW)
    with pytest.raises(Refused) as no:
        asks(ben, "The very same evening")
    assert no.value.code == "not-now"


def test_not_now_isnt_wiped_by_taking_the_asking_back(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ben)
    does(ana, talk, Deed.NOT_NOW)
    with pytest.raises(Refused, match="answered"):
        actions.take_back_offer(ben.anew(), talk)
    assert "Take it back" not in browser_of(ben).get(f"/talk/{talk}/").content.decode()
    assert sees(ana, talk).state.not_now is not None


def test_on_one_phone_ben_says_no_yes_for_anas_own_no(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ben, way=Way.ONE)
    does(ana, talk, Deed.NOT_NOW)
    with pytest.raises(Refused):
        does(ben, talk, Deed.READY, here=True)


def test_on_one_phone_anas_own_answer_stands(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair, Way.ONE)
    does(ana, talk, Deed.CLOSE)
    asked = does(ben, talk, Deed.REQUEST, words="Cook every day.")
    does(ana, talk, Deed.ANSWER, about=asked, choice=NO)
    with pytest.raises(Refused):
        does(ben, talk, Deed.ANSWER, about=asked, choice=YES, here=True)
    assert not sees(ana, talk).state.requests["you"].is_agreed


def test_on_one_phone_anas_own_request_stands(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair, Way.ONE)
    does(ana, talk, Deed.CLOSE)
    asked = does(ana, talk, Deed.REQUEST, words="Supper on Friday.")
    with pytest.raises(Refused):
        does(ben, talk, Deed.REQUEST, words="I will cook every day.", here=True)
    assert sees(ana, talk).state.requests["me"].id == asked


def test_on_one_phone_ben_doesnt_talk_on_for_ana_who_is_done(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair, Way.ONE)
    does(ana, talk, Deed.CLOSE)
    does(ana, talk, Deed.DONE, choice=LET_GO)
    does(ben, talk, Deed.TALK_ON)
    with pytest.raises(Refused, match="own-said"):
        does(ben, talk, Deed.TALK_ON, here=True)
    assert sees(ana, talk).state.done == {"me": LET_GO}


def test_ben_alone_cant_fill_a_talk(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "ACTS_MOST", 20)
    ana, ben = pair
    talk = begun(pair)
    with pytest.raises(Refused):
        for n in range(40):
            does(ben, talk, Deed.SAY, free=f"And {n}")
    does(ana, talk, Deed.SAY, free="My word")
    does(ana, talk, Deed.PAUSE, until=seam.now() + timedelta(minutes=20))


def test_ben_cant_keep_ana_from_not_now(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "ACTS_MOST", 20)
    ana, ben = pair
    talk = asks(ben)
    with pytest.raises(Refused):
        for _ in range(40):
            does(ben, talk, Deed.READY)
    does(ana, talk, Deed.NOT_NOW)


def test_talk_on_doesnt_tell_that_ana_is_done(pair: Pair) -> None:
    ana, ben = pair
    pages = []
    for done in (False, True):
        talk = begun(pair)
        does(ana, talk, Deed.CLOSE)
        if done:
            does(ana, talk, Deed.DONE, choice=KEEP)
        pages.append(sends(ben, talk, Deed.TALK_ON).status_code)
    assert pages[0] == pages[1]


def test_a_slider_of_very_many_digits_is_left_out(pair: Pair) -> None:
    talk = begun(pair)
    for told in ("9" * 400, "-" + "9" * 400, "9" * 9000, "nan", "１"):
        answer = browser_of(pair[0]).post(f"/talk/{talk}/calm/", {"go": "minute", "stirred": told})
        assert answer.status_code == 302


def test_no_mark_is_left_of_a_talk_that_is_closed(pair: Pair) -> None:
    talk = closed(pair)
    browser_of(pair[0]).post(f"/talk/{talk}/calm/", {"go": "minute", "stirred": "90"})
    assert not models.Aside.objects.exists()


def body_size(act_id: UUID) -> int:
    return len(bytes(models.Act.objects.get(pk=act_id).body))


def test_the_disk_doesnt_tell_one_answer_from_another_by_its_size(pair: Pair) -> None:
    ana, ben = pair
    found = {}
    for keep in (KEEP, LET_GO):
        talk = begun(pair)
        does(ana, talk, Deed.CLOSE)
        found[keep] = body_size(does(ana, talk, Deed.DONE, choice=keep))
    talk = begun(pair)
    said = does(ana, talk, Deed.SAY, free="a")
    for choice in HEARINGS:
        back = does(ben, talk, Deed.BACK, about=said, words="b")
        found[choice] = body_size(does(ana, talk, Deed.HEARING, about=back, choice=choice))
    does(ana, talk, Deed.CLOSE)
    asked = does(ben, talk, Deed.REQUEST, words="w")
    for choice in (YES, NO):
        found[choice] = body_size(does(ana, talk, Deed.ANSWER, about=asked, choice=choice))
    assert len(set(found.values())) == 1, found


def test_an_act_taken_off_the_disk_is_found_by_whoever_looks_through_the_record(pair: Pair) -> None:
    ana, ben = pair
    said = heard(ana, ben, begun(pair))
    assert not verify.everything().faults
    models.Act.objects.filter(pk=said).delete()
    assert [fault for fault in verify.everything().faults if str(said) in fault]


def test_a_take_back_rolled_back_on_the_disk_is_noticed(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    said = does(ana, talk, Deed.SAY, free="gone")
    row, wrap = models.Act.objects.get(pk=said), RowWrap.objects.get(row=said)
    actions.take_back_words(ana.anew(), talk, said)
    row._state.adding = True
    row.save(force_insert=True)
    wrap._state.adding = True
    wrap.save(force_insert=True)
    with pytest.raises(Tampered):
        sees(ana, talk)


def test_an_act_moved_to_another_talk_is_noticed(pair: Pair) -> None:
    ana, _ = pair
    one, other = begun(pair), begun(pair)
    said = does(ana, one, Deed.SAY, free="here")
    models.Act.objects.filter(pk=said).update(talk=other)
    with pytest.raises(Tampered):
        sees(ana, other)


@pytest.mark.parametrize("stirred", ["0", "40", "90"])
def test_who_holds_anas_phone_doesnt_read_how_stirred_up_she_was(pair: Pair, stirred: str) -> None:
    ana, _ = pair
    talk = begun(pair, Way.ONE)
    phone = browser_of(ana)
    phone.post(f"/talk/{talk}/calm/", {"go": "minute", "stirred": stirred})
    assert access.mark_of(ana.anew(), sees(ana, talk)).stirred is not None
    phone.post(f"/talk/{talk}/hand/")
    page = text_of(phone.get(f"/talk/{talk}/"))
    assert "Only you see this" not in page
    assert not any(band.text in page for band in content.stirred().bands)


def test_whoever_holds_anas_phone_puts_her_name_under_nothing(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair, Way.ONE)
    does(ana, talk, Deed.CLOSE)
    version = ground.put(ben.anew(), talk, "Supper is ours.")
    statement = ground.of_talk(ana.anew(), talk)
    address, name = reverse("words-sign", args=[statement.id]), {"version": str(version)}
    answer = browser_of(ana, private=False).post(address, name)
    assert "pin" in answer.content.decode().lower() and not ground.of_talk(ana.anew(), talk).versions[0].signed_by_me
    assert browser_of(ana).post(address, name).status_code == 302
    assert ground.of_talk(ana.anew(), talk).versions[0].signed_by_me


def test_who_is_ready_already_rings_nobody_again(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    with pytest.raises(Refused, match="moved"):
        does(ana, talk, Deed.READY)
    does(ben, talk, Deed.READY)
    assert sees(ana, talk).state.phase is Phase.TALKING
