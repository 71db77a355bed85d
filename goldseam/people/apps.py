from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goldseam.people"
    label = "people"

    def ready(self) -> None:
        from goldseam.people import factors
        from goldseam.vault import server_values

        server_values.keeps(server_values.Keeper(factors.CODES, factors.sealed_secrets, factors.put_secret))
