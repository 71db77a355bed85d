"""Coming with six words: looked at without an account, tried first, joined with a yes."""

from datetime import timedelta

from django.test import Client

from conftest import Cast, arrive, bring_together, browser_of
from goldseam.people import access, actions
from goldseam.people.tests.pair_browser import invited_by, join_as, plain, same_for_all
from goldseam.vault import seam
from goldseam.vault.models import Holder, Invite

NOTHING = "These words don't open anything (any more). Ask for new ones. Nothing was lost."


def test_the_invited_sees_who_invites_and_what_it_is_before_any_account(ana: Cast) -> None:
    words = invited_by(browser_of(ana))
    said = plain(Client().post("/join/", {"words": words}))
    for part in ("Ana invites you", "What this is", "They can't see", "What we share, and how we may leave", "until"):
        assert part in said


def test_the_words_go_on_in_forms_and_never_in_an_address(ana: Cast) -> None:
    words = invited_by(browser_of(ana))
    page = Client().post("/join/", {"words": words}).content.decode()
    assert f'name="carry_words" value="{words}"' in page and 'action="/try/"' in page
    assert f'name="words" value="{words}"' in page and 'action="/new/"' in page
    assert f"/{words.split()[0]}" not in page and "?words" not in page


def test_the_try_hands_the_words_back(ana: Cast) -> None:
    words = invited_by(browser_of(ana))
    assert Client().post("/join/", {"carry_words": words}).status_code == 200


def test_wrong_used_cancelled_and_ended_words_look_alike(ana: Cast, ben: Cast, cleo: Cast) -> None:
    browser, stranger = browser_of(ana), Client()
    cancelled = invited_by(browser)
    browser.post("/invite/cancel/")
    with seam.pretend_it_is(seam.now() - timedelta(days=8)):
        ended = " ".join(actions.invite(arrive("dara").me, own_name="Dara"))
    used = invited_by(browser)
    join_as(browser_of(ben), used, "Ben")
    wrong = "zebra zebra zebra zebra zebra zebra"
    seen = set()
    for words in (cancelled, ended, used, wrong, "too few words"):
        page = stranger.post("/join/", {"words": words})
        assert NOTHING in plain(page)
        status, text, headers = same_for_all(page)
        seen.add((status, text.replace(words, "…"), str(headers)))
    assert len(seen) == 1
    assert NOTHING in plain(join_as(browser_of(cleo), used, "Cleo"))


def test_joining_needs_name_and_yes_and_keeps_what_was_typed(ana: Cast, ben: Cast) -> None:
    words = invited_by(browser_of(ana))
    page = browser_of(ben).post("/join/yes/", {"words": words, "shown_name": "Ben"})
    assert page.status_code == 400 and 'value="Ben"' in page.content.decode() and words in page.content.decode()
    assert access.togetherness_of(ben.anew()) is None


def test_it_joins_and_says_what_comes_next(ana: Cast, ben: Cast) -> None:
    browser = browser_of(ben)
    words = invited_by(browser_of(ana))
    assert "Join Ana" in plain(browser.post("/join/", {"words": words}))
    assert join_as(browser, words, "Ben")["Location"] == "/join/yes/"
    assert "You have joined Ana" in plain(browser.get("/join/yes/"))


def test_a_form_sent_twice_joins_once(ana: Cast, ben: Cast) -> None:
    browser, words = browser_of(ben), invited_by(browser_of(ana))
    assert join_as(browser, words, "Ben")["Location"] == join_as(browser, words, "Ben")["Location"] == "/join/yes/"


def test_somebody_who_sits_in_a_pair_is_told_so_and_the_words_stay_unused(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    _, ben = pair
    words = invited_by(browser_of(cleo), "Cleo")
    assert "already share a space" in plain(browser_of(ben).post("/join/", {"words": words}))
    assert "already share a space" in plain(join_as(browser_of(ben), words, "Ben"))
    assert Client().post("/join/", {"words": words}).status_code == 200


def test_one_who_waits_for_somebody_may_join_another_instead(ana: Cast, ben: Cast) -> None:
    invited_by(browser_of(ben), "Ben")
    join_as(browser_of(ben), invited_by(browser_of(ana)), "Ben")
    assert Invite.objects.count() == 1


def test_ones_own_words_open_nothing_for_oneself(ana: Cast) -> None:
    browser = browser_of(ana)
    assert NOTHING in plain(join_as(browser, invited_by(browser), "Ana"))


def test_keys_put_in_the_inviters_place_are_refused(ana: Cast, ben: Cast, cleo: Cast) -> None:
    words = invited_by(browser_of(ana))
    other = Holder.objects.get(pk=cleo.keyring.holder_id)
    Holder.objects.filter(pk=ana.keyring.holder_id).update(signing_public=other.signing_public)
    assert join_as(browser_of(ben), words, "Ben").status_code == 409
    assert access.togetherness_of(ben.anew()) is None


def test_signed_out_the_yes_waits_behind_the_sign_in(ana: Cast) -> None:
    words = invited_by(browser_of(ana))
    page = join_as(Client(), words, "Ben")
    assert page.status_code == 200 and words in page.content.decode() and 'name="passphrase"' in page.content.decode()


def test_a_stranger_gets_no_pair_from_any_page(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    browser = browser_of(cleo)
    for path in ("/invite/", "/us/pause/", "/us/part/", "/us/words/"):
        said = plain(browser.get(path))
        assert "Ana" not in said and "Ben" not in said


def test_a_person_may_later_join_another(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, ben = pair
    browser_of(ana).post("/us/part/", {"how": "quietly"})
    ana.me = ana.anew()
    bring_together(ana, cleo)
    found = access.togetherness_of(cleo.anew())
    assert found and found.partner_name == "Ana"
    still = access.togetherness_of(ben.anew())
    assert still and still.is_paused and not still.partner_left
