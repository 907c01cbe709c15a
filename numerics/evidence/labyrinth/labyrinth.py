"""The labyrinth's codes at points of its curve."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import epsilon
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.labyrinth import labyrinth

# --- labyrinth --------------------------------------------------------------------------------


def _at_point(parts: Parts, t: Fraction, z: Fraction) -> Step:
    """Decode (t, z), and find t and z again from the point."""
    at: dict[sympy.Symbol, Value] = {
        epsilon: Fraction(1, 5),
        labyrinth.time: t,
        labyrinth.across: z,
    }
    radius, centre = enclose(parts["radius"], at), enclose(parts["centre"], at)
    angle = ball(t) + enclose(parts["turn"], at)
    x, y = centre + radius * angle.cos(), centre + radius * angle.sin()
    side = ball(Fraction(1, 5))
    # From the point alone: the distance to the centre of the square, and the direction.
    across, up = x - side / 2, y - side / 2
    distance = (across * across + up * up).sqrt()
    share = 4 * distance / side - 1
    found = share / (1 - share * share).sqrt()
    cosine, sine = across / distance, up / distance
    back = ball(t)
    turned = (cosine * back.cos() + sine * back.sin(), sine * back.cos() - cosine * back.sin())
    return Step(
        rf"$\epsilon = 1/5$, code $({t}, {z})$: the point lies in the square and gives the code"
        " back.",
        All(
            *(less(arb(0), value) for value in (x, y)),
            *(less(value, side) for value in (x, y)),
            equal(found, back),
            equal(turned[1] / (1 + turned[0]), ball(z)),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["radius"],
    )


_CODES_OF_THE_CURVE = (
    (Fraction(1), Fraction(0)),
    (Fraction(50), Fraction(0)),
    (Fraction(-3), Fraction(0)),
    (Fraction(2), Fraction(5, 2)),
    (Fraction(7), Fraction(-3)),
)


def _winding(parts: Parts) -> Report:
    return Report(tuple(_at_point(parts, *code) for code in _CODES_OF_THE_CURVE))


EVIDENCE = certified("$\\epsilon = 1/5$, five codes", _winding)
