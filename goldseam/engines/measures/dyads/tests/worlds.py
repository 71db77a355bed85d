"""Couples drawn from known figures, for tests."""

from __future__ import annotations

import numpy as np

from goldseam.engines.measures.dyads.model import Model, Numbers, Who
from goldseam.engines.measures.dyads.reading import Table

RANDOM = np.array([[1.2, 0.1, 0.6, 0.0], [0.1, 0.09, 0.03, 0.02], [0.6, 0.03, 0.9, 0.05], [0.0, 0.02, 0.05, 0.06]])
ERRORS = np.array([[0.5, 0.2], [0.2, 0.4]])
EFFECTS = {"level": (5.0, 4.5), "own": (0.4, 0.3), "partner's": (0.2, 0.1)}


def diary_table(
    draw: np.random.Generator,
    couples: int,
    days: int,
    *,
    random: Numbers = RANDOM,
    missing: float = 0.0,
    units: tuple[float, float] = (1.0, 1.0),
    far: tuple[float, float] = (0.0, 0.0),
) -> Table:
    """A diary of `couples` over `days`, outcome “calm” and predictor “heard” in `units` and `far` from nought."""
    x = draw.normal(size=(couples, days, 2))
    x -= x.mean(axis=1, keepdims=True)
    root = _root(random)
    b = draw.normal(size=(couples, 4)) @ root.T
    e = draw.normal(size=(couples, days, 2)) @ np.linalg.cholesky(ERRORS).T
    y = np.empty_like(x)
    for side in (0, 1):
        level = EFFECTS["level"][side] + b[:, 2 * side, None]
        own = (EFFECTS["own"][side] + b[:, 2 * side + 1, None]) * x[..., side]
        y[..., side] = level + own + EFFECTS["partner's"][side] * x[..., 1 - side] + e[..., side]
    gone = draw.random(y.shape) < missing
    couple, day, place = (index.ravel() for index in np.indices(y.shape))
    calm = [
        None if lost else repr(float(value))
        for lost, value in zip(gone.ravel(), (y * units[0] + far[0]).ravel(), strict=True)
    ]
    return Table.of(
        {
            "pair": [f"c{number}" for number in couple],
            "who": [f"c{number}-{which}" for number, which in zip(couple, place, strict=True)],
            "side": [("harbour", "hill")[which] for which in place],
            "day": list(day),
            "calm": calm,
            "heard": [repr(float(value)) for value in (x * units[1] + far[1]).ravel()],
        }
    )


def _root(covariance: Numbers) -> Numbers:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))


def any_model(draw: np.random.Generator, *, who: Who, random: int = 2) -> Model:
    """A small model of whatever shape, with days on which one or both are missing."""
    couples, days = int(draw.integers(5, 9)), int(draw.integers(3, 6))
    occasions, effects = couples * days, 3
    there = draw.random((occasions, 2)) < 0.8
    there[::days] = True
    if who == "lone":
        there[:, 1] = False
    fixed = draw.normal(size=(occasions, 2, effects))
    fixed[..., 0] = 1
    z = draw.normal(size=(occasions, 2, random))
    blocks = (random,) if random < 2 or draw.random() < 0.5 else (1, random - 1)
    return Model(
        outcome=draw.normal(size=(occasions, 2)) + fixed @ draw.normal(size=effects),
        fixed=fixed,
        random=z,
        couple=np.repeat(np.arange(couples), days),
        there=there,
        fixed_names=tuple(f"effect {place}" for place in range(effects)),
        random_names=tuple(f"random {place}" for place in range(random)),
        blocks=blocks if random else (),
        who=who,
    )
