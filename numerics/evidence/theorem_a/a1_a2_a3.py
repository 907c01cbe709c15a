"""Certified instances of Theorem A and its consequences, and the boundary case."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.certificates.instances import fooling_instance, general_instance
from numerics.evidence.comparisons import at_most, equal, less
from numerics.evidence.exact_codes import Function, dense, function, loss, sparse, zero
from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, e, kappa, r, u
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b
from sparsity_theory.statements.theorem_a import (
    conditions,
    theorem_a2,
    theorem_a3,
    theorem_a_equality,
)

_DIMENSIONS = (Dimensions(2, 2, 1), Dimensions(6, 5, 3))
_NEAR = Fraction(99, 100)


def _sizes(dims: Dimensions) -> dict[sympy.Symbol, Value]:
    return {d: dims.d, kappa: dims.kappa, r: dims.r, h_0: 0, g_0: 0}


def _title(dims: Dimensions) -> str:
    return f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$"


def _fraction(value: arb) -> Fraction:
    middle = value.mid().fmpq()
    return Fraction(int(middle.p), int(middle.q)).limit_denominator(10**12)


# Value at 0 of the penalties of A1 and A2, so that inactive rows count.
_AT_ZERO = 5


def _between(low: int, high: int) -> Function:
    """The rise (low + high u)/(1 + u): infimum low, supremum high, neither attained."""
    return function(_AT_ZERO + (low + high * u) / (1 + u), _AT_ZERO)


def _power_for(low: int, high: int, value: Fraction) -> Fraction:
    """The u at which that rise has the value."""
    return (value - low) / (high - value)


@precision(BITS)
def _check_a1(parts: Parts) -> Report:
    steps = [_a1(parts, dims, low) for dims in _DIMENSIONS for low in (0, 1)]
    return Report((*steps, *(_gap_sign(parts["gap"], dims) for dims in _DIMENSIONS)))


def _a1(parts: Parts, dims: Dimensions, low: int) -> Step:
    """Attained values within a little less than the tolerance, on exact matrices."""
    high = 10
    h = _between(low, high)
    found = {**_sizes(dims), h_0: _AT_ZERO, H_plus: high, H_minus: low}
    gap, tolerance = enclose(parts["gap"], found), enclose(parts["tolerance"], found)
    text = f"{_title(dims)}, rises between {low} and {high}: the advantage on an exact instance."
    if not gap > 0:
        return step(text, parts["gap"], "the gap is not positive here", less(arb(0), gap))
    eta = _fraction(tolerance) * _NEAR
    instance = fooling_instance(
        dims, _power_for(low, high, low + eta), _power_for(low, high, high - eta)
    )
    few, many = sparse(instance), dense(instance)
    g = function(1 + u)
    values = {**found, h_a: h(few.powers[0]), h_b: h(many.powers[0])}
    gain = loss(g, h, few) - loss(g, h, many)
    return step(
        text,
        parts["advantage"],
        "exact matrices; the values are within the tolerance",
        all_of(
            [
                Verdict.of(few.error == 0 and many.error == 0 and many.active == dims.r + 1),
                less(_AT_ZERO + high - tolerance, h(few.powers[0])),
                less(h(many.powers[0]), _AT_ZERO + low + tolerance),
                equal(enclose(parts["sparse_loss"], values), loss(g, h, few)),
                equal(enclose(parts["dense_loss"], values), loss(g, h, many)),
                less(arb(0), enclose(parts["advantage"], found)),
                less(enclose(parts["advantage"], found), gain),
            ]
        ),
    )


def _gap_sign(gap: sympy.Expr, dims: Dimensions) -> Step:
    """With both extremes attained, just on either side of a tie, the gap has the right sign."""
    found = []
    for factor in (Fraction(98, 100), Fraction(102, 100)):
        to_dense = factor * Fraction(dims.r, dims.r + 1)
        to_zero = factor * Fraction(dims.r, dims.d)
        instance = fooling_instance(dims, to_dense, Fraction(1), zero_error=to_zero)
        few = sparse(instance)
        other = dense(instance) if H_minus in gap.free_symbols else zero(instance)
        rise = function(u)
        values = {
            **_sizes(dims),
            H_plus: few.powers[0],
            H_minus: dense(instance).powers[0],
            G_minus: zero(instance).error,
        }
        gain = loss(rise, rise, few) - loss(rise, rise, other)
        found.append(_same_sign(enclose(gap, values), gain))
    text = f"{_title(dims)}: 2 per cent on either side of a tie the gap has the sign of the gain."
    return step(text, gap, "exact matrices, $g(u)=h(u)=u$ on the powers used", all_of(found))


@precision(BITS)
def _check_a2(parts: Parts) -> Report:
    steps = [_a2(parts, dims, low) for dims in _DIMENSIONS for low in (0, 1)]
    return Report((*steps, *(_gap_sign(parts["gap"], dims) for dims in _DIMENSIONS)))


def _a2(parts: Parts, dims: Dimensions, low: int) -> Step:
    high = 10
    h = _between(low, high)
    found = {**_sizes(dims), h_0: _AT_ZERO, g_0: _AT_ZERO, H_plus: high, G_minus: low}
    gap, tolerance = enclose(parts["gap"], found), enclose(parts["tolerance"], found)
    text = f"{_title(dims)}, rises between {low} and {high}: the zero code is better."
    if not gap > 0:
        return step(text, parts["gap"], "the gap is not positive here", less(arb(0), gap))
    eta = min(_fraction(tolerance), Fraction(high - low)) * _NEAR
    power, error = _power_for(low, high, high - eta), _power_for(low, high, low + eta)
    instance = fooling_instance(dims, power, power, zero_error=error)
    few, nothing = sparse(instance), zero(instance)
    values = {**found, h_a: h(few.powers[0]), g_e: h(nothing.error)}
    gain = loss(h, h, few) - loss(h, h, nothing)
    return step(
        text,
        parts["advantage"],
        "exact matrices; the values are within the tolerance",
        all_of(
            [
                Verdict.of(few.error == 0 and nothing.error > 0),
                equal(enclose(parts["sparse_loss"], values), loss(h, h, few)),
                equal(enclose(parts["zero_loss"], values), loss(h, h, nothing)),
                less(arb(0), enclose(parts["advantage"], found)),
                less(enclose(parts["advantage"], found), gain),
                _scale_is_right(parts["scale"], dims, power, error),
            ]
        ),
    )


def _scale_is_right(
    scale: sympy.Expr, dims: Dimensions, power: Fraction, error: Fraction
) -> Verdict:
    """Data with r coordinates of this power, scaled, have this error at Z = 0."""
    squared = enclose(scale, {d: dims.d, r: dims.r, theorem_a2.a: power, e: error})
    return equal(squared * ball(power) * dims.r / dims.d, ball(error))


@precision(BITS)
def _check_a3(parts: Parts) -> Report:
    cases = ((1000, 1001, 1000), (10, 11, 20))
    return Report(tuple(_a3(parts, dims, *case) for dims in _DIMENSIONS for case in cases))


def _a3(parts: Parts, dims: Dimensions, low: int, high: int, jump: int) -> Step:
    """Rises of h between low and high, g jumps by ``jump``: the margins hold."""
    h, g = function((low + high * u) / (1 + u)), function(jump + u)
    found = {**_sizes(dims), H_plus: high, H_minus: low, G_minus: jump}
    margins = {
        theorem_a3.margin_1: enclose(parts["dense_margin"], found),
        theorem_a3.margin_2: enclose(parts["imperfect_margin"], found),
    }
    to_dense, to_zero = (enclose(part, {**found, **margins}) for part in parts["margin"])
    big, small = Fraction(10**8), Fraction(1, 10**8)
    instance = fooling_instance(dims, small, big, zero_error=small)
    bound = enclose(parts["sparse_bound"], found)
    return step(
        f"{_title(dims)}, rises of $h$ between {low} and {high}, of $g$ from {jump}: the sparse"
        f" code"
        " is below its bound, the others above it by the margins.",
        parts["sparse_bound"],
        "exact matrices; powers $10^{\\pm8}$ bring the values near their extremes",
        all_of(
            [
                *(less(arb(0), margin) for margin in margins.values()),
                at_most(loss(g, h, sparse(instance)), bound),
                at_most(bound + to_dense, loss(g, h, dense(instance))),
                at_most(bound + to_zero, loss(g, h, zero(instance))),
            ]
        ),
    )


def _same_sign(first: arb, second: arb) -> Verdict:
    """Two decided, nonzero signs that agree."""
    if not (first != 0 and second != 0):
        return Verdict.UNKNOWN
    return Verdict.of((first > 0) == (second > 0))


@precision(BITS)
def _check_criterion(parts: Parts) -> Report:
    """Just inside and just outside the conditions, for penalties u, sqrt and log."""
    shapes = ((5 + u, 5), (sympy.sqrt(u), 0), (sympy.log(1 + u), 0), (2 + u / (1 + u), 2))
    steps: list[Step] = []
    for dims in _DIMENSIONS:
        for shape, at_zero in shapes:
            h, rise = function(shape, at_zero), shape - at_zero
            for factor in (Fraction(98, 100), Fraction(102, 100)):
                steps.append(_near_tie(parts, dims, h, rise, factor))
    return Report((*steps, *(_decided(parts, dims) for dims in _DIMENSIONS)))


def _near_tie(
    parts: Parts, dims: Dimensions, h: Function, rise: sympy.Expr, factor: Fraction
) -> Step:
    """Powers with h(b)-h(0), and errors with g(e)-g(0), close to the tie with a = 1."""
    big = enclose(rise, {u: 1})
    b = _solve(rise, big * ball(factor * Fraction(dims.r, dims.r + 1)))
    error = _solve(rise, big * ball(factor * Fraction(dims.r, dims.d)))
    codes = fooling_instance(dims, b, Fraction(1))
    errors = fooling_instance(dims, b, Fraction(1), zero_error=error)
    few, many, nothing = sparse(codes), dense(codes), zero(errors)
    values = {
        **_sizes(dims),
        h_0: h(Fraction(0)),
        g_0: h(Fraction(0)),
        h_a: h(few.powers[0]),
        h_b: h(many.powers[0]),
        g_e: h(nothing.error),
    }
    return step(
        f"{_title(dims)}, $g(u)=h(u)=h(0)+{sympy.latex(rise)}$, {float(factor)} of a tie: the"
        " numbers have the signs of the differences of losses.",
        parts["code_gap"],
        "exact matrices, balls for the penalties",
        all_of(
            [
                _same_sign(enclose(parts["code_gap"], values), loss(h, h, many) - loss(h, h, few)),
                _same_sign(
                    enclose(parts["error_gap"], values),
                    loss(h, h, nothing) - loss(h, h, sparse(errors)),
                ),
            ]
        ),
    )


def _solve(rise: sympy.Expr, value: arb) -> Fraction:
    """About the u at which an increasing rise has the value (by bisection; nothing rests on it)."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if enclose(rise, {u: middle}) < value else (low, middle)
    return high


