"""Passphrases that everybody tries first: Django's own list of 20,000, read once."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator


@cache
def passphrases() -> frozenset[str]:
    """The list, case folded."""
    return frozenset(word.casefold() for word in CommonPasswordValidator().passwords)
