"""A process that keeps writing until it is killed, and says each row's id once the write has been acknowledged.

`careless` says an id before it is stored: the fault that the test has to find.
"""

import sys
import time

from goldseam.site import start_up

PASSPHRASE = "seven quiet herons by the lake"


def main(data: str, how: str) -> None:
    start_up.migrate(start_up.enter(data), tell=False)
    from django.db import transaction

    from goldseam.people import access, actions
    from goldseam.vault import holders, mine

    person = access.person_named("ana")
    if person is None:
        me, _ = actions.sign_up("ana", PASSPHRASE)
        keyring = me.keyring
    else:
        keyring = holders.open_by_pass_key(person.holder, holders.pass_key_of(person.holder, PASSPHRASE))
    print("opened", *(entry.id for entry in mine.everything(keyring)), flush=True)
    while True:
        if how == "careful":
            print(mine.keep(keyring, "canary", {"words": "kept " * 200}), flush=True)
            continue
        with transaction.atomic():
            print(mine.keep(keyring, "canary", {"words": "kept " * 200}), flush=True)
            time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