def _decided(parts: Parts, dims: Dimensions) -> Step:
    """Where `characterise` guarantees, both numbers are positive on a grid; the l0 pair."""
    g, h = penalty("l0"), penalty("(0 if u == 0 else 1 + u/(20*(1 + u)))")
    decision = characterise(g, h, dims)
    grid = [Fraction(10) ** k for k in (-6, 0, 6)]
    rises = [enclose(h.expression, {_argument(h.expression): x}) for x in grid]
    values = ({**_sizes(dims), h_a: a, h_b: b, g_e: arb(1)} for a in rises for b in rises)
    signs = [
        less(arb(0), enclose(parts[name], point))
        for point in values
        for name in ("code_gap", "error_gap")
    ]
    return step(
        f"{_title(dims)}: a jump of 1 and a further rise of 1/20 is guaranteed, and both numbers"
        f" are"
        " positive on a grid of powers.",
        parts["code_gap"],
        "the library's decision against the formulas",
        all_of([Verdict.of(decision.verdict is Guarantee.GUARANTEES), *signs]),
    )


def _argument(expression: sympy.Expr) -> sympy.Symbol:
    (only,) = expression.free_symbols
    return only


@precision(BITS)
def _check_equality(parts: Parts) -> Report:
    steps: list[Step] = []
    for dims in (Dimensions(4, 3, 1), Dimensions(6, 5, 3)):
        steps += _ties_decided(parts, dims)
        steps.append(_tie_excess(parts, dims))
    return Report(tuple(steps))


