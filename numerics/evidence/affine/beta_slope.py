"""How the affine beta-VAE's minimum moves with its variance, against the loss in balls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.evidence.affine import instance
from numerics.evidence.affine.beta_affine import (
    NEAR,
    SCOPE,
    SHAPE,
    VARIANCES,
    WEIGHT,
    certified,
    loss_of,
    optimum,
    value_of,
)
from numerics.evidence.comparisons import equal, evaluate, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import A, beta, d, gamma, kappa, m, p, r
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.beta import beta_affine, beta_collapse, beta_no_minimiser
from sparsity_theory.statements.entropy import entropy_sums

_SLIGHTLY = fmpq(1001, 1000)


@precision(BITS)
def _slope(parts: Parts) -> Report:
    data, at = instance.points(), dict(SHAPE)
    verdicts = []
    for variance in VARIANCES:
        here = {**at, gamma: variance}
        error = optimum(beta_affine.BEST, variance).squared_error(data)
        shares = [
            enclose(parts["share"], {**here, beta_affine.lam: value})
            for value in instance.EIGENVALUES[:2]
        ]
        verdicts += [
            equal(error, value_of(parts["error"], here)),
            equal(error, instance.total_of(shares) + ball(Fraction(1, 3))),
            _convex_in_log(partial(_value_at, parts), variance, _slope_at(parts, variance, error)),
        ]
    return Report(
        (
            step(
                r"Errors at two variances, and the slope between difference quotients: $V$ is"
                r" convex in $\log\gamma$.",
                parts["slope"],
                "the error from its definition; enclosures",
                all_of(verdicts),
            ),
            _low_rank(parts),
        )
    )


def _value_at(parts: Parts, variance: arb) -> arb:
    return value_of(parts["value"], {**SHAPE, gamma: variance})


def _slope_at(parts: Parts, variance: Fraction, error: arb) -> arb:
    return ball(variance) * enclose(parts["slope"], {d: 3, kappa: 2, gamma: variance, A: error})


def _convex_in_log(function: Callable[[arb], arb], at: Fraction, slope: arb) -> Verdict:
    """Is the slope in the log of the argument between the quotients on both sides?"""
    factor = arb(1) + arb(2) ** -20
    here = function(ball(at))
    change = slope * factor.log()
    return all_of(
        [
            less(change, function(ball(at) * factor) - here),
            less(here - function(ball(at) / factor), change),
        ]
    )


def _low_rank(parts: Parts) -> Step:
    variance, lowered = Fraction(1, 4), instance.eigenvalues(2)
    here = {**SHAPE, r: 2, gamma: variance}
    floor = ball(WEIGHT * variance)
    point = instance.along_directions([ball(value) - floor for value in lowered[:2]], floor, rank=2)
    data = instance.points(2)
    return step(
        "Rank 2: the loss at the optimum, and the variance that eq. (6) makes of its error.",
        parts["rank_value"],
        "the loss from its definition",
        all_of(
            [
                equal(loss_of(data, variance, point), value_of(parts["rank_value"], here, lowered)),
                equal(point.squared_error(data) / 3, enclose(parts["update"], here)),
            ]
        ),
    )


# Rank 3 in twelve dimensions, the example of the claims.
_TWELVE = (Fraction(2), Fraction(1), Fraction(1, 2), *(Fraction(0) for _ in range(9)))


def _twelve(at_beta: Value, at_gamma: Value) -> arb:
    at: dict[sympy.Symbol, Value] = {d: 12, kappa: 3, beta: at_beta, gamma: at_gamma}
    return value_of(beta_affine.minimum(), at, _TWELVE)


@precision(BITS)
def _collapse(parts: Parts) -> Report:
    steps = [
        _collapsed(parts, Fraction(number), count)
        for number, count in (("41/10", 2), ("5", 1), ("13/2", 1), ("13", 0))
    ]
    threshold = enclose(parts["threshold"], {d: 12, r: 3})
    small, smaller = ball(Fraction(1, 10**6)), ball(Fraction(1, 10**9))
    above, below = threshold * fmpq(101, 100), threshold * fmpq(99, 100)
    crossing = step(
        r"From $\gamma=10^{-6}$ to $10^{-9}$ the minimum rises for $\beta$ one per cent above the"
        " threshold and falls for one per cent below.",
        parts["threshold"],
        "enclosures of the closed form",
        all_of(
            [
                less(_twelve(above, small), _twelve(above, smaller)),
                less(_twelve(below, smaller), _twelve(below, small)),
            ]
        ),
    )
    return Report((*steps, crossing, _total_collapse(parts)))


def _total_collapse(parts: Parts) -> Step:
    """The largest eigenvalue against the floor, at the variance that no active dimension leaves."""
    trace = sum(_TWELVE, Fraction(0))
    threshold = enclose(
        parts["total"], {d: 12, beta_collapse.top: _TWELVE[0], beta_collapse.trace: trace}
    )
    variance = ball(trace / 12)
    above, below = threshold * fmpq(101, 100), threshold * fmpq(99, 100)
    return step(
        "Without an active dimension the minimum stays where it is one per cent above the last"
        " threshold; one per cent below it there are better variances.",
        parts["total"],
        "enclosures of the closed form",
        all_of(
            [
                *(
                    less(_twelve(above, variance), _twelve(above, variance * f))
                    for f in (NEAR, 1 / NEAR)
                ),
                less(_twelve(below, variance / _SLIGHTLY), _twelve(below, variance)),
            ]
        ),
    )


def _collapsed(parts: Parts, at_beta: Fraction, count: int) -> Step:
    tail = sum(_TWELVE[count:], Fraction(0))
    at: dict[sympy.Symbol, Value] = {d: 12, beta: at_beta, m: count, beta_collapse.tail: tail}
    best = enclose(parts["stationary"], at)
    error = instance.total_of([_smaller(value, ball(at_beta) * best) for value in _TWELVE])
    bound = enclose(parts["count_bound"], at)
    elsewhere = (best * NEAR, best / NEAR, best * 10, best / 10)
    return step(
        rf"$\beta={sympy.latex(sympy.Rational(at_beta))}$: {count} active dimensions, the minimum"
        " at the stated variance, larger values on both sides, near and far.",
        parts["stationary"],
        r"enclosures of the closed form at $d=12$, $\lambda=(2,1,\frac12)$",
        all_of(
            [
                equal(error, 12 * best),
                equal(enclose(parts["error"], {**at, gamma: best}), error),
                less(arb(count), bound),
                equal(ball(tail) / best, ball(at_beta) * (bound - count)),
                *(less(_twelve(at_beta, best), _twelve(at_beta, other)) for other in elsewhere),
            ]
        ),
    )


def _smaller(value: Fraction, floor: arb) -> arb:
    return ball(value) if ball(value) <= floor else floor


@precision(BITS)
def _no_minimiser(parts: Parts) -> Report:
    lowered = instance.eigenvalues(2)
    here = {**SHAPE, r: 2}

    def value(at: Value) -> arb:
        return value_of(beta_affine.minimum(), {**here, gamma: at}, lowered)

    small, large = Fraction(1, 8), Fraction(10)
    gap = evaluate(parts["gap"], here)
    bound = evaluate(parts["slope_bound"], {**here, gamma: small}) * ball(small)
    reach_at = {**here, beta_no_minimiser.level: 30}
    reach = value_of(parts["reach"], reach_at, lowered)
    constant = value_of(parts["constant"], here, lowered)
    return Report(
        (
            step(
                r"$d=3$, $\kappa=r=2$: halving $\gamma$ gains the gap exactly where all needed"
                r" dimensions are active, more where not; the slope there.",
                parts["gap"],
                "enclosures of the closed form",
                all_of(
                    [
                        equal(value(small) - value(small / 2), gap),
                        less(gap, value(large) - value(large / 2)),
                        equal(value(small) - value(small / 3), bound * arb(3).log()),
                    ]
                ),
            ),
            step(
                r"The constant, and the variance at which $V = -30$.",
                parts["constant"],
                "enclosures of the closed form",
                all_of(
                    [
                        equal(value(small), bound * ball(small).log() + constant),
                        equal(value(reach), arb(-30)),
                    ]
                ),
            ),
            _wide(parts),
        )
    )


def _wide(parts: Parts) -> Step:
    """Rank 1 data decoded by two columns, squared norms 5 and 2/3."""
    data, squares = instance.points(1), (Fraction(5), Fraction(2, 3))
    lowered = instance.eigenvalues(1)
    here = {**SHAPE, r: 1, beta_no_minimiser.rank: 2}

    def loss(variance: Fraction) -> arb:
        point = instance.along_directions(
            [ball(square) for square in squares], ball(WEIGHT * variance), rank=1
        )
        return loss_of(data, variance, point) - 2 * ball(WEIGHT)

    def terms(variance: Fraction) -> arb:
        at: dict[sympy.Symbol, Value] = {beta: WEIGHT, gamma: variance}
        rest = [
            enclose(
                parts["wide_rest"], {**at, beta_no_minimiser.size: square, beta_affine.lam: value}
            )
            for square, value in zip(squares, lowered, strict=False)
        ]
        return evaluate(parts["wide_exponent"], here) * ball(variance).log() + instance.total_of(
            rest
        )

    tiny, tinier = Fraction(1, 10**30), Fraction(1, 10**31)
    narrow = [
        value_of(beta_affine.minimum(), {**here, gamma: at}, lowered) for at in (tiny, tinier)
    ]
    fall = (narrow[0] - narrow[1]) - (loss(tiny) - loss(tinier))
    expected = evaluate(parts["difference"], here) * arb(10).log()
    return step(
        "Two columns for data of rank 1: the loss, and how much more slowly it falls.",
        parts["wide_rest"],
        "the loss from its definition, with the best encoder",
        all_of(
            [
                equal(loss(Fraction(1, 7)), terms(Fraction(1, 7))),
                less(abs(fall - expected), ball(Fraction(1, 10**20))),
            ]
        ),
    )


@precision(BITS)
def _entropy_sums(parts: Parts) -> Report:
    # Rank 3 and two latent dimensions: the variance where A = d gamma (beta-collapse).
    variance, data = Fraction(1, 6), instance.points()
    point = optimum(beta_affine.BEST, variance)
    error = point.squared_error(data)
    loss = point.loss(data, ball(variance), ball(WEIGHT))
    entropy = instance.total_of([value.log() for value in point.variances])
    at = {**SHAPE, gamma: variance, entropy_sums.entropy: entropy}
    balance = enclose(parts["balance"], {})
    return Report(
        (
            step(
                r"At the stationary point $\gamma=\frac16$ of the instance: balance of both"
                " dimensions, error, and loss.",
                parts["total"],
                "the loss from its definition",
                all_of(
                    [
                        *(equal(point.power(k) + point.variances[k], balance) for k in (0, 1)),
                        equal(error, enclose(parts["error"], at)),
                        equal(loss, enclose(parts["total"], at)),
                    ]
                ),
            ),
            _direction(parts),
        )
    )


def _direction(parts: Parts) -> Step:
    """Scale one dimension of a point that is not stationary."""
    theory, data, variance = entropy_sums, instance.points(), Fraction(5, 2)
    start = instance.along_directions([arb(2), arb(1)], ball(WEIGHT * variance)).neighbours()[-1]
    at: dict[sympy.Symbol, Value] = {
        p: start.power(0),
        theory.mean_variance: start.variances[0],
        theory.mean_log: start.variances[0].log(),
    }

    def moved(alpha: Fraction) -> arb:
        factor = ball(alpha)
        columns = (instance.scaled(start.columns[0], factor), *start.columns[1:])
        codes = tuple((code[0] / factor, *code[1:]) for code in start.codes)
        variances = (start.variances[0] / factor**2, *start.variances[1:])
        return loss_of(data, variance, instance.Point(columns, start.offset, codes, variances))

    def claimed(alpha: Value) -> arb:
        return enclose(parts["scaled"], {**at, theory.alpha: alpha})

    far = Fraction(7, 4)
    change = ball(WEIGHT) * (claimed(far) - claimed(1))
    return step(
        "Scaling one dimension of a point that is not stationary changes the loss as stated; the"
        r" slope lies between difference quotients, the change being convex in $\log\alpha$.",
        parts["scaled"],
        "the loss from its definition",
        all_of(
            [
                equal(moved(far) - moved(Fraction(1)), change),
                _convex_in_log(claimed, Fraction(1), enclose(parts["slope"], at)),
            ]
        ),
    )


EVIDENCE = {
    "beta-slope": certified(SCOPE, _slope),
    "beta-collapse": certified(r"$d=12$, rank 3, four values of $\beta$", _collapse),
    "beta-no-minimiser": certified(SCOPE + ", rank 1 and 2", _no_minimiser),
    "entropy-sums": certified(SCOPE, _entropy_sums),
}
