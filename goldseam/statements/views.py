"""Pages of a shared statement. Thin: the door, a verb, a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.statements import access, actions, reads, wording
from goldseam.statements.access import Statement, Version
from goldseam.statements.forms import RemarkForm, WordsForm
from goldseam.statements.rules import Refused


@require_safe
@signed_in
def words(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    return _page(request, me, statement_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    """The form begins with what is open. What came since it was drawn stays, and its words come beside it."""
    statement = access.statement_called(me, statement_id)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and sent.get("take"):
        return _take(request, me, statement, sent)
    before = _drawn_from(statement, sent) if sent is not None else list(statement.heads)
    form = WordsForm(sent, statement=statement, before=before)
    if sent is not None and form.is_valid():
        try:
            actions.write(me, statement.kind.label, form.cleaned_data, form.drawn_from, statement.subject)
            return redirect("words", statement_id)
        except Refused as refused:
            form.add_error(None, str(wording.refusal(refused.code)))
    told = {"form": form, "shown": reads.page_of(statement, reads.title_of(me, statement.place, statement))}
    return _rendered(request, "write", status=400 if form.errors else 200, **told)


def _take(request: HttpRequest, me: Me, statement: Statement, sent: QueryDict) -> HttpResponse:
    before = [each.id for each in _drawn_from(statement, sent)]
    return _done(request, me, statement.id, lambda: actions.take(me, _id_in(sent, "take"), before))


@require_POST
@signed_in
def remark(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    """A refused remark stays in its field."""
    about = _version_in(request, me, statement_id)
    typed = RemarkForm(request.POST)
    try:
        if about is None:
            raise Refused("gone")
        actions.remark(me, about.id, request.POST.get("remark", ""))
    except Refused as refused:
        return _page(request, me, statement_id, refused=refused, typed=typed, about=about.id if about else None)
    return redirect("words", statement_id)


@require_POST
@signed_in
def sign(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    statement = access.statement_called(me, statement_id)
    if statement.kind.asks_pin(me, statement.subject):
        me.keyring.require_back()
    return _about_one_of(request, me, statement, actions.sign)


@require_POST
@signed_in
def unsign(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    return _about_a_version(request, me, statement_id, actions.unsign)


@require_POST
@signed_in
def end(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    place = access.place_called(me, statement_id)
    return _done(request, me, statement_id, lambda: actions.end(me, place.label, place.subject))


@require_POST
@signed_in
def erase(request: HttpRequest, me: Me, statement_id: UUID) -> HttpResponse:
    """A remark goes at once. Words that both have signed ask for a tick: they stand no more then."""
    if "remark" in request.POST:
        access.place_called(me, statement_id)
        return _done(request, me, statement_id, lambda: actions.erase_remark(me, _id_in(request.POST, "remark")))
    version = _version_in(request, me, statement_id)
    if version is not None and version.is_standing and not request.POST.get("sure"):
        return _page(request, me, statement_id, refused=Refused("sure"))
    return _about_a_version(request, me, statement_id, actions.erase_words)


# -- what these pages share ---------------------------------------------------------------------------------------


def _about_a_version(
    request: HttpRequest, me: Me, statement_id: UUID, act: Callable[[Me, UUID], object]
) -> HttpResponse:
    return _about_one_of(request, me, access.statement_called(me, statement_id), act)


def _about_one_of(
    request: HttpRequest, me: Me, statement: Statement, act: Callable[[Me, UUID], object]
) -> HttpResponse:
    version = statement.one(_id_in(request.POST, "version"))
    if version is None:
        return _page(request, me, statement.id, refused=Refused("gone"))
    return _done(request, me, statement.id, lambda: act(me, version.id))


def _done(request: HttpRequest, me: Me, statement_id: UUID, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return _page(request, me, statement_id, refused=refused)
    return redirect("words", statement_id)


def _version_in(request: HttpRequest, me: Me, statement_id: UUID) -> Version | None:
    """The version that a form names, if it is one of this statement. Raises Http404."""
    return access.statement_called(me, statement_id).one(_id_in(request.POST, "version"))


def _drawn_from(statement: Statement, sent: QueryDict) -> Sequence[Version]:
    named = {_id_of(each) for each in sent.getlist("from")}
    return [version for version in statement.versions if version.id in named]


def _id_in(sent: QueryDict, name: str) -> UUID:
    """Nothing has the id that stands for a missing one."""
    return _id_of(sent.get(name, "")) or UUID(int=0)


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(
    request: HttpRequest,
    me: Me,
    statement_id: UUID,
    *,
    refused: Refused | None = None,
    typed: RemarkForm | None = None,
    about: UUID | None = None,
) -> HttpResponse:
    """What was refused stays to be read: such a page isn't fetched anew by itself."""
    live = None if refused else reads.live_for(me)
    page = reads.page_for(me, statement_id)
    told: dict[str, Any] = {"live": live, "shown": page, "form": typed or RemarkForm(), "about": about}
    if refused:
        told["refused"] = wording.refusal(refused.code)
    return _rendered(request, "words", status=400 if refused else 200, **told)


def _rendered(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(
        request, f"statements/{name}.html", {"place": told["shown"].statement.kind.room, **told}, status=status
    )
