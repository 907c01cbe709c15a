"""Lemma 2 over the scale of a row, against points beside the minimum."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, c, gamma
from sparsity_theory.proving.propositions import All, Proposition
from sparsity_theory.statements.lemma_2 import lemma_2_scale
from sparsity_theory.statements.lemma_2.lemma_2_scale import best_stretch, psi

# --- lemma-2-scale ----------------------------------------------------------------------------

_POINTS = (
    (Fraction(1, 2), Fraction(1)),
    (Fraction(4), Fraction(1, 64)),
    (Fraction(1, 100), Fraction(1, 5)),
)


def _scale(parts: Parts) -> Report:
    return Report((*(_scale_at(parts, *point) for point in _POINTS), _steep(parts), *_beta(parts)))


def _scale_at(parts: Parts, at_c: Fraction, noise: Fraction) -> Step:
    at: dict[sympy.Symbol, Value] = {c: at_c, gamma: noise}
    root = enclose(parts["scale"], at)
    here: dict[sympy.Symbol, Value] = at | {lemma_2_scale.stretched: root}
    there: dict[sympy.Symbol, Value] = at | {lemma_2_scale.angle: enclose(parts["angle"], at)}
    value = enclose(parts["psi"], here)

    def off(factor: Fraction) -> arb:
        return enclose(parts["profile"], at | {lemma_2_scale.stretched: root * ball(factor)})

    left = enclose(parts["remainder"], here)
    return Step(
        f"$c = {at_c}$, $\\gamma = {noise}$:"
        " the minimum, its value in both forms, the slopes, the remainder and its bounds.",
        All(
            less(arb(0), root),
            equal(enclose(parts["profile"], here), value),
            *(
                less(value, off(factor))
                for factor in (Fraction(1, 2), Fraction(99, 100), Fraction(101, 100), Fraction(2))
            ),
            equal(enclose(parts["psi_asinh"], there), value),
            _slope_between(parts, at_c, noise),
            equal(left, value - enclose(sympy.log(c / gamma) + 1, at)),
            less(arb(0), left),
            less(left, enclose(parts["bound"], here)),
            less(enclose(parts["bound"], here), enclose(gamma / c, at)),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["psi"],
    )


def _steep(parts: Parts) -> Step:
    at: dict[sympy.Symbol, Value] = {gamma: Fraction(1, 5), lemma_2_scale.level: 7}
    place = enclose(parts["steep"], at)
    root = enclose(best_stretch(), at | {c: place})
    return Step(
        r"$\gamma = 1/5$, $M = 7$: the slope at the $c$ given is 7.",
        equal(enclose(parts["slope"], at | {lemma_2_scale.stretched: root}), arb(7)),
        "ball arithmetic at exact rationals",
        shown=parts["steep"],
    )


def _slope_between(parts: Parts, at_c: Fraction, noise: Fraction) -> Proposition:
    """Difference quotients of a concave function lie between its slopes at the two ends."""
    ends = (at_c, at_c * Fraction(1001, 1000))
    values, slopes, root_slopes, roots = [], [], [], []
    for end in ends:
        at: dict[sympy.Symbol, Value] = {c: end, gamma: noise}
        values.append(enclose(psi(), at))
        slopes.append(
            enclose(parts["slope"], at | {lemma_2_scale.stretched: enclose(best_stretch(), at)})
        )
        angle = enclose(sympy.asinh(sympy.sqrt(c / gamma) / 2), at)
        root_slopes.append(enclose(parts["root_slope"], at | {lemma_2_scale.angle: angle}))
        roots.append(enclose(sympy.sqrt(c), at))
    quotient = (values[1] - values[0]) / ball(ends[1] - ends[0])
    root_quotient = (values[1] - values[0]) / (roots[1] - roots[0])
    return All(
        less(slopes[1], quotient),
        less(quotient, slopes[0]),
        less(root_slopes[1], root_quotient),
        less(root_quotient, root_slopes[0]),
    )


def _beta(parts: Parts) -> tuple[Step, ...]:
    """The beta-weighted loss of one dimension at its own optimum, and near it."""
    at: dict[sympy.Symbol, Value] = {c: Fraction(2), gamma: Fraction(1, 10), beta: Fraction(3)}
    noise = parts["effective"]
    v, q = best_stretch(c, noise), sympy.Symbol("q", positive=True)
    loss = lemma_2_scale.stretched * q / gamma + beta * (
        q - sympy.log(q) + c / lemma_2_scale.stretched
    )
    best = {lemma_2_scale.stretched: v, q: noise / (noise + v)}
    value = enclose(parts["weight"] * (1 + psi(c, noise)), at)
    return (
        Step(
            r"$\beta = 3$, $c = 2$, $\gamma = 1/10$: the weighted loss at the minimiser, and larger"
            r" beside it.",
            All(
                equal(enclose(loss.subs(best, simultaneous=True), at), value),
                *(
                    less(value, enclose(loss, at | {lemma_2_scale.stretched: trial, q: share}))
                    for trial, share in (
                        (Fraction(2), Fraction(1, 8)),
                        (Fraction(3), Fraction(1, 10)),
                        (Fraction(1), Fraction(1, 5)),
                    )
                ),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["effective"],
        ),
    )


EVIDENCE = certified(
    "three pairs $(c, \\gamma)$, one $\\beta$",
    _scale,
    blind_to={"value without the constant": "it computes the cost of one dimension"},
)
