from django.urls import URLPattern, URLResolver, path

from goldseam.safety import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", views.help_page, name="help"),
    path("exit/", views.exit_page, name="exit"),
    path("away/", views.away, name="away"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
