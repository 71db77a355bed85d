"""What somebody can't do who writes past the pages: with their own keys, or on the server."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.http import Http404

from conftest import Cast, bring_together
from goldseam.people import actions as people
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.people.rules import Refused as NotHere
from goldseam.statements import access, actions
from goldseam.statements import models as rows
from goldseam.statements.rules import Deed, Refused
from goldseam.statements.tests.two import AGREEMENT, ENDING, LABEL, SENTENCE, now, sign, signed_by_both, write
from goldseam.vault import invites, ours, primitives, verify
from goldseam.vault.errors import Missing, Tampered, VaultError

Pair = tuple[Cast, Cast]


def row_of(version: UUID) -> rows.Version:
    return rows.Version.objects.select_related("circle").get(pk=version)


def forge(who: Cast, version: UUID, **told: object) -> None:
    """A signature as a changed program would seal it, with this person's own keys."""
    about = row_of(version)
    shown = now(who).one(version)
    assert shown is not None
    body = {"place": LABEL, "about": version.hex, "words": shown.words, "deed": "sign"}
    row = rows.Signature(about=about, circle=about.circle, author_id=who.keyring.holder_id)
    ours.write(who.anew().keyring, row, {**body, **told})


def refuses_to_read(pair: Pair, label: str = LABEL) -> None:
    for who in pair:
        with pytest.raises(VaultError):
            now(who, label)


def test_a_version_put_under_another_statement_is_found(pair: Pair) -> None:
    """The server moves Ana's words to where they say something else."""
    ana, ben = pair
    moved, other = write(ana, "One."), write(ben, "Sundays are ours.", label=ENDING)
    rows.Version.objects.filter(pk=moved).update(mark=row_of(other).mark)
    for who in pair:
        with pytest.raises(Tampered):
            now(who, ENDING)


def test_a_signature_moved_to_another_version_is_found(pair: Pair) -> None:
    """Ana signed the first words; the server hangs her name under others."""
    ana, ben = pair
    signed = write(ana, "One.")
    sign(ana, signed)
    other = write(ben, "Two.")
    sign(ben, other)
    rows.Signature.objects.filter(about=signed).update(about=other)
    refuses_to_read(pair)
    with pytest.raises(Tampered):
        access.standings(ana.anew())


def test_an_old_version_with_a_new_signature_is_found(pair: Pair) -> None:
    """Ben seals Ana's name under words by a digest of others."""
    ana, ben = pair
    first, second = write(ana, "One."), write(ana, "Two.")
    older = now(ben).one(first)
    assert older is not None
    forge(ben, second, words=older.words)
    refuses_to_read(pair)


@pytest.mark.parametrize(
    "told", [{"about": UUID(int=5).hex}, {"place": ENDING}, {"deed": "agree"}, {"words": 7}, {"about": 7}]
)
def test_what_another_program_sealed_is_no_signature(pair: Pair, told: dict[str, object]) -> None:
    made = write(pair[0], "One.")
    sign(pair[0], made)
    forge(pair[1], made, **told)
    refuses_to_read(pair)


def test_nobody_writes_or_signs_in_the_others_name(pair: Pair) -> None:
    """Ben's keys under Ana's name: her signature isn't there, so nothing counts and nothing is shown."""
    ana, ben = pair
    made = write(ana, "One.")
    sign(ben, made)
    about = row_of(made)
    version = now(ben).one(made)
    assert version is not None
    row = rows.Signature(about=about, circle=about.circle, author_id=ana.keyring.holder_id)
    ours.write(ben.anew().keyring, row, {"place": LABEL, "about": made.hex, "words": version.words, "deed": "sign"})
    assert row.author_id == ben.keyring.holder_id  # the vault writes who it was
    assert now(ana).standing is None
    rows.Signature.objects.filter(pk=row.pk).update(author=ana.keyring.holder_id)
    refuses_to_read(pair)
    with pytest.raises(Tampered):
        access.standings(ana.anew())


def test_words_in_the_others_name_are_found(pair: Pair) -> None:
    ana, ben = pair
    made = write(ben, "I was wrong.")
    rows.Version.objects.filter(pk=made).update(author=ana.keyring.holder_id)
    refuses_to_read(pair)


def test_an_end_counts_only_where_either_may_end(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "One.")
    forge(ben, made, deed="end")
    assert now(ana).standing is not None
    assert access.standing(ana.anew(), LABEL) is not None
    with pytest.raises(Refused, match="stays"):
        actions.end(ben.anew(), LABEL)


def test_a_signature_taken_away_on_the_disk_is_missed(pair: Pair) -> None:
    """The record knows of the row: `goldseam verify` says so, and no name is made up."""
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    rows.Signature.objects.filter(author=ana.keyring.holder_id).delete()
    assert now(ben).standing is None
    assert verify.everything().faults


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"place": LABEL, "parts": {"sentence": 7}, "based_on": [], "after": []},
        {"place": LABEL, "parts": {"sentence": "x" * 9000}, "based_on": [], "after": []},
        {"place": LABEL, "parts": "sentence", "based_on": [], "after": []},
        {"place": LABEL, "parts": {"sentence": "One."}, "based_on": ["me"], "after": []},
        {"place": 7, "parts": {"sentence": "One."}, "based_on": [], "after": []},
    ],
)
def test_what_another_program_sealed_is_no_version(pair: Pair, body: dict[str, object]) -> None:
    ana, ben = pair
    like = row_of(write(ana, "One."))
    row = rows.Version(circle=like.circle, author_id=ben.keyring.holder_id, mark=like.mark)
    ours.write(ben.anew().keyring, row, body)
    refuses_to_read(pair)


