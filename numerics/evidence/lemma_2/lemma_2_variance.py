"""Lemma 2 over the encoder's deviations, against the expected error by signs."""

from __future__ import annotations

import itertools
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, evaluate
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, e, gamma, k, kappa
from sparsity_theory.proving.propositions import All
from sparsity_theory.proving.row_sums import generic, rows
from sparsity_theory.statements.lemma_2.lemma_2_variance import column, deviation, power

# --- lemma-2-variance -------------------------------------------------------------------------

_DATUM, _BIAS = (Fraction(1), Fraction(-2)), (Fraction(1, 3), Fraction(1))
_DECODER = ((Fraction(1, 2), Fraction(2)), (Fraction(1), Fraction(-1, 3)))
_MEAN, _DEVIATION = (Fraction(1), Fraction(3, 2)), (Fraction(1, 4), Fraction(2))


def _squared_error(code: tuple[Fraction, ...]) -> Fraction:
    residual = (
        x - sum(w * z for w, z in zip(line, code, strict=True)) - b
        for x, line, b in zip(_DATUM, _DECODER, _BIAS, strict=True)
    )
    return sum((entry * entry for entry in residual), Fraction(0))


def _expected_error_by_signs() -> Fraction:
    """E over independent random signs: they have the same first two moments as a normal."""
    signs = list(itertools.product((1, -1), repeat=len(_MEAN)))
    codes = (
        tuple(mu + s * sign for mu, s, sign in zip(_MEAN, _DEVIATION, choice, strict=True))
        for choice in signs
    )
    return sum((_squared_error(code) for code in codes), Fraction(0)) / len(signs)


def _variance(parts: Parts) -> Report:
    values: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, gamma: Fraction(1, 10), e: Fraction(1, 7)}
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
            Step(
                r"$d = \kappa = 2$: the mean over random signs of the squared error.",
                equal(noise, ball(added)),
                "ball arithmetic at exact rationals",
                shown=parts["noise"],
            ),
            Step(
                r"$\gamma = 1/10$, $w = (1/2, 3)$: the loss at the minimiser is the value.",
                equal(evaluate(best, values, table), value),
                "ball arithmetic at exact rationals",
                shown=parts["value"],
            ),
            Step(
                "At other deviations it is larger.",
                All(*(less(value, at(*trial)) for trial in _TRIALS)),
                "ball arithmetic at exact rationals",
                shown=parts["loss"],
            ),
        )
    )


# The best deviations are about 0.535 and 0.105.
_TRIALS = (("1/2", "1/10"), ("27/50", "11/100"), ("1", "1"), ("1/100", "1/10"), ("27/50", "1/2"))

EVIDENCE = certified("$d = 3$, $\\kappa = 2$, one choice of $W$", _variance)
