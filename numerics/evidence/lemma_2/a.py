"""Lemma 2 (a), (b), (c) and its literal reading at concrete rationals."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, enclose
from numerics.evidence.comparisons import certified, equal, evaluate, less, rational, step
from sparsity_theory.ledger.claims import Evidence, Parts, Report, Step
from sparsity_theory.notation import c, d, e, gamma, kappa, m
from sparsity_theory.proving.row_sums import generic, k, rows
from sparsity_theory.statements.lemma_2 import lemma_2_variance, lemma_2a, lemma_2b, lemma_2c
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi, scale_free
from sparsity_theory.statements.lemma_2.lemma_2_variance import power

F = Fraction


def _imperfect(parts: Parts) -> Report:
    at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, lemma_2a.error: F(1, 5)}
    at[lemma_2a.level] = 50
    threshold = enclose(parts["threshold"], at)
    unused = lemma_2_variance.DATA_TERM.subs(e, lemma_2a.error) + 2
    steps = [
        step(
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
        step(
            r"The two are close at $\gamma = e/2$, where the tangent touches: within $10^{-3}$ for"
            r" $\gamma = 1001/10000$.",
            parts["bound"],
            less(
                enclose(parts["floor"] - parts["bound"], at | {gamma: F(1001, 10000)}),
                rational(F(1, 1000)),
            ),
        ),
        step(
            "The bound is $M = 50$ at the threshold and more at nine tenths of it.",
            parts["threshold"],
            equal(enclose(parts["bound"], at | {gamma: threshold}), arb(50)),
            less(
                arb(50),
                enclose(parts["bound"], at | {gamma: threshold * rational(F(9, 10))}),
            ),
        ),
    ]
    return Report(tuple(steps))


def _exact(powers: tuple[Fraction, ...], noise: Value) -> arb:
    """The sum of psi over the active rows."""
    return sum((enclose(psi(), {c: value, gamma: noise}) for value in powers), arb(0))


def _logarithm(parts: Parts) -> Report:
    powers, noise = (F(1, 2), F(3)), F(1, 1000)
    at: dict[sympy.Symbol, Value] = {d: 5, kappa: 4, m: 2, lemma_2b.used: 2, gamma: noise}
    codes = rows(scale_free, [sympy.Rational(value) for value in powers])
    norms = rows(lemma_2b.used_column, (sympy.Rational(1, 2), 3))
    given = norms | rows(power, (1, 2, 0, sympy.Rational(1, 2)))
    base = enclose(lemma_2b.EXACT, at)
    rest = base + _exact(powers, noise) - evaluate(parts["value"], at, codes)
    fixed = base + enclose(sympy.log(1 + 1 / (4 * gamma)) + sympy.log(1 + 9 / gamma), at)
    rest_before = fixed + rational(F(7, 2)) - evaluate(parts["value_before"], at, given)
    return Report(
        (
            step(
                r"$c = (1/2, 3)$, $\gamma = 1/1000$, $d = 5$, $\kappa = 4$: the remainder.",
                parts["value"],
                less(arb(0), rest),
                less(rest, evaluate(parts["bound"], at, codes)),
            ),
            step(
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
        lemma_2b.logs: enclose(sympy.log(sympy.Rational(2, 5)), {}),
        lemma_2b.other_logs: 2 * enclose(sympy.log(sympy.Rational(16, 25)), {}),
        lemma_2b.inverses: F(41, 4),
    }
    threshold = enclose(parts["threshold"], at)
    return step(
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
        sum((rational(value).log() for value in values), arb(0)) for values in (sparse, dense)
    )
    at: dict[sympy.Symbol, Value] = {
        m: len(sparse),
        lemma_2c.extra: len(dense) - len(sparse),
        lemma_2b.logs: first,
        lemma_2b.other_logs: second,
        lemma_2b.inverses: sum((1 / value for value in sparse), F(0)),
    }
    limits = [enclose(parts[name], at) for name in ("smallness", "crossing")]
    noise = rational(F(99, 100)) * limits[0].min(limits[1])
    at[gamma] = noise
    cost = _exact(sparse, noise)
    gap, rest = enclose(parts["gap"], at), enclose(parts["rest"], at)
    excess = enclose(-lemma_2c.extra * sympy.log(gamma), at)
    defeat = enclose(parts["defeat"], at | {lemma_2c.whole: cost})
    defeated = len(dense) * enclose(psi(), {c: defeat, gamma: noise})
    # The common d log gamma + kappa cancels; psi already counts the m log gamma of each code.
    difference = _exact(dense, noise) - cost
    return step(
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
    share = rational(best)
    row = generic(parts["row"])
    totals, powers_cost = [], []
    for name in ("sparse_code", "dense_code"):
        squares = [enclose(entry**2, {}) for entry in parts[name]]
        # Eq. (3) itself, at the best deviations of unit columns, less d log gamma.
        raw = [share / rational(noise) + share - share.log() + square for square in squares]
        totals.append(sum(raw, arb(0)))
        each = [enclose(row, at | {generic(power[k]): square}) + 1 for square in squares]
        powers_cost.append(sum(each, arb(0)))
    reconstruction = [enclose(sum(parts[name]), {}) for name in ("sparse_code", "dense_code")]
    return step(
        f"$\\gamma = {sympy.latex(sympy.Rational(noise))}$: both codes reconstruct, eq. (3) at the"
        " best deviations is the sum over the rows, and the difference.",
        parts["row"],
        *(equal(value, arb(2).sqrt()) for value in reconstruction),
        *(equal(raw, cost) for raw, cost in zip(totals, powers_cost, strict=True)),
        equal(totals[0] - totals[1], enclose(parts["difference"], {})),
    )


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "lemma-2a": certified("$d = 3$, $e = 1/5$, three values of $\\gamma$", _imperfect),
    "lemma-2b": certified("$d = 5$, $\\kappa = 4$, $m = 2$", _logarithm),
    "lemma-2c": certified("five pairs of codes", _fewer_rows),
    "lemma-2-literal": certified("three values of $\\gamma$", _literal),
}
