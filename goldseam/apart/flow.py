"""The shared way of pages: write alone, see what the other would read, give, wait, read both. Rooms bring the words.

A room makes one `Piece`, adds `urls(PIECE, "us/story/")` to its own and `deeds(PIECE)` to its part. It brings a form
and a template that shows one side's answers; the very same template shows them to their writer before they give, and
to the other after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.apart import access, actions, rules, subjects, wording
from goldseam.apart.access import Draft, Opened, Seen, Version
from goldseam.apart.rules import Refused
from goldseam.library.exercises import Exercise
from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me

if TYPE_CHECKING:
    from django.utils.functional import Promise, _StrOrPromise

BASED = "based_on"
FIGURES_MOST = 9
DEEDS = ("write", "give", "look", "back", "remove")
View = Callable[..., HttpResponse]


def as_it_is(answers: dict[str, Any]) -> dict[str, Any]:
    """For what is given as it was written."""
    return answers


def nothing_more(_me: Me, _found: list[Opened]) -> dict[str, Any]:
    return {}


def nothing_beside(_me: Me) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Piece:
    """One thing to answer apart, as pages show it.

    `form(data, initial=answers)` is a Django form with `answers()` for a valid one. `side` is a template that shows
    the answers of one person: `answers`, `who` ("me", "you"), `name`. `reading` shows a round that lies open (`round`,
    an access.Opened); the usual one puts both sides beside each other. `intro` and `fields` are a room's own, if it has
    any. `to_give` takes out of a draft what is withheld. `told(me, opened rounds)` adds what a room's own templates
    need on the page where both read, `beside(me)` what its own fields need where one writes.
    """

    label: str
    url: str
    title: _StrOrPromise
    lead: _StrOrPromise
    form: Callable[..., Any]
    side: str
    exercise: Callable[[], Exercise] | None = None
    intro: str = ""
    fields: str = "apart/_fields.html"
    reading: str = "apart/_reading.html"
    to_give: Callable[[dict[str, Any]], dict[str, Any]] = as_it_is
    told: Callable[[Me, list[Opened]], dict[str, Any]] = nothing_more
    beside: Callable[[Me], dict[str, Any]] = nothing_beside

    def urls_by_deed(self) -> dict[str, str]:
        """Names for templates: `names.write` and so on."""
        return {
            "home": self.url,
            **{deed: f"{self.url}-{deed}" for deed in ("write", "give", "look", "back", "remove")},
        }


def urls(piece: Piece, at: str) -> list[URLPattern]:
    """`<url>`, and `-write`, `-give`, `-look`, `-back`, `-remove` below it."""
    names = piece.urls_by_deed()
    return [
        path(at, _of(piece, home), name=names["home"]),
        path(f"{at}mine/", _of(piece, write), name=names["write"]),
        path(f"{at}give/", _of(piece, give), name=names["give"]),
        path(f"{at}look/", _of(piece, look), name=names["look"]),
        path(f"{at}back/", _of(piece, back), name=names["back"]),
        path(f"{at}<int:number>/out/", _of(piece, remove), name=names["remove"]),
    ]


def deeds(piece: Piece) -> dict[str, Promise | str]:
    """What the forms do, in a few neutral words."""
    names = piece.urls_by_deed()
    return {
        names["write"]: _("Keep what you wrote"),
        names["give"]: _("Give your part"),
        names["look"]: _("Look whether it is open"),
        names["back"]: _("Take your part back"),
        names["remove"]: _("Take your words out"),
    }


def _of(piece: Piece, view: View) -> View:
    @wraps(view)
    def with_piece(request: HttpRequest, **parameters: Any) -> HttpResponse:
        return view(request, piece, **parameters)

    return with_piece


def _door(door: Callable[[View], View]) -> Callable[[View], View]:
    """The doors know `request, me`; here the piece stands between."""

    def behind(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, piece: Piece, **parameters: Any) -> HttpResponse:
            return door(lambda request, me, **more: view(request, me, piece, **more))(request, **parameters)

        return opened

    return behind


# -- where both read ----------------------------------------------------------------------------------------------


@require_safe
@_door(signed_in)
def home(request: HttpRequest, me: Me, piece: Piece) -> HttpResponse:
    return _home(request, me, piece)


def _home(request: HttpRequest, me: Me, piece: Piece, *, refused: object = "", looked: bool = False) -> HttpResponse:
    """What lies open, and one's own part as far as the private half is open."""
    live = None if refused else _live_for(me)
    found = access.opened(me, piece.label)
    is_open = me.is_private_open and bool(me.person.holder.pin)
    told: dict[str, Any] = {"live": live, "rounds": found, "is_open": is_open, "looked": looked}
    if is_open:
        told |= {"seen": access.seen(me, piece.label), "draft": access.draft_of(me, piece.label)}
    told |= {"partner": _partner(me), **piece.told(me, found)}
    return _page(request, piece, "home", status=400 if refused else 200, refused=refused, **told)


