"""Lemma 2 at concrete rationals: the minima are minima, the bounds hold and are nearly attained."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.balls import BITS, Value, enclose, precision
from numerics.evidence.comparisons import equal, evaluate, less
from sparsity_theory import lemma2, lemma2_limits
from sparsity_theory.claims import Check, Evidence, Kind, Parts, Report, Step
from sparsity_theory.lemma2 import best_stretch, column, deviation, power, psi, scale_free
from sparsity_theory.notation import beta, c, d, e, gamma, kappa, m
from sparsity_theory.row_sums import generic, k, rows
from sparsity_theory.verdict import Verdict, all_of

F = Fraction


def _step(text: str, formula: sympy.Basic | str, *verdicts: Verdict) -> Step:
    return Step(text, formula, "ball arithmetic at exact rationals", all_of(verdicts))


def _certified(scope: str, check: Check) -> tuple[Evidence, ...]:
    def precise(parts: Parts) -> Report:
        with precision(BITS):
            return check(parts)

    return (Evidence(Kind.CERTIFIED, scope, precise),)


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
            _step(
                r"$d = \kappa = 2$: the mean over random signs of the squared error.",
                parts["noise"],
                equal(noise, enclose_rational(added)),
            ),
            _step(
                r"$\gamma = 1/10$, $w = (1/2, 3)$: the loss at the minimiser is the value.",
                parts["value"],
                equal(evaluate(best, values, table), value),
            ),
            _step(
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
    return Report(tuple(_scale_at(parts, at_c, noise) for at_c, noise in _POINTS) + _beta(parts))


def _scale_at(parts: Parts, at_c: Fraction, noise: Fraction) -> Step:
    at: dict[sympy.Symbol, Value] = {c: at_c, gamma: noise}
    root = enclose(parts["scale"], at)
    here: dict[sympy.Symbol, Value] = at | {lemma2.stretched: root}
    there: dict[sympy.Symbol, Value] = at | {lemma2.angle: enclose(parts["angle"], at)}
    value = enclose(parts["psi"], here)

    def off(factor: Fraction) -> arb:
        return enclose(parts["profile"], at | {lemma2.stretched: root * enclose_rational(factor)})

    left = enclose(parts["remainder"], here)
    return _step(
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


def enclose_rational(number: Fraction) -> arb:
    """A ball around a rational."""
    return enclose(sympy.Rational(number), {})


def _slope_between(parts: Parts, at_c: Fraction, noise: Fraction) -> Verdict:
    """Difference quotients of a concave function lie between its slopes at the two ends."""
    ends = (at_c, at_c * F(1001, 1000))
    values, slopes, root_slopes, roots = [], [], [], []
    for end in ends:
        at: dict[sympy.Symbol, Value] = {c: end, gamma: noise}
        values.append(enclose(psi(), at))
        slopes.append(enclose(parts["slope"], at | {lemma2.stretched: enclose(best_stretch(), at)}))
        angle = enclose(sympy.asinh(sympy.sqrt(c / gamma) / 2), at)
        root_slopes.append(enclose(parts["root_slope"], at | {lemma2.angle: angle}))
        roots.append(enclose(sympy.sqrt(c), at))
    quotient = (values[1] - values[0]) / enclose_rational(ends[1] - ends[0])
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
    loss = lemma2.stretched * q / gamma + beta * (q - sympy.log(q) + c / lemma2.stretched)
    best = {lemma2.stretched: v, q: noise / (noise + v)}
    value = enclose(parts["weight"] * (1 + psi(c, noise)), at)
    return (
        _step(
            r"$\beta = 3$, $c = 2$, $\gamma = 1/10$: the weighted loss at the minimiser, and larger"
            " beside it.",
            parts["effective"],
            equal(enclose(loss.subs(best, simultaneous=True), at), value),
            *(
                less(value, enclose(loss, at | {lemma2.stretched: trial, q: share}))
                for trial, share in ((F(2), F(1, 8)), (F(3), F(1, 10)), (F(1), F(1, 5)))
            ),
        ),
    )


# --- lemma-2a, lemma-2b, lemma-2c -------------------------------------------------------------


def _imperfect(parts: Parts) -> Report:
    at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, lemma2_limits.error: F(1, 5)}
    at[lemma2_limits.level] = 50
    threshold = enclose(parts["threshold"], at)
    unused = lemma2.DATA_TERM.subs(e, lemma2_limits.error) + 2
    steps = [
        _step(
            "The floor is the loss of zero rows and columns at $s = 1$, and exceeds the bound.",
            parts["bound"],
            *(
                verdict
                for noise in (F(1, 50), F(1, 1000), F(1, 2))
                for verdict in (
                    equal(
                        enclose(parts["floor"], at | {gamma: noise}),
                        enclose(unused, at | {gamma: noise}),
                    ),
                    less(
                        enclose(parts["bound"], at | {gamma: noise}),
                        enclose(parts["floor"], at | {gamma: noise}),
                    ),
                )
            ),
        ),
        _step(
            r"The two are close at $\gamma = e/2$, where the tangent touches: within $10^{-3}$ for"
            r" $\gamma = 1001/10000$.",
            parts["bound"],
            less(
                enclose(parts["floor"] - parts["bound"], at | {gamma: F(1001, 10000)}),
                enclose_rational(F(1, 1000)),
            ),
        ),
        _step(
            "The bound is $M = 50$ at the threshold and more at nine tenths of it.",
            parts["threshold"],
            equal(enclose(parts["bound"], at | {gamma: threshold}), arb(50)),
            less(
                arb(50),
                enclose(parts["bound"], at | {gamma: threshold * enclose_rational(F(9, 10))}),
            ),
        ),
    ]
    return Report(tuple(steps))


def _exact(powers: tuple[Fraction, ...], noise: Value) -> arb:
    """The sum of psi over the active rows."""
    return sum((enclose(psi(), {c: value, gamma: noise}) for value in powers), arb(0))


def _logarithm(parts: Parts) -> Report:
    powers, noise = (F(1, 2), F(3)), F(1, 1000)
    at: dict[sympy.Symbol, Value] = {d: 5, kappa: 4, m: 2, lemma2_limits.used: 2, gamma: noise}
    codes = rows(scale_free, [sympy.Rational(value) for value in powers])
    norms = rows(lemma2_limits.used_column, (sympy.Rational(1, 2), 3))
    given = norms | rows(power, (1, 2, 0, sympy.Rational(1, 2)))
    base = enclose(lemma2_limits.EXACT, at)
    rest = base + _exact(powers, noise) - evaluate(parts["value"], at, codes)
    fixed = base + enclose(sympy.log(1 + 1 / (4 * gamma)) + sympy.log(1 + 9 / gamma), at)
    rest_before = fixed + enclose_rational(F(7, 2)) - evaluate(parts["value_before"], at, given)
    return Report(
        (
            _step(
                r"$c = (1/2, 3)$, $\gamma = 1/1000$, $d = 5$, $\kappa = 4$: the remainder.",
                parts["value"],
                less(arb(0), rest),
                less(rest, evaluate(parts["bound"], at, codes)),
            ),
            _step(
                r"Before the scale is minimised out, $w = (1/2, 3, 0, 0)$.",
                parts["value_before"],
                less(arb(0), rest_before),
                less(rest_before, evaluate(parts["bound_before"], at, given)),
            ),
            _order(parts),
        )
    )


def _order(parts: Parts) -> Step:
    first, second = (F(1, 10), F(4)), (F(16, 25), F(16, 25))
    at: dict[sympy.Symbol, Value] = {
        lemma2_limits.logs: enclose(sympy.log(sympy.Rational(2, 5)), {}),
        lemma2_limits.other_logs: 2 * enclose(sympy.log(sympy.Rational(16, 25)), {}),
        lemma2_limits.inverses: F(41, 4),
    }
    threshold = enclose(parts["threshold"], at)
    return _step(
        r"$c = (1/10, 4)$ is better than $c' = (16/25,16/25)$ at the threshold.",
        parts["threshold"],
        less(arb(0), threshold),
        less(_exact(first, threshold), _exact(second, threshold)),
    )


# (c of the sparser code, c of the denser one).
_PAIRS = (
    ((F(4),), (F(1, 4), F(1, 4))),
    ((F(4),), (F(1, 4), F(1, 4), F(1, 4))),
    ((F(1, 10),), (F(1), F(1))),
    ((F(100),), (F(20), F(20), F(20))),
    ((F(1, 10),), (F(1, 10), F(1, 10))),
)


def _fewer_rows(parts: Parts) -> Report:
    return Report(tuple(_pair(parts, *pair) for pair in _PAIRS))


def _pair(parts: Parts, sparse: tuple[Fraction, ...], dense: tuple[Fraction, ...]) -> Step:
    first, second = (
        sum((enclose_rational(value).log() for value in values), arb(0))
        for values in (sparse, dense)
    )
    at: dict[sympy.Symbol, Value] = {
        m: len(sparse),
        lemma2_limits.extra: len(dense) - len(sparse),
        lemma2_limits.logs: first,
        lemma2_limits.other_logs: second,
        lemma2_limits.inverses: sum((1 / value for value in sparse), F(0)),
    }
    limits = [enclose(parts[name], at) for name in ("smallness", "crossing")]
    noise = enclose_rational(F(99, 100)) * limits[0].min(limits[1])
    at[gamma] = noise
    cost = _exact(sparse, noise)
    gap, rest = enclose(parts["gap"], at), enclose(parts["rest"], at)
    excess = enclose(-lemma2_limits.extra * sympy.log(gamma), at)
    defeat = enclose(parts["defeat"], at | {lemma2_limits.whole: cost})
    defeated = len(dense) * enclose(psi(), {c: defeat, gamma: noise})
    # The common d log gamma + kappa cancels; psi already counts the m log gamma of each code.
    difference = _exact(dense, noise) - cost
    return _step(
        f"$c = {_listed(sparse)}$ against $c' = {_listed(dense)}$, just below the threshold.",
        parts["gap"],
        less(gap, difference),
        less(rest, gap),
        less(arb(0), rest),
        less(arb(0), difference),
        less(defeated, cost),
        equal(excess + second - first, rest),
    )


def _listed(values: tuple[Fraction, ...]) -> str:
    return "(" + ", ".join(str(value) for value in values) + ")"


# --- lemma-2-literal --------------------------------------------------------------------------


def _literal(parts: Parts) -> Report:
    return Report(tuple(_literal_at(parts, noise) for noise in (F(1), F(1, 10), F(1, 10**6))))


def _literal_at(parts: Parts, noise: Fraction) -> Step:
    at: dict[sympy.Symbol, Value] = {gamma: noise, d: 2}
    best = noise / (noise + 1)
    share = enclose_rational(best)
    row = generic(parts["row"])
    totals, powers_cost = [], []
    for name in ("sparse_code", "dense_code"):
        squares = [enclose(entry**2, {}) for entry in parts[name]]
        # Eq. (3) itself, at the best deviations of unit columns, less d log gamma.
        raw = [share / enclose_rational(noise) + share - share.log() + square for square in squares]
        totals.append(sum(raw, arb(0)))
        each = [enclose(row, at | {generic(power[k]): square}) + 1 for square in squares]
        powers_cost.append(sum(each, arb(0)))
    reconstruction = [enclose(sum(parts[name]), {}) for name in ("sparse_code", "dense_code")]
    return _step(
        f"$\\gamma = {sympy.latex(sympy.Rational(noise))}$: both codes reconstruct, eq. (3) at the"
        " best deviations is the sum over the rows, and the difference.",
        parts["row"],
        *(equal(value, arb(2).sqrt()) for value in reconstruction),
        *(equal(raw, cost) for raw, cost in zip(totals, powers_cost, strict=True)),
        equal(totals[0] - totals[1], enclose(parts["difference"], {})),
    )


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "lemma-2-variance": _certified("$d = 3$, $\\kappa = 2$, one choice of $W$", _variance),
    "lemma-2-scale": _certified("three pairs $(c, \\gamma)$, one $\\beta$", _scale),
    "lemma-2a": _certified("$d = 3$, $e = 1/5$, three values of $\\gamma$", _imperfect),
    "lemma-2b": _certified("$d = 5$, $\\kappa = 4$, $m = 2$", _logarithm),
    "lemma-2c": _certified("five pairs of codes", _fewer_rows),
    "lemma-2-literal": _certified("three values of $\\gamma$", _literal),
}
