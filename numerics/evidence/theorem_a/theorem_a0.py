"""Theorem A0: an objective with one pair of powers exchanged."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.balls import ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    title,
)
from numerics.evidence.propositions import equal
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import d, k, kappa, r
from sparsity_theory.proving.propositions import All, Equal, Less, Positive, Same
from sparsity_theory.proving.terms import named
from sparsity_theory.statements.theorem_a import (
    theorem_a0,
)


def _check_a0(parts: Parts) -> Report:
    positive = Positive(parts["error"])
    if positive.decide() is not Verdict.HOLDS:
        text = "The error of the second case is positive."
        return Report((Step(text, positive, "assumption"),))
    cases = (
        (Dimensions(4, 3, 2), (4, 9, 0), (1, 0, 16), Fraction(1, 3)),
        (Dimensions(5, 3, 1), (1, 0, 0), (1, 0, 0), Fraction(2)),
        (Dimensions(3, 3, 1), (4, 0, 0), (0, 0, 0), Fraction(7)),
    )
    return Report(tuple(_flip(parts, *case) for case in cases))


def _flip(
    parts: Parts, dims: Dimensions, p: tuple[int, ...], q: tuple[int, ...], error: Fraction
) -> Step:
    """The exact code and the other one: their powers, and the error at the stated scale."""
    powers = {theorem_a0.p(k): sympy.Integer(x) for k, x in enumerate(p, 1)}
    powers |= {theorem_a0.q(k): sympy.Integer(x) for k, x in enumerate(q, 1)}
    sizes = {d: dims.d, kappa: dims.kappa, r: dims.r, theorem_a0.more: 0, theorem_a0.y: 1}

    def at(part: sympy.Expr, row: int | None = None) -> sympy.Expr:
        chosen = part if row is None else part.subs(k, row)
        return chosen.subs(sizes).doit().subs(powers)

    rows = range(1, dims.kappa + 1)
    codes = [[at(parts[name], row) for row in rows] for name in ("code", "other_code")]
    squared = enclose(at(parts["scale"]), {theorem_a0.error: error})
    residual = sum(((x - y) ** 2 for x, y in zip(*codes, strict=True)), sympy.S.Zero)
    measured = squared * enclose(residual, {}) / dims.d
    return Step(
        f"{title(dims)}, $p={p}$, $q={q}$, $e={error}$: powers and error are as stated.",
        All(
            Same("powers of the exact code", [x**2 for x in codes[0]], list(p)),
            Same("powers of the other code", [x**2 for x in codes[1]], list(q)),
            Equal(
                named(
                    r"\text{sum of the terms}",
                    sum((at(parts["term"], row) for row in rows), sympy.S.Zero),
                ),
                residual,
            ),
            equal(measured, ball(error)),
            Less(dims.r, at(parts["dense_rows"])),
        ),
        "exact codes",
        shown=parts["scale"],
    )


EVIDENCE = certified("three pairs of powers", _check_a0)
