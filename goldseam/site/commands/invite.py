from argparse import ArgumentParser, Namespace

from goldseam.site import start_up
from goldseam.site.commands._data import data_argument


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)


def run(options: Namespace) -> int:
    """For a person with a partner or therapist of their own choosing: it opens the door of the server, no words."""
    place = start_up.enter(options.data)
    start_up.refuse_unsafe()
    start_up.require_no_pending(place, "Nothing was made.")
    from django.conf import settings

    from goldseam.people import actions

    code = actions.make_door_code()
    print(f"Open this link: {settings.SITE_URL}/new/#{'-'.join(code.split())}")
    print(f"or open {settings.SITE_URL}/new/ and type these six words: {code}")
    print(f"They let one person make an account, once, within {actions.DOOR_CODE_DAYS} days. They are stored nowhere.")
    return 0
