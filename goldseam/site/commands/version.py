from argparse import ArgumentParser, Namespace

from goldseam.site import version


def arguments(parser: ArgumentParser) -> None:
    del parser  # nothing to choose


def run(options: Namespace) -> int:
    print(f"Goldseam {version.name()}, data format {version.FORMAT}")
    return 0
