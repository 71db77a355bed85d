from argparse import ArgumentParser


def data_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the folder that holds everything (default: GOLDSEAM_DATA)")
