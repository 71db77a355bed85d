from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "goldseam.growth"
    label = "growth"

    def ready(self) -> None:
        from goldseam.growth import portability, today, tried
        from goldseam.people import carrying, keeping
        from goldseam.practice import Practice, register

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
