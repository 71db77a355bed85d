"""What can't be true at once in a rule: each check names the field, and what contradicts what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from .fields import BadRule
from .rule import Figure, Item, Range, Rule, Scale, exact

Found = Iterator[tuple[str, str]]


def refuse_contradictions(rule: Rule, file: str) -> None:
    """Raises BadRule for the first contradiction, in the order of `CHECKS`."""
    for check in CHECKS:
        for field, contradicts in check(rule):
            raise BadRule(file, field, contradicts)


def _items(rule: Rule) -> Found:
    if not rule.items:
        yield "items", "there is none."
    for index, item in enumerate(rule.items.values()):
        if not item.low < item.high:
            yield f"items[{index}]", f"{item.id} goes from {item.low} to {item.high}, which is no range."
        if item.reverse is not None and exact(item.reverse) != exact(item.low) + exact(item.high):
            yield f"items[{index}].reverse", _turned_out_of_range(item, item.reverse)
        if item.whole and (item.low != int(item.low) or item.high != int(item.high)):
            yield f"items[{index}]", f"{item.id} has whole steps, but goes from {item.low} to {item.high}."


def _turned_out_of_range(item: Item, reverse: float) -> str:
    return (
        f"{reverse} minus an answer runs from {reverse - item.high} to {reverse - item.low}, "
        f"but {item.id} goes from {item.low} to {item.high}."
    )


def _scales(rule: Rule) -> Found:
    if not rule.scales:
        yield "scales", "there is none."
    for scale in rule.scales.values():
        field = f"scales.{scale.id}"
        if not scale.items:
            yield f"{field}.items", "there is none."
        for item in scale.items:
            if item not in rule.items:
                yield f"{field}.items", f"{item!r} is not among the items."
            if scale.items.count(item) > 1:
                yield f"{field}.items", f"{item!r} stands there twice."
        low, high = reach(rule, scale)
        if (exact(scale.low), exact(scale.high)) != (low, high):
            told = f"{scale.low} to {scale.high}"
            yield field, f"is said to go from {told}, but its items give {float(low)} to {float(high)}."


def reach(rule: Rule, scale: Scale) -> tuple[Fraction, Fraction]:
    """The lowest and the highest score that the scale's items can give, exactly."""
    asked = [rule.items[item] for item in scale.items]
    shared = len(asked) if scale.combine == "mean" else 1
    low = sum((exact(item.low) for item in asked), Fraction(0))
    high = sum((exact(item.high) for item in asked), Fraction(0))
    return low / shared, high / shared


def _unused_items(rule: Rule) -> Found:
    counted = {item for scale in rule.scales.values() for item in scale.items}
    for index, item in enumerate(rule.items.values()):
        if item.scored and item.id not in counted:
            yield f"items[{index}]", f"{item.id} is in no scale and is not marked as unscored."
        if not item.scored and item.id in counted:
            yield f"items[{index}].scored", f"{item.id} is marked as unscored, but a scale counts it."


def _missing(rule: Rule) -> Found:
    if not 0 < rule.share <= 1:
        yield "missing", f"a share of {rule.share} of the items can't be asked for; it goes from above 0 to 1."


def _known_scales(rule: Rule) -> Found:
    for name, index, figure in _placed(rule):
        if figure.scale not in rule.scales:
            yield f"{name}[{index}].scale", f"{figure.scale!r} is not among the scales."
        if figure.source not in rule.sources:
            yield f"{name}[{index}].source", f"{figure.source!r} is not among the sources."


def _placed(rule: Rule) -> Iterator[tuple[str, int, Figure]]:
    lists: dict[str, Sequence[Figure]] = {
        "cutoffs": rule.cutoffs,
        "ranges": rule.ranges,
        "norms": rule.norms,
        "reliability": rule.reliability,
        "change": rule.change,
    }
    for name, figures in lists.items():
        for index, figure in enumerate(figures):
            yield name, index, figure


