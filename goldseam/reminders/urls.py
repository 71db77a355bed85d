"""Where somebody chooses when this place may ring. All addresses are their account's."""

from django.urls import URLPattern, path

from goldseam.reminders import views

urlpatterns: list[URLPattern] = [
    path("account/reminders/", views.reminders, name="reminders"),
    path("account/reminders/times/", views.times, name="reminders-times"),
    path("account/reminders/kinds/", views.choose_kinds, name="reminders-kinds"),
    path("account/reminders/mail/", views.mail, name="reminders-mail"),
    path("account/reminders/browser/", views.browser, name="reminders-browser"),
    path("account/reminders/<uuid:place>/away/", views.away, name="reminders-away"),
    path("account/reminders/try/", views.try_it, name="reminders-try"),
    path("account/reminders/off/", views.off, name="reminders-off"),
]
