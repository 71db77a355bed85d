"""A fit and a study as lines of text, for who reads them at a prompt."""

from __future__ import annotations

from collections.abc import Iterator

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.coordination import Coordination, Study
from goldseam.engines.measures.dyads.fit import Fit, Spread


def fit(found: Fit) -> Iterator[str]:
    level = found.effects[0].band.level
    who = "couples" if len(found.errors.names) == 2 else "people"
    yield f"{found.method}, {found.couples} {who}, {found.answers} answers used, {found.left_out} left out"
    yield f"log-likelihood {found.likelihood:.4f}"
    yield from (f"Note: {note}" for note in found.notes)
    yield ""
    wide = max(len(effect.name) for effect in found.effects)
    yield f"{'effect':<{wide}}  {'estimate':>11}  {'se':>10}  {'df':>8}  {'t':>7}  {'p':>6}  {level:.0%} band"
    for effect in found.effects:
        figures = f"{effect.estimate:>11.5g}  {effect.se:>10.4g}  {effect.df:>8.1f}  {effect.t:>7.2f}  {_p(effect.p)}"
        yield f"{effect.name:<{wide}}  {figures}  {effect.band.low:.5g} to {effect.band.high:.5g}"
    if found.couples_differ.names:
        yield ""
        yield from _spread(f"how {who} differ", found.couples_differ)
    yield ""
    yield from _spread("what is left from day to day", found.errors)


def _p(p: float) -> str:
    return "<.0001" if p < 0.0001 else f"{p:>6.4f}"


def _spread(title: str, spread: Spread) -> Iterator[str]:
    wide = max(len(title), *(len(name) for name in spread.names))
    yield f"{title:<{wide}}  {'sd':>10}  correlations with those above"
    for place, name in enumerate(spread.names):
        above = "  ".join(f"{value:>6.3f}" for value in spread.correlations[place, :place])
        yield f"{name:<{wide}}  {spread.deviations[place]:>10.4g}  {above}".rstrip()


def study(found: Study) -> Iterator[str]:
    one, other = found.roles or ("one", "other")
    known = {name: figures for name, figures in found.couples.items() if isinstance(figures, Coordination)}
    yield f"{len(known)} couples; {len(found.couples) - len(known)} have too little to say anything"
    yield ""
    yield f"{'adjusted R²':<18}{'least':>9}{'1st q.':>9}{'median':>9}{'mean':>9}{'3rd q.':>9}{'greatest':>10}"
    names = {"r2_inertia": "inertia", "r2_coordination": "coordination", "r2_both": "both"}
    for name, figures in found.summary().items():
        yield f"{names[name]:<18}" + "".join(f"{figure:>9.4f}" for figure in figures)
    yield ""
    yield f"couple\tinertia {one}\tinertia {other}\tcoordination {one}\tcoordination {other}\tR²\tanswers"
    for name, couple in found.couples.items():
        if isinstance(couple, NotEnough):
            yield f"{name}\t{couple.reason}"
            continue
        told = "\t".join(f"{figure:.4f}" for figure in (*couple.inertia, *couple.coordination, couple.r2_both))
        yield f"{name}\t{told}\t{couple.rows}"
