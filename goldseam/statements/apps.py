from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "goldseam.statements"
    label = "statements"
