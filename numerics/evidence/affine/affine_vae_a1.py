"""The instance that the affine VAE solves, on points of the instance and beside them."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.affine import affine_vae_a1

# --- affine-vae-a1 ----------------------------------------------------------------------------


def _block_cost(a: Fraction, b: Fraction, s: Fraction, q: Fraction, noise: Fraction) -> arb:
    """Cost of the block, y = 1: logarithms of the columns plus 1^T (gamma I + W W^T)^{-1} 1."""
    columns = ((s * a, s * b), (Fraction(0), q))
    (p11, p12), (_, p22) = (
        tuple(
            (noise if i == j else Fraction(0))
            + sum((column[i] * column[j] for column in columns), Fraction(0))
            for j in range(2)
        )
        for i in range(2)
    )
    data = (p22 - 2 * p12 + p11) / (p11 * p22 - p12 * p12)
    logs = (ball(1 + (x * x + y * y) / noise).log() for x, y in columns)
    return add(tuple(logs)) + ball(data)


# theta, s, q: points of the instance with c_0 = 1, c_1 = 2, near and far from the best ones.
_POINTS = (
    (Fraction(0), Fraction(3, 4), Fraction(3, 4)),
    (Fraction(1, 2), Fraction(1, 2), Fraction(0)),
    (Fraction(9, 10), Fraction(1, 2), Fraction(0)),
    (Fraction(9, 10), Fraction(1, 2), Fraction(1, 10)),
    (Fraction(1, 4), Fraction(1), Fraction(1, 3)),
)


def _a1(parts: Parts) -> Report:
    steps = [_a1_below(parts, noise) for noise in (Fraction(1, 10), Fraction(3, 2))]
    return Report((*steps, _a1_above(parts)))


def _columns(theta: Fraction) -> tuple[Fraction, Fraction]:
    return (1 - theta) + 2 * theta, 2 * theta


def _a1_below(parts: Parts, noise: Fraction) -> Step:
    r_is_2: dict[sympy.Symbol, Value] = {affine_vae_a1.row_power: 1, gamma: noise, r: 2}
    value = enclose(parts["value"], r_is_2)
    threshold = enclose(parts["threshold"], r_is_2)
    # At theta = 1 the columns are 2 s (1, 1); T = 8 s^2 = 2 - gamma gives s^2 up to a square root.
    s = sympy.sqrt(sympy.Rational(2 - noise) / 8)
    best = enclose(
        sympy.log(1 + 8 * s**2 / sympy.Rational(noise)) + 2 / (sympy.Rational(noise) + 8 * s**2),
        {},
    )
    verdicts = [less(ball(noise), threshold), equal(best, value)]
    for theta, s_, q in _POINTS:
        a, b = _columns(theta)
        at: dict[sympy.Symbol, Value] = {
            affine_vae_a1.first: a,
            affine_vae_a1.second: b,
            affine_vae_a1.scale: s_,
            affine_vae_a1.other: q,
        }
        cost = _block_cost(a, b, s_, q, noise)
        norm, defect = enclose(parts["norm"], at), enclose(parts["defect"], at)
        image = 2 * ball(noise) + ball((s_ * (a + b)) ** 2 + q * q)
        level = norm + ball(noise)
        floor = enclose(parts["floor"], r_is_2 | {affine_vae_a1.level: level})
        lever = enclose(
            parts["lever"],
            {affine_vae_a1.theta: theta, affine_vae_a1.c_0: 1, affine_vae_a1.c_1: 2},
        )
        verdicts += [
            equal(2 * level - image, defect),
            equal(ball(a - b), lever),
            less(floor, cost),
            at_most(value, floor),
        ]
    return Step(
        f"$y = 1$, $c_0 = 1$, $c_1 = 2$, $\\gamma = {noise}$: the value is attained at"
        r" $\theta = 1$ and exceeded at five other points.",
        All(*verdicts),
        "ball arithmetic at exact rationals",
        shown=parts["value"],
    )


def _a1_above(parts: Parts) -> Step:
    noise = Fraction(5, 2)
    y: dict[sympy.Symbol, Value] = {affine_vae_a1.row_power: 1, r: 2}
    collapsed = enclose(parts["collapsed"], y | {gamma: noise})
    costs = [_block_cost(*_columns(theta), s, q, noise) for theta, s, q in _POINTS]
    costs.append(_block_cost(Fraction(2), Fraction(2), Fraction(1, 100), Fraction(0), noise))
    return Step(
        r"$\gamma = 5/2$, above the threshold: zero columns cost this, other points more, $\theta ="
        r" 1$ included.",
        All(
            less(enclose(parts["threshold"], y), ball(noise)),
            equal(
                _block_cost(Fraction(1), Fraction(0), Fraction(0), Fraction(0), noise), collapsed
            ),
            *(less(collapsed, cost) for cost in costs),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["collapsed"],
    )


EVIDENCE = certified("$c_0 = 1$, $c_1 = 2$, three $\\gamma$", _a1)
