"""The affine VAE on the instances, certified in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, compiled, enclose
from numerics.evidence.comparisons import add, at_most, certified, equal, less, rational, step
from sparsity_theory.ledger.claims import Evidence, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import c, d, gamma, r
from sparsity_theory.statements.affine import affine_vae_a1, affine_vae_bound
from sparsity_theory.statements.affine.affine_vae_bound import coefficient, distance
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

F = Fraction
Balls = Sequence[arb]
Grid = Sequence[Sequence[arb]]

_PSI = psi()


def _fraction(number: sympy.Rational) -> Fraction:
    return F(int(number.p), int(number.q))


def _psi(at: arb, noise: Fraction) -> arb:
    return compiled(_PSI)({c: at, gamma: rational(noise)})


# --- affine-vae-a1 ----------------------------------------------------------------------------


def _block_cost(a: Fraction, b: Fraction, s: Fraction, q: Fraction, noise: Fraction) -> arb:
    """Cost of the block, y = 1: logarithms of the columns plus 1^T (gamma I + W W^T)^{-1} 1."""
    columns = ((s * a, s * b), (F(0), q))
    (p11, p12), (_, p22) = (
        tuple(
            (noise if i == j else F(0)) + sum((column[i] * column[j] for column in columns), F(0))
            for j in range(2)
        )
        for i in range(2)
    )
    data = (p22 - 2 * p12 + p11) / (p11 * p22 - p12 * p12)
    logs = (rational(1 + (x * x + y * y) / noise).log() for x, y in columns)
    return add(tuple(logs)) + rational(data)


# theta, s, q: points of the instance with c_0 = 1, c_1 = 2, near and far from the best ones.
_POINTS = (
    (F(0), F(3, 4), F(3, 4)),
    (F(1, 2), F(1, 2), F(0)),
    (F(9, 10), F(1, 2), F(0)),
    (F(9, 10), F(1, 2), F(1, 10)),
    (F(1, 4), F(1), F(1, 3)),
)


def _a1(parts: Parts) -> Report:
    steps = [_a1_below(parts, noise) for noise in (F(1, 10), F(3, 2))]
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
    verdicts = [less(rational(noise), threshold), equal(best, value)]
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
        image = 2 * rational(noise) + rational((s_ * (a + b)) ** 2 + q * q)
        level = norm + rational(noise)
        floor = enclose(parts["floor"], r_is_2 | {affine_vae_a1.level: level})
        lever = enclose(
            parts["lever"],
            {affine_vae_a1.theta: theta, affine_vae_a1.c_0: 1, affine_vae_a1.c_1: 2},
        )
        verdicts += [
            equal(2 * level - image, defect),
            equal(rational(a - b), lever),
            less(floor, cost),
            at_most(value, floor),
        ]
    return step(
        f"$y = 1$, $c_0 = 1$, $c_1 = 2$, $\\gamma = {noise}$: the value is attained at"
        r" $\theta = 1$ and exceeded at five other points.",
        parts["value"],
        *verdicts,
    )


def _a1_above(parts: Parts) -> Step:
    noise = F(5, 2)
    y: dict[sympy.Symbol, Value] = {affine_vae_a1.row_power: 1, r: 2}
    collapsed = enclose(parts["collapsed"], y | {gamma: noise})
    costs = [_block_cost(*_columns(theta), s, q, noise) for theta, s, q in _POINTS]
    costs.append(_block_cost(F(2), F(2), F(1, 100), F(0), noise))
    return step(
        r"$\gamma = 5/2$, above the threshold: zero columns cost this, other points more, $\theta ="
        r" 1$ included.",
        parts["collapsed"],
        less(enclose(parts["threshold"], y), rational(noise)),
        equal(_block_cost(F(1), F(0), F(0), F(0), noise), collapsed),
        *(less(collapsed, cost) for cost in costs),
    )


# --- affine-vae-bound -------------------------------------------------------------------------


def _bound(parts: Parts) -> Report:
    return Report((_bound_tight(parts), _bound_general(parts)))


def _bound_tight(parts: Parts) -> Step:
    """W = 2 u in R^2, x = 2 u, z = 3/4: t = 1/2, w = 2, rho = 1/2, b = 1, all exact."""
    b = enclose(parts["coefficient"], {affine_vae_bound.column: 2, affine_vae_bound.row: F(1, 2)})
    at: dict[sympy.Symbol, Value] = {distance: F(1, 2), gamma: F(1, 10), d: 2}
    reduced = enclose(parts["reduced"], {c: 4, coefficient: b, distance: F(1, 2)})
    return step(
        r"$W = 2u$, $\Vert u\Vert = 1$ in $\mathbb{R}^2$, $x = 2u$, $z = 3/4$: data term and power"
        r" are those of the bound.",
        parts["reduced"],
        equal(b, arb(1)),
        equal(enclose(parts["data_term"], at), rational(F(1, 4) / F(1, 10))),
        equal(reduced, rational(4 * F(9, 16))),
    )


def _bound_general(parts: Parts) -> Step:
    """W with columns (2, 0, 0) and (1, 1, 0), one sample, codes around the exact one (1, 1)."""
    inverse_rows, exact = ((F(1, 2), F(-1, 2)), (F(0), F(1))), (F(1), F(1))
    norms = (rational(2), rational(2).sqrt())
    verdicts = []
    for code in ((F(9, 10), F(1)), (F(1), F(7, 10)), (F(11, 10), F(7, 10)), (F(5, 4), F(2, 5))):
        residual = (2 * (1 - code[0]) + (1 - code[1]), 1 - code[1])
        t = rational(residual[0] ** 2 + residual[1] ** 2).sqrt()
        for z, z_exact, rho, w in zip(code, exact, inverse_rows, norms, strict=True):
            norm = rational(rho[0] ** 2 + rho[1] ** 2).sqrt()
            b = enclose(
                parts["coefficient"], {affine_vae_bound.column: w, affine_vae_bound.row: norm}
            )
            power = w * w * rational(z_exact**2)
            if power.sqrt() > b * t:
                least = enclose(parts["reduced"], {c: power, coefficient: b, distance: t})
                verdicts.append(at_most(least, w * w * rational(z**2)))
    return step(
        "Columns $(2,0,0)$ and $(1,1,0)$, exact code $(1,1)$: at four other codes no $c_k$ is below"
        " its bound.",
        parts["reduced"],
        Verdict.of(bool(verdicts)),
        *verdicts,
    )


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "affine-vae-a1": certified(r"$c_0 = 1$, $c_1 = 2$, three $\gamma$", _a1),
    "affine-vae-bound": certified("two decoders, five codes", _bound),
}
