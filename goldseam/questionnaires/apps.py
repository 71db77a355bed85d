from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "goldseam.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        from goldseam.people import keeping
        from goldseam.practice import Practice, register
        from goldseam.questionnaires import cards, portability

        register(
            Practice(
                label="questionnaires",
                name=_("Questions by others"),
                export=portability.export,
                erase=portability.erase,
                restore=portability.restore,
                lacquer=portability.has_answered,
                me=cards.on_me,
            )
        )
        keeping.name_deeds({"questions-ask": _("Go on with the questions"), "questions-erase": _("Erase answers")})
