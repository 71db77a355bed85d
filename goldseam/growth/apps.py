from django.apps import AppConfig


class GrowthConfig(AppConfig):
    name = "goldseam.growth"
    label = "growth"