# -- one's own part -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@_door(private)
def write(request: HttpRequest, me: Me, piece: Piece) -> HttpResponse:
    seen = access.seen(me, piece.label)
    if request.method == "POST":
        if "let_go" in request.POST:
            actions.erase_draft(me, piece.label, _uuid(request.POST["let_go"]))
            return redirect(piece.urls_by_deed()["write"])
        return _written(request, me, piece, seen)
    draft = access.draft_of(me, piece.label)
    version = _version(draft, request.GET.get("from", ""))
    form = piece.form(None, initial=version.answers if version else {})
    return _write(request, me, piece, seen, form=form, draft=draft, version=version)


def _written(request: HttpRequest, me: Me, piece: Piece, seen: Seen) -> HttpResponse:
    """Whatever happens, no word that was typed is lost: it is kept, or it is still in the form."""
    form, based = piece.form(request.POST, initial={}), _based_on(request)
    refused = ""
    if form.is_valid():
        try:
            return _kept(request, me, piece, form.answers(), based)
        except Refused as refusal:
            refused = str(wording.refusal(refusal.code))
    draft = access.draft_of(me, piece.label)
    version = _version(draft, str(based[0]) if based else "")
    return _write(request, me, piece, seen, form=form, draft=draft, version=version, refused=refused, status=400)


def _kept(
    request: HttpRequest, me: Me, piece: Piece, answers: dict[str, Any], based: tuple[UUID, int] | None
) -> HttpResponse:
    """Kept, and on; where another window saved in between, both are shown first. Raises Refused."""
    if rules.is_empty(answers):
        raise Refused("empty")
    try:
        kept = actions.keep_draft(me, piece.label, answers, based)
    except ValueError as error:
        raise Refused("unfit") from error
    names, draft = piece.urls_by_deed(), access.draft_of(me, piece.label)
    if draft is not None and draft.others and (based is None or kept != based[0]):
        return redirect(names["write"])
    return redirect(names["give" if request.POST.get("do") == "see" else "home"])


def _write(request: HttpRequest, me: Me, piece: Piece, seen: Seen, *, status: int = 200, **told: Any) -> HttpResponse:
    draft: Draft | None = told["draft"]
    version: Version | None = told.pop("version")
    versions = [draft, *draft.others] if draft else []
    return _page(
        request,
        piece,
        "write",
        status=status,
        seen=seen,
        partner=seen.partner,
        given=access.given(me, piece.label) if seen.has_given else None,
        based_on=f"{version.id}:{version.version}" if version else "",
        beside=[each for each in versions if version is None or each.id != version.id],
        **piece.beside(me),
        **told,
    )


