"""How often a couple of whom nothing changed would be told of a real change: at most one in twenty over twelve looks.

Both look every time; a couple counts as told when either partner is, once. Worlds are drawn by the rule's own formula,
true score plus error, and judged by `compare` itself for some couples and by the same rule in arrays for many.
GOLDSEAM_PROVE=1 draws many more, for docs/algorithms/change.md.
"""

import os
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from goldseam.engines.measures.instruments.change import Change, compare, error_of, half_a_step, limit
from goldseam.engines.measures.instruments.load import all_rules
from goldseam.engines.measures.instruments.rule import Norm, Reliability, Rule

PROVE = bool(os.environ.get("GOLDSEAM_PROVE"))
COUPLES = 400_000 if PROVE else 30_000
JUDGED_ONE_BY_ONE = 20_000 if PROVE else 500
SEED = 58
REAL = frozenset({"improved", "recovered", "worse", "rose", "fell"})

Errors = NDArray[np.float64]


def errors(generator: np.random.Generator, couples: int, looks: int) -> Errors:
    """Errors of measurement in errors of a difference: couples × partners × (first look + looks)."""
    return generator.normal(0, np.sqrt(0.5), (couples, 2, looks + 1))


def told(noise: Errors, seen: NDArray[np.bool_] | None = None) -> float:
    """The share of couples of whom either partner is ever told of a real change; an unseen look was left out."""
    couples, partners, looks = noise.shape
    away = noise[:, :, 1:] - noise[:, :, :1]
    taken = np.zeros((couples, partners), dtype=int)
    before = np.zeros((couples, partners))
    ever = np.zeros(couples, dtype=bool)
    for look in range(looks - 1):
        here = np.ones((couples, partners), dtype=bool) if seen is None else seen[:, :, look]
        taken += here
        needed = np.array([limit(n) for n in range(looks)])[taken]
        both = np.minimum(np.abs(before), np.abs(away[:, :, look])) > needed
        alike = np.sign(before) == np.sign(away[:, :, look])
        ever |= (here & both & alike & (taken > 1)).any(axis=1)
        before = np.where(here, away[:, :, look], before)
    return float(ever.mean())


def allowed(share: float, couples: int = COUPLES) -> float:
    """The bar and three standard errors of the simulation."""
    return share + 3 * float(np.sqrt(share * (1 - share) / couples))


def test_at_most_one_unchanged_couple_in_twenty_is_told_of_a_real_change_over_twelve_looks() -> None:
    share = told(errors(np.random.default_rng(SEED), COUPLES, 12))
    print(f"seed {SEED}, {COUPLES} couples: {share:.4f}")
    assert share <= allowed(0.05)
    assert share >= 0.03, "a rule that never speaks would pass too"


@pytest.mark.parametrize(("looks", "bar"), [(2, 0.01), (4, 0.02), (6, 0.03), (8, 0.04), (24, 0.07), (52, 0.08)])
def test_fewer_looks_raise_fewer_alarms_and_a_year_of_weeks_not_many_more(looks: int, bar: float) -> None:
    share = told(errors(np.random.default_rng(SEED + looks), COUPLES // 2, looks))
    print(f"{looks} looks: {share:.4f}")
    assert share <= allowed(bar, COUPLES // 2)


@pytest.mark.parametrize("missing", [0.3, 0.6])
def test_missed_looks_raise_no_more_alarms(missing: float) -> None:
    generator = np.random.default_rng(SEED)
    noise = errors(generator, COUPLES, 12)
    share = told(noise, generator.random((COUPLES, 2, 12)) >= missing)
    print(f"{missing:.0%} missed: {share:.4f}")
    assert share <= allowed(0.05)


def test_without_the_second_look_half_of_all_couples_would_be_told() -> None:
    """What the rule is for: one look beyond 1.96 is enough to frighten, or delight, every second couple in a year."""
    noise = errors(np.random.default_rng(SEED), COUPLES, 12)
    once = (np.abs(noise[:, :, 1:] - noise[:, :, :1]) > 1.96).any(axis=(1, 2)).mean()
    assert 0.5 < once < 0.57


def with_reliability(rule: Rule, scale: str, value: float, sd: float) -> Rule:
    return replace(
        rule,
        change=(),
        norms=(Norm(scale, None, sd, None, "us", rule.scoring),),
        reliability=(Reliability(scale, "retest", value, 28, "us", rule.scoring),),
    )


@pytest.mark.parametrize(
    ("name", "reliability", "sd"),
    [("crs", 0.6, 18), ("crs", 0.95, 18), ("rdas", 0.9, 9), ("phq-4", 0.84, 2.1), ("kmss", 0.7, 3), ("pss-4", 0.5, 3)],
)
def test_the_same_holds_of_scores_as_answers_give_them_judged_by_the_code_itself(
    name: str, reliability: float, sd: float
) -> None:
    """True scores and errors are drawn, rounded where answers are whole, and kept within the scale."""
    rule = with_reliability(all_rules()[name], "total", reliability, sd)
    scale = rule.scales["total"]
    generator = np.random.default_rng(SEED)
    true = generator.normal((scale.low + scale.high) / 2, sd * np.sqrt(reliability), (JUDGED_ONE_BY_ONE, 2, 1))
    noise = generator.normal(0, sd * np.sqrt(1 - reliability), (JUDGED_ONE_BY_ONE, 2, 13))
    whole = half_a_step(rule, scale) > 0
    scores = np.clip(np.round(true + noise) if whole else true + noise, scale.low, scale.high)
    share = np.mean([any(is_ever_told(rule, person) for person in couple) for couple in scores])
    print(f"{name}, reliability {reliability}: {share:.4f}")
    assert share <= allowed(0.05, JUDGED_ONE_BY_ONE)


def is_ever_told(rule: Rule, scores: NDArray[np.float64]) -> bool:
    looks = [(28 * index, float(score)) for index, score in enumerate(scores)]
    return any(is_real(compare(rule, "total", looks[:until])) for until in range(3, len(looks) + 1))


def is_real(answer: object) -> bool:
    return isinstance(answer, Change) and answer.kind in REAL


def test_arrays_and_code_judge_alike() -> None:
    rule = all_rules()["crs"]
    error = error_of(rule, "total")
    assert error is not None
    noise = errors(np.random.default_rng(SEED), 300, 24)
    scores = np.clip(50 + noise * error.of_a_difference, 0, 100)
    one_by_one = np.mean([any(is_ever_told(rule, person) for person in couple) for couple in scores])
    assert one_by_one == told((scores - 50) / error.of_a_difference)


def test_an_alpha_taken_for_a_retest_raises_far_more_alarms() -> None:
    """Why the lower of both is used, and why a page says which: .94 in one sitting, .85 from month to month."""
    noise = errors(np.random.default_rng(SEED), COUPLES, 12) * np.sqrt((1 - 0.85) / (1 - 0.94))
    assert told(noise) > 0.3


def test_a_lasting_change_of_three_errors_is_found_by_most() -> None:
    """Who changed by three errors before the second look is told so within a year in more than four cases of five."""
    noise = errors(np.random.default_rng(SEED), COUPLES, 12)
    noise[:, :, 1:] += 3
    share = told(noise[:, :1])
    print(f"three errors: {share:.4f}")
    assert share > 0.8