def _ties_decided(parts: Parts, dims: Dimensions) -> Iterable[Step]:
    """The library's decision at the tie, with extremes attained and not attained."""
    high = parts["tie_H_plus"].subs({r: dims.r, H_minus: 1})
    jump = parts["tie_G_minus"].subs({r: dims.r, d: dims.d, H_plus: 1})
    least = parts["least_rise"].subs({r: dims.r, theorem_a_equality.width: high - 1})
    open_ended = f"(0 if u == 0 else (1 + ({high})*u)/(1 + u))"
    attained = f"(0 if u == 0 else (1 if u < 1 else {high}))"
    large = penalty("(0 if u == 0 else 100)")
    cases = (
        (large, penalty(open_ended), Guarantee.GUARANTEES),
        (large, penalty(attained), Guarantee.FAILS),
        (penalty(f"(0 if u == 0 else {jump})"), penalty("l0"), Guarantee.FAILS),
        (penalty(f"(0 if u == 0 else {jump} + u)"), penalty("l0"), Guarantee.GUARANTEES),
    )
    for g, h, answer in cases:
        decision = characterise(g, h, dims)
        found = (decision.verdict is answer, decision.part == "equality", least == 1)
        yield step(
            f"{_title(dims)}: ties with {'' if answer is Guarantee.FAILS else 'un'}attained"
            f" extremes: {answer.value}.",
            parts["tie_H_plus"],
            "the library's decision on a tie built from the formula",
            all_of(Verdict.of(truth) for truth in found),
        )


