"""The two minimisations of Lemma 2 at concrete rationals."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, enclose
from numerics.evidence.comparisons import certified, equal, evaluate, less, rational, step
from sparsity_theory.ledger.claims import Evidence, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import beta, c, d, e, gamma, kappa
from sparsity_theory.proving.row_sums import generic, k, rows
from sparsity_theory.statements.lemma_2 import lemma_2_scale
from sparsity_theory.statements.lemma_2.lemma_2_scale import best_stretch, psi
from sparsity_theory.statements.lemma_2.lemma_2_variance import column, deviation, power

F = Fraction


# --- lemma-2-variance -------------------------------------------------------------------------

_DATUM, _BIAS = (F(1), F(-2)), (F(1, 3), F(1))
_DECODER = ((F(1, 2), F(2)), (F(1), F(-1, 3)))
_MEAN, _DEVIATION = (F(1), F(3, 2)), (F(1, 4), F(2))


def _squared_error(code: tuple[Fraction, ...]) -> Fraction:
    residual = (
        x - sum(w * z for w, z in zip(line, code, strict=True)) - b
        for x, line, b in zip(_DATUM, _DECODER, _BIAS, strict=True)
    )
    return sum((entry * entry for entry in residual), F(0))


def _expected_error_by_signs() -> Fraction:
    """E over independent random signs: they have the same first two moments as a normal."""
    signs = list(itertools.product((1, -1), repeat=len(_MEAN)))
    codes = (
        tuple(mu + s * sign for mu, s, sign in zip(_MEAN, _DEVIATION, choice, strict=True))
        for choice in signs
    )
    return sum((_squared_error(code) for code in codes), F(0)) / len(signs)


def _variance(parts: Parts) -> Report:
    values: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, gamma: F(1, 10), e: F(1, 7)}
    table = rows(column, (sympy.Rational(1, 2), 3)) | rows(power, (1, sympy.Rational(5, 2)))
    best = parts["loss"].xreplace({deviation[k]: sympy.sqrt(parts["minimiser"])})
    value = evaluate(parts["value"], values, table)

    def at(first: str, second: str) -> arb:
        trial = rows(deviation, (sympy.Rational(first), sympy.Rational(second)))
        return evaluate(parts["loss"], values, table | trial)

    noises = (
        enclose(
            generic(parts["noise"]).subs(
                {
                    generic(column[k]): sympy.sqrt(sum(sympy.Rational(w * w) for w in norm)),
                    generic(deviation[k]): sympy.Rational(s),
                }
            ),
            {},
        )
        for norm, s in zip(zip(*_DECODER, strict=True), _DEVIATION, strict=True)
    )
    noise = sum(noises, arb(0))
    added = _expected_error_by_signs() - _squared_error(_MEAN)
    return Report(
        (
            step(
                r"$d = \kappa = 2$: the mean over random signs of the squared error.",
                parts["noise"],
                equal(noise, rational(added)),
            ),
            step(
                r"$\gamma = 1/10$, $w = (1/2, 3)$: the loss at the minimiser is the value.",
                parts["value"],
                equal(evaluate(best, values, table), value),
            ),
            step(
                "At other deviations it is larger.",
                parts["loss"],
                *(less(value, at(*trial)) for trial in _TRIALS),
            ),
        )
    )


# The best deviations are about 0.535 and 0.105.
_TRIALS = (("1/2", "1/10"), ("27/50", "11/100"), ("1", "1"), ("1/100", "1/10"), ("27/50", "1/2"))


# --- lemma-2-scale ----------------------------------------------------------------------------

_POINTS = ((F(1, 2), F(1)), (F(4), F(1, 64)), (F(1, 100), F(1, 5)))


def _scale(parts: Parts) -> Report:
    return Report((*(_scale_at(parts, *point) for point in _POINTS), _steep(parts), *_beta(parts)))


def _scale_at(parts: Parts, at_c: Fraction, noise: Fraction) -> Step:
    at: dict[sympy.Symbol, Value] = {c: at_c, gamma: noise}
    root = enclose(parts["scale"], at)
    here: dict[sympy.Symbol, Value] = at | {lemma_2_scale.stretched: root}
    there: dict[sympy.Symbol, Value] = at | {lemma_2_scale.angle: enclose(parts["angle"], at)}
    value = enclose(parts["psi"], here)

    def off(factor: Fraction) -> arb:
        return enclose(parts["profile"], at | {lemma_2_scale.stretched: root * rational(factor)})

    left = enclose(parts["remainder"], here)
    return step(
        f"$c = {at_c}$, $\\gamma = {noise}$:"
        " the minimum, its value in both forms, the slopes, the remainder and its bounds.",
        parts["psi"],
        less(arb(0), root),
        equal(enclose(parts["profile"], here), value),
        *(less(value, off(factor)) for factor in (F(1, 2), F(99, 100), F(101, 100), F(2))),
        equal(enclose(parts["psi_asinh"], there), value),
        _slope_between(parts, at_c, noise),
        equal(left, value - enclose(sympy.log(c / gamma) + 1, at)),
        less(arb(0), left),
        less(left, enclose(parts["bound"], here)),
        less(enclose(parts["bound"], here), enclose(gamma / c, at)),
    )


def _steep(parts: Parts) -> Step:
    at: dict[sympy.Symbol, Value] = {gamma: F(1, 5), lemma_2_scale.level: 7}
    place = enclose(parts["steep"], at)
    root = enclose(best_stretch(), at | {c: place})
    return step(
        r"$\gamma = 1/5$, $M = 7$: the slope at the $c$ given is 7.",
        parts["steep"],
        equal(enclose(parts["slope"], at | {lemma_2_scale.stretched: root}), arb(7)),
    )


def _slope_between(parts: Parts, at_c: Fraction, noise: Fraction) -> Verdict:
    """Difference quotients of a concave function lie between its slopes at the two ends."""
    ends = (at_c, at_c * F(1001, 1000))
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
    quotient = (values[1] - values[0]) / rational(ends[1] - ends[0])
    root_quotient = (values[1] - values[0]) / (roots[1] - roots[0])
    return all_of(
        [
            less(slopes[1], quotient),
            less(quotient, slopes[0]),
            less(root_slopes[1], root_quotient),
            less(root_quotient, root_slopes[0]),
        ]
    )


def _beta(parts: Parts) -> tuple[Step, ...]:
    """The beta-weighted loss of one dimension at its own optimum, and near it."""
    at: dict[sympy.Symbol, Value] = {c: F(2), gamma: F(1, 10), beta: F(3)}
    noise = parts["effective"]
    v, q = best_stretch(c, noise), sympy.Symbol("q", positive=True)
    loss = lemma_2_scale.stretched * q / gamma + beta * (
        q - sympy.log(q) + c / lemma_2_scale.stretched
    )
    best = {lemma_2_scale.stretched: v, q: noise / (noise + v)}
    value = enclose(parts["weight"] * (1 + psi(c, noise)), at)
    return (
        step(
            r"$\beta = 3$, $c = 2$, $\gamma = 1/10$: the weighted loss at the minimiser, and larger"
            r" beside it.",
            parts["effective"],
            equal(enclose(loss.subs(best, simultaneous=True), at), value),
            *(
                less(value, enclose(loss, at | {lemma_2_scale.stretched: trial, q: share}))
                for trial, share in ((F(2), F(1, 8)), (F(3), F(1, 10)), (F(1), F(1, 5)))
            ),
        ),
    )


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "lemma-2-variance": certified("$d = 3$, $\\kappa = 2$, one choice of $W$", _variance),
    "lemma-2-scale": certified("three pairs $(c, \\gamma)$, one $\\beta$", _scale),
}
