"""Reading is a sign of life, and it never waits for a writer."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from conftest import Cast
from goldseam.vault import pendings, seam, sessions
from goldseam.vault.errors import Missing


def end_of(who: Cast) -> object:
    from goldseam.vault.models import Session

    return Session.objects.get(pk=who.keyring.require_session()).back_end


def test_a_young_window_is_left_alone(ana: Cast) -> None:
    before = end_of(ana)
    sessions.show_life(ana.keyring, ana.cookie)
    assert end_of(ana) == before


def test_who_reads_on_is_not_away(ana: Cast) -> None:
    begun = seam.now()
    with seam.pretend_it_is(begun + timedelta(seconds=90)):
        sessions.show_life(ana.anew().keyring, ana.cookie)
    with seam.pretend_it_is(begun + timedelta(seconds=180)):
        assert ana.anew().is_private_open


def test_without_a_sign_of_life_the_private_half_closes(ana: Cast) -> None:
    with seam.pretend_it_is(seam.now() + timedelta(seconds=sessions.BACK_SECONDS + 1)):
        assert not ana.anew().is_private_open


def test_a_busy_disk_lets_the_sign_go_and_not_the_page(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(sessions, "stay_open", busy)
    with seam.pretend_it_is(seam.now() + timedelta(seconds=90)):
        sessions.show_life(ana.keyring, ana.cookie)


def test_ending_all_sign_ins_ends_those_that_wait_for_a_code(ana: Cast) -> None:
    waiting, value = pendings.wait(ana.keyring)
    sessions.end_all(ana.keyring.holder_id)
    with pytest.raises(Missing):
        pendings.take(waiting, value)
