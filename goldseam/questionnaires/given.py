"""What whoever runs the house gives as a questionnaire's file, before anything in it is read."""

from __future__ import annotations

FILE_MOST = 1_000_000
KINDS = ("fhir", "redcap")


class NotTaken(ValueError):
    """A file that can't stand on the shelf; a sentence says why, for whoever runs the house."""


def kind_and_text(data: bytes) -> tuple[str, str]:
    """Which of the two kinds it looks like. Raises NotTaken where it can be neither, with what to do instead."""
    if len(data) > FILE_MOST:
        raise NotTaken("The file is larger than a questionnaire can be.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTaken("The file isn't text in UTF-8. A spreadsheet program can save it as “CSV UTF-8”.") from None
    start = text.lstrip()
    if not start:
        raise NotTaken("The file is empty.")
    if start.startswith("<"):
        raise NotTaken("This is XML. A FHIR Questionnaire is taken as JSON.")
    if start.startswith("{"):
        return "fhir", text
    titles = start.splitlines()[0]
    if titles.count(";") > titles.count(","):
        raise NotTaken("Its columns stand between semicolons. A REDCap dictionary has commas there.")
    return "redcap", text


def spoken(name: str) -> str:
    """A name that was made for computers, as a title: “evening_talks” is “Evening talks”."""
    words = " ".join(name.split("_")).strip()
    return words[:1].upper() + words[1:]
