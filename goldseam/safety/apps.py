from django.apps import AppConfig
from django.core import checks


class SafetyConfig(AppConfig):
    name = "goldseam.safety"
    label = "safety"

    def ready(self) -> None:
        checks.register(lines_can_be_trusted)


def lines_can_be_trusted(**_options: object) -> list[checks.CheckMessage]:
    """The server does not start with a list of numbers that is broken."""
    from goldseam.safety import lines

    try:
        lines.load()
    except (OSError, ValueError) as error:
        return [checks.Error(f"The list of help lines cannot be used: {error}", id="safety.E001")]
    return []
