"""The other side of the comparison: what Django alone takes for a page of two kilobytes with three indexed queries."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from goldseam.people.models import Person, Seat
from goldseam.vault.models import Link

TEMPLATE = engines["django"].from_string(
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<nav>{% for place in places %}<a href="{{ place.url }}">{{ place.name }}</a> {% endfor %}</nav>
<h1>{{ title }}</h1><p>{{ person.username }}</p><ul>{% for seat in seats %}<li>{{ seat.pk }}</li>{% endfor %}</ul>
<ol>{% for link in links %}<li>{{ link.number }}: {{ link.row }}</li>{% endfor %}</ol></body></html>"""
)
PLACES = [{"url": f"/{name}/", "name": name.title()} for name in ("today", "talk", "us", "me", "help")]


def page(request: HttpRequest) -> HttpResponse:
    person = Person.objects.get(username="ana")
    seats = list(Seat.objects.filter(person=person))
    links = list(Link.objects.order_by("-pk")[:20])
    shown = {"title": "Notes", "places": PLACES, "person": person, "seats": seats, "links": links}
    return HttpResponse(TEMPLATE.render(shown, request))


urlpatterns = [path("", page)]
