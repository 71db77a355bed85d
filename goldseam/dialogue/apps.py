from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    name = "goldseam.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from goldseam.dialogue import access, actions
        from goldseam.reminders import kinds

        kinds.register(
            kinds.Kind(
                label=actions.BACK,
                name=_("A break in a talk is over"),
                when="then",
                still_wanted=access.is_still_resting,
                too_late=timedelta(hours=2),
                circle_of=access.circle_of,
            )
        )
        kinds.register(
            kinds.Kind(
                label=actions.NEWS,
                name=_("Somebody would like a talk, or a letter has come"),
                when="slot",
                still_wanted=access.is_still_news,
                too_late=timedelta(days=2),
                circle_of=access.circle_of,
            )
        )
