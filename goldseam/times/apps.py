from django.apps import AppConfig


class TimesConfig(AppConfig):
    name = "goldseam.times"
    label = "times"
