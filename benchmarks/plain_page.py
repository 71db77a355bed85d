"""The other side of the comparison: what Django alone takes for a page of two kilobytes with three indexed queries."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

TEMPLATE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<nav>{% for place in places %}<a href="{{ place.url }}">{{ place.name }}</a> {% endfor %}</nav>
<h1>{{ title }}</h1><p>{{ person.username }}</p><ul>{% for seat in seats %}<li>{{ seat.pk }}</li>{% endfor %}</ul>
<ol>{% for link in links %}<li>{{ link.number }}: {{ link.row }}</li>{% endfor %}</ol></body></html>"""
PLACES = [{"url": f"/{name}/", "name": name.title()} for name in ("today", "talk", "us", "me", "help")]


@cache
def template() -> Any:
    from django.template import engines  # here, so that the file may be looked at without settings

    return engines["django"].from_string(TEMPLATE)


def page(request: HttpRequest) -> HttpResponse:
    from goldseam.people.models import Person, Seat
    from goldseam.vault.models import Link

    person = Person.objects.get(username="ana")
    seats = list(Seat.objects.filter(person=person))
    links = list(Link.objects.order_by("-pk")[:20])
    shown = {"title": "Notes", "places": PLACES, "person": person, "seats": seats, "links": links}
    return HttpResponse(template().render(shown, request))


urlpatterns = [path("", page)]
