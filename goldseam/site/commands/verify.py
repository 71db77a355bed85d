from argparse import ArgumentParser, Namespace

from goldseam.site import start_up
from goldseam.site.commands._data import data_argument


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)


def run(options: Namespace) -> int:
    """Looks at signatures and links only: it has no key, and needs none."""
    place = start_up.enter(options.data)
    start_up.require_no_pending(place, "Nothing was looked at.")
    from goldseam.vault import verify

    found = verify.everything()
    for fault in found.faults:
        print(f"LOOK  {fault}")
    print(f"{found.circles} records with {found.links} links were checked; {len(found.faults)} did not hold.")
    return 1 if found.faults else 0
