"""Eq. (7) at one point, from its definition."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, evaluate
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, e, kappa, n, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.proving.row_sums import rows
from sparsity_theory.statements.eq import eq_7

# --- eq-7 -------------------------------------------------------------------------------------

_DATA = sympy.ImmutableMatrix([[1, 2, 4], [3, 5, -1], [0, 1, 1]])
_DECODER = sympy.ImmutableMatrix([[1, 2], [0, sympy.Rational(1, 3)], [1, 1]])
_CODES = sympy.ImmutableMatrix([[1, 0, 2], [sympy.Rational(1, 2), 1, 1]])
_RESIDUALS = _DATA - _DECODER * _CODES


def _mean_square(entries: sympy.Matrix) -> sympy.Expr:
    return sum(x**2 for x in entries) / len(entries)


def _generic_loss(parts: Parts) -> Report:
    sizes: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, n: 3}
    blocks = [_RESIDUALS, *(_CODES.row(j) for j in range(2))]
    squares = [_mean_square(block) for block in blocks]
    table = rows(eq_7.power, squares[1:])
    steps = []
    for name, penalty in (("\\log(1+u)", lambda u: sympy.log(1 + u)), ("\\sqrt u", sympy.sqrt)):
        direct = enclose(eq_7.loss(_DATA, _DECODER * _CODES, _CODES, penalty, penalty), {})
        formula = parts["loss"].replace(eq_7.g, penalty).replace(eq_7.h, penalty)
        by_blocks = [
            enclose(parts["group_weight"], sizes | {eq_7.entries: len(block)})
            * enclose(penalty(square), {})
            for block, square in zip(blocks, squares, strict=True)
        ]
        steps.append(
            Step(
                rf"$d = n = 3$, $\kappa = 2$, $g = h = {name}$: the loss from the matrices, by the"
                " formula, and by blocks.",
                All(
                    equal(direct, evaluate(formula.subs(e, squares[0]), sizes, table)),
                    equal(direct, sum(by_blocks, arb(0))),
                ),
                "ball arithmetic at exact rationals",
                shown=parts["loss"],
            )
        )
    return Report((*steps, *_roots(parts)))


def _roots(parts: Parts) -> tuple[Step, ...]:
    def norms(
        samples: int,
    ) -> tuple[arb, dict[sympy.Indexed, sympy.Expr], dict[sympy.Symbol, Value]]:
        data, codes = _DATA[:, :samples], _CODES[:, :samples]
        decoded = _DECODER * codes
        direct = enclose(eq_7.loss(data, decoded, codes, sympy.sqrt, sympy.sqrt), {})
        lengths = [sympy.sqrt(sum(x**2 for x in codes.row(j))) for j in range(2)]
        residual = enclose(sympy.sqrt(sum(x**2 for x in data - decoded)), {})
        at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, n: samples}
        return direct, rows(eq_7.norm, lengths), at | {eq_7.frobenius: residual}

    direct, table, at = norms(3)
    single, single_table, single_at = norms(1)
    point, step_size = Fraction(1, 100), Fraction(1, 10**12)
    slope = enclose(parts["slope"], {u: point})
    quotients = [
        (ball(point + change).sqrt() - ball(point).sqrt()) / ball(change)
        for change in (step_size, -step_size)
    ]
    constant = enclose(parts["lipschitz"], {n: 3})
    return (
        Step(
            "The norms' formula for three samples, the square-root lasso for one.",
            All(
                equal(direct, evaluate(parts["square_root"], at, table)),
                equal(single, evaluate(parts["lasso"], single_at, single_table)),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["lasso"],
        ),
        Step(
            r"The slope of $\sqrt u$ at $1/100$ lies between two difference quotients; for $n = 3$"
            r" the rows $(1,1,1)$ and $(2,2,2)$ differ by the Lipschitz constant times the"
            r" distance.",
            All(
                less(quotients[0], slope),
                less(slope, quotients[1]),
                equal(ball(4).sqrt() - ball(1), constant * ball(3).sqrt()),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["slope"],
        ),
    )


EVIDENCE = certified("one point with $d = n = 3$, $\\kappa = 2$", _generic_loss)
