"""The lower bound of an affine decoder's cost, where it is tight and in general."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import c, d, gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.affine import affine_vae_bound
from sparsity_theory.statements.affine.affine_vae_bound import coefficient, distance

# --- affine-vae-bound -------------------------------------------------------------------------


def _bound(parts: Parts) -> Report:
    return Report((_bound_tight(parts), _bound_general(parts)))


def _bound_tight(parts: Parts) -> Step:
    """W = 2 u in R^2, x = 2 u, z = 3/4: t = 1/2, w = 2, rho = 1/2, b = 1, all exact."""
    b = enclose(
        parts["coefficient"], {affine_vae_bound.column: 2, affine_vae_bound.row: Fraction(1, 2)}
    )
    at: dict[sympy.Symbol, Value] = {distance: Fraction(1, 2), gamma: Fraction(1, 10), d: 2}
    reduced = enclose(parts["reduced"], {c: 4, coefficient: b, distance: Fraction(1, 2)})
    return Step(
        r"$W = 2u$, $\Vert u\Vert = 1$ in $\mathbb{R}^2$, $x = 2u$, $z = 3/4$: data term and power"
        r" are those of the bound.",
        All(
            equal(b, arb(1)),
            equal(enclose(parts["data_term"], at), ball(Fraction(1, 4) / Fraction(1, 10))),
            equal(reduced, ball(4 * Fraction(9, 16))),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["reduced"],
    )


def _bound_general(parts: Parts) -> Step:
    """W with columns (2, 0, 0) and (1, 1, 0), one sample, codes around the exact one (1, 1)."""
    inverse_rows, exact = (
        ((Fraction(1, 2), Fraction(-1, 2)), (Fraction(0), Fraction(1))),
        (Fraction(1), Fraction(1)),
    )
    norms = (ball(2), ball(2).sqrt())
    verdicts = []
    for code in (
        (Fraction(9, 10), Fraction(1)),
        (Fraction(1), Fraction(7, 10)),
        (Fraction(11, 10), Fraction(7, 10)),
        (Fraction(5, 4), Fraction(2, 5)),
    ):
        residual = (2 * (1 - code[0]) + (1 - code[1]), 1 - code[1])
        t = ball(residual[0] ** 2 + residual[1] ** 2).sqrt()
        for z, z_exact, rho, w in zip(code, exact, inverse_rows, norms, strict=True):
            norm = ball(rho[0] ** 2 + rho[1] ** 2).sqrt()
            b = enclose(
                parts["coefficient"], {affine_vae_bound.column: w, affine_vae_bound.row: norm}
            )
            power = w * w * ball(z_exact**2)
            if power.sqrt() > b * t:
                least = enclose(parts["reduced"], {c: power, coefficient: b, distance: t})
                verdicts.append(at_most(least, w * w * ball(z**2)))
    return Step(
        "Columns $(2,0,0)$ and $(1,1,0)$, exact code $(1,1)$: at four other codes no $c_k$ is below"
        " its bound.",
        All(*verdicts),
        "ball arithmetic at exact rationals",
        shown=parts["reduced"],
    )


EVIDENCE = certified("two decoders, five codes", _bound)
