from django.apps import AppConfig


class ApartConfig(AppConfig):
    name = "goldseam.apart"
    label = "apart"
