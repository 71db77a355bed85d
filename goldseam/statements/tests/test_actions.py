"""Writing, asking for a change, signing, ending, erasing: what each of the two can do, and what follows from it."""

from __future__ import annotations

from conftest import Cast
from goldseam.statements import access
from goldseam.statements.tests.two import LABEL, now, sign, write

Pair = tuple[Cast, Cast]


def test_what_ana_writes_ben_reads_and_it_counts_when_both_have_signed_it(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "We stop listening when we are tired.")
    read = now(ben).one(made)
    assert read is not None
    assert (read.parts["sentence"], read.by_me) == ("We stop listening when we are tired.", False)
    sign(ana, made)
    assert now(ben).standing is None
    assert access.standing(ben.anew(), LABEL) is None
    sign(ben, made)
    for who in pair:
        standing = now(who).standing
        assert standing is not None
        assert (standing.id, standing.signed_by_both, standing.is_standing) == (made, True, True)
        cheap = access.standing(who.anew(), LABEL)
        assert cheap is not None
        assert (cheap.id, cheap.parts, cheap.signed_by_both) == (made, standing.parts, True)
