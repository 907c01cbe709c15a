"""The separating bound where it is attained."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import c, gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.affine.affine_vae_separating import amplitude, column, inner, weight

# --- affine-vae-separating --------------------------------------------------------------------

# Squared column norms 4 and 1, weights for which M - diag v is singular with null vector (1/2, 1).
_NORMS, _WEIGHTS = (Fraction(2), Fraction(1)), (Fraction(8, 5), Fraction(2, 5))
_CHANGES = (Fraction(1, 4), Fraction(1, 2))


def _attained(parts: Parts) -> Report:
    return Report(tuple(_attained_at(parts, sign) for sign in (1, -1)))


def _attained_at(parts: Parts, sign: int) -> Step:
    """Columns (2, 0) and sign (3/5, 4/5), exact code (1, -sign), moved by (1/4, -sign/2)."""
    first, second = (Fraction(2), Fraction(0)), (sign * Fraction(3, 5), sign * Fraction(4, 5))
    changes = (_CHANGES[0], -sign * _CHANGES[1])
    residual = [x * changes[0] + y * changes[1] for x, y in zip(first, second, strict=True)]
    squared = ball(sum((x * x for x in residual), Fraction(0)))
    noise = Fraction(1, 10)
    product = sum((x * y for x, y in zip(first, second, strict=True)), Fraction(0))
    off = enclose(parts["coupling"], {inner: product})
    form = 2 * off * ball(_CHANGES[0] * _CHANGES[1])
    rows, powers = [], []
    for w, v, a in zip(_NORMS, _WEIGHTS, _CHANGES, strict=True):
        at: dict[sympy.Symbol, Value] = {column: w, weight: v, amplitude: a, gamma: noise, c: w * w}
        form += enclose(parts["diagonal"], at) * ball(a * a)
        rows.append(enclose(parts["row"], at))
        powers.append(equal(enclose(parts["reduced"], at), ball((w * (1 - a)) ** 2)))
    return Step(
        rf"Columns $(2,0)$ and ${'' if sign > 0 else '-'}(3/5,4/5)$, $z^* = (1,{-sign})$, $v ="
        r" (8/5, 2/5)$, both entries nearer to 0 by $a = (1/4, 1/2)$: $a^\top Ma$, $\sum_kv_ka_k^2$"
        r" and the powers are $t^2$ and those of the code.",
        All(equal(form, squared), equal(add(rows), squared / ball(noise)), *powers),
        "ball arithmetic at exact rationals",
        shown=parts["row"],
    )


EVIDENCE = certified("one decoder and its mirror image", _attained)
