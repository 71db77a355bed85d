from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "goldseam.safety"
    label = "safety"
