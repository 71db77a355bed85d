"""What two people may answer apart. Each room registers its own, with how answers are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goldseam.practice import Json

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LABEL_MOST = 60


def no_summary(_answers: Mapping[str, Any]) -> Json:
    """For what nobody else in the house needs to know about."""
    return None


def never(_me: Any) -> bool:
    """For what goes no further than both having read it."""
    return False


@dataclass(frozen=True)
class Subject:
    """One thing to answer apart.

    `checked` reads answers, wherever they come from (a form, a file, the other side), gives them back as they may be
    kept, and raises ValueError. `summary` is given both persons' answers, under keys that mean nothing, when they come
    to lie open; what it returns both may read from then on, also when the words were taken out later. `opened_url`
    names the page where both are read. `went_on` says that the two have made something of it since, so that Today
    needn't point there any more.
    """

    label: str
    version: str
    name: _StrOrPromise
    checked: Callable[[Any], dict[str, Any]]
    summary: Callable[[Mapping[str, Any]], Json] = no_summary
    opened_url: str = "us"
    went_on: Callable[[Any], bool] = never


_registered: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Called from `AppConfig.ready`. The same may come again (tests reload); another by its label may not."""
    if not 0 < len(subject.label) <= LABEL_MOST:
        raise ValueError(f"{subject.label} is no label.")
    known = _registered.get(subject.label)
    if known is not None and known != subject:
        raise ValueError(f"Two subjects are called {subject.label}.")
    _registered[subject.label] = subject


def subject(label: str) -> Subject:
    """Raises LookupError for what nobody registered."""
    return _registered[label]


def known(label: str) -> bool:
    return label in _registered


def labels() -> list[str]:
    return list(_registered)
