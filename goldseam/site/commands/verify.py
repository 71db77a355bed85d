from argparse import ArgumentParser, Namespace

from goldseam.site import start_up
from goldseam.site.commands._data import data_argument
from goldseam.site.refusal import Refusal


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)


def run(options: Namespace) -> int:
    """Looks at signatures and links only: it has no key, and needs none."""
    place = start_up.enter(options.data)
    if start_up.pending_migrations(place):
        raise Refusal("The database waits for a change. Nothing was looked at. Run first: goldseam migrate")
    from goldseam.vault import verify

    found = verify.everything()
    for fault in found.faults:
        print(f"LOOK  {fault}")
    print(f"{found.circles} records with {found.links} links were checked; {len(found.faults)} did not hold.")
    return 1 if found.faults else 0