# -- giving -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@_door(private)
def give(request: HttpRequest, me: Me, piece: Piece) -> HttpResponse:
    """First exactly what the other would read; then, with one more press, given."""
    refused: object = ""
    if request.method == "POST":
        try:
            _give(request, me, piece)
            return redirect(piece.urls_by_deed()["write"])
        except Refused as refusal:
            refused = wording.refusal(refusal.code)
    seen, draft = access.seen(me, piece.label), access.draft_of(me, piece.label)
    if draft is None or seen.standing not in ("unanswered", "taken-back"):
        return _home(request, me, piece, refused=refused) if refused else redirect(piece.urls_by_deed()["write"])
    try:
        answers = subjects.subject(piece.label).checked(piece.to_give(draft.answers))
    except ValueError:  # written to an older wording: the form shows it, and says what has to change
        return redirect(piece.urls_by_deed()["write"])
    told = {"seen": seen, "draft": draft, "answers": answers, "partner": seen.partner}
    told |= {"based_on": f"{draft.id}:{draft.version}", "is_empty": rules.is_empty(answers)}
    return _page(request, piece, "give", status=400 if refused else 200, refused=refused, **told)


def _give(request: HttpRequest, me: Me, piece: Piece) -> None:
    """Gives the version that stood on the page, and no other. Raises Refused."""
    based_on, draft = _based_on(request), access.draft_of(me, piece.label)
    found = _version(draft, str(based_on[0])) if based_on else None
    if found is None or found.based_on != based_on:
        raise Refused("answered" if access.seen(me, piece.label).has_given else "changed")
    answers = piece.to_give(found.answers)
    if rules.is_empty(answers):
        raise Refused("empty")
    number = _int(request.POST.get("number", "")) or 0
    try:
        actions.give(me, piece.label, answers, number=number, based_on=based_on)
    except ValueError as error:
        raise Refused("unfit") from error


@require_POST
@_door(private)
def look(request: HttpRequest, me: Me, piece: Piece) -> HttpResponse:
    """Whether it opened by this or not yet: the same page, with or without both sides on it."""
    if actions.look(me, piece.label):
        return redirect(piece.url)
    return _home(request, me, piece, looked=True)


@require_POST
@_door(private)
def back(request: HttpRequest, me: Me, piece: Piece) -> HttpResponse:
    try:
        opened = actions.take_back(me, piece.label)
    except Refused as refusal:
        return _home(request, me, piece, refused=wording.refusal(refusal.code))
    return redirect(piece.urls_by_deed()["home" if opened else "write"])


# -- taking out ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@_door(private)
def remove(request: HttpRequest, me: Me, piece: Piece, number: int) -> HttpResponse:
    found = next((each for each in access.opened(me, piece.label) if each.number == number), None)
    if found is None or found.mine is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.remove_own(me, piece.label, number, keep_copy="keep_copy" in request.POST)
        except Refused as refusal:
            return _home(request, me, piece, refused=wording.refusal(refusal.code))
        return redirect(piece.url)
    return _page(request, piece, "remove", round=found, answers=found.mine, partner=found.partner)


# -- what pages share ---------------------------------------------------------------------------------------------


def _page(request: HttpRequest, piece: Piece, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    about: Mapping[str, Any] = {
        "place": "us",
        "piece": piece,
        "names": piece.urls_by_deed(),
        "exercise": piece.exercise() if piece.exercise else None,
    }
    return render(request, f"apart/{name}.html", {**about, **told}, status=status)


def _live_for(me: Me) -> dict[str, Any] | None:
    """Asked before anything else of the page, so that no ring is missed in between."""
    counts = bell.counts(me)
    together = people.togetherness_of(me)
    return {"room": together.circle.pk, "at": counts.get(together.circle.pk, 0)} if together else None


def _partner(me: Me) -> str:
    together = people.togetherness_of(me)
    return (together.partner_name or "") if together else ""


def _version(draft: Draft | None, wanted: str) -> Version | None:
    """The version of this id, or the one saved last when nobody asks for another."""
    if draft is None or not wanted:
        return draft
    return next((each for each in (draft, *draft.others) if str(each.id) == wanted), None)


def _based_on(request: HttpRequest) -> tuple[UUID, int] | None:
    row, _colon, typed = request.POST.get(BASED, "").partition(":")
    version = _int(typed)
    return None if version is None else (_uuid(row), version)


def _int(text: str) -> int | None:
    """None for what no page of ours sends. Python reads no number of thousands of figures."""
    return int(text) if text.isdecimal() and len(text) <= FIGURES_MOST else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
