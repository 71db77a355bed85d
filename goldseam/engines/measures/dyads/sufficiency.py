"""Below what a study's model says nothing.

Ten couples more than there are figures of one kind to learn from couples: a spread learnt from ten is known to within
a fifth (one over the root of twice ten), and a band then reaches 1.8 standard errors instead of 1.6. Below that the
bands grow faster than anybody reads them.
"""

from __future__ import annotations

import numpy as np

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.model import Model

SPARE_COUPLES = 10
LEAST_DAYS = 3
LEAST_TOGETHER = 10


def lacking(model: Model, *, days: bool) -> NotEnough | None:
    """What is missing: “couples” (“people”, where they are alone), “both” (days on which both answered) or “days” (a
    person's, in the middle of all).
    """
    of_one_kind = max(len(model.random_names), len(model.fixed_names) // (2 if model.who == "roles" else 1))
    needed = SPARE_COUPLES + of_one_kind
    if model.couples < needed:
        more = needed - model.couples
        who = "people" if model.who == "lone" else "couples"
        return NotEnough(who, more, f"{who.title()} that can be used: {model.couples}; this model needs {needed}.")
    together = int(model.there.all(axis=1).sum())
    if model.who != "lone" and together < LEAST_TOGETHER:
        reason = f"Both partners answered together {together} times; {LEAST_TOGETHER} are needed to see how errors go."
        return NotEnough("both", LEAST_TOGETHER - together, reason)
    middle = _days_of_a_person(model) if days else LEAST_DAYS
    if middle < LEAST_DAYS:
        reason = f"Half of the people answered on {middle} days or fewer; {LEAST_DAYS} are needed to see anybody vary."
        return NotEnough("days", LEAST_DAYS - middle, reason)
    return None


def _days_of_a_person(model: Model) -> int:
    counts = np.zeros((int(model.couple.max()) + 1, 2), dtype=int)
    np.add.at(counts, model.couple, model.there)
    return int(np.median(counts[counts > 0]))
