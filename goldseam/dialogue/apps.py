from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    name = "goldseam.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from goldseam.dialogue import access, actions, done, portability, today
        from goldseam.dialogue.closing import ground
        from goldseam.people import keeping
        from goldseam.practice import Practice, register
        from goldseam.reminders import kinds
        from goldseam.statements import kinds as statements

        register(
            Practice(
                label="dialogue",
                name=_("Talks"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                today=today.cards,
                lacquer=portability.did_something,
                me=today.me_cards,
                us=today.us_cards,
                gold=done.gold,
                steps=done.STEPS,
                happened=done.happened,
            )
        )
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
        statements.register(ground.KIND)
        keeping.name_deeds(
            {
                "talk-new": _("Ask for a talk"),
                "talk-letters": _("Ask for letters"),
                "talk-weekly": _("Ask for your meeting of the week"),
                "talk-daily": _("Ask for ten minutes of the day"),
                "talk-prepare": _("Keep what you prepared"),
                "talk-prepared": _("Change what you prepared"),
                "talk-act": _("Say this in your talk"),
                "talk-here-act": _("Say this in your talk"),
                "talk-hand": _("Hand the phone over"),
                "talk-calm": _("Keep a mark for yourself"),
                "talk-offer": _("Take back your question"),
                "talk-mine": _("Keep a note for yourself"),
                "talk-note": _("Change a note for yourself"),
                "talk-note-erase": _("Erase a note for yourself"),
                "talk-ground": _("Put words there for you two"),
                "talk-words-back": _("Take back your own words"),
            }
        )
