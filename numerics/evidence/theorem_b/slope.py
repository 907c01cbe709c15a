"""Certified instances of Theorem B: both sides of every threshold, on exact matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.certificates.instances import Instance, fooling_instance
from numerics.evidence.comparisons import at_most, equal, less
from numerics.evidence.exact_codes import dense, function, loss, sparse, zero
from numerics.evidence.theorem_4.theorem_4 import rational_below
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.notation import M, d, epsilon, gamma, r, tau, u
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b
from sparsity_theory.statements.theorem_b import (
    theorem_b_error,
    theorem_b_exponential,
    theorem_b_near,
    theorem_b_power,
)
from sparsity_theory.statements.theorem_b.theorem_b import e_0, large_rise

# (r, M, epsilon): exact squares, in the regime r M^2 > (r+1) epsilon^2.
_FAR = (
    (1, Fraction(20), Fraction(2)),
    (2, Fraction(3), Fraction(1)),
    (3, Fraction(5), Fraction(1, 2)),
)
_Geometry = tuple[int, Fraction, Fraction]
_CLOSE = (Fraction(99, 100), Fraction(101, 100))


def _values(geometry: _Geometry) -> dict[sympy.Symbol, Value]:
    rank, large, small = geometry
    return {r: rank, M: large, epsilon: small, d: rank + 2, h_0: 0, g_0: 0}


def _instance(geometry: _Geometry, wrong: Fraction | None = None) -> Instance:
    rank, large, small = geometry
    dims = Dimensions(rank + 2, rank + 1, rank)
    return fooling_instance(dims, small**2, large**2, zero_error=wrong)


def _gain(
    penalty: sympy.Expr, geometry: _Geometry, parameter: Mapping[sympy.Symbol, Fraction]
) -> arb:
    """Dense loss minus sparse loss on the instance, times d; g plays no part."""
    exact = {name: sympy.Rational(x.numerator, x.denominator) for name, x in parameter.items()}
    h, g = function(penalty.subs(exact)), function(1 + u)
    found = _instance(geometry)
    few, many = sparse(found), dense(found)
    if few.error or many.error:
        return arb("nan")
    return (loss(g, h, many) - loss(g, h, few)) * few.d


def _title(geometry: _Geometry) -> str:
    rank, large, small = geometry
    return f"$r={rank}$, $M={large}$, $\\epsilon={small}$"


def _both_sides(
    name: str,
    penalty: sympy.Expr,
    parameter: sympy.Symbol,
    threshold: sympy.Expr,
    geometry: _Geometry,
) -> Step:
    """Below the threshold the sparse code wins, above it the dense one."""
    at = enclose(threshold, _values(geometry))
    text = f"{name}, {_title(geometry)}: 1 per cent below and above the threshold."
    if not at > 0:
        return step(text, threshold, "the threshold is positive", less(arb(0), at))
    below, above = (rational_below(at) * factor for factor in _CLOSE)
    return step(
        text,
        threshold,
        "exact matrices, balls for the penalty",
        all_of(
            [
                less(arb(0), _gain(penalty, geometry, {parameter: below})),
                less(_gain(penalty, geometry, {parameter: above}), arb(0)),
            ]
        ),
    )


@precision(BITS)
def _check_slope(parts: Parts) -> Report:
    return Report(tuple(_slope(parts, geometry) for geometry in _FAR))


def _slope(parts: Parts, geometry: _Geometry) -> Step:
    """The capped linear penalty min(C u, 1) meets the bound: it wins iff C exceeds it."""
    _rank, _, small = geometry
    wrong = small**2 / 4
    values = {**_values(geometry), large_rise: 1, e_0: wrong}
    found = []
    for factor in _CLOSE:
        slope = rational_below(enclose(parts["slope"], values)) * factor
        on_error = rational_below(enclose(parts["error_slope"], values)) * factor
        h, g = (function(sympy.Min(_exact(c) * u, 1)) for c in (slope, on_error))
        # rows at the cap for the second comparison, so that phi(M^2) = 1 in both
        few, many, nothing = (f(_instance(geometry, wrong)) for f in (sparse, dense, zero))
        at = {**values, h_a: h(few.powers[0]), h_b: h(many.powers[0]), g_e: g(nothing.error)}
        pairs = (
            (parts["gap"], (loss(g, h, many) - loss(g, h, few)) * few.d),
            (parts["error_gap"], (loss(g, h, nothing) - loss(g, h, few)) * few.d),
        )
        for part, gain in pairs:
            found.append(equal(enclose(part, at), gain))
            found.append(less(arb(0), gain) if factor > 1 else less(gain, arb(0)))
    return step(
        f"{_title(geometry)}, $\\min(Cu,1)$: it wins 1 per cent above the slope and loses below.",
        parts["slope"],
        "exact matrices",
        all_of(found),
    )


def _exact(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


_PARAMETERS = {
    "power": (theorem_b_near.q, Fraction(1, 2)),
    "rational": (tau, Fraction(10**6)),
    "exponential": (tau, Fraction(10**6)),
    "logarithm": (gamma, Fraction(10**6)),
}


@precision(BITS)
def _check_near(parts: Parts) -> Report:
    return Report(tuple(_near(parts, name) for name in _PARAMETERS))


def _near(parts: Parts, name: str) -> Step:
    """At (r+1) eps^2 = r M^2 with r = 8: M = 3, eps^2 = 8; a nearly linear penalty is the worst."""
    symbol, at = _PARAMETERS[name]
    penalty = parts[name]
    large, small = (enclose(penalty, {u: x, symbol: at}) for x in (9, 8))
    gap = enclose(parts["gap"], {r: 8, h_a: large, h_b: small})
    chord = enclose(parts["chord"].subs(epsilon, sympy.sqrt(8)), {M: 3, h_a: large})
    nearly = arb(1) if name == "power" else chord * arb("1.00001")
    return step(
        f"{name}, $r=8$, $M^2=9$, $\\epsilon^2=8$: preferred, and just above the chord.",
        penalty,
        "balls",
        all_of(
            [
                equal(enclose(penalty, {u: 0, symbol: at}), arb(0)),
                equal(gap, 9 * small - 8 * large),
                less(arb(0), gap),
                less(chord, small),
                at_most(small, nearly) if name != "power" else less(arb(0), small),
            ]
        ),
    )


@precision(BITS)
def _check_power(parts: Parts) -> Report:
    p = theorem_b_power.power
    steps = [_both_sides("$u^p$", u**p, p, parts["threshold"], at) for at in _FAR]
    for geometry in _FAR:
        rank, large, small = geometry
        values = {**_values(geometry), p: Fraction(1, 3)}
        ratio = (ball(Fraction(rank + 1, rank)) * (ball(small) / ball(large)) ** (arb(2) / 3)).log()
        steps.append(
            step(
                f"{_title(geometry)}, $p=1/3$: the log of the ratio.",
                parts["log_ratio"],
                "balls",
                equal(enclose(parts["log_ratio"], values), ratio),
            )
        )
    return Report(tuple(steps))


@precision(BITS)
def _check_rational(parts: Parts) -> Report:
    penalty = u / (u + tau)
    steps = [_both_sides("$u/(u+\\tau)$", penalty, tau, parts["threshold"], at) for at in _FAR]
    at = Fraction(1, 3)
    for geometry in _FAR:
        values = {**_values(geometry), tau: at}
        gain = _gain(penalty, geometry, {tau: at})
        product = enclose(parts["factor"] * (parts["threshold"] - tau), values)
        found = [equal(enclose(parts["difference"], values), gain), equal(product, gain)]
        text = f"{_title(geometry)}, $\\tau=1/3$: the difference, and its factor."
        steps.append(step(text, parts["factor"], "exact matrices", all_of(found)))
    return Report(tuple(steps))


@precision(BITS)
def _check_exponential(parts: Parts) -> Report:
    geometries: tuple[_Geometry, ...] = (
        (2, Fraction(4), Fraction(1)),
        (3, Fraction(3, 2), Fraction(1, 2)),
        (2, Fraction(29, 20), Fraction(1)),  # rho barely above 2: delta is nearly 1/2
    )
    return Report(tuple(_exponential(parts, geometry) for geometry in geometries))


def _exponential(parts: Parts, geometry: _Geometry) -> Step:
    _, large, small = geometry
    ratio = (large / small) ** 2
    values = {**_values(geometry), theorem_b_exponential.rho: ratio}
    low, high, delta = (enclose(parts[name], values) for name in ("tau_low", "tau_high", "delta"))
    penalty = 1 - sympy.exp(-u / tau)
    at = Fraction(3, 2)
    y = (-ball(small**2) / ball(at)).exp()
    text = f"{_title(geometry)}: the threshold lies between the bounds, which are tight."
    if not low > 0 or not low < high:
        order = all_of([less(arb(0), low), less(low, high)])
        return step(text, parts["tau_low"], "order of the bounds", order)
    above = rational_below(high) * Fraction(10002, 10000)
    return step(
        text,
        parts["tau_low"],
        "exact matrices, balls for the penalty",
        all_of(
            [
                equal(
                    enclose(parts["function"], {**values, theorem_b_exponential.y: y}),
                    _gain(penalty, geometry, {tau: at}),
                ),
                less(arb(0), _gain(penalty, geometry, {tau: rational_below(low)})),
                less(_gain(penalty, geometry, {tau: above}), arb(0)),
                at_most(delta, arb(1) / 2),
                at_most(high, low * (1 + delta * 2)),
            ]
        ),
    )


@precision(BITS)
def _check_log(parts: Parts) -> Report:
    steps = [_log(parts, geometry) for geometry in _FAR]
    penalty = sympy.log(1 + u / gamma)
    single = _both_sides("$\\log(u+\\gamma)$", penalty, gamma, parts["single"], _FAR[0])
    return Report((*steps, single))


def _log(parts: Parts, geometry: _Geometry) -> Step:
    values = _values(geometry)
    enough, turn, ratio = (enclose(parts[x], values) for x in ("sufficient", "turn", "ratio_bound"))
    penalty = sympy.log(1 + u / gamma)
    gain: Callable[[Fraction], arb] = lambda at: _gain(penalty, geometry, {gamma: at})  # noqa: E731
    slope = sympy.diff(parts["difference"], gamma)
    third = Fraction(1, 3)
    above = rational_below(enough * ratio) * Fraction(10002, 10000)
    return step(
        f"{_title(geometry)}: the sufficient value succeeds, the bound on the ratio does not, and"
        f" the"
        " difference is stationary at the turning point.",
        parts["difference"],
        "exact matrices, balls for the penalty",
        all_of(
            [
                equal(enclose(parts["difference"], {**values, gamma: third}), gain(third)),
                less(arb(0), gain(rational_below(enough))),
                less(gain(above), arb(0)),
                equal(enclose(slope, {**values, gamma: turn}), arb(0)),
                less(gain(rational_below(turn)), arb(0)),
            ]
        ),
    )


# (r, d, M, e_0) with r M^2 > d e_0.
_ERRORS = ((1, 3, Fraction(5), Fraction(1, 2)), (3, 5, Fraction(3), Fraction(2)))


@precision(BITS)
def _check_error(parts: Parts) -> Report:
    families_ = (
        ("u^p", u**theorem_b_error.power, theorem_b_error.power, "power_threshold"),
        ("u/(u+\\tau)", u / (u + tau), tau, "rational_threshold"),
    )
    steps = [
        _error_sides(parts[threshold], name, penalty, parameter, case)
        for name, penalty, parameter, threshold in families_
        for case in _ERRORS
    ]
    return Report((*steps, *(_error_formulas(parts, case) for case in _ERRORS)))


_ErrorCase = tuple[int, int, Fraction, Fraction]


def _error_gain(
    penalty: sympy.Expr, case: _ErrorCase, value: Mapping[sympy.Symbol, Fraction]
) -> arb:
    """Loss of the zero code minus sparse loss on the instance, times d; g = h."""
    rank, size, large, wrong = case
    h = function(penalty.subs({name: _exact(x) for name, x in value.items()}))
    found = fooling_instance(Dimensions(size, rank + 1, rank), large, large**2, zero_error=wrong)
    few, nothing = sparse(found), zero(found)
    return (loss(h, h, nothing) - loss(h, h, few)) * few.d


def _error_values(case: _ErrorCase) -> dict[sympy.Symbol, Value]:
    rank, size, large, wrong = case
    dims = Dimensions(size, rank + 1, rank)
    # the instance meets a prescribed error to six digits; the formulas get the one it has
    exact = zero(fooling_instance(dims, large, large**2, zero_error=wrong)).error
    return {r: rank, d: size, M: large, e_0: exact}


def _error_sides(
    threshold: sympy.Expr, name: str, penalty: sympy.Expr, parameter: sympy.Symbol, case: _ErrorCase
) -> Step:
    at = enclose(threshold, _error_values(case))
    text = (
        f"${name}$, $(r, d, M, e_0) = {tuple(str(x) for x in case)}$: both sides of the threshold."
    )
    if not at > 0:
        return step(text, threshold, "the threshold is positive", less(arb(0), at))
    below, above = (rational_below(at) * factor for factor in _CLOSE)
    found = [
        less(arb(0), _error_gain(penalty, case, {parameter: below})),
        less(_error_gain(penalty, case, {parameter: above}), arb(0)),
    ]
    return step(text, threshold, "exact matrices, balls for the penalty", all_of(found))


def _error_formulas(parts: Parts, case: _ErrorCase) -> Step:
    """The differences behind the thresholds, and the sufficient value of the logarithm."""
    values, at = _error_values(case), Fraction(1, 3)
    rank, size, large, _ = case
    product = parts["factor"] * (parts["rational_threshold"] - tau)
    wrong = values[e_0]
    ratio = (ball(Fraction(size, rank)) * (ball(wrong) / ball(large**2)) ** ball(at)).log()
    enough = rational_below(enclose(parts["log_sufficient"], values))
    return step(
        f"$r={rank}$, $d={size}$: differences, and success at the sufficient value of $\\gamma$,"
        f" which"
        " is of the right order.",
        parts["factor"],
        "exact matrices, balls",
        all_of(
            [
                equal(
                    enclose(product, {**values, tau: at}),
                    _error_gain(u / (u + tau), case, {tau: at}),
                ),
                equal(enclose(parts["log_ratio"], {**values, theorem_b_error.power: at}), ratio),
                less(arb(0), _error_gain(sympy.log(1 + u / gamma), case, {gamma: enough})),
                less(_error_gain(sympy.log(1 + u / gamma), case, {gamma: enough * 30}), arb(0)),
            ]
        ),
    )


def _evidence(scope: str, check: Callable[[Parts], Report]) -> tuple[Evidence, ...]:
    return (Evidence(Kind.CERTIFIED, scope, check),)


EVIDENCE = {
    "theorem-b": _evidence("three geometries, a penalty that meets the bound", _check_slope),
    "theorem-b-error": _evidence("two geometries", _check_error),
    "theorem-b-near": _evidence("four families at r = 8", _check_near),
    "theorem-b-power": _evidence("three geometries", _check_power),
    "theorem-b-rational": _evidence("three geometries", _check_rational),
    "theorem-b-exponential": _evidence("three geometries", _check_exponential),
    "theorem-b-log": _evidence("three geometries", _check_log),
}
