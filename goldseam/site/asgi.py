"""The application that the server runs."""

import os

import django

from goldseam.site.one_hop import OneHop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldseam.site.settings")
django.setup(set_prefix=False)
application = OneHop()
