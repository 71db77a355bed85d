"""The whole way with the practices that are really there: take along, erase, sign up anew, take in."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from conftest import Cast, arrive, bring_together
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import account_actions
from goldseam.people.access import person_named
from goldseam.practice import practices
from goldseam.road import actions, zips


def parts_of(who: Cast) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(actions.take(who.me))) as archive:
        return dict(json.loads(archive.read(zips.WORDS))["parts"])


def without_ids(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "check_ins": [{**row, "id": ""} for row in part["check_ins"]]}


def two_check_ins(who: Cast) -> None:
    growth.keep_check_in(who.me, Answers({"closeness": 20, "stress": 70}, line="canary of a quiet evening"))
    shown = growth.keep_check_in(who.me, Answers({"closeness": 60}, need="heard"))
    growth.show_to_partner(who.me, shown, ["closeness"])


def test_everything_comes_back_to_a_new_account_and_is_shown_only_on_a_yes(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    two_check_ins(ana)
    account_actions.keep_mail(ana.me, "mine", "ana@example.org")
    before, content = parts_of(ana), actions.take(ana.me)
    assert parts_of(ben)["received"] == [{"from": "Ana", **shown_of(before)}]
    actions.erase(ana.me)
    assert person_named("ana") is None
    assert parts_of(ben)["received"] == []

    again, partner = arrive("ana"), arrive("benjamin")
    bring_together(again, partner)
    assert actions.take_in(again.me, content, share_again=False) == 4  # two evenings, the mailbox, when to ring
    assert parts_of(partner)["received"] == []
    growth_before, growth_after = without_ids(before["growth"]), without_ids(parts_of(again)["growth"])
    assert growth_before != growth_after  # what was shown isn't, yet
    assert actions.take_in(again.me, content, share_again=True) == 0  # the same file twice adds nothing
    assert without_ids(parts_of(again)["growth"]) == growth_before
    assert parts_of(again)["account"]["mail"] == before["account"]["mail"]
    assert len(parts_of(partner)["received"]) == 1


def shown_of(parts: dict[str, Any]) -> dict[str, Any]:
    row = parts["growth"]["check_ins"][-1]
    return {"day": row["at"][:10], **row["shown"]}


def test_every_registered_practice_is_in_the_file(ana: Cast) -> None:
    labels = {practice.label for practice in practices()}
    assert labels and labels | {"account", "received"} == set(parts_of(ana))