def _tie_excess(parts: Parts, dims: Dimensions) -> Step:
    """The excess at the tie of an instance with one row more than r+1, and of the zero code."""
    high = parts["tie_H_plus"].subs({r: dims.r, H_minus: 1})
    jump = parts["tie_G_minus"].subs({r: dims.r, d: dims.d, H_plus: high})
    rise, h = (1 + high * u) / (1 + u), function((1 + high * u) / (1 + u))
    g = function(jump + u)
    powers = tuple(Fraction(k * k, 4) for k in range(1, dims.r + 3))
    instance = general_instance(dims, powers, powers[: dims.r], zero_error=Fraction(1, 4))
    few, many, nothing = sparse(instance), dense(instance), zero(instance)
    low_sum = sum((enclose(rise, {u: x}) for x in few.powers if x), arb(0))
    all_sum = sum((enclose(rise, {u: x}) for x in many.powers if x), arb(0))
    slack = enclose(high, {}) * dims.r - low_sum
    symbols: dict[sympy.Symbol, Value] = {d: dims.d, H_minus: 1, theorem_a_equality.S: slack}
    to_dense = {**symbols, conditions.excess: 1, theorem_a_equality.T: all_sum - (dims.r + 2)}
    to_zero = {**symbols, conditions.excess: 0, theorem_a_equality.T: ball(nothing.error)}
    return step(
        f"{_title(dims)}: the excess at the tie of a code with $r+2$ rows, and of the zero code.",
        parts["dense_excess"],
        "exact matrices",
        all_of(
            [
                equal(
                    enclose(parts["dense_excess"], to_dense),
                    loss(g, h, many) - loss(g, h, few),
                ),
                equal(
                    enclose(parts["imperfect_excess"], to_zero),
                    loss(g, h, nothing) - loss(g, h, few),
                ),
            ]
        ),
    )


EVIDENCE = {
    "theorem-a1": (Evidence(Kind.CERTIFIED, "two ranges, two dimension triples", _check_a1),),
    "theorem-a2": (Evidence(Kind.CERTIFIED, "two ranges, two dimension triples", _check_a2),),
    "theorem-a3": (Evidence(Kind.CERTIFIED, "two ranges, two dimension triples", _check_a3),),
    "theorem-a": (
        Evidence(Kind.CERTIFIED, "four penalties on both sides of a tie", _check_criterion),
    ),
    "theorem-a-equality": (
        Evidence(Kind.CERTIFIED, "ties at two dimension triples", _check_equality),
    ),
}
