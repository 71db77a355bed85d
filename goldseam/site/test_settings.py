"""Settings for tests, which never serve anybody: in memory, and with a seam that a test may seed."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="goldseam-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
_for_tests = {"GOLDSEAM_PROVE", "GOLDSEAM_CHROMIUM", "GOLDSEAM_TEST_DATABASE_URL", "GOLDSEAM_DATA_SETS"}
for _name in [name for name in os.environ if name.startswith("GOLDSEAM_") and name not in _for_tests]:
    del os.environ[_name]
os.environ["GOLDSEAM_DATA"] = _folder
if os.environ.get("GOLDSEAM_TEST_DATABASE_URL"):
    os.environ["GOLDSEAM_DATABASE_URL"] = os.environ["GOLDSEAM_TEST_DATABASE_URL"]
Path(_folder, "server.key").write_bytes(bytes(range(32)))
Path(_folder, "static").mkdir()

from goldseam.site.settings import *  # noqa: E402, F403
from goldseam.site.settings import DATABASES, LOGGING, STORAGES  # noqa: E402

SECRET_KEY = "only for tests, where nothing is worth keeping"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = ":memory:"
os.environ.pop("GOLDSEAM_DATABASE_URL", None)  # what a test starts beside itself gets a database of its own
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SIGN_UP = "open"
VAULT_SEAM_MAY_BE_SEEDED = True
VAULT_ARGON2_FLOOR = (64, 1, 1)  # a fast stretch; `serve` refuses settings with a lowered floor
LOGGING["root"]["level"] = "ERROR"
