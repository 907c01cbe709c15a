"""The expected error of an exact code, at exact rational columns."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from numerics.evidence.remark.remark_4 import TINY
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma, m
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.eq import eq_5
from sparsity_theory.statements.remark import remark_4

# Two nonzero decoder columns in three coordinates, and one that is zero.
_COLUMNS = (
    (Fraction(1, 2), Fraction(-2), Fraction(1, 3)),
    (Fraction(0), Fraction(1), Fraction(5, 7)),
    (Fraction(0), Fraction(0), Fraction(0)),
)


def _expected_error(variances: Sequence[arb]) -> arb:
    """Squared error of an exact code, averaged over the sign vectors."""
    total = arb(0)
    for signs in product((1, -1), repeat=len(variances)):
        noise = [sign * value.sqrt() for sign, value in zip(signs, variances, strict=True)]
        for row in range(3):
            entry = sum((z * ball(c[row]) for z, c in zip(noise, _COLUMNS, strict=True)), arb(0))
            total += entry**2
    return total / (1 << len(variances))


def _norm(column: Sequence[Fraction]) -> arb:
    return ball(sum((entry**2 for entry in column), Fraction(0))).sqrt()


def _eq_5(parts: Parts) -> Report:
    weight, eta = Fraction(2, 3), Fraction(1, 10**9)
    small = enclose(parts["small_gamma"], {m: 2, beta: weight, eq_5.tolerance: eta})

    def shares(at: Value, name: str = "share") -> list[arb]:
        values: dict[sympy.Symbol, Value] = {beta: weight, gamma: at}
        return [
            enclose(parts[name], {**values, remark_4.w: _norm(column)}) for column in _COLUMNS[:2]
        ]

    def error(at: Value) -> arb:
        floor = ball(weight) * ball(at)
        return _expected_error([floor / (floor + _norm(column) ** 2) for column in _COLUMNS])

    point: dict[sympy.Symbol, Value] = {
        eq_5.residual: Fraction(2, 5),
        remark_4.w: Fraction(3, 4),
        remark_4.v: Fraction(1, 9),
    }
    two_points = (ball(Fraction(2, 5) + Fraction(1, 4)) ** 2 + ball(Fraction(3, 20)) ** 2) / 2
    large = Fraction(1, 7)
    return Report(
        (
            Step(
                "One coordinate: the mean of two squares.",
                equal(enclose(parts["expected"], point), two_points),
                r"$\rho=\frac25$, $w=\frac34$, $\sigma=\frac13$",
                shown=parts["expected"],
            ),
            Step(
                "Three dimensions, two of them needed: the expected error is the sum of shares,"
                " each below its bound.",
                All(
                    equal(error(large), sum(shares(large), arb(0))),
                    *map(less, shares(large), shares(large, "share_bound")),
                ),
                "cubature on eight points",
                shown=parts["share"],
            ),
            Step(
                r"The bound is attained to one part in $10^6$ at $\gamma = 10^{-9}$, and the error"
                r" at the threshold is below $\eta$.",
                All(
                    less(error(small), ball(eta)),
                    *(
                        less(ball(1 - Fraction(1, 10**6)) * bound, share)
                        for share, bound in zip(
                            shares(TINY), shares(TINY, "share_bound"), strict=True
                        )
                    ),
                ),
                "enclosures",
                shown=parts["small_gamma"],
            ),
        )
    )


EVIDENCE = certified("exact rational data, minima and points beside them", _eq_5)
