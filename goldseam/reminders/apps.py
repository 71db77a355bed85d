from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "goldseam.reminders"
    label = "reminders"

    def ready(self) -> None:
        from goldseam.people import announcing, keeping
        from goldseam.practice import Practice, register
        from goldseam.reminders import binding, channels, choosing, kinds, portability, telling
        from goldseam.vault import server_values

        for keeper in channels.keepers():
            server_values.keeps(keeper)
        server_values.needs(server_values.Need("browsers that wait for pushes", channels.browsers_by_key))
        for kind in telling.own_kinds():
            kinds.register(kind)
        announcing.on_something_new(telling.tell_others)
        announcing.on_seats(telling.let_out_what_is_going)
        announcing.on_sign_in(binding.signed_in)
        announcing.on_locks_changed(choosing.forget_all)
        register(
            Practice(
                label="reminders",
                name=_("Reminders"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
            )
        )
        keeping.name_deeds(
            {
                "reminders-times": _("Choose the times of reminders"),
                "reminders-kinds": _("Choose what may ring"),
                "reminders-mail": _("Let reminders come by e-mail"),
                "reminders-browser": _("Let this browser ring"),
                "reminders-away": _("Take away a place that rings"),
                "reminders-try": _("Send the one message"),
                "reminders-off": _("Make all quiet"),
            }
        )
