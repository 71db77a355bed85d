"""Cases worked out by hand: answers in the order of a rule's items (None: left out), and what they come to."""

from collections.abc import Mapping
from typing import NamedTuple

_: float | None = None


class Worked(NamedTuple):
    rule: str
    answers: tuple[float | None, ...]
    totals: Mapping[str, float]
    prorated: tuple[str, ...] = ()


WORKED = (
    # 6 + 15 × 5, the top; 3 + 15 × 2; 13 of 16 (81 %): 3 + 12 × 3 = 39 of a possible 66, so 39 × 81 / 66.
    Worked("csi-16", (6,) + (5,) * 15, {"total": 81}),
    Worked("csi-16", (3,) + (2,) * 15, {"total": 33}),
    Worked("csi-16", (4, 3, 5, 1, 0, 2, 4, 3, 3, 5, 1, 2, 4, 0, 5, 2), {"total": 44}),
    Worked("csi-16", (3,) + (3,) * 12 + (_, _, _), {"total": 39 * 81 / 66}, ("total",)),
    # The item with seven steps left out: 15 × 5 of 75 is still the top, and not 75 × 16 / 15 = 80.
    Worked("csi-16", (_,) + (5,) * 15, {"total": 81}, ("total",)),
    Worked("csi-4", (6, 5, 5, 5), {"total": 21}),
    Worked("csi-4", (3, 2, 4, 1), {"total": 10}),
    Worked("csi-4", (0, 0, 5, 3), {"total": 8}),
    Worked("kmss", (7, 7, 7), {"total": 21}),
    Worked("kmss", (5, 6, 5), {"total": 16}),
    Worked("kmss", (1, 4, 2), {"total": 7}),
    # 10 × 5 + 4 + 3 × 5; item 11 ends at 4. 12 of 14 (86 %): 12 × 3 of 12 × 5, so 36 × 69 / 59 without 13 and 14.
    Worked("rdas", (5,) * 10 + (4,) + (5,) * 3, {"total": 69}),
    Worked("rdas", (4, 3, 4, 5, 3, 4, 2, 3, 4, 3, 2, 3, 4, 3), {"total": 47}),
    Worked("rdas", (4, 3, 4, 5, 3, 4, 2, 3, 4, 3, 3, 3, 4, 3), {"total": 48}),
    Worked("rdas", (3,) * 12 + (_, _), {"total": 36 * 69 / 59}, ("total",)),
    Worked("crs", (70.9,) * 10, {"total": 70.9}),
    Worked("crs", (0, 10, 20, 30, 40, 50, 60, 70, 80, 90), {"total": 45}),
    Worked("crs", (100, 0.5, 99.5, 50, 50, 25, 75, 10, 90, 60), {"total": 56}),
    Worked("crs", (80, 60, 70, 90, 50, 40, 30, 20, _, _), {"total": 55}, ("total",)),
    Worked("phq-4", (0, 0, 0, 0), {"total": 0, "anxiety": 0, "depression": 0}),
    Worked("phq-4", (1, 2, 3, 0), {"total": 6, "anxiety": 3, "depression": 3}),
    Worked("phq-4", (3, 3, 3, 3), {"total": 12, "anxiety": 6, "depression": 6}),
    # One of four left out is 75 %, too few for the sum; the half that is whole still has a score.
    Worked("phq-4", (2, 1, 3, _), {"anxiety": 3}),
    # Items 2 and 3 count 4 − answer: 1 + (4 − 3) + (4 − 1) + 2.
    Worked("pss-4", (1, 3, 1, 2), {"total": 7}),
    Worked("pss-4", (4, 0, 0, 4), {"total": 16}),
    Worked("pss-4", (0, 4, 4, 0), {"total": 0}),
    Worked("dts", (7,) * 8, {"total": 56}),
    Worked("dts", (1, 2, 3, 4, 5, 6, 7, 4), {"total": 32}),
    Worked("dts", (5, 5, 4, 6, 3, 2, 7, _), {"total": 8 + 25 * 48 / 42}, ("total",)),
    Worked("trust-scale", (7,) * 17, {"total": 119}),
    Worked("trust-scale", (1, 2, 3, 4, 5, 6, 7) * 2 + (4, 4, 4), {"total": 68}),
    Worked("trust-scale", (4,) * 14 + (_, _, _), {"total": 68}, ("total",)),
    # Order 1 2 3a 3b 4 5 6 7a 7b 8a 8b; 1 and 5 count nowhere. 7 + 6 + 5; 3a 7a 8a = 2 + 3 + 4; 3b 7b 8b = 8 + 9 + 1.
    Worked(
        "cpq-sf",
        (9, 7, 2, 8, 6, 9, 5, 3, 9, 4, 1),
        {"constructive": 18, "demand-withdraw": 27, "self-demand": 9, "partner-demand": 18},
    ),
    Worked("cpq-sf", (1,) * 11, {"constructive": 3, "demand-withdraw": 6, "self-demand": 3, "partner-demand": 3}),
    # 8b left out: 5 of 6 is enough for the sum of six, 2 of 3 is not. 6 + (1+2+3+4+5 − 5) × 48 / 40.
    Worked(
        "cpq-sf",
        (_, 9, 1, 2, 9, _, 9, 3, 4, 5, _),
        {"constructive": 27, "demand-withdraw": 18, "self-demand": 9},
        ("demand-withdraw",),
    ),
    # Items 1 to 4 count 8 − answer: (1 + 2 + 3 + 4 + 5 + 6) / 6 and (1 + 2 + 6) / 3.
    Worked("ecr-rs", (7, 6, 5, 4, 5, 6, 1, 2, 6), {"avoidance": 3.5, "anxiety": 3}),
    Worked("ecr-rs", (7, 7, 7, 7, 1, 1, 1, 1, 1), {"avoidance": 1, "anxiety": 1}),
    Worked("ecr-rs", (1, 1, 1, 1, 7, _, 7, 7, _), {"avoidance": 7}, ("avoidance",)),
    # Concern turns 2, 4, 5: 3 + (4−1) + 2 + (4−0) + (4−2) + 4 + 1; perspective turns 3: 4 + 3 + (4−1) + 2 + 0 + 1.
    Worked("iri-c", (3, 1, 2, 0, 2, 4, 1, 4, 3, 1, 2, 0, 1), {"concern": 19, "perspective": 13}),
    Worked("iri-c", (4, 0, 4, 0, 0, 4, 4, 4, 4, 0, 4, 4, 4), {"concern": 28, "perspective": 24}),
    Worked("iri-c", (0, 4, 0, 4, 4, 0, _, 0, 0, 4, 0, 0, 0), {"concern": 0, "perspective": 0}, ("concern",)),
    Worked("trim-18", (3,) * 18, {"avoidance": 21, "revenge": 15, "benevolence": 18}),
    Worked(
        "trim-18",
        (1, 2, 3, 4, 5, 1, 2, 5, 4, 3, 2, 1, 2, 2, 3, 3, 4, 4),
        {"avoidance": 18, "revenge": 15, "benevolence": 18},
    ),
    # Four of five: 5 + (2+2+2+2 − 4) × 20 / 16. Five of six: 6 + (5 × 5 − 5) × 24 / 20.
    Worked(
        "trim-18",
        (1,) * 7 + (2, 2, 2, 2, _) + (5, 5, 5, 5, 5, _),
        {"avoidance": 7, "revenge": 10, "benevolence": 30},
        ("revenge", "benevolence"),
    ),
    Worked("ios", (1,), {"closeness": 1}),
    Worked("ios", (4,), {"closeness": 4}),
    Worked("ios", (7,), {"closeness": 7}),
    Worked("e-hits", (1, 1, 1, 1, 1), {"total": 5}),
    Worked("e-hits", (1, 2, 1, 2, 1), {"total": 7}),
    Worked("e-hits", (2, 3, 1, 4, _), {"total": 12.5}, ("total",)),
)
