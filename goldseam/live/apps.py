from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "goldseam.live"
    label = "live"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from goldseam.live import bell
        from goldseam.people import announcing
        from goldseam.vault.models import Session

        announcing.on_given(lambda circle: bell.ring(circle, circle.pk))
        announcing.on_seats(bell.ask_again)
        announcing.count_by(bell.counts)
        post_delete.connect(_sign_in_ended, sender=Session, dispatch_uid="live: a sign-in ended")


def _sign_in_ended(instance: object, **_: object) -> None:
    """Signed out, ended from another device, erased, over: however the row went, its streams end."""
    from goldseam.live import bell
    from goldseam.vault.models import Session

    assert isinstance(instance, Session)
    bell.ask_again(instance.pk)
