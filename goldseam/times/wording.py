"""The kind sentences for what was refused, and how a moment is said."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.times.rules import A_DAY_MOST, OPEN_MOST, WHAT_MOST

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "no-time": _("Choose a day and a time first."),
    "past": _("This moment has gone by. Choose one that is still to come."),
    "too-far": _("That is more than a year away. Choose an earlier day."),
    "no-such-time": _("In that night the clocks go forward, and this hour is left out. Choose one before or after it."),
    "what-long": format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=WHAT_MOST),
    "minutes": _("Choose one of the lengths."),
    "many-open": format_lazy(
        _("{n} of your suggestions are still open. Let them be for a while, or take one back first."), n=OPEN_MOST
    ),
    "enough-today": format_lazy(
        _("You have suggested {n} times since yesterday. Nothing was sent. Tomorrow there is room again."), n=A_DAY_MOST
    ),
    "alone": _("There is nobody here to agree on a time with yet."),
    "paused": _("Just now nothing new can be agreed between you two. Nothing was changed."),
    "changed": _("This time has changed in the meantime, so nothing more was done. Here is how it stands now."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")
EVENING = time(17)


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)


def usual_what() -> str:
    """What it is for, when nobody wrote anything."""
    return gettext("Time for a talk")


def moment(local: datetime, today: date) -> str:
    """ "Tonight at 20:00", "Tomorrow at 8:30", "Thursday, 26 November, at 20:00"."""
    told = {"day": date_format(local, "l, j F"), "year": local.year, "time": date_format(local, "H:i")}
    away = (local.date() - today).days
    if away == 0 and local.time() >= EVENING:
        return gettext("Tonight at %(time)s") % told
    if away == 0:
        return gettext("Today at %(time)s") % told
    if away == 1:
        return gettext("Tomorrow at %(time)s") % told
    if local.year != today.year:
        return gettext("%(day)s %(year)s, at %(time)s") % told
    return gettext("%(day)s, at %(time)s") % told
