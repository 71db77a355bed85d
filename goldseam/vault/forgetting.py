"""When a holder goes: everything that opens is destroyed. What others must check may need their public halves."""

from django.db import transaction

from goldseam.vault.fields import Sealed
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Grant, Holder, Invite, KeyChange, SeenHead


@transaction.atomic
def forget(keyring: Keyring) -> None:
    """Destroys every wrap, session and private row of this holder, and every circle that nobody else is in.

    Where another member stays, the public keys stay: without them the other could no longer check the record of what
    both had. Those rows carry no name and open nothing.
    """
    holder = Holder.objects.select_for_update().get(pk=keyring.holder_id)
    for circle in Circle.objects.filter(grants__holder=holder).distinct():
        if not others_in(circle, holder):
            circle.delete()
    if not Circle.objects.filter(grants__holder=holder).exists():
        holder.delete()
        return
    _empty(holder)


def others_in(circle: Circle, holder: Holder) -> bool:
    """Is anybody else given a key of this circle?"""
    return Grant.objects.filter(circle=circle).exclude(holder=holder).exists()


def _empty(holder: Holder) -> None:
    for things in (holder.bundles, holder.sessions, holder.pendings, holder.mine, holder.grants):
        things.all().delete()
    SeenHead.objects.filter(holder=holder).delete()
    Invite.objects.filter(inviter=holder).delete()
    Invite.objects.filter(joiner=holder).delete()
    sealed = [column.name for column in KeyChange._meta.local_fields if isinstance(column, Sealed)]
    holder.key_changes.update(**dict.fromkeys(sealed, b""))
    holder.pin, holder.mine_sum = None, b""
    holder.save()
