from django.urls import URLPattern, URLResolver, path

from goldseam.times import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("us/times/", views.times, name="times"),
    path("us/times/new/", views.suggest, name="time-suggest"),
    path("us/times/<uuid:time_id>/", views.one, name="time"),
    path("us/times/<uuid:time_id>/rather/", views.rather, name="time-rather"),
    path("us/times/<uuid:time_id>/answer/", views.answer, name="time-answer"),
    path("us/times/<uuid:time_id>/notes.ics", views.file, name="time-file"),
    path("account/calendar/", views.calendar, name="calendar"),
    path("calendar/<str:token>.ics", views.feed, name="calendar-feed"),
]
