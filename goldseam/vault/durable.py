"""What was written outlasts a power cut only once the disk was told so, the folder that names it as well."""

import os
from pathlib import Path


def make_durable(path: Path) -> None:
    """A file's content, or a folder's names. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
