"""Forms of sliders. One that nobody touched is no answer, with a script or without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from goldseam.ui import widgets

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LOWEST, MIDDLE, HIGHEST = 0, 50, 100


@dataclass(frozen=True)
class Asked:
    """What one slider asks, and what its two ends mean."""

    label: str
    low: str
    high: str


def moved(value: int | None, *, left_out: bool) -> int | None:
    """The answer that a slider stands for, also where no script runs.

    A slider begins in the middle with "leave this out" ticked. Moved away from there, it counts; in the middle it
    counts when the tick was taken off.
    """
    return None if value == MIDDLE and left_out else value


class SliderForm(forms.Form):
    """Sliders that begin in the middle, each left out until somebody moves it."""

    out_of_reach: _StrOrPromise = ""

    def __init__(self, *args: Any, asked: Mapping[str, Asked], values: Mapping[str, int], **kwargs: Any) -> None:
        """`asked` are the sliders by their names, `values` what was answered before."""
        kwargs["initial"] = {**_first(asked, values), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.asked = tuple(asked)
        for name, words in asked.items():
            self.fields[name] = self._slider(words)
            self.fields[f"{name}_out"] = _leave_out(words.label)

    def slider(self, name: str) -> tuple[BoundField, BoundField]:
        """A slider with its "leave this out"."""
        return self[name], self[f"{name}_out"]

    def sliders(self) -> Iterable[tuple[BoundField, BoundField]]:
        return [self.slider(name) for name in self.asked]

    def values(self) -> dict[str, int]:
        """What was answered. Only of a valid form."""
        told = {
            name: moved(self.cleaned_data.get(name), left_out=self.cleaned_data.get(f"{name}_out", False))
            for name in self.asked
        }
        return {name: value for name, value in told.items() if value is not None}

    def _slider(self, words: Asked) -> forms.IntegerField:
        return forms.IntegerField(
            label=words.label,
            required=False,
            min_value=LOWEST,
            max_value=HIGHEST,
            error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), self.out_of_reach),
            widget=widgets.Slider(words.low, words.high),
        )


def _first(asked: Iterable[str], values: Mapping[str, int]) -> dict[str, Any]:
    first: dict[str, Any] = {name: values.get(name, MIDDLE) for name in asked}
    return first | {f"{name}_out": name not in values for name in asked}


def _leave_out(label: str) -> forms.BooleanField:
    text = gettext("Leave this out")
    tick = forms.CheckboxInput({"aria-label": f"{text}: {label}", "autocomplete": "off"})
    return forms.BooleanField(label=text, required=False, widget=tick)
