"""Penalties that are continuous at 0, on exact instances."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    dense,
    function,
    loss,
    rational_below,
    sizes,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_a.ranges import DIMENSIONS, NEAR
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_4.separable import g_e, h_a, h_b
from sparsity_theory.statements.theorem_a import (
    theorem_a_continuity,
)


def _check_continuity(parts: Parts) -> Report:
    inverses = {u: lambda v: v, sympy.sqrt(u): lambda v: v * v, u / (1 + u): lambda v: v / (1 - v)}
    return Report(
        tuple(
            _continuous(parts, dims, shape, inverse)
            for dims in DIMENSIONS
            for shape, inverse in inverses.items()
        )
    )


def _continuous(
    parts: Parts, dims: Dimensions, shape: sympy.Expr, inverse: Callable[[Fraction], Fraction]
) -> Step:
    """Values 1 per cent below the tolerances: both alternatives beat the sparse code."""
    h = function(shape)
    rise = h(Fraction(1))
    tolerances = [
        enclose(parts[name], {**sizes(dims), theorem_a_continuity.delta: rise})
        for name in ("code_tolerance", "error_tolerance")
    ]
    text = f"{title(dims)}, $g=h={sympy.latex(shape)}$, $a=1$: both alternatives win."
    usable = All(*(less(arb(0), x) for x in tolerances), *(less(x, arb(1)) for x in tolerances))
    if usable.decide() is not Verdict.HOLDS:
        return Step(text, usable, "tolerances between 0 and 1", shown=parts["code_tolerance"])
    power, error = (inverse(rational_below(x) * NEAR) for x in tolerances)
    instance = fooling_instance(dims, power, Fraction(1), zero_error=error)
    few, many, nothing = sparse(instance), dense(instance), zero(instance)
    found = {**sizes(dims), h_a: rise, h_b: h(many.powers[0]), g_e: h(nothing.error)}
    gains = [(loss(h, h, other) - loss(h, h, few)) * dims.d for other in (many, nothing)]
    return Step(
        text,
        All(
            *(less(gain, arb(0)) for gain in gains),
            equal(enclose(parts["code_gap"], found), gains[0]),
            equal(enclose(parts["error_gap"], found), gains[1]),
        ),
        "exact matrices, balls",
        shown=parts["code_tolerance"],
    )


EVIDENCE = certified("three penalties, two triples", _check_continuity)
