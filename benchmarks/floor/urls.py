"""One page: three indexed questions, eighteen rows, two kilobytes. Nothing of it is private."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from benchmarks.floor.models import Checkin, Pair, Promise


def page(request: HttpRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(Pair, pk=pk)
    promises = list(Promise.objects.filter(pair=pair, state=0).order_by("due")[:10])
    checkins = list(Checkin.objects.filter(pair=pair).order_by("-day")[:7])
    return render(request, "page.html", {"pair": pair, "promises": promises, "checkins": checkins})


urlpatterns = [path("page/<int:pk>/", page)]
