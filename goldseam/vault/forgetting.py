"""When a holder goes: everything that opens is destroyed. What others must check may need their public halves."""

from django.db import transaction

from goldseam.vault import kept, ledger, mine, walks
from goldseam.vault.errors import VaultError
from goldseam.vault.fields import Sealed
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Grant, Holder, Invite, KeyChange, Mine, RowWrap, SeenHead


@transaction.atomic
def forget(keyring: Keyring) -> None:
    """Destroys every wrap, session and private row of this holder, and every circle that nobody else is in.

    Where another member stays, the public keys stay: without them the other could no longer check the record of what
    both had. Those rows carry no name and open nothing.
    """
    holder = Holder.objects.select_for_update().get(pk=keyring.holder_id)
    ledger.note_forgotten(keyring)
    kept.forget(keyring.holder_id)
    walks.forget(keyring.holder_id)
    for circle in Circle.objects.filter(grants__holder=holder).distinct():
        if not others_in(circle, holder):
            circle.delete()
    _take_back_shared(keyring)
    if not Circle.objects.filter(grants__holder=holder).exists():
        holder.delete()
        return
    _empty(holder)


def _take_back_shared(keyring: Keyring) -> None:
    """So that the record which the other keeps says that these rows went. A spoiled one keeps nobody from going."""
    shown = RowWrap.objects.filter(table=mine.TABLE).values_list("row", flat=True).distinct()
    for row_id in Mine.objects.filter(owner_id=keyring.holder_id, pk__in=list(shown)).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                mine.erase(keyring, row_id)
        except VaultError:
            continue


def others_in(circle: Circle, holder: Holder) -> bool:
    """Is anybody else given a key of this circle?"""
    return Grant.objects.filter(circle=circle).exclude(holder=holder).exists()


def _empty(holder: Holder) -> None:
    RowWrap.objects.filter(
        table=Mine._meta.label_lower, row__in=list(holder.mine.values_list("pk", flat=True))
    ).delete()
    for things in (holder.bundles, holder.sessions, holder.pendings, holder.mine, holder.grants):
        things.all().delete()
    SeenHead.objects.filter(holder=holder).delete()
    Invite.objects.filter(inviter=holder).delete()
    # An invitation that this holder took stays: whoever invited has yet to clear the record of what they left there.
    sealed = [column.name for column in KeyChange._meta.local_fields if isinstance(column, Sealed)]
    holder.key_changes.update(**dict.fromkeys(sealed, b""))
    holder.pin, holder.mine_sum, holder.mine_index = None, b"", None
    holder.save()
