"""Theorem A4 for a saturating penalty, on exact instances."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.certificates.instances import Matrix, fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    Function,
    dense,
    function,
    loss,
    measure,
    sparse,
    sparse_code,
    title,
    zero,
)
from numerics.evidence.propositions import at_most, equal, less
from numerics.evidence.theorem_a.ranges import NEAR
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, r, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_a import (
    theorem_a4,
)


def _check_a4(parts: Parts) -> Report:
    return Report((_error_bound(parts), _row_bound(parts), _resolution(parts)))


_A4 = Dimensions(3, 2, 1)
_SATURATING = function(u / (u + 1))


def _error_bound(parts: Parts) -> Step:
    """The sparse code halved: g is steep enough that it is just as good, and the bound is met."""
    instance = fooling_instance(_A4, Fraction(1), Fraction(9))
    half: Matrix = tuple(tuple(x / 2 for x in row) for row in sparse_code(instance))
    point = measure(instance.family.data, instance.family.end, half)
    few, h = sparse(instance), _SATURATING
    total, rows = h(few.powers[0]), h(point.powers[0])
    found = []
    for other, rises in ((zero(instance), arb(0)), (point, rows)):
        # an error penalty C e with C such that the point is 1 per cent better than a tie
        per_error = (total - rises) / _A4.d / ball(other.error) * ball(NEAR)
        g: Function = lambda error, per_error=per_error: per_error * ball(error)  # type: ignore[misc]  # noqa: E731
        values: dict[sympy.Symbol, Value] = {
            d: _A4.d,
            theorem_a4.total: total,
            theorem_a4.rows: rises,
        }
        found.append(less(loss(g, h, other), loss(g, h, few)))
        found.append(at_most(g(other.error), enclose(parts["error_bound"], values)))
    text = f"{title(_A4)}, $u/(u+1)$, $p^*=9$: points slightly better than the sparse code."
    return Step(text, All(*found), "exact matrices, balls", shown=parts["error_bound"])


def _row_bound(parts: Parts) -> Step:
    """Two rows of power 2/3 are as good as one of power 9, so the bound must not exceed S."""
    power = Fraction(2, 3) * NEAR
    instance = fooling_instance(_A4, power, Fraction(9))
    few, many, h = sparse(instance), dense(instance), _SATURATING
    values: dict[sympy.Symbol, Value] = {r: _A4.r, theorem_a4.rise: h(many.powers[0])}
    return Step(
        f"{title(_A4)}, $u/(u+1)$: a code with $r+1$ rows of power $\\tau$ that is no worse.",
        All(
            less(loss(h, h, many), loss(h, h, few)),
            at_most(enclose(parts["rows_bound"], values), h(few.powers[0])),
        ),
        "exact matrices, balls",
        shown=parts["rows_bound"],
    )


def _resolution(parts: Parts) -> Step:
    """At the stated resolution r+1 rows cost r, more than any r rows; a lower one would not do."""
    found = []
    for rank, scale in ((1, 1), (3, 2)):
        values: dict[sympy.Symbol, Value] = {r: rank, theorem_a4.tau_0: scale}
        at = enclose(parts["resolution"], values)
        cost = (rank + 1) * enclose(parts["penalty"], {**values, u: at})
        top = enclose(parts["penalty"], {**values, u: Fraction(10**9)})
        found += [equal(cost, arb(rank)), less(top * rank, cost)]
    text = "$r+1$ rows at the resolution cost $r$, which $r$ rows never reach."
    return Step(text, All(*found), "balls", shown=parts["resolution"])


EVIDENCE = certified("u/(u+1) on exact instances", _check_a4)
