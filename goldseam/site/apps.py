from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "goldseam.site"
    label = "site"
