from django.urls import URLPattern, URLResolver, path

from goldseam.statements import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("us/words/<uuid:statement_id>/", views.words, name="words"),
    path("us/words/<uuid:statement_id>/write/", views.write, name="words-write"),
    path("us/words/<uuid:statement_id>/remark/", views.remark, name="words-remark"),
    path("us/words/<uuid:statement_id>/sign/", views.sign, name="words-sign"),
    path("us/words/<uuid:statement_id>/unsign/", views.unsign, name="words-unsign"),
    path("us/words/<uuid:statement_id>/end/", views.end, name="words-end"),
    path("us/words/<uuid:statement_id>/erase/", views.erase, name="words-erase"),
]
