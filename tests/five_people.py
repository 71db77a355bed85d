"""Fills a data folder with the five of `house.py`, as a server keeps them; prints what only they know, as JSON.

Run as `python tests/five_people.py FOLDER` before `goldseam serve --data FOLDER`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path


def main(folder: str) -> None:
    from goldseam.site import start_up

    place = start_up.enter(folder)
    start_up.migrate(place, tell=False)
    from conftest import PIN  # which lays the ground of a keeper: this process plays all five
    from goldseam.vault import sessions
    from tests import house

    settled = house.settle()
    for who in settled.people.values():
        assert who.keyring.session_id is not None
        sessions.end(who.keyring.session_id)
    print(
        json.dumps(
            {
                "pin": PIN,
                "people": {name: who.passphrase for name, who in settled.people.items()},
                "sheets": {name: who.sheet for name, who in settled.people.items()},
                "check_ins": {name: str(row) for name, row in settled.check_ins.items()},
                "slices": {name: str(row) for name, row in settled.slices.items()},
                "canaries": [
                    {name: sorted(value) if isinstance(value, frozenset) else value for name, value in told.items()}
                    for told in map(asdict, settled.canaries)
                ],
            }
        )
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1])
