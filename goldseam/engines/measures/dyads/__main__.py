"""A study's figures at a prompt: `python -m goldseam.engines.measures.dyads FILE --outcome … --couple …`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads import printed
from goldseam.engines.measures.dyads.apim import apim
from goldseam.engines.measures.dyads.coordination import coordination
from goldseam.engines.measures.dyads.couples import Columns
from goldseam.engines.measures.dyads.diary import diary
from goldseam.engines.measures.dyads.reading import BadTable, Table, read
from goldseam.engines.measures.dyads.scaling import NoEstimate
from goldseam.engines.measures.dyads.single import SingleFit, single


def main(words: Sequence[str] | None = None) -> int:
    """0 when there are figures, 1 when there is too little for any, 2 when the table or the question is wrong."""
    asked = _questions().parse_args(words)
    try:
        lines = list(_answer(asked))
    except (BadTable, NoEstimate, OSError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    except _TooLittle as too_little:
        sys.stderr.write(f"Not enough: {too_little}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


MODELS = ["diary", "apim", "coordination", "single"]


class _TooLittle(Exception):
    pass


def _answer(asked: argparse.Namespace) -> Iterator[str]:
    table = _wanted(read(asked.file), asked.only)
    if asked.model == "single":
        return _single(table, asked)
    if not asked.couple:
        raise BadTable("Name the column of couples with --couple.")
    columns = Columns(asked.couple, role=asked.role, person=asked.person, day=asked.day)
    model = asked.model or ("diary" if asked.day else "apim")
    if model == "coordination":
        return printed.study(coordination(table, columns, outcome=asked.outcome, lag=asked.lag))
    if not asked.predictor:
        raise BadTable("Name at least one --predictor.")
    if not set(asked.varying) <= set(asked.covariate):
        raise BadTable("What is --varying must be a --covariate too.")
    common = {
        "outcome": asked.outcome,
        "predictors": asked.predictor,
        "covariates": asked.covariate,
        "restricted": not asked.ml,
        "level": asked.level,
    }
    if model == "diary":
        found = diary(table, columns, slopes=asked.slopes, between=asked.between, varying=asked.varying, **common)
    else:
        found = apim(table, columns, **common)
    if isinstance(found, NotEnough):
        raise _TooLittle(found.reason)
    return printed.fit(found)


def _single(table: Table, asked: argparse.Namespace) -> Iterator[str]:
    if not asked.person or not asked.day:
        raise BadTable("Single people's diaries need --person and --day.")
    columns = [*asked.predictor, *asked.covariate]
    if not set(asked.varying) <= set(columns):
        raise BadTable("What is --varying must be a --predictor or --covariate too.")
    found = single(
        table,
        person=asked.person,
        day=asked.day,
        outcome=asked.outcome,
        predictors=columns,
        varying=asked.varying,
        restricted=not asked.ml,
        level=asked.level,
    )
    if not isinstance(found, SingleFit):
        raise _TooLittle(found.reason)
    return iter([*printed.fit(found.fit), "", f"of a day's error {found.carried:.4f} is there the day after"])


def _wanted(table: Table, only: Sequence[str]) -> Table:
    for choice in only:
        name, equals, value = choice.partition("=")
        if not equals:
            raise BadTable(f"--only takes COLUMN=VALUE, not “{choice}”.")
        table = table.only(name, value)
    return table


def _questions() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m goldseam.engines.measures.dyads",
        description="Actor and partner effects of a study of couples, from a CSV file with a row a person (and day).",
        epilog="What the models are, and their limits: docs/algorithms/dyads.md",
    )
    parser.add_argument("file", help="CSV, also gzipped")
    parser.add_argument("--outcome", required=True, metavar="COLUMN")
    parser.add_argument("--predictor", action="append", default=[], metavar="COLUMN", help="own and partner's effect")
    parser.add_argument("--covariate", action="append", default=[], metavar="COLUMN", help="own effect, as it stands")
    parser.add_argument("--couple", metavar="COLUMN", help="left out only for single people")
    parser.add_argument("--role", metavar="COLUMN", help="what tells partners apart; left out, they are taken as alike")
    parser.add_argument("--person", metavar="COLUMN", help="who is who from day to day, where there are no roles")
    parser.add_argument("--day", metavar="COLUMN", help="a number or a date; left out, each person has one row")
    parser.add_argument("--only", action="append", default=[], metavar="COLUMN=VALUE", help="use these rows alone")
    parser.add_argument("--model", choices=MODELS, help="diary with --day, apim without")
    parser.add_argument("--slopes", choices=["none", "own", "both"], default="own", help="effects couples differ in")
    parser.add_argument("--between", choices=["none", "own", "both"], default="none", help="effects of persons' means")
    parser.add_argument("--varying", action="append", default=[], metavar="COLUMN", help="covariate couples differ in")
    parser.add_argument("--ml", action="store_true", help="full instead of restricted likelihood")
    parser.add_argument("--level", type=_share, default=0.9, help="of the bands; 0.9 when left out")
    parser.add_argument("--lag", type=_lag, default=1, help="moments back, for coordination; 1 when left out")
    return parser


def _share(written: str) -> float:
    share = float(written)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError("between 0 and 1")
    return share


def _lag(written: str) -> int:
    lag = int(written)
    if lag < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return lag


if __name__ == "__main__":
    sys.exit(main())
