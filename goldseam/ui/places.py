"""The five places of the house: the same for everyone, on every page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A place in the navigation. `name` is its url name and its icon.

    The address is written out, so that a page can always be drawn: an error page most of all.
    """

    name: str
    address: str
    label: Promise | str


PLACES = (
    Place("today", "/", _("Today")),
    Place("talk", "/talk/", _("Talk")),
    Place("us", "/us/", _("Us")),
    Place("me", "/me/", _("Me")),
    Place("help", "/help/", _("Help")),
)
