"""The command `goldseam`. Each deed is one file in `commands`; here they only find one another."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from goldseam.site.environment import BadSetting
from goldseam.site.refusal import Refusal
from goldseam.vault import standing

DEEDS = {
    "serve": "serve the pages",
    "worker": "send what is due, beside a `serve` that leaves it to others",
    "demo": "serve an example pair, Ana and Ben, eight weeks in",
    "migrate": "bring the database up to date",
    "invite": "let one more person make an account",
    "questionnaire": "offer a questionnaire that you bring, show those there are, take one off",
    "backup": "write everything into one file",
    "restore": "put a backup into an empty folder or an empty PostgreSQL",
    "move-to": "move everything to PostgreSQL, or back into one file",
    "doctor": "look whether all is well",
    "healthcheck": "ask the running server whether pages can be had",
    "rotate-keys": "give the server new keys, while people go on",
    "verify": "check the signed record of every pair, without opening it",
    "version": "say which Goldseam this is",
}


# What these do is done for people one at a time, and sees what each may see (goldseam/vault/wall.py). Every other deed
# is the keeper's of the house: it checks, copies or counts all rows, and opens none.
FOR_VISITORS = {"serve", "worker"}


class Deed(Protocol):
    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def deed(name: str) -> Deed:
    return cast(Deed, import_module(f"goldseam.site.commands.{name.replace('-', '_')}"))


def parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Of what was given only the deed that is named is brought in, with all that it needs."""
    whole = argparse.ArgumentParser(prog="goldseam", description="A quiet place for two, on a server of your own.")
    deeds = whole.add_subparsers(dest="deed", required=True, metavar="deed")
    for name, words in DEEDS.items():
        one = deeds.add_parser(name, help=words, description=words)
        if name in given:
            deed(name).arguments(one)
    return whole


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(given).parse_args(given)
    if options.deed not in FOR_VISITORS:
        standing.lay_ground(standing.KEEPER)
    try:
        done = deed(options.deed).run(options)
        sys.stdout.flush()
        return done
    except (Refusal, BadSetting) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _with_nobody_reading()
    except Exception:
        from goldseam.site import logs

        print(logs.without_words(sys.exc_info()), file=sys.stderr)
        print("Goldseam met a fault of its own and stopped. What was stored before is kept.", file=sys.stderr)
        return 70


def _with_nobody_reading() -> int:
    """As with `goldseam … | head`: no fault. Left as it is, Python would complain of it on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


if __name__ == "__main__":
    sys.exit(main())
