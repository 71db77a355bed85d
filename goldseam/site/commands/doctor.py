from argparse import ArgumentParser, Namespace

from goldseam.site import health, start_up
from goldseam.site.commands._data import data_argument


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)


def run(options: Namespace) -> int:
    place = start_up.enter(options.data)
    findings = health.look(place)
    for finding in findings:
        print(f"{'  ok ' if finding.well else 'LOOK '} {finding.words}")
    return 0 if all(finding.well for finding in findings) else 1
