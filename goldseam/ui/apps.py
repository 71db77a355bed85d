from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "goldseam.ui"
    label = "ui"
