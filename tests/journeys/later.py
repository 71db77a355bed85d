"""The house as it is served, with a clock that a test puts forward: so many seconds as stand in a file of its own."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from goldseam.vault import seam

FILE, true_now = Path(os.environ["CLOCK_PUT_FORWARD"]), seam.now
seam.now = lambda: true_now() + timedelta(seconds=int(FILE.read_text() or 0))

from goldseam.site import cli  # noqa: E402

sys.exit(cli.main())
