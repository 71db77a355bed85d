from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_migrate


class VaultConfig(AppConfig):
    name = "goldseam.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldseam.vault import between, server_values, standing, wall

        post_migrate.connect(wall.raise_walls, sender=self)
        request_started.connect(standing.stand_for_nobody)
        request_finished.connect(standing.back_to_the_ground)

        words = "pairs who gave something to be compared"
        server_values.needs(server_values.Need(words, between.pairs_by_server_key))
