from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnderstandingConfig(AppConfig):
    name = "goldseam.understanding"
    label = "understanding"

    def ready(self) -> None:
        from goldseam.people import keeping
        from goldseam.practice import Practice, register
        from goldseam.reminders import kinds
        from goldseam.understanding import portability, rooms

        register(
            Practice(
                label="understanding",
                name=_("Understanding"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                today=rooms.today,
                lacquer=portability.has_done_something,
                share_again=portability.share_again,
                me=rooms.me_cards,
                us=rooms.us_cards,
                gold=rooms.gold,
                steps=rooms.steps(),
            )
        )
        for room in rooms.ROOMS:
            keeping.name_deeds(room.deeds)
            for kind in room.rings:
                kinds.register(kind)
