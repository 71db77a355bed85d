"""One phone that goes from hand to hand: Ana's, held by Ben."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from conftest import PIN, Cast, browser_of
from goldseam.dialogue import actions
from goldseam.dialogue.access import Mark
from goldseam.dialogue.actions import Wish
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules.acts import KEEP, LET_GO, Deed, Phase, Refused, Way
from goldseam.dialogue.tests.talking import asks, begun, does, heard, sees
from goldseam.people import actions as people
from goldseam.people.tests.browser_forms import text_of
from goldseam.people.tests.pair_browser import plain, same_for_all
from goldseam.reminders.models import Reason
from goldseam.statements import actions as statements
from goldseam.vault import seam, sessions
from goldseam.vault.models import Session

pytestmark = pytest.mark.django_db
Pair = tuple[Cast, Cast]
GIVEN = "We both want rest in the evenings."


def handed(pair: Pair, talk: UUID) -> Client:
    """Ana's phone with her private half open, a moment after she handed it to Ben."""
    phone = browser_of(pair[0])
    assert phone.post(f"/talk/{talk}/hand/")["Location"] == f"/talk/{talk}/here/"
    return phone


def is_open(who: Cast) -> bool:
    """Is the private half open on this one's phone?"""
    return sessions.keyring_of(who.keyring.require_session(), who.cookie).is_private_open


def begun_here(pair: Pair) -> UUID:
    """Ana asked for a talk on one phone, and Ben said yes on it."""
    talk = asks(pair[0], way=Way.ONE)
    does(pair[0], talk, Deed.READY, here=True)
    return talk


def says_here(phone: Client, talk: UUID, deed: Deed, **told: str) -> Any:
    sent = {"act": str(seam.uuid()), "deed": deed.value, "stretch": "0", **told}
    return phone.post(f"/talk/{talk}/here/act/", sent)


def to_sign(pair: Pair) -> tuple[UUID, UUID]:
    """A talk that comes to its end, with words that Ana wrote and signed for both. The talk, and the wording."""
    ana, _ = pair
    talk = begun_here(pair)
    does(ana, talk, Deed.CLOSE)
    version = ground.put(ana.anew(), talk, GIVEN, "The evenings")
    statements.sign(ana.anew(), version)
    return talk, version


def signs(phone: Client, talk: UUID, version: UUID, passphrase: str) -> Any:
    return phone.post(f"/talk/{talk}/sign/", {"version": str(version), "passphrase": passphrase})


def names_under(who: Cast, talk: UUID) -> tuple[bool, bool]:
    """One's own name, and the other's, under what stands or is open."""
    found = ground.of_talk(who.anew(), talk).versions[-1]
    return found.signed_by_me, found.signed_by_them


# -- handing it over ----------------------------------------------------------------------------------------------


def test_anas_private_half_closes_before_ben_holds_the_phone(pair: Pair) -> None:
    talk = begun_here(pair)
    phone = handed(pair, talk)
    assert not Session.objects.filter(pk=pair[0].keyring.require_session(), back__isnull=False).exists()
    for private in ("/me/", "/me/questions/"):
        assert phone.get(private)["Location"].startswith("/pin/"), private
    assert phone.get(f"/talk/{talk}/").status_code == 200


def test_the_handed_over_room_isnt_drawn_while_the_private_half_is_open(pair: Pair) -> None:
    """By its address, the back button, or a PIN that was typed in another tab."""
    talk = begun_here(pair)
    phone = browser_of(pair[0])
    page = plain(phone.get(f"/talk/{talk}/here/"))
    assert "Before you hand the phone to Ben" in page and "Ben’s side" not in page
    assert "Before you hand the phone to Ben" in plain(phone.get(f"/talk/{talk}/sign/"))


def test_what_is_said_over_a_half_that_was_opened_again_closes_it(pair: Pair) -> None:
    talk = begun_here(pair)
    phone = browser_of(pair[0])
    says_here(phone, talk, Deed.SAY, free="I was tired.")
    assert not is_open(pair[0])
    phone.post("/pin/", {"pin": PIN})
    assert is_open(pair[0])
    signs(phone, talk, talk, "not this one at all")
    assert not is_open(pair[0])


