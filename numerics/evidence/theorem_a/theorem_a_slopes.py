"""Penalties of unbounded slope that are continuous at 0, in balls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import c, r, s, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_4.separable import t
from sparsity_theory.statements.theorem_a import (
    theorem_a_slopes,
)

_NAMES = ("root", "power", "log_root", "inverse_log", "shifted_log")


def _check_slopes(parts: Parts) -> Report:
    values: dict[sympy.Symbol, Value] = {theorem_a_slopes.power: Fraction(1, 3), c: Fraction(1, 5)}
    steps = [_witness(parts[name], name, rank, values) for name in _NAMES for rank in (1, 3)]
    return Report((*steps, _slopes(parts, values)))


def _witness(
    family: Iterable[sympy.Expr], name: str, rank: int, values: Mapping[sympy.Symbol, Value]
) -> Step:
    rise, large, small = family
    at = {**values, r: rank}
    a, b = enclose(large, at), enclose(small, at)
    high, low = (enclose(rise, {**at, u: x}) for x in (a, b))
    return Step(
        f"{name.replace('_', ' ')}, $r={rank}$: the rise at $b$ is $r/(2(r+1))$ of that at $a$.",
        All(
            less(arb(0), b),
            equal(low * 2 * (rank + 1), high * rank),
            less(low * (rank + 1), high * rank),
        ),
        "balls",
        shown=rise,
    )


def _slopes(parts: Parts, values: Mapping[sympy.Symbol, Value]) -> Step:
    """Chord slopes near 0: at the stated point, and above the stated bounds."""
    steep = Fraction(10**6)
    point = enclose(parts["power_point"], {**values, s: steep})
    chord = enclose(parts["power"][0] / u, {**values, u: point})
    near: dict[sympy.Symbol, Value] = {**values, u: Fraction(1, 10**12), t: Fraction(50)}
    by_exp = sympy.exp(c * t) / (1 + t)
    gradient = sympy.diff(parts["shifted_log"][0], u)
    return Step(
        "Slopes near 0.",
        All(
            equal(chord / int(steep), arb(1)),
            less(enclose(parts["log_root_slope"], near), enclose(parts["log_root"][0] / u, near)),
            less(enclose(parts["inverse_log_slope"], near), enclose(by_exp, near)),
            less(enclose(gradient, near), enclose(parts["shifted_log_bound"], near)),
        ),
        "balls",
        shown=parts["power_point"],
    )


EVIDENCE = certified("five penalties, r = 1 and 3", _check_slopes)
