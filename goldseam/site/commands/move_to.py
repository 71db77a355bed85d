from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import databases, environment, moving, start_up
from goldseam.site.commands._data import data_argument
from goldseam.site.refusal import Refusal

ADDRESS = "GOLDSEAM_DATABASE_URL"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("where", choices=["postgres", "sqlite"], help="where everything shall be from now on")
    parser.add_argument("--url", metavar="URL", help=f"PostgreSQL's address (default: {ADDRESS}, or {ADDRESS}_FILE)")
    data_argument(parser)


def run(options: Namespace) -> int:
    """Copies everything in one go and compares; the place it was before stays as it was, marked. Nobody may be served
    meanwhile."""
    place = start_up.enter(options.data, moved_too=True)
    _lock = start_up.take(place)
    from django.conf import settings

    url = options.url or environment.secret(ADDRESS)
    if not url:
        raise Refusal(f"Which PostgreSQL? Nothing was changed. Set {ADDRESS}_FILE, or give its address with --url.")
    file, conf = Path(settings.DATABASE_FILE), databases.postgres(url)
    if options.where == "postgres":
        rows = moving.to_postgres(place, file, conf)
        print(f"{rows} rows are in the PostgreSQL database {conf['NAME']} now, compared one by one.")
        print(f"Start Goldseam with {ADDRESS}_FILE set from now on, with the same folder {place}: its keys stay there.")
        print(f"The old {file.name} stays as it was. Delete it once all is well: what people erase lives on in it.")
    else:
        rows = moving.to_sqlite(place, file, conf)
        print(f"{rows} rows are in {file} now, compared one by one.")
        print(f"Start Goldseam without {ADDRESS} from now on.")
        print(f"The PostgreSQL database {conf['NAME']} stays as it was. Drop it once all is well.")
    return 0
