from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "goldseam.live"
    label = "live"
