"""Which Goldseam this is, and which shape of data folder it writes."""

from importlib.metadata import PackageNotFoundError, version

FORMAT = 1  # goes up when an older Goldseam could no longer read the folder


def name() -> str:
    try:
        return version("goldseam")
    except PackageNotFoundError:
        return "0"
