"""Coming with six words. They travel in forms only, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldseam.people import joining, reads, sentences, texts, ways_in
from goldseam.people.doors import me_of, signed_in
from goldseam.people.forms_pair import JoinForm, WordsForm
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.vault.errors import Missing


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The field for the words; with words, what the invitation says. Needs no account, and makes none."""
    if request.method != "POST":
        return _page(request, "join", form=WordsForm())
    form = WordsForm({"words": request.POST.get("words") or request.POST.get("carry_words", "")})
    if not form.is_valid():
        return _page(request, "join", form=form, status=400)
    words = form.cleaned_data["words"]
    try:
        ways_in.require_not_too_often(request, "join")
        invitation = joining.look(words)
    except Refused as refused:
        return _too_often(request, form, refused)
    except Missing:
        return _open_nothing(request, words)
    me = me_of(request)
    if me is None:
        return _page(request, "invited", invitation=invitation, words=words)
    return _form_page(request, me, invitation, JoinForm(initial={"words": words}))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def yes(request: HttpRequest, me: Me) -> HttpResponse:
    """Name, yes to the rule, and in. Without the two it shows the form; looked at, it says where one stands."""
    if request.method != "POST":
        return _page(request, "joined", shown=reads.inviting(me)) if _sits(me) else redirect("join")
    if "shown_name" not in request.POST:
        return join(request)
    form = JoinForm(request.POST)
    try:
        ways_in.require_not_too_often(request, "join")
        if not form.is_valid():
            words = request.POST.get("words", "")
            return _form_page(request, me, joining.look(words), form)
        joining.join(me, form.cleaned_data)
    except Missing:
        return _open_nothing(request, "")
    except Refused as refused:
        if refused.code == "too-many":
            return _too_often(request, WordsForm({"words": request.POST.get("words", "")}), refused)
        return _page(request, "seated", status=409)
    return redirect("join-yes")


def _sits(me: Me) -> bool:
    return reads.inviting(me).stage is reads.Stage.TOGETHER


def _too_often(request: HttpRequest, form: WordsForm, refused: Refused) -> HttpResponse:
    """Each look is a slow run: too many from one address would hold up everybody, Help and Exit included."""
    form.add_error(None, str(sentences.of(refused)))
    return _page(request, "join", form=form, status=429)


def _open_nothing(request: HttpRequest, words: str) -> HttpResponse:
    """Wrong, used, cancelled, ended: one page."""
    return _page(request, "join", form=WordsForm(initial={"words": words}), opens_nothing=True, status=404)


def _form_page(request: HttpRequest, me: Me, invitation: joining.Invitation, form: JoinForm) -> HttpResponse:
    if _sits(me):
        return _page(request, "seated", status=409)
    return _page(request, "yes", invitation=invitation, form=form, status=400 if form.errors else 200)


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: object) -> HttpResponse:
    always = {"place": "us", "rule": texts.rule(), "sees": texts.what_the_inviter_sees(), "what": texts.what_it_is()}
    return render(request, f"people/pair/{name}.html", {**always, **told}, status=status)
