from django.urls import URLPattern, URLResolver

from goldseam.apart import flow
from goldseam.understanding.cycle.piece import PIECE

urlpatterns: list[URLPattern | URLResolver] = [*flow.urls(PIECE, "us/cycle/")]
