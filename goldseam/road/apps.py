from django.apps import AppConfig


class RoadConfig(AppConfig):
    name = "goldseam.road"
    label = "road"
