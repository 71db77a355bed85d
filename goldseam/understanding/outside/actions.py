"""What one can do with a plan of one's own. One deed, one transaction."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.understanding.outside import access, rules
from goldseam.understanding.outside.rules import Plan, Refused
from goldseam.vault import mine


@transaction.atomic
def keep_plan(me: Me, plan: Plan, based_on: tuple[UUID, int] | None = None) -> UUID:
    """Keeps a plan. Where another device saved it in between, or erased it, both stay: this one lies beside.

    The same words twice are one plan. Raises Refused("nothing", "long", "enough"), BackClosed.
    """
    body = rules.as_body(rules.checked(plan))
    known = access.plans_of(me)
    same = next((each for each in known if rules.as_body(each.plan) == body), None)
    if same is not None:
        return same.id
    before = next((each for each in known if based_on == (each.id, each.version)), None)
    if before is not None:
        mine.change(me.keyring, before.id, body)
        return before.id
    if len(known) >= rules.PLANS_MOST:
        raise Refused("enough")
    return mine.keep(me.keyring, access.PLAN, body)


@transaction.atomic
def erase_plan(me: Me, plan_id: UUID) -> None:
    """Raises BackClosed, Http404."""
    mine.erase(me.keyring, access.plan_for(me, plan_id).id)