def test_versions_that_lead_in_a_circle_hang_nothing(pair: Pair) -> None:
    """Ben's program says that his words came from what is not there, and from themselves."""
    ana, ben = pair
    like = row_of(write(ana, "One."))
    row = rows.Version(circle=like.circle, author_id=ben.keyring.holder_id, mark=like.mark)
    told = {"place": LABEL, "parts": {"sentence": "Two."}, "based_on": [row.pk.hex, uuid4().hex], "after": [row.pk.hex]}
    ours.write(ben.anew().keyring, row, told)
    assert {each.parts["sentence"] for each in now(ana).heads} == {"One.", "Two."}
    write(ana, "Three.")
    assert len(now(ana).versions) == 3


def test_a_remark_is_bound_to_the_words_it_was_written_for(pair: Pair) -> None:
    ana, ben = pair
    first = write(ana, "One.")
    actions.remark(ben.anew(), first, "Shorter.")
    second = write(ana, "Two.")
    rows.Remark.objects.update(about=second)
    refuses_to_read(pair)


def test_a_stranger_and_a_missing_id_look_alike(pair: Pair, cleo: Cast) -> None:
    made = write(pair[0], "One.")
    for who, version in ((cleo, made), (pair[1], uuid4())):
        for act in (actions.sign, actions.unsign):
            with pytest.raises(Refused) as caught:
                act(who.anew(), version)
            assert caught.value.code in ("gone", "alone")
    with pytest.raises(Http404):
        access.statement_called(cleo.anew(), now(pair[0]).id)
    actions.erase_remark(cleo.anew(), actions.remark(pair[1].anew(), made, "Shorter."))
    assert rows.Remark.objects.count() == 1
    with pytest.raises(Refused, match="not-yours"):
        actions.erase_words(pair[1].anew(), made)


def test_a_new_partner_reads_nothing_of_before(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    people.leave(ana.anew(), Leaving.QUIETLY)
    bring_together(ana, cleo)
    for who in (ana, cleo):
        assert now(who).is_empty
        assert access.standings(who.anew()) == {}


def test_a_new_account_beside_a_lost_one_is_on_the_same_side(pair: Pair, cleo: Cast) -> None:
    """Her words are hers again; at the door she sees nothing; and nobody signs for both sides."""
    ana, ben = pair
    made = write(ana, "One.")
    sign(ana, made)
    words = " ".join(people.invite_beside(ben.anew()))
    people.join(cleo.anew(), invites.keys_of(words), own_name="Ana", agreed_to=RULE_VERSION)
    for who in (cleo, ben):
        assert now(who).is_empty and not now(who).may_write
        with pytest.raises((Refused, NotHere)):
            write(who, "Two.")
    people.let_in(ben.anew())
    version = now(cleo).one(made)
    assert version is not None and version.by_me and version.signed_by_me
    sign(cleo, made)
    assert now(ben).standing is None
    sign(ben, made)
    assert now(cleo).standing is not None
    other = write(cleo, "Two.")
    sign(cleo, other)
    assert now(ben).one(made).signed_by_them is False  # type: ignore[union-attr]


def test_a_copied_disk_does_not_say_what_the_words_are_about(pair: Pair) -> None:
    """A mark is none of the ids or labels that somebody could try out; another pair's is another."""
    ana, _ = pair
    made, other = row_of(write(ana, "One.")), row_of(write(ana, "Two.", label=ENDING))
    again = row_of(write(ana, "Three."))
    assert bytes(made.mark) == bytes(again.mark) != bytes(other.mark)
    names = [kind.label for kind in (SENTENCE, AGREEMENT)] + [str(now(ana, each).id) for each in (LABEL, ENDING)]
    tried = {primitives.digest(name.encode()) for name in names}
    assert bytes(made.mark) not in tried and len(bytes(made.mark)) == 32


def test_deeds_lie_there_in_one_length(pair: Pair) -> None:
    """Whether a row is a yes, a name taken off or an end is not told by its size."""
    ana, ben = pair
    made = signed_by_both(ana, ben, "Sundays are ours.", ENDING)
    sizes = {len(bytes(row.body or b"")) for row in rows.Signature.objects.all()}
    actions.unsign(ana.anew(), made)
    sizes |= {len(bytes(row.body or b"")) for row in rows.Signature.objects.all()}
    actions.end(ben.anew(), ENDING)
    sizes |= {len(bytes(row.body or b"")) for row in rows.Signature.objects.all()}
    assert len(sizes) == 1
    assert Deed.END.value not in str(rows.Signature.objects.values())


def test_a_row_without_its_key_is_missing_and_nobody_hangs(pair: Pair) -> None:
    from goldseam.vault.models import RowWrap

    made = write(pair[0], "One.")
    RowWrap.objects.filter(row=made).delete()
    with pytest.raises(Missing):
        now(pair[1])