def _sources(rule: Rule) -> Found:
    if rule.scoring not in rule.sources:
        yield "scoring", f"{rule.scoring!r} is not among the sources."
    used = {rule.scoring, *(figure.source for figure in rule.figures)}
    for name in rule.sources:
        if name not in used:
            yield f"sources.{name}", "no figure comes from it."


def _cutoffs(rule: Rule) -> Found:
    for index, cut in enumerate(rule.cutoffs):
        scale = rule.scales[cut.scale]
        if not scale.low < cut.at <= scale.high:
            yield f"cutoffs[{index}].at", f"{cut.at} parts nobody: {scale.id} goes from {scale.low} to {scale.high}."
        if cut.says == "distressed" and scale.better == ("higher" if cut.beyond == "from" else "lower"):
            yield (
                f"cutoffs[{index}].beyond",
                f"{cut.says!r} lies on the side that scales.{scale.id}.better calls better.",
            )
    for (first, one), (second, other) in combinations(enumerate(rule.cutoffs), 2):
        if (one.scale, one.says) == (other.scale, other.says) and one.beyond != other.beyond:
            yield f"cutoffs[{second}].beyond", f"{other.says!r} lies on the other side in cutoffs[{first}]."


def _ranges(rule: Rule) -> Found:
    for index, part in enumerate(rule.ranges):
        scale = rule.scales[part.scale]
        if not scale.low <= part.low <= part.high <= scale.high:
            told = f"{part.low} to {part.high}"
            yield f"ranges[{index}]", f"{told} does not lie within {scale.low} to {scale.high} of {scale.id}."
    for (first, one), (second, other) in combinations(enumerate(rule.ranges), 2):
        if _overlap(one, other):
            yield f"ranges[{second}]", f"{other.low} to {other.high} overlaps ranges[{first}], {one.low} to {one.high}."


def _overlap(one: Range, other: Range) -> bool:
    return one.scale == other.scale and one.low <= other.high and other.low <= one.high


def _norms(rule: Rule) -> Found:
    for index, norm in enumerate(rule.norms):
        scale = rule.scales[norm.scale]
        if norm.mean is None and norm.sd is None:
            yield f"norms[{index}]", "has neither a mean nor an sd."
        if norm.mean is not None and not scale.low <= norm.mean <= scale.high:
            yield f"norms[{index}].mean", f"{norm.mean} lies outside {scale.low} to {scale.high} of {scale.id}."
        if norm.sd is not None and not 0 < norm.sd <= (scale.high - scale.low) / 2:
            widest = (scale.high - scale.low) / 2
            yield (
                f"norms[{index}].sd",
                f"{norm.sd} can't be: scores in the range of {scale.id} spread by {widest} at most.",
            )


def _reliability(rule: Rule) -> Found:
    for index, known in enumerate(rule.reliability):
        if not 0 < known.value < 1:
            yield f"reliability[{index}].value", f"{known.value} is no reliability; it lies between 0 and 1."
        if known.kind == "alpha" and len(rule.scales[known.scale].items) < 2:
            yield f"reliability[{index}].kind", f"{known.scale} has one item, and alpha needs two."
        if known.kind == "alpha" and known.days is not None:
            yield f"reliability[{index}].days", "alpha is of one sitting and has no days between."


def _change(rule: Rule) -> Found:
    for index, known in enumerate(rule.change):
        scale = rule.scales[known.scale]
        if not 0 < known.points < scale.high - scale.low:
            yield (
                f"change[{index}].points",
                f"{known.points} is no change within {scale.low} to {scale.high} of {scale.id}.",
            )


CHECKS: tuple[Callable[[Rule], Found], ...] = (
    _items,
    _scales,
    _unused_items,
    _missing,
    _known_scales,
    _sources,
    _cutoffs,
    _ranges,
    _norms,
    _reliability,
    _change,
)
