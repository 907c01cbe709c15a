"""Gradients of the decoder, from the loss at exact rational data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.minima import BESIDE
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import A, d, gamma, n
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.gradients import gradients_gamma

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
            Step(
                "Derivative in one decoded coordinate, two samples in two dimensions.",
                All(
                    equal(fixed, ball(derivative / variance)),
                    equal(learned, ball(2 * derivative / error)),
                ),
                "exact central difference of the error",
                shown=parts["fixed"],
            ),
            Step("Root mean squares.", All(*sizes), "enclosures", shown=parts["learned_size"]),
            Step(
                "The quotient, and the error at which the learned gradient passes 3.",
                All(
                    equal(quotient, enclose(parts["ratio"], at)),
                    less(arb(3), _learned_size(parts, radius * (1 - BESIDE))),
                    less(_learned_size(parts, radius * (1 + BESIDE)), arb(3)),
                ),
                "enclosures",
                shown=parts["radius"],
            ),
        )
    )


def _learned_size(parts: Parts, error: arb) -> arb:
    return enclose(parts["learned_size"], {A: error, d: 2})


EVIDENCE = certified("exact rational data, minima and points beside them", _gradients)
