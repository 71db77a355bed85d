"""Addresses of a pair: inviting, joining, resting, leaving. Neutral words, and never a secret in one."""

from django.urls import URLPattern, path

from goldseam.people.views import inviting, joining, leaving, pausing

urlpatterns: list[URLPattern] = [
    path("invite/", inviting.invite, name="invite"),
    path("invite/cancel/", inviting.cancel, name="invite-cancel"),
    path("invite/beside/", inviting.beside, name="invite-beside"),
    path("invite/let-in/", inviting.let_in, name="invite-let-in"),
    path("invite/send-away/", inviting.send_away, name="invite-send-away"),
    path("join/", joining.join, name="join"),
    path("join/yes/", joining.yes, name="join-yes"),
    path("us/words/", inviting.compare, name="compare"),
    path("us/pause/", pausing.pause, name="pause"),
    path("us/part/", leaving.part, name="part"),
    path("us/part/back/", leaving.back, name="part-back"),
]
