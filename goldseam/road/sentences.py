"""What a page says when something can't be done: what happened, what was kept, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


def unusable(code: str, most: int = 0) -> str:
    """Why a file can't be taken in."""
    told = {
        "foreign": _(
            "This isn’t a file from here. Nothing was changed. Look for the file called notes.zip that you took along."
        ),
        "too-large": _("This file is larger than a file from here can be. Nothing was changed. Is it the right one?"),
        "too-many": _(
            "This file holds more than {most} entries of one kind, more than can be taken in at once. Nothing was "
            "changed. Your file stays good: keep it, and ask the person who runs this server."
        ).format(most=f"{most:,}"),
        "newer": _(
            "This file comes from a newer Goldseam. Nothing was changed. Ask the person who runs this server to bring "
            "it up to date, then try again."
        ),
    }
    broken = _("This file is damaged. Nothing was changed. Try another copy of it, if you have one.")
    return told.get(code, broken)
