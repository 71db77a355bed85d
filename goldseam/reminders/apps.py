from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "goldseam.reminders"
    label = "reminders"

    def ready(self) -> None:
        from goldseam.reminders import channels
        from goldseam.vault import server_values

        for keeper in channels.keepers():
            server_values.keeps(keeper)
        server_values.needs(server_values.Need("browsers that wait for pushes", channels.browsers_by_key))
