"""The kind sentences for what was refused, and the words of steps that stand between two others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.dialogue import content
from goldseam.dialogue.room.forms import PAUSES
from goldseam.dialogue.rules.written import A_DAY_MOST, OPEN_MOST
from goldseam.dialogue.words import StepWords
from goldseam.times.wording import moment
from goldseam.times.zones import on_the_clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "alone": _("A talk takes two, and nobody else is here yet. What you wrote is still in the page."),
    "paused": _("What you two share is resting, so nothing new is written now. All that is here stays as it is."),
    "topic": _("Name the one thing first. A few words are enough."),
    "long": _("That is more than fits here at once. Nothing is lost: take the part that matters most, and send that."),
    "minutes": _("Choose one of the lengths."),
    "many-open": format_lazy(
        _("{n} of your talks are still open. Close one of them first, or take one back."), n=OPEN_MOST
    ),
    "enough-today": format_lazy(
        _("You have asked for {n} talks since yesterday. Nothing was sent. Tomorrow there is room again."), n=A_DAY_MOST
    ),
    "moved": _("The talk has moved on in the meantime. Your words are still here; nothing else was changed."),
    "not-now": _("“Not now” was the answer today. Tomorrow you can ask again, or you suggest another time."),
    "answered": _("“Not now” was the answer today. Your asking lies here until tomorrow, and asks nothing of anybody."),
    "own-said": _("You said this before with your own sign-in, and that stays. There you can also say it otherwise."),
    "resting": _("The talk has a pause now. Keep your words: they have their place when it goes on."),
    "empty": _("There were no words in it yet. One line is enough."),
    "enough": _("So much has been said in this talk that no more fits in. You can close it now and begin another one."),
    "choice": _("Choose one of the answers first."),
    "out-of-reach": _("That slider goes from 0 to 100. Move it once more; your words are still here."),
    "changed-elsewhere": _(
        "This note was changed on another device meanwhile. Your words are still here: copy them, and open it anew."
    ),
    "not-yours": _("Only who said it can take it back."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)


_STEPS: dict[str, tuple[_StrOrPromise, _StrOrPromise, _StrOrPromise]] = {
    "asked": (
        _("You have asked {partner}"),
        _("{partner} can say yes, or “not now”, without a reason. You don’t have to stay here."),
        _("You have asked. That is enough for now."),
    ),
    "ready": (
        _("You are ready"),
        _("It begins as soon as {partner} is ready too. You don’t have to stay here."),
        _("You are ready. Take a breath."),
    ),
    "again": (
        _("When you are both here"),
        _("Each of you says “I’m ready”, and then it begins. Until then it just lies here."),
        _("Say when you are ready."),
    ),
    "they-are-ready": (
        _("{partner} is ready"),
        _("It begins when you say that you are ready too. If it doesn’t suit you any more, take your asking back."),
        _("Say when you are ready."),
    ),
    "not-now-yours": (
        _("{partner} says: not now"),
        _("It needs no reason, and it says nothing about you. You could suggest another time, or let it rest today."),
        _("Not now. It can wait."),
    ),
    "rests": (
        _("This talk rests"),
        _("You can read it, and take back what is yours."),
        _("This talk rests."),
    ),
    "stirred": (
        _("Take your time"),
        _("What you marked, nobody else sees."),
        _("Take your time."),
    ),
    "going-on": (
        _("You are back"),
        _("It goes on as soon as {partner} is back too. You don’t have to stay here."),
        _("You are back. Take a breath."),
    ),
    "close": (
        _("Let it come to rest"),
        _("Take what fits from here, and leave out what doesn’t. You can be done at any time."),
        _("You can stop here."),
    ),
    "listen-on": (
        _("You have listened"),
        _("{partner} can say more, or give you the floor. You can also take it now."),
        _("You can rest for a moment."),
    ),
}
"""Title, text and few words of what the files of the practice have no step for."""


def step(name: str, partner: str, *, by_letter: bool) -> StepWords:
    """What the room says at this step. Raises KeyError."""
    if name not in _STEPS:
        return content.step(name, partner=partner, by_letter=by_letter)
    title, text, few = (str(words).replace("{partner}", partner) for words in _STEPS[name])
    return StepWords(name, 1, title, text, few)


@dataclass(frozen=True)
class Break:
    """One length of a break, and when it would be over on the reader's own clock."""

    minutes: int
    label: str
    until: str


def breaks(now: datetime, zone: ZoneInfo, *, by_letter: bool) -> list[Break]:
    """Letters have no clock: there a break is long."""
    lengths = [minutes for minutes in PAUSES if not by_letter or minutes >= HALF_A_DAY]
    return [Break(each, _length(each), when(now + timedelta(minutes=each), now, zone)) for each in lengths]


HALF_A_DAY = 720


def when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment on the reader's own clock: "Tonight at 21:40"."""
    return moment(on_the_clock(at, zone), on_the_clock(now, zone).date())


def _length(minutes: int) -> str:
    if minutes < 60:
        return gettext("%(n)s minutes") % {"n": minutes}
    if minutes == 60:
        return gettext("An hour")
    if minutes < HALF_A_DAY:
        return gettext("%(n)s hours") % {"n": minutes // 60}
    return gettext("Half a day") if minutes == HALF_A_DAY else gettext("A day")
