from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "goldseam.reminders"
    label = "reminders"