def test_a_sign_of_life_from_an_older_tab_opens_nothing_again(pair: Pair) -> None:
    phone = handed(pair, begun_here(pair))
    phone.post("/pin/stay/")
    assert phone.get("/me/").status_code == 302


def test_every_answer_is_kept_out_of_the_browsers_memory(pair: Pair) -> None:
    talk, _ = to_sign(pair)
    phone = handed(pair, talk)
    for address in ("here", "sign"):
        page = phone.get(f"/talk/{talk}/{address}/")
        assert page.headers["Cache-Control"] == "no-store" and " data-private" in page.content.decode()


# -- what Ben sees on it ------------------------------------------------------------------------------------------


def test_the_room_is_bens_and_the_places_wait(pair: Pair) -> None:
    talk = begun_here(pair)
    page = handed(pair, talk).get(f"/talk/{talk}/here/")
    told = page.content.decode()
    assert "Ben’s side" in plain(page) and "Hand it back to Ana" in plain(page)
    assert 'href="/help/"' in told and 'href="/exit/"' in told
    for place in ('href="/"', 'href="/talk/"', 'href="/us/"', 'href="/me/"'):
        assert place not in told, place


def test_what_he_says_is_his_and_marked_on_both_phones(pair: Pair) -> None:
    ana, ben = pair
    talk = begun_here(pair)
    answer = says_here(handed(pair, talk), talk, Deed.SAY, free="I was tired.")
    assert answer["Location"] == f"/talk/{talk}/here/"
    (said,) = [act for act in sees(ben, talk).acts if act.deed is Deed.SAY]
    assert (said.side, said.here) == ("me", True)
    for who in pair:
        actions.mark(who.anew(), talk, Mark(calmed=True))
    for who, told in ((ana, "said on this phone"), (ben, "said on Ana’s phone")):
        assert told in plain(browser_of(who).get(f"/talk/{talk}/")), told


def test_nothing_that_ana_marked_drafted_or_prepared_is_on_his_page(pair: Pair) -> None:
    ana, _ = pair
    talk = begun_here(pair)
    actions.mark(ana.anew(), talk, Mark(calmed=True, stirred=9, few_words=True))
    phone = handed(pair, talk)
    for chosen in ("", "?on=1", "?few=1&on=1"):
        told = phone.get(f"/talk/{talk}/here/{chosen}").content.decode()
        for way in ("/calm/", "/draft/", "/mine/", "/notes/", "/prepare/", 'name="stirred"', 'name="draft"'):
            assert way not in told, way


