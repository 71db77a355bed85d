"""The house as it is served, but for one thing: nothing that was worked out is kept, so each look is a first one."""

import sys

from goldseam.vault import kept

kept.ONE_MOST = 0

from goldseam.site import cli  # noqa: E402

sys.exit(cli.main())
