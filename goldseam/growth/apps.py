from datetime import timedelta
from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "goldseam.growth"
    label = "growth"

    def ready(self) -> None:
        from goldseam.growth import access, content, portability, today, tried
        from goldseam.people import carrying, keeping
        from goldseam.practice import Practice, Step, register
        from goldseam.reminders import kinds

        register(
            Practice(
                label="growth",
                name=_("Check-ins"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                today=today.cards,
                lacquer=portability.did_something,
                share_again=portability.share_again,
                steps=(
                    Step(
                        id="growth.check-in",
                        who="alone",
                        url_name="checkin",
                        exercise=partial(content.exercise, "check-in"),
                        again=True,
                        last_done=access.last_check_in_at,
                    ),
                ),
            )
        )
        kinds.register(
            kinds.Kind(
                label=access.SHOWN,
                name=_("Something of a check-in was shown to you"),
                when="slot",
                still_wanted=access.is_still_shown,
                too_late=timedelta(hours=10),
                circle_of=access.circle_shown_to,
            )
        )
        carrying.register(tried.PREFIX, tried.keep_tried)
        keeping.name_deeds(
            {
                "checkin": _("Keep a check-in"),
                "checkin-change": _("Change a check-in"),
                "checkin-erase": _("Erase a check-in"),
                "checkin-show": _("Show some of a check-in"),
                "shown-back": _("Take back what was shown"),
                "own-slider": _("Name a slider of your own"),
            }
        )
