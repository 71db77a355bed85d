from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadConfig(AppConfig):
    name = "goldseam.road"
    label = "road"

    def ready(self) -> None:
        from goldseam.people import keeping
        from goldseam.practice import Practice, register
        from goldseam.reminders import kinds
        from goldseam.road import ways_in
        from goldseam.road.plan import access, actions, happened, portability

        register(
            Practice(
                label="road",
                name=_("The road"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                today=ways_in.for_today,
                me=ways_in.for_me,
                us=ways_in.for_us,
                happened=happened.happened,
            )
        )
        kinds.register(
            kinds.Kind(
                label=actions.NEWS,
                name=_("Something new about what you two do"),
                when="slot",
                still_wanted=access.is_still_theirs,
                too_late=timedelta(days=2),
            )
        )
        keeping.name_deeds(
            {
                "insights-try": _("Put words there for both of you"),
                "road-make": _("Keep how much suits you"),
                "road-choose": _("Keep a choice for yourself"),
                "road-undo": _("Take your last choice back"),
                "road-both-days": _("Ask for days for two"),
                "road-both-choose": _("Keep a choice for both of you"),
                "road-both-undo": _("Take a choice back for both of you"),
                "road-back": _("Go on from here"),
                "road-end": _("End your road"),
                "road-look-back": _("Say that you have looked back"),
            }
        )
