from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goldseam.people"
    label = "people"

    def ready(self) -> None:
        from goldseam.people import factors
        from goldseam.vault import server_values

        codes = server_values.Keeper(factors.CODES, "authenticators", factors.sealed_secrets, factors.put_secret)
        server_values.keeps(codes)
