"""Optimal variances at exact rational data: minima are met, and points beside them are worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.evidence.comparisons import at_most, equal, evaluate, less
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import A, beta, d, gamma, kappa, m, mu, n, r
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.beta import beta_scaling
from sparsity_theory.statements.eq import eq_5, eq_6
from sparsity_theory.statements.gradients import gradients_gamma
from sparsity_theory.statements.remark import remark_4

BESIDE = fmpq(1, 64)
FINE = Fraction(1, 2**20)
TINY = Fraction(1, 10**9)


def minimal(function: Callable[[arb], arb], at: arb) -> Verdict:
    """Is the function larger at both neighbours of the point, a 64th of it away?"""
    return all_of(less(function(at), function(at * (1 + sign * BESIDE))) for sign in (1, -1))


def tangent_of_concave(function: Callable[[arb], arb], at: arb, slope: arb, h: arb) -> Verdict:
    """For a concave function: is the slope between the quotients on both sides?"""
    forward, backward = function(at + h) - function(at), function(at) - function(at - h)
    return all_of([less(forward, slope * h), less(slope * h, backward)])


@precision(BITS)
def _remark_4(parts: Parts) -> Report:
    v, w = remark_4.v, remark_4.w
    at: dict[sympy.Symbol, Value] = {
        beta: Fraction(2, 3),
        gamma: Fraction(1, 5),
        w: Fraction(3, 4),
    }
    variance, mean = enclose(parts["variance"], {}), enclose(parts["mean"], {})

    def unneeded(point: arb, centre: arb) -> arb:
        return enclose(parts["unneeded"], {v: point, mu: centre})

    def needed(point: arb) -> arb:
        return enclose(parts["needed"], {**at, v: point})

    def direct(point: arb) -> arb:
        """The mean over the two cubature points of the squared error, and the divergence."""
        squares = sum(((sign * point.sqrt() * fmpq(3, 4)) ** 2 for sign in (1, -1)), arb(0)) / 2
        return squares / ball(Fraction(1, 5)) + ball(Fraction(2, 3)) * (point - point.log())

    lowest = unneeded(variance, mean)
    best = enclose(parts["needed_variance"], at)
    small = {**at, gamma: TINY}
    ratio = enclose(parts["needed_bound"], small) / enclose(parts["needed_variance"], small)
    return Report(
        (
            step(
                "Unneeded dimension: the minimum, and four larger values around it.",
                parts["unneeded"],
                "enclosures",
                all_of(
                    [
                        equal(lowest, enclose(parts["minimum"], {})),
                        minimal(lambda point: unneeded(point, mean), variance),
                        *(less(lowest, unneeded(variance, mean + s * BESIDE)) for s in (1, -1)),
                    ]
                ),
            ),
            step(
                r"Needed dimension at $\beta=\frac23$, $\gamma=\frac15$, $w=\frac34$: the loss from"
                " the cubature, and larger values beside its minimum.",
                parts["needed"],
                "enclosures",
                all_of(
                    [
                        *(equal(needed(best * f), direct(best * f)) for f in (1, 2)),
                        minimal(needed, best),
                    ]
                ),
            ),
            step(
                r"The bound is above the variance, and within $10^{-6}$ of it at $\gamma=10^{-9}$.",
                parts["needed_bound"],
                "enclosures",
                all_of(
                    [
                        less(best, enclose(parts["needed_bound"], at)),
                        less(ratio, arb(1) + ball(Fraction(1, 10**6))),
                    ]
                ),
            ),
        )
    )


# Two nonzero decoder columns in three coordinates, and one that is zero.
_COLUMNS = (
    (Fraction(1, 2), Fraction(-2), Fraction(1, 3)),
    (Fraction(0), Fraction(1), Fraction(5, 7)),
    (Fraction(0), Fraction(0), Fraction(0)),
)


def _expected_error(variances: Sequence[arb]) -> arb:
    """Squared error of an exact code, averaged over the sign vectors."""
    total = arb(0)
    for signs in product((1, -1), repeat=len(variances)):
        noise = [sign * value.sqrt() for sign, value in zip(signs, variances, strict=True)]
        for row in range(3):
            entry = sum((z * ball(c[row]) for z, c in zip(noise, _COLUMNS, strict=True)), arb(0))
            total += entry**2
    return total / (1 << len(variances))


def _norm(column: Sequence[Fraction]) -> arb:
    return ball(sum((entry**2 for entry in column), Fraction(0))).sqrt()


@precision(BITS)
def _eq_5(parts: Parts) -> Report:
    weight, eta = Fraction(2, 3), Fraction(1, 10**9)
    small = enclose(parts["small_gamma"], {m: 2, beta: weight, eq_5.tolerance: eta})

    def shares(at: Value, name: str = "share") -> list[arb]:
        values: dict[sympy.Symbol, Value] = {beta: weight, gamma: at}
        return [
            enclose(parts[name], {**values, remark_4.w: _norm(column)}) for column in _COLUMNS[:2]
        ]

    def error(at: Value) -> arb:
        floor = ball(weight) * ball(at)
        return _expected_error([floor / (floor + _norm(column) ** 2) for column in _COLUMNS])

    point: dict[sympy.Symbol, Value] = {
        eq_5.residual: Fraction(2, 5),
        remark_4.w: Fraction(3, 4),
        remark_4.v: Fraction(1, 9),
    }
    two_points = (ball(Fraction(2, 5) + Fraction(1, 4)) ** 2 + ball(Fraction(3, 20)) ** 2) / 2
    large = Fraction(1, 7)
    return Report(
        (
            step(
                "One coordinate: the mean of two squares.",
                parts["expected"],
                r"$\rho=\frac25$, $w=\frac34$, $\sigma=\frac13$",
                equal(enclose(parts["expected"], point), two_points),
            ),
            step(
                "Three dimensions, two of them needed: the expected error is the sum of shares,"
                " each below its bound.",
                parts["share"],
                "cubature on eight points",
                all_of(
                    [
                        equal(error(large), sum(shares(large), arb(0))),
                        *map(less, shares(large), shares(large, "share_bound")),
                    ]
                ),
            ),
            step(
                r"The bound is attained to one part in $10^6$ at $\gamma = 10^{-9}$, and the error"
                r" at the threshold is below $\eta$.",
                parts["small_gamma"],
                "enclosures",
                all_of(
                    [
                        less(error(small), ball(eta)),
                        *(
                            less(ball(1 - Fraction(1, 10**6)) * bound, share)
                            for share, bound in zip(
                                shares(TINY), shares(TINY, "share_bound"), strict=True
                            )
                        ),
                    ]
                ),
            ),
        )
    )


@precision(BITS)
def _eq_6(parts: Parts) -> Report:
    theory = eq_6
    at: dict[sympy.Symbol, Value] = {
        A: Fraction(7, 3),
        d: 5,
        theory.divergence: Fraction(2, 7),
        theory.level: 10,
        theory.A_t: Fraction(3, 8),
        theory.t: Fraction(5, 4),
        theory.a: Fraction(2, 3),
    }

    def loss(point: arb) -> arb:
        return enclose(parts["loss"], {**at, gamma: point})

    def value(error: Value) -> arb:
        return enclose(parts["value"], {**at, A: error})

    best = enclose(parts["minimiser"], at)
    threshold = enclose(parts["threshold"], at)
    error, scale = ball(Fraction(7, 3)), ball(Fraction(2, 3))
    return Report(
        (
            step(
                r"$A=\frac73$, $d=5$, $K=\frac27$: the minimum, its value, larger values beside"
                r" it.",
                parts["value"],
                "enclosures",
                all_of([equal(loss(best), value(error)), minimal(loss, best)]),
            ),
            step(
                "The value passes $-B = -10$ at the threshold.",
                parts["threshold"],
                "enclosures on both sides of it",
                all_of(
                    [
                        less(value(threshold * (1 - BESIDE)), arb(-10)),
                        less(arb(-10), value(threshold * (1 + BESIDE))),
                    ]
                ),
            ),
            step(
                "The slopes lie between difference quotients of a concave function; in the log of"
                " the variance the loss is linear.",
                parts["slope"],
                "enclosures",
                all_of(
                    [
                        tangent_of_concave(
                            lambda h: value(error + ball(Fraction(3, 8)) * h),
                            arb(0),
                            enclose(parts["slope"], at),
                            ball(FINE),
                        ),
                        tangent_of_concave(
                            lambda t: value(scale * t**2),
                            ball(Fraction(5, 4)),
                            enclose(parts["slope_on_path"], at),
                            ball(FINE),
                        ),
                        equal(
                            value(scale * arb(3).exp()) - value(scale * arb(1).exp()),
                            2 * enclose(parts["slope_in_log"], at),
                        ),
                    ]
                ),
            ),
        )
    )


_DATA = ((Fraction(1, 2), Fraction(-2, 3)), (Fraction(5, 4), Fraction(1, 3)))
_DECODED = ((Fraction(0), Fraction(1, 6)), (Fraction(2), Fraction(3, 7)))


def _error(change: Fraction = Fraction(0)) -> Fraction:
    """A, with the first decoded coordinate changed."""
    decoded = ((_DECODED[0][0] + change, _DECODED[0][1]), _DECODED[1])
    pairs = [
        (x, y) for rows in zip(_DATA, decoded, strict=True) for x, y in zip(*rows, strict=True)
    ]
    return sum(((x - y) ** 2 for x, y in pairs), Fraction(0)) / 2


def _entries(expression: sympy.Expr, at: dict[sympy.Symbol, Value]) -> Iterator[arb]:
    """A gradient at every entry of the data."""
    theory = gradients_gamma
    for rows in zip(_DATA, _DECODED, strict=True):
        for x, y in zip(*rows, strict=True):
            yield enclose(expression, {**at, theory.x: x, theory.m_x: y})


@precision(BITS)
def _gradients(parts: Parts) -> Report:
    theory = gradients_gamma
    variance, error = Fraction(1, 50), _error()
    at: dict[sympy.Symbol, Value] = {
        A: error,
        d: 2,
        n: 2,
        gamma: variance,
        theory.gamma_star: variance,
        theory.level: 3,
    }
    # A is a polynomial of degree two in the coordinate: the central difference is its derivative.
    derivative = 2 * (_error(Fraction(1)) - _error(Fraction(-1))) / 2
    fixed, learned = (next(_entries(parts[name], at)) for name in ("fixed", "learned"))
    sizes = [
        equal(
            (sum((g**2 for g in _entries(parts[gradient], at)), arb(0)) / 2).sqrt(),
            enclose(parts[size], at),
        )
        for gradient, size in (("fixed", "fixed_size"), ("learned", "learned_size"))
    ]
    radius = enclose(parts["radius"], at)
    quotient = enclose(parts["fixed_size"], at) / enclose(parts["learned_size"], at)
    return Report(
        (
            step(
                "Derivative in one decoded coordinate, two samples in two dimensions.",
                parts["fixed"],
                "exact central difference of the error",
                all_of(
                    [
                        equal(fixed, ball(derivative / variance)),
                        equal(learned, ball(2 * derivative / error)),
                    ]
                ),
            ),
            step("Root mean squares.", parts["learned_size"], "enclosures", all_of(sizes)),
            step(
                "The quotient, and the error at which the learned gradient passes 3.",
                parts["radius"],
                "enclosures",
                all_of(
                    [
                        equal(quotient, enclose(parts["ratio"], at)),
                        less(arb(3), _learned_size(parts, radius * (1 - BESIDE))),
                        less(_learned_size(parts, radius * (1 + BESIDE)), arb(3)),
                    ]
                ),
            ),
        )
    )


def _learned_size(parts: Parts, error: arb) -> arb:
    return enclose(parts["learned_size"], {A: error, d: 2})


# d, kappa, r and the decoder's Lipschitz constant of the scaling claim.
_SHAPE: dict[sympy.Symbol, Value] = {
    d: 5,
    kappa: 3,
    r: 2,
    beta_scaling.ell: Fraction(3, 4),
    beta_scaling.power: Fraction(2, 3),
}


def _best_loss(weight: arb, variance: arb) -> arb:
    """The loss at an exact code minimised over the encoder variances, computed directly."""
    slope = ball(Fraction(3, 4)) ** 2
    best = weight * variance / (weight * variance + slope)
    active = slope * best / variance + weight * (best - best.log())
    return 5 * variance.log() + 2 * active + weight * (1 + ball(Fraction(2, 3)))


@precision(BITS)
def _scaling(parts: Parts) -> Report:
    theory = beta_scaling
    weight, variance = Fraction(3, 2), Fraction(1, 1000)
    at = {**_SHAPE, beta: weight, gamma: variance}

    def coordinate(point: arb) -> arb:
        return enclose(parts["coordinate"], {**at, theory.v: point})

    best = enclose(theory.BEST, at)
    leading = evaluate(parts["exponent"], at) * ball(variance).log()
    remainder = _best_loss(ball(weight), ball(variance)) - leading - evaluate(parts["constant"], at)
    threshold = evaluate(parts["threshold"], at)
    far, farther = ball(Fraction(1, 10**20)), ball(Fraction(1, 10**40))
    below, above = threshold * fmpq(9, 10), threshold * fmpq(11, 10)
    return Report(
        (
            step(
                "One active row: its minimum over the variance, and larger values beside it.",
                parts["coordinate_minimum"],
                "enclosures",
                all_of(
                    [
                        equal(coordinate(best), enclose(parts["coordinate_minimum"], at)),
                        minimal(coordinate, best),
                    ]
                ),
            ),
            step(
                r"$d=5$, $\kappa=3$, $r=2$, $\ell=\frac34$, $\beta=\frac32$, $\gamma=10^{-3}$: the"
                " remainder lies between 0 and its bound.",
                parts["remainder_bound"],
                "the loss computed directly, minus the leading terms",
                all_of(
                    [
                        less(arb(0), remainder),
                        less(remainder, evaluate(parts["remainder_bound"], at)),
                    ]
                ),
            ),
            step(
                r"From $\gamma=10^{-20}$ to $10^{-40}$ the loss falls for $\beta$ a tenth below the"
                " threshold and rises for a tenth above.",
                parts["threshold"],
                "the loss computed directly",
                all_of(
                    [
                        at_most(_best_loss(below, farther), _best_loss(below, far)),
                        at_most(_best_loss(above, far), _best_loss(above, farther)),
                    ]
                ),
            ),
        )
    )


def _certified(check: Callable[[Parts], Report]) -> tuple[Evidence, ...]:
    return (Evidence(Kind.CERTIFIED, "exact rational data, minima and points beside them", check),)


EVIDENCE = {
    "remark-4": _certified(_remark_4),
    "eq-5": _certified(_eq_5),
    "eq-6": _certified(_eq_6),
    "gradients-gamma": _certified(_gradients),
    "beta-scaling": _certified(_scaling),
}