def test_his_page_is_the_same_whatever_ana_marked(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, _ = pair
    talk = begun_here(pair)
    phone = handed(pair, talk)
    at = seam.now()
    monkeypatch.setattr(seam, "now", lambda: at)
    before = _without_ids(same_for_all(phone.get(f"/talk/{talk}/here/")))
    actions.mark(ana.anew(), talk, Mark(calmed=True, stirred=9, few_words=True))
    assert _without_ids(same_for_all(phone.get(f"/talk/{talk}/here/"))) == before


def _without_ids(told: object) -> str:
    """Each form has a fresh id for its act."""
    return re.sub(r'name=\\?"act\\?" value=\\?"[0-9a-f-]{36}', "", str(told))


def test_when_ben_begins_he_has_the_quiet_minute_too(pair: Pair) -> None:
    ana, _ = pair
    asking = actions.Asking("The evenings", way=Way.ONE, asker_first=False)
    talk = actions.ask(ana.anew(), asking, seam.uuid())
    does(ana, talk, Deed.READY, here=True)
    phone = handed(pair, talk)

    def is_quiet(address: str = "") -> bool:
        return bool(phone.get(f"/talk/{talk}/here/{address}").context["room"].is_calm_due)

    assert is_quiet() and not is_quiet("?on=1")
    says_here(phone, talk, Deed.SAY, free="I was tired.")
    assert not is_quiet()


def test_few_words_lie_in_the_address_alone(pair: Pair) -> None:
    ana, _ = pair
    talk = begun_here(pair)
    phone = handed(pair, talk)
    sent = {"act": str(seam.uuid()), "deed": "say", "free": "Stop.", "stretch": "0"}
    answer = phone.post(f"/talk/{talk}/here/act/?few=1", sent)
    assert answer["Location"] == f"/talk/{talk}/here/?few=1"
    assert phone.get(answer["Location"]).context["room"].few
    assert not phone.get(f"/talk/{talk}/here/").context["room"].few
    assert not browser_of(ana).get(f"/talk/{talk}/").context["room"].few


def test_refused_words_stay_in_the_page(pair: Pair) -> None:
    talk = begun_here(pair)
    phone = handed(pair, talk)
    does(pair[0], talk, Deed.PAUSE, until=seam.now())
    answer = says_here(phone, talk, Deed.SAY, free="And another thing.")
    assert answer.status_code == 400 and "And another thing." in answer.content.decode()
    assert "Ben’s side" in plain(answer)


def test_in_a_break_his_page_leads_to_no_page_of_anas(pair: Pair) -> None:
    talk = begun_here(pair)
    phone = handed(pair, talk)
    does(pair[0], talk, Deed.PAUSE, until=seam.now())
    told = phone.get(f"/talk/{talk}/here/").content.decode()
    links = set(re.findall(r'href="(/[a-z][^"]*)"', told)) - {"/manifest.webmanifest"}
    own = {f"/talk/{talk}/", f"/talk/{talk}/here/", f"/talk/{talk}/here/?few=1", "/help/", "/exit/"}
    assert {link for link in links if not link.startswith("/static/")} <= own


# -- the partner who holds the phone ------------------------------------------------------------------------------


def test_on_two_phones_and_in_letters_there_is_nothing_to_hand_over(pair: Pair) -> None:
    ana, _ = pair
    phone = browser_of(ana)
    for way in (Way.TWO, Way.LETTERS):
        talk = begun(pair, way)
        for address in (f"/talk/{talk}/here/", f"/talk/{talk}/sign/"):
            assert phone.get(address).status_code == 404
        for address in (f"/talk/{talk}/hand/", f"/talk/{talk}/sign/"):
            assert phone.post(address, {"passphrase": "any at all", "version": str(talk)}).status_code == 404
        assert says_here(phone, talk, Deed.SAY, free="I was wrong.").status_code == 404
        assert f"/talk/{talk}/hand/" not in phone.get(f"/talk/{talk}/").content.decode()
        assert not [act for act in sees(ana, talk).acts if act.deed is Deed.SAY]
    assert Session.objects.filter(pk=ana.keyring.require_session(), back__isnull=False).exists()


def test_cleo_finds_no_such_phone(pair: Pair, cleo: Cast) -> None:
    talk = begun_here(pair)
    stranger = browser_of(cleo)
    for address in ("here", "sign"):
        assert stranger.get(f"/talk/{talk}/{address}/").status_code == 404
    for address in ("hand", "here/act", "sign"):
        assert stranger.post(f"/talk/{talk}/{address}/").status_code == 404


def test_ana_alone_cant_have_the_words_kept(pair: Pair) -> None:
    ana, ben = pair
    talk = begun_here(pair)
    heard_here = does(ana, talk, Deed.SAY, free="I felt alone.")
    does(ana, talk, Deed.BACK, about=heard_here, here=True, words="You felt alone.")
    does(ana, talk, Deed.CLOSE)
    does(ana, talk, Deed.DONE, choice=KEEP)
    phone = handed(pair, talk)
    assert 'value="keep"' not in phone.get(f"/talk/{talk}/here/").content.decode()
    says_here(phone, talk, Deed.DONE, choice=KEEP)
    assert sees(ben, talk).state.phase is Phase.CLOSED and not sees(ben, talk).acts


def test_a_yes_in_his_name_tells_him_whose_phone_it_was_and_he_answers_anew(pair: Pair) -> None:
    """Ana asks for something, and says yes to it herself."""
    ana, ben = pair
    talk = begun_here(pair)
    does(ana, talk, Deed.CLOSE)
    wish = does(ana, talk, Deed.REQUEST, words="Your code of the bank.")
    does(ana, talk, Deed.ANSWER, about=wish, choice="yes", here=True)
    assert "The answer: said on Ana’s phone" in plain(browser_of(ben).get(f"/talk/{talk}/"))
    assert "The answer: said on this phone" in plain(browser_of(ana).get(f"/talk/{talk}/"))
    does(ana, talk, Deed.DONE, choice=LET_GO)
    does(ana, talk, Deed.DONE, choice=LET_GO, here=True)
    assert "The answer: said on Ana’s phone" in plain(browser_of(ben).get(f"/talk/{talk}/"))
    does(ben, talk, Deed.ANSWER, about=wish, choice="no")
    assert not sees(ana, talk).state.requests["me"].is_agreed
    assert "The answer:" not in plain(browser_of(ben).get(f"/talk/{talk}/"))


def test_what_was_said_in_his_name_he_takes_back_at_home(pair: Pair) -> None:
    ana, ben = pair
    talk = begun_here(pair)
    forged = does(ana, talk, Deed.SAY, free="It was all my fault.", here=True)
    actions.take_back_words(ben.anew(), talk, forged)
    assert not [act for act in sees(ana, talk).acts if act.id == forged]
    with pytest.raises(Refused, match="not-yours"):
        actions.take_back_words(ana.anew(), talk, does(ben, talk, Deed.SAY, free="I was tired."))


def test_ben_on_his_own_phone_doesnt_need_anas(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana, way=Way.ONE)
    does(ben, talk, Deed.READY)
    heard(ana, ben, talk)
    acts = sees(ben, talk).acts
    assert not any(act.here for act in acts)


# -- a name under words -------------------------------------------------------------------------------------------


def test_ben_signs_on_anas_phone_by_his_own_passphrase(pair: Pair) -> None:
    ana, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    page = plain(phone.get(f"/talk/{talk}/sign/"))
    assert GIVEN in page and "Sign as Ben" in page
    assert signs(phone, talk, version, ben.passphrase)["Location"] == f"/talk/{talk}/sign/"
    assert names_under(ben, talk) == names_under(ana, talk) == (True, True)
    assert "Ben, your name is under these words" in plain(phone.get(f"/talk/{talk}/sign/"))


def test_afterwards_the_phone_is_anas_as_before(pair: Pair) -> None:
    _, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    before = (set(Session.objects.values_list("pk")), phone.cookies[settings.KEY_COOKIE_NAME].value)
    answer = signs(phone, talk, version, ben.passphrase)
    assert (set(Session.objects.values_list("pk")), phone.cookies[settings.KEY_COOKIE_NAME].value) == before
    assert not answer.cookies
    assert phone.get(f"/talk/{talk}/").context["room"].talk.names["me"] == "Ana"
    assert phone.get("/me/").status_code == 302


def test_a_wrong_passphrase_signs_nothing_and_is_in_no_answer(pair: Pair) -> None:
    ana, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    for typed in ("not this one at all", ana.passphrase):
        answer = signs(phone, talk, version, typed)
        assert answer.status_code == 400 and "not your passphrase" in text_of(answer)
        assert typed not in answer.content.decode() and typed not in str(dict(phone.session))
    assert names_under(ben, talk) == (False, True)


def test_guessing_ends_after_five_and_the_right_one_comes_too_late(pair: Pair) -> None:
    _, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    for turn in range(5):
        signs(phone, talk, version, f"guess number {turn}")
    answer = signs(phone, talk, version, ben.passphrase)
    assert "Your own phone works as before" in text_of(answer)
    assert names_under(ben, talk) == (False, True)
    statements.sign(ben.anew(), version)
    assert names_under(ben, talk) == (True, True)


def test_who_signs_in_with_codes_signs_on_their_own_phone(pair: Pair) -> None:
    """The page is the same for everybody, so that Ana doesn't learn of it."""
    _, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    before = plain(phone.get(f"/talk/{talk}/sign/"))
    TOTP.activate(ben.me.person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert plain(phone.get(f"/talk/{talk}/sign/")) == before
    assert "only be done on your own phone" in text_of(signs(phone, talk, version, ben.passphrase))
    assert names_under(ben, talk) == (False, True)


def test_only_the_words_of_this_talk_can_be_signed_here(pair: Pair) -> None:
    _, ben = pair
    talk, version = to_sign(pair)
    other = begun_here(pair)
    phone = handed(pair, talk)
    for foreign in (seam.uuid(), other):
        assert "not here any more" in text_of(signs(phone, talk, foreign, ben.passphrase))
    assert "not here any more" in text_of(signs(phone, other, version, ben.passphrase))
    assert names_under(ben, talk) == (False, True)


def test_while_things_rest_no_passphrase_is_asked_and_none_is_looked_at(pair: Pair) -> None:
    ana, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    people.pause(ben.anew())
    assert 'name="passphrase"' not in phone.get(f"/talk/{talk}/sign/").content.decode()
    assert "nothing new can be written or signed" in text_of(signs(phone, talk, version, "not this one at all"))
    assert names_under(ana, talk) == (True, False)


def test_ben_hears_of_it_where_he_is_signed_in_himself(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who knew his passphrase and wasn't him doesn't put his name there unseen."""
    told: list[object] = []
    monkeypatch.setattr("goldseam.dialogue.one_phone.phone.reminders.something_new", lambda *what: told.append(what))
    _, ben = pair
    talk, version = to_sign(pair)
    signs(handed(pair, talk), talk, version, ben.passphrase)
    assert (ben.me.person, actions.NEWS, talk) in told
    assert not Reason.objects.exists()


def test_a_name_given_in_a_hurry_comes_off_again_and_nobody_is_told(pair: Pair) -> None:
    _, ben = pair
    talk, version = to_sign(pair)
    signs(handed(pair, talk), talk, version, ben.passphrase)
    statements.unsign(ben.anew(), version)
    assert names_under(ben, talk) == (False, True)


def test_a_passphrase_typed_when_anas_sign_in_ended_is_kept_nowhere(pair: Pair) -> None:
    ana, ben = pair
    talk, version = to_sign(pair)
    phone = handed(pair, talk)
    sessions.end(ana.keyring.require_session())
    answer = signs(phone, talk, version, ben.passphrase)
    assert answer["Location"].startswith("/enter/?next=")
    assert ben.passphrase not in phone.get(answer["Location"]).content.decode()


def test_the_browser_isnt_asked_for_the_passphrase_that_it_keeps(pair: Pair) -> None:
    """It would be Ana's, who owns the phone."""
    talk, _ = to_sign(pair)
    told = handed(pair, talk).get(f"/talk/{talk}/sign/").content.decode()
    assert 'autocomplete="new-password"' in told and "current-password" not in told


def test_a_whole_talk_of_two_on_one_phone(pair: Pair) -> None:
    """From "I'm ready" to both names, and nobody needed a second phone."""
    ana, ben = pair
    talk = asks(ana, way=Way.ONE)
    phone = browser_of(ana)

    def hers(deed: Deed, **told: str) -> None:
        sent = {"act": str(seam.uuid()), "deed": deed.value, **told}
        assert phone.post(f"/talk/{talk}/act/", sent).status_code == 302, deed

    def his(deed: Deed, **told: str) -> None:
        phone.post(f"/talk/{talk}/hand/")
        assert says_here(phone, talk, deed, **told).status_code == 302, deed

    his(Deed.READY)
    for mine, yours, words in ((hers, his, "I felt alone."), (his, hers, "I was tired.")):
        stretch = str(sees(ana, talk).state.stretch)
        mine(Deed.SAY, free=words)
        said = str(sees(ana, talk).state.statement)
        yours(Deed.BACK, about=said, words=f"You say: {words}")
        mine(Deed.HEARING, about=str(sees(ana, talk).state.said_back), choice="heard")
        yours(Deed.SENSE, about=said, sense="I would feel so too.")
        mine(Deed.PASS, stretch=stretch)
    his(Deed.CLOSE)
    hers(Deed.REQUEST, words="Supper together on Friday.")
    his(Deed.ANSWER, about=str(sees(ana, talk).state.requests["me"].id), choice="yes")
    version = ground.put(ana.anew(), talk, GIVEN)
    statements.sign(ana.anew(), version)
    assert signs(phone, talk, version, ben.passphrase).status_code == 302
    hers(Deed.DONE, choice="let-go")
    his(Deed.DONE, choice="let-go")
    seen = sees(ben, talk)
    assert seen.state.phase is Phase.CLOSED and seen.state.requests["you"].is_agreed
    standing = ground.of_talk(ben.anew(), talk).standing
    assert standing is not None and standing.signed_by_both


def test_the_same_form_from_ben_twice_is_one(pair: Pair) -> None:
    ana, _ = pair
    talk = begun_here(pair)
    wish = Wish(seam.uuid(), Deed.SAY, words={"free": "I was tired."})
    for _ in range(2):
        actions.do(ana.anew(), talk, wish, here=True)
    assert len([act for act in sees(ana, talk).acts if act.deed is Deed.SAY]) == 1
