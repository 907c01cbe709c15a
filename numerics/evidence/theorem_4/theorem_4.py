"""Theorem 4 for four penalties, on exact instances."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value
from numerics.certificates.instances import (
    fooling_instance,
)
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    Function,
    dense,
    function,
    loss,
    rational_below,
    sizes,
    sparse,
    zero,
)
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import s, u
from sparsity_theory.proving.propositions import All, Positive, Same
from sparsity_theory.statements.theorem_4.separable import g_e, h_a, h_b
from sparsity_theory.statements.theorem_4.theorem_4 import C_g, C_h, delta

_PENALTIES = (
    ("u", u, 1),
    ("u/(1+u)", u / (1 + u), 1),
    ("\\log(1+u)", sympy.log(1 + u), 1),
    ("3\\tanh u", 3 * sympy.tanh(u), 3),
)
_DIMENSIONS = (Dimensions(2, 2, 1), Dimensions(5, 4, 3))


def _check_theorem_4(parts: Parts) -> Report:
    steps = []
    for dims in _DIMENSIONS:
        for name, expression, bound in _PENALTIES:
            h = function(expression)
            values = {**sizes(dims), C_h: bound, C_g: bound, delta: h(Fraction(1))}
            steps.append(_beaten_by_dense(parts, dims, name, h, values))
            steps.append(_beaten_by_zero(parts, dims, name, h, values))
        steps.append(_never_above_zero(parts, dims))
    return Report(tuple(steps))


def _title(dims: Dimensions, name: str) -> str:
    return f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$, ${name}$"


def _beaten_by_dense(
    parts: Parts, dims: Dimensions, name: str, h: Function, values: Mapping[sympy.Symbol, Value]
) -> Step:
    power = rational_below(enclose(parts["dense_power"], values))
    instance = fooling_instance(dims, power, Fraction(1))
    few, many = sparse(instance), dense(instance)
    # an error penalty with a jump: it plays no part, both codes are exact
    g = function(1 + u)
    advantage = enclose(parts["advantage"], values)
    found = {**values, h_a: h(few.powers[0]), h_b: h(many.powers[0])}
    gain = loss(g, h, few) - loss(g, h, many)
    return Step(
        f"{_title(dims, name)}: both codes are exact, with $r$ and $r+1$ active rows, and the dense"
        " one is better by the advantage.",
        All(
            Same("errors", (few.error, many.error), (0, 0)),
            Same(
                "active rows",
                (few.active, many.active),
                (dims.r, dims.r + 1),
            ),
            equal(enclose(parts["sparse_loss"], found), loss(g, h, few)),
            equal(enclose(parts["dense_loss"], found), loss(g, h, many)),
            less(arb(0), advantage),
            at_most(advantage, gain),
        ),
        "exact matrices, balls for $h$",
        shown=parts["advantage"],
    )


def _beaten_by_zero(
    parts: Parts, dims: Dimensions, name: str, g: Function, values: Mapping[sympy.Symbol, Value]
) -> Step:
    error = rational_below(enclose(parts["small_error"], values))
    instance = fooling_instance(dims, Fraction(1), Fraction(1), zero_error=error)
    few, nothing = sparse(instance), zero(instance)
    h = g
    found = {**values, h_a: h(few.powers[0]), g_e: g(nothing.error)}
    gain = loss(g, h, few) - loss(g, h, nothing)
    return Step(
        f"{_title(dims, name)} for both penalties: the zero code is better by the advantage.",
        All(
            Positive(sympy.Rational(nothing.error)),
            equal(enclose(parts["zero_loss"], found), loss(g, h, nothing)),
            at_most(enclose(parts["advantage"], values), gain),
        ),
        "exact matrices, balls for the penalties",
        shown=parts["advantage"],
    )


def _never_above_zero(parts: Parts, dims: Dimensions) -> Step:
    instance = fooling_instance(dims, Fraction(1), Fraction(1))
    h, g = function(-u / (1 + u)), function(1 + u)
    gain = loss(g, h, sparse(instance)) - loss(g, h, dense(instance))
    below = enclose(parts["advantage_below"], {**sizes(dims), s: Fraction(1, 2)})
    return Step(
        f"{_title(dims, '-u/(1+u)')}: with equal powers 1 the dense code is better.",
        All(equal(gain, below), less(arb(0), gain)),
        "exact",
        shown=parts["advantage_below"],
    )


EVIDENCE = certified("four penalties, two dimension triples", _check_theorem_4)
