from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApartConfig(AppConfig):
    name = "goldseam.apart"
    label = "apart"

    def ready(self) -> None:
        from goldseam.apart import access, openings, portability, today
        from goldseam.practice import Practice, register
        from goldseam.reminders import kinds
        from goldseam.vault import rounds

        register(
            Practice(
                label="apart",
                name=_("What you each answer apart"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                today=today.cards,
                lacquer=access.own_kinds_in,
            )
        )
        kinds.register(
            kinds.Kind(
                label=openings.NEWS,
                name=_("Something that you both answered lies open"),
                when="slot",
                still_wanted=openings.is_still_theirs,
                too_late=timedelta(days=2),
            )
        )
        rounds.when_opened(openings.opened)
