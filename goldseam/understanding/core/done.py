"""When a step of this room was done last: by both, as both may know; and one's own part, for oneself alone."""

from __future__ import annotations

from datetime import datetime

from goldseam.apart import access as apart
from goldseam.people.me import Me
from goldseam.statements import access as statements


def apart_at(me: Me, label: str) -> datetime | None:
    """When one gave one's own words; for who is alone, when one wrote them. With nothing private open, when both lay
    open: that both may know. Raises Tampered."""
    if not me.is_private_open:
        return max((each.at for each in apart.summaries(me).get(label, [])), default=None)
    seen, given = apart.seen(me, label), apart.given(me, label)
    draft = apart.draft_of(me, label) if seen.standing == "alone" else None
    moments = [each.at for each in (given, draft) if each] + [each.at for each in apart.summaries(me).get(label, [])]
    return max(moments, default=None)


def signed_at(me: Me, label: str) -> datetime | None:
    """When what both have signed was written. Raises Tampered."""
    found = statements.standing(me, label)
    return found.at if found else None
