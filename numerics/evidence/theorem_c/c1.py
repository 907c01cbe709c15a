"""Certified instances of Theorem C: the logarithms at concrete, small gamma."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import at_most, equal, less
from numerics.evidence.exact_codes import Measured, dense, sparse, zero
from numerics.evidence.theorem_4.theorem_4 import rational_below
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.theorem_c.theorem_c1 import exact, u, zeros
from sparsity_theory.statements.theorem_c.theorem_c2 import P, p
from sparsity_theory.statements.theorem_c.theorem_c3 import e_0, rho

_CLOSE = (Fraction(99, 100), Fraction(101, 100))
_DIMENSIONS = (Dimensions(12, 5, 3), Dimensions(3, 2, 1))


def _reduced(point: Measured, weight: Fraction, variance: Fraction) -> arb:
    """The loss d L_{g,h} of a point with (d + beta kappa) log gamma subtracted."""
    rows = sum((_log1p(power / variance) for power in point.powers), arb(0))
    return point.d * _log1p(point.error / variance) + ball(weight) * rows


def _log1p(value: Fraction) -> arb:
    return ball(1 + value).log()


def _sizes(dims: Dimensions) -> dict[sympy.Symbol, Value]:
    return {d: dims.d, kappa: dims.kappa, r: dims.r}


def _title(dims: Dimensions) -> str:
    return f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$"


@precision(4 * BITS)
def _check_c1(parts: Parts) -> Report:
    bounds = [_term_bounds(parts, Fraction(u)) for u in ("1/1000", "1/2", "7")]
    limits = [_limits(parts, dims) for dims in _DIMENSIONS]
    return Report((*bounds, *limits, *(_threshold(parts, dims) for dims in _DIMENSIONS)))


def _term_bounds(parts: Parts, power: Fraction) -> Step:
    found = []
    for small in (Fraction(1, 100), Fraction(1, 10**40)):
        values = {u: power, gamma: small}
        term, low, high = (enclose(parts[x], values, 4 * BITS) for x in ("term", "lower", "upper"))
        found += [less(low, term), less(term, high)]
    text = f"$u={power}$, $\\gamma = 10^{{-2}}, 10^{{-40}}$: the term is between its bounds."
    return step(text, parts["term"], "balls", all_of(found))


_TINY = Fraction(1, 10**200)


def _normalised(parts: Parts, point: Measured, weight: Fraction) -> arb:
    """F_gamma at gamma = 1e-200, from the term of the statement."""

    def term(value: Fraction) -> arb:
        return enclose(parts["term"], {u: value, gamma: _TINY}, 4 * BITS)

    rows = sum((term(power) for power in point.powers), arb(0))
    return point.d * term(point.error) + ball(weight) * rows


def _limit(parts: Parts, point: Measured, weight: Fraction) -> arb:
    inactive = len(point.powers) - point.active
    values: dict[sympy.Symbol, Value] = {
        exact: int(point.error == 0),
        zeros: inactive,
        d: point.d,
        beta: weight,
    }
    return enclose(parts["limit"], values)


def _points(dims: Dimensions) -> tuple[Measured, Measured, Measured]:
    instance = fooling_instance(dims, Fraction(1, 4), Fraction(9))
    return sparse(instance), dense(instance), zero(instance)


def _limits(parts: Parts, dims: Dimensions) -> Step:
    weight = Fraction(1, 2)
    found = [
        at_most(abs(_normalised(parts, x, weight) - _limit(parts, x, weight)), arb("0.05"))
        for x in _points(dims)
    ]
    text = f"{_title(dims)}, $\\gamma=10^{{-200}}$: $F_\\gamma$ is within 0.05 of $F_0$."
    return step(text, parts["limit"], "exact matrices, balls", all_of(found))


def _threshold(parts: Parts, dims: Dimensions) -> Step:
    at = parts["threshold"].subs({d: dims.d, r: dims.r})
    found = []
    for factor, sparse_wins in ((Fraction(9, 10), True), (Fraction(11, 10), False)):
        weight = Fraction(int(at.p), int(at.q)) * factor
        few, many, nothing = (_normalised(parts, x, weight) for x in _points(dims))
        found.append(less(few, many))
        found.append(less(few, nothing) if sparse_wins else less(nothing, few))
    text = f"{_title(dims)}: 10 per cent below the threshold the sparse code wins, above it $Z=0$."
    return step(text, parts["threshold"], "exact matrices, balls", all_of(found))


@precision(BITS)
def _check_c2(parts: Parts) -> Report:
    cases = (
        (Dimensions(12, 5, 3), Fraction(1), Fraction(1, 10**9)),
        (Dimensions(3, 2, 1), Fraction(2), Fraction(1, 100)),
        (Dimensions(3, 2, 1), Fraction(6), Fraction(1, 10)),
    )
    steps: list[Step] = []
    for case in cases:
        steps += [_tight(parts, *case), _rates(parts, *case)]
    return Report((*steps, _tangent(parts)))


def _tight(parts: Parts, dims: Dimensions, weight: Fraction, variance: Fraction) -> Step:
    """Points 1 per cent inside a bound are as good as the sparse code, those outside are not."""
    power = Fraction(4)
    values = {**_sizes(dims), beta: weight, gamma: variance, P: power}
    budget, row, error = (enclose(parts[x], values) for x in ("budget", "row_bound", "error_bound"))
    found = []
    for factor, fits in zip(_CLOSE, (True, False), strict=True):
        rows, errors = rational_below(row) * factor, rational_below(error) * factor
        instance = fooling_instance(dims, rows, power, zero_error=errors)
        found.append(equal(_reduced(sparse(instance), weight, variance), budget))
        for point in (dense(instance), zero(instance)):
            cost = _reduced(point, weight, variance)
            found.append(less(cost, budget) if fits else less(budget, cost))
    return step(
        f"{_title(dims)}, $\\beta={weight}$, $\\gamma={variance}$: $r+1$ rows 1 per cent below the"
        f" row"
        " bound, or $Z=0$ with its error 1 per cent below the error bound, cost less than the"
        " sparse code; 1 per cent above they cost more.",
        parts["budget"],
        "exact matrices, balls",
        all_of(found),
    )


def _rates(parts: Parts, dims: Dimensions, weight: Fraction, variance: Fraction) -> Step:
    values = {**_sizes(dims), beta: weight, gamma: variance, P: Fraction(4)}
    pairs = (("row_bound", "row_rate"), ("error_bound", "error_rate"))
    found = [at_most(enclose(parts[x], values), enclose(parts[y], values)) for x, y in pairs]
    text = f"{_title(dims)}, $\\beta={weight}$, $\\gamma={variance}$: the rates bound the bounds."
    return step(text, parts["row_rate"], "balls", all_of(found))


def _tangent(parts: Parts) -> Step:
    values: dict[sympy.Symbol, Value] = {P: Fraction(2), gamma: Fraction(1, 7)}
    found = []
    for power in (Fraction(0), Fraction(1, 2), Fraction(30)):
        at = {**values, p: power}
        found.append(less(enclose(parts["reduced_row"], at), enclose(parts["tangent"], at)))
    at = {**values, p: Fraction(2)}
    found.append(equal(enclose(parts["reduced_row"], at), enclose(parts["tangent"], at)))
    return step("The tangent at $P=2$ is above.", parts["tangent"], "balls", all_of(found))


@precision(BITS)
def _check_c3(parts: Parts) -> Report:
    cases = (
        (Dimensions(4, 3, 1), (Fraction(2), Fraction(1), Fraction(1, 100), Fraction(1, 10))),
        (Dimensions(12, 5, 3), (Fraction(3), Fraction(9), Fraction(1, 4), Fraction(1))),
    )
    return Report(tuple(_finite(parts, dims, bounds) for dims, bounds in cases))


def _finite(parts: Parts, dims: Dimensions, bounds: tuple[Fraction, ...]) -> Step:
    """At each threshold the alternative that it is about costs more than the sparse code."""
    weight, high, low, error = bounds
    values = {**_sizes(dims), beta: weight, P: high, rho: low, e_0: error}
    instance = fooling_instance(dims, low, high, zero_error=error)
    few = sparse(instance)
    measured = {**values, e_0: zero(instance).error}
    found = []
    pairs = (("gamma_dense", "dense_value", dense), ("gamma_error", "error_value", zero))
    for threshold, name, other in pairs:
        variance = rational_below(enclose(parts[threshold], values))
        at = {**measured, gamma: variance}
        cheap, dear = (_reduced(x, weight, variance) for x in (few, other(instance)))
        found += [
            less(cheap, dear),
            equal(enclose(parts["sparse_value"], at), cheap),
            equal(enclose(parts[name], at), dear),
        ]
    return step(
        f"{_title(dims)}, $\\beta={weight}$, $P={high}$, $\\rho={low}$, $e_0={error}$: at each"
        " threshold the sparse code costs less.",
        parts["gamma_dense"],
        "exact matrices, balls",
        all_of(found),
    )


def _evidence(scope: str, check: Callable[[Parts], Report]) -> tuple[Evidence, ...]:
    return (Evidence(Kind.CERTIFIED, scope, check),)


EVIDENCE = {
    "theorem-c1": _evidence(
        "exact codes at gamma = 1e-200, both sides of the threshold", _check_c1
    ),
    "theorem-c2": _evidence("points on both sides of the bounds", _check_c2),
    "theorem-c3": _evidence("two instances at their thresholds", _check_c3),
}
