"""Letting the shared space rest, and going on. One press, no reason, and the way back to where one was."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldseam.people import actions, keeping, reads
from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.vault.errors import Missing

GO_ON = "go-on"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pause(request: HttpRequest, me: Me) -> HttpResponse:
    """A form of any page may send here; `next` leads back to it."""
    if request.method != "POST":
        return render(request, "people/pair/pause.html", {"place": "us", "shown": reads.resting(me)})
    try:
        if request.POST.get("do") == GO_ON:
            actions.resume(me)
        else:
            actions.pause(me)
    except Missing:
        pass  # on one's own there is nothing to rest; the page says so
    return HttpResponseRedirect(keeping.local_path(request.POST.get("next", "/us/pause/")))
