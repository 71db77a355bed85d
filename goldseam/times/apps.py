from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimesConfig(AppConfig):
    name = "goldseam.times"
    label = "times"

    def ready(self) -> None:
        from goldseam.people import keeping
        from goldseam.practice import Practice, register
        from goldseam.reminders import kinds
        from goldseam.times import access, actions, happened, portability, today

        register(
            Practice(
                label="times",
                name=_("Times for two"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                today=today.cards,
                happened=happened.happened,
            )
        )
        kinds.register(
            kinds.Kind(
                label=actions.AGREED,
                name=_("A time that you both agreed to has come"),
                when="then",
                still_wanted=access.is_still_agreed,
                too_late=timedelta(minutes=30),
                circle_of=access.circle_of,
            )
        )
        kinds.register(
            kinds.Kind(
                label=actions.NEWS,
                name=_("A time was suggested, answered or called off"),
                when="slot",
                still_wanted=access.is_still_theirs,
                too_late=timedelta(days=2),
            )
        )
        keeping.name_deeds(
            {
                "time-suggest": _("Suggest a time"),
                "time-rather": _("Suggest another time"),
                "time-answer": _("Answer a time"),
                "calendar": _("Change your calendar address"),
            }
        )
