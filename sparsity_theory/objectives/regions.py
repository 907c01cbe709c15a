"""Extremes of an objective over the three sets of points that Theorem A0 compares."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import S, binomial

from sparsity_theory.exact.constants import compare, sign
from sparsity_theory.objectives.extremes import (
    UNKNOWN,
    ZERO,
    Bound,
    bottom,
    exactly,
    one_sided,
    scaled,
    top,
    total,
)
from sparsity_theory.objectives.nodes import COUNT, ERROR, Node, decided, number
from sparsity_theory.objectives.profiles import Profile, constant, profile
from sparsity_theory.objectives.sums import ObjectiveSum, collected, common, row_profile, summed


@dataclass(frozen=True)
class Region:
    """Points with a given number of active rows, with e = 0 or with any e > 0."""

    active: int
    exact: bool


def extreme(node: Node, kappa: int, region: Region, *, above: bool) -> Bound:
    """The supremum (above) or the infimum of the objective over a region.

    >>> from sparsity_theory.objectives.language import read
    >>> node = read("e + sum(s[1:])", 3, 3, 1)
    >>> str(extreme(node, 3, Region(1, exact=True), above=True))
    '0'
    """
    found = _sum_on(node, kappa, region)
    fixed = summed(found.constants)
    if fixed is None:
        return UNKNOWN
    error = _side_of(row_profile(found.error), above=above)
    parts = _power_parts(found, kappa, region.active, above=above)
    if fixed is S.Infinity:  # where the rest is finite
        return UNKNOWN if UNKNOWN in [error, *parts] else exactly(S.Infinity)
    powers = total(parts)
    if sum(part is not ZERO for part in parts) > 1:  # not independent: no more than a bound
        powers = one_sided(powers, above=above)
    return total([exactly(fixed), error, powers])


def _sum_on(node: Node, kappa: int, region: Region) -> ObjectiveSum:
    """The objective on the region as a sum, written so that as little as possible is coupled."""
    m = region.active
    values = {COUNT: number(m)}
    positive = {ERROR}
    if region.exact:
        values[ERROR] = number(0)
    if m == 0:
        values |= {f"{letter}{k}": number(0) for letter in "ps" for k in range(1, kappa + 1)}
    positive |= {f"s{k}" for k in range(1, m + 1)}
    if m == kappa:
        positive |= {f"p{k}" for k in range(1, kappa + 1)}
    on_region = decided(node.substituted(values), frozenset(positive))
    found = collected(on_region, kappa)
    if not found.coupled or m == 0:
        return found
    zeros = {f"s{k}": number(0) for k in range(m + 1, kappa + 1)}
    again = collected(decided(on_region.substituted(zeros), frozenset(positive)), kappa)
    return again if not again.coupled else found


def _power_parts(found: ObjectiveSum, kappa: int, active: int, *, above: bool) -> list[Bound]:
    """Extremes of the parts that depend on the powers; ZERO stands for a part that is absent."""
    parts = [
        _rows(found, kappa, active, above=above) if found.rows else ZERO,
        _sorted_rows(found, kappa, active, above=above) if found.sorted_rows else ZERO,
    ]
    for weight, ratio in found.ratios:
        side = _side(weight)
        if side is None:
            parts.append(UNKNOWN)
        elif side:
            parts.append(_weighted(ratio.extreme(active, above=above == (side > 0)), weight))
    for weight, node in found.symmetric:
        side = _side(weight)
        if side is None:
            parts.append(UNKNOWN)
        elif side:
            bound = _symmetric(node, kappa, active, above=above == (side > 0))
            parts.append(_weighted(bound, weight))
    return parts + [UNKNOWN for _ in found.coupled]


def _side(weight: Node) -> int | None:
    value = constant(weight)
    return None if value is None or value is S.Infinity else sign(value)


def _weighted(bound: Bound, weight: Node) -> Bound:
    value = constant(weight)
    assert value is not None
    return scaled(bound, value)


def _rows(found: ObjectiveSum, kappa: int, active: int, *, above: bool) -> Bound:
    """Any rows may be the active ones: the values at 0, and the best choice of rises."""
    profiles = [row_profile(found.rows.get(k)) for k in range(1, kappa + 1)]
    zeros = total([p.zero for p in profiles])
    if zeros.value is None and active < kappa:
        return UNKNOWN
    if active == kappa:
        return total([_side_of(p, above=above) for p in profiles])
    rises = [_rise(p, above=above) for p in profiles]
    chosen = top(rises, active) if above else bottom(rises, active)
    return total([zeros, chosen])


def _rise(p: Profile, *, above: bool) -> Bound:
    """Of h - h(0) over u > 0."""
    if p.zero.value is None or p.zero.value in (S.Infinity, S.NegativeInfinity):
        return UNKNOWN
    return total([_side_of(p, above=above), scaled(p.zero, S.NegativeOne)])


def _side_of(p: Profile, *, above: bool) -> Bound:
    return p.supremum if above else p.infimum


def _sorted_rows(found: ObjectiveSum, kappa: int, active: int, *, above: bool) -> Bound:
    """The largest `active` powers are positive, in descending order, and the others are 0.

    The sum of the extremes of the rows is a bound. It is the extreme where the order costs
    nothing: where the rows whose functions are pushed to oo come before those that are pushed
    to 0. Attained extremes are then attained together, by large powers and by small ones.
    """
    rows = [row_profile(found.sorted_rows.get(k)) for k in range(1, kappa + 1)]
    whole = total(
        [_side_of(p, above=above) for p in rows[:active]] + [p.zero for p in rows[active:]]
    )
    wanted = [p.direction for p in rows[:active] if p.direction != 0]
    if None in wanted and len(wanted) > 1:
        return one_sided(whole, above=above)
    up = 1 if above else -1  # the direction in which large powers are best
    if None not in wanted and wanted != sorted(wanted, key=lambda found: found != up):
        return one_sided(whole, above=above)
    return whole


def _symmetric(node: Node, kappa: int, active: int, *, above: bool) -> Bound:
    """The sum over sets of j rows of products of f, where f(0) = 0 and f >= 0.

    With fewer than j active rows every product has a factor 0. With m >= j there are C(m, j)
    products of positive powers, each nondecreasing in every f: the extremes are those of f,
    reached together.
    """
    function = common(node.parts, kappa)
    assert function is not None
    assert isinstance(node.data, int)
    f = profile(function, next(iter(function.variables)))
    least = f.infimum.bracket.low
    if f.zero.value is None or compare(f.zero.value, S.Zero) != 0 or sign(least) == -1:
        return UNKNOWN
    if active < node.data:
        return exactly(S.Zero)
    side = _side_of(f, above=above)
    sets = binomial(active, node.data)
    if side.value is None:
        return UNKNOWN
    # At an infimum of 0 a product is 0 as soon as one factor is: attained together all the same.
    return exactly(sets * side.value**node.data, attained=side.attained)
