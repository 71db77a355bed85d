"""What can't be sent, in numbers: no names, no addresses. For whoever keeps the server."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min

from goldseam.reminders.models import Channel, Delivery, Due
from goldseam.vault import seam

LATE = timedelta(minutes=10)
WORDS = {Channel.MAIL: "Mail", Channel.PUSH: "Push"}


def sentences() -> list[tuple[bool, str]]:
    """Each with whether it is well."""
    return [*_failing(), *_nobody_sends(), *_no_mail()] or [(True, "Reminders go out as they should")]


def _failing() -> list[tuple[bool, str]]:
    """What was tried in vain and waits for another try."""
    waiting = Delivery.objects.filter(state=Delivery.WAITING, failing_since__isnull=False, due__state=Due.WAITING)
    by_way = waiting.values("channel__way").annotate(many=Count("pk"), since=Min("failing_since"))
    return [
        (False, f"{WORDS[row['channel__way']]} could not be sent since {row['since']:%Y-%m-%d %H:%M} UTC: "
                f"{row['many']} {'message waits' if row['many'] == 1 else 'messages wait'}")
        for row in by_way.order_by("channel__way")
    ]  # fmt: skip


def _nobody_sends() -> list[tuple[bool, str]]:
    """What is long due and was never tried: no worker runs."""
    late = Due.objects.filter(state=Due.WAITING, attempts=0, next_try__lt=seam.now() - LATE).count()
    if not late:
        return []
    start = "goldseam worker" if settings.REMINDERS_ELSEWHERE else "goldseam serve"
    return [(False, f"{late} {'reminder is' if late == 1 else 'reminders are'} late. Nobody sends them: start {start}")]


def _no_mail() -> list[tuple[bool, str]]:
    if settings.MAIL_IS_SET or not Channel.objects.filter(way=Channel.MAIL).exists():
        return []
    return [(False, "Somebody wants reminders by mail, but no mail server is set: see GOLDSEAM_MAIL_URL")]
