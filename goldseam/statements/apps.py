from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    name = "goldseam.statements"
    label = "statements"

    def ready(self) -> None:
        from goldseam.people import keeping
        from goldseam.practice import Practice, register
        from goldseam.reminders import kinds
        from goldseam.statements import access, actions, portability

        register(
            Practice(
                label="statements",
                name=_("Words for two"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
            )
        )
        kinds.register(
            kinds.Kind(
                label=actions.NEWS,
                name=_("Something was written or signed in your words for two"),
                when="slot",
                still_wanted=access.is_still_news,
                too_late=timedelta(days=2),
                circle_of=access.circle_of,
            )
        )
        keeping.name_deeds(
            {
                "words-write": _("Keep the words for you two"),
                "words-remark": _("Ask for a change"),
                "words-sign": _("Sign these words"),
                "words-unsign": _("Take your name off"),
                "words-end": _("End what you two agreed to"),
                "words-erase": _("Erase your own words"),
            }
        )
