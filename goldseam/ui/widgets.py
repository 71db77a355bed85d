"""Form widgets that carry what the page elements need."""

from typing import Any

from django import forms

PRIVATE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "sentences"}
"""Some browsers send what is typed to a spell checker far away, and remember it for the next person."""


class Words(forms.Textarea):
    """A few lines of one's own. Neither remembered nor sent away by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 4, **PRIVATE, **(attrs or {})})


class Line(forms.TextInput):
    """One line of one's own."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**PRIVATE, **(attrs or {})})


class Passphrase(forms.PasswordInput):
    """A passphrase or PIN with a button that shows it. Say `new=True` where one is chosen."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, new: bool = False) -> None:
        fill = "new-password" if new else "current-password"
        quiet = {"autocomplete": fill, "spellcheck": "false", "autocapitalize": "none"}
        super().__init__({**quiet, **(attrs or {})})


class Pin(Passphrase):
    """The short PIN: digits, and no browser keeps it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class Choices(forms.RadioSelect):
    """Few large answers. A label may have a second line, which is shown smaller below the first."""


class Slider(forms.NumberInput):
    """A slider from 0 to 100. `low` and `high` say in words what its two ends mean."""

    input_type = "range"

    def __init__(self, low: object = "", high: object = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"min": "0", "max": "100", "step": "1", **(attrs or {})})
        self.low = low
        self.high = high
