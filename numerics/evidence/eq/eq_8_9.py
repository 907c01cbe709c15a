"""Eqs. (8) and (9): one coordinate against two, for five penalties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.eq import eq_8_9

# --- eq-8-9 -----------------------------------------------------------------------------------

Penalty = Callable[[sympy.Expr], sympy.Expr]


def _advantage(
    parts: Parts,
    penalty: Penalty,
    arguments: tuple[sympy.Expr, ...],
    values: Mapping[sympy.Symbol, Value] | None = None,
) -> arb:
    """The advantage of the sparse code, for a penalty at (large, small, other) arguments."""
    places = dict(zip((eq_8_9.large, eq_8_9.small, eq_8_9.other), arguments, strict=True))
    inserted = parts["advantage"].subs(places, simultaneous=True)
    return enclose(inserted.replace(eq_8_9.h, penalty), values or {})


_Z = (Fraction(10), Fraction(1, 10), Fraction(1, 20))


def _one_against_two(parts: Parts) -> Report:
    return Report((*_logarithms(parts), *_bounded(parts), _flat(parts)))


def _logarithms(parts: Parts) -> tuple[Step, ...]:
    steps = []
    places = (eq_8_9.large, eq_8_9.small, eq_8_9.other)
    for name, exponent in (("log_z", 1), ("log_squared", 2)):
        threshold = enclose(parts[name], dict(zip(places, _Z, strict=True)))
        arguments = tuple(sympy.Rational(value) ** exponent for value in _Z)
        below, above = (
            _advantage(
                parts,
                lambda u: sympy.log(u + gamma),
                arguments,
                {gamma: threshold * ball(factor)},
            )
            for factor in (Fraction(999, 1000), Fraction(1001, 1000))
        )
        steps.append(
            Step(
                "$z^* = 10$, $z_1 = 1/10$, $z_2 = 1/20$: the sign of the advantage just below and"
                " just above the threshold.",
                All(less(arb(0), below), less(above, arb(0))),
                "ball arithmetic at exact rationals",
                shown=parts[name],
            )
        )
    return tuple(steps)


def _bounded(parts: Parts) -> tuple[Step, ...]:
    """With h = min(u, 1/2) both bounds are equalities: B = 1, Delta = 1/2."""
    at: dict[sympy.Symbol, Value] = {eq_8_9.slope_bound: 1, eq_8_9.rise: Fraction(1, 2)}
    half, x = sympy.Rational(1, 2), sympy.Symbol("x", positive=True)
    steps = []
    for name, exponent in (("reversal_z", 1), ("reversal_squared", 2)):
        limit = enclose(parts[name], at)
        arguments = (sympy.Integer(5), x**exponent, x**exponent)

        def advantage(place: arb, arguments: tuple[sympy.Expr, ...] = arguments) -> arb:
            return _advantage(parts, lambda u: sympy.Min(u, half), arguments, {x: place})

        steps.append(
            Step(
                r"$h(u) = \min(u, 1/2)$, $B = 1$, $\Delta = 1/2$: no advantage at the threshold,"
                r" and a disadvantage below it.",
                All(
                    equal(advantage(limit), arb(0)),
                    *(
                        less(advantage(limit * ball(part)), arb(0))
                        for part in (Fraction(9, 10), Fraction(1, 10))
                    ),
                ),
                "ball arithmetic at exact rationals",
                shown=parts[name],
            )
        )
    return tuple(steps)


def _flat(parts: Parts) -> Step:
    """Values 1, 1 at the small coordinates and 1 + eta at the large one: advantage 1 - eta."""
    limit = Fraction(int(parts["flat"].p), int(parts["flat"].q))
    verdicts = []
    for eta in (limit * Fraction(9, 10), limit * Fraction(1, 2), Fraction(0)):
        rise = sympy.Rational(1 + eta)

        def penalty(u: sympy.Expr, top: sympy.Rational = rise) -> sympy.Expr:
            return sympy.Integer(7) + (top if u == 10 else sympy.Integer(int(u != 0)))

        arguments = (sympy.Integer(10), sympy.Integer(1), sympy.Integer(1))
        verdicts.append(less(arb(0), _advantage(parts, penalty, arguments)))
    return Step(
        r"$h = 7$ at 0, 8 at the small coordinates, $8 + \eta$ at the large one, $\eta$ up to nine"
        r" tenths of the limit: an advantage.",
        All(*verdicts),
        "ball arithmetic at exact rationals",
        shown=parts["flat"],
    )


EVIDENCE = certified("one triple of coordinates, five penalties", _one_against_two)
