from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "goldseam.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldseam.vault import between, server_values

        words = "pairs who gave something to be compared"
        server_values.needs(server_values.Need(words, between.pairs_by_server_key))
