r"""The labyrinth of Fig. 2, as an instance with exact codes that are unique.

The paper's picture is a curve squeezed into a small square, which the identity decoder reproduces
with two small coordinates and a winding decoder with one large one.  The construction here is ours:
polar coordinates around the centre of the square, the radius a strictly increasing function of z_1.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    OURS,
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Parts,
    Report,
    Source,
    Step,
    Witness,
)
from sparsity_theory.notation import epsilon
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import named, where

time = sympy.Symbol("t", real=True)  # z_1 of the winding decoder
across = sympy.Symbol("z", real=True)  # its z_2


def winding_decoder(parts: Parts) -> sympy.Matrix:
    """mu_x((t, z); 1) as a column."""
    angle = time + parts["turn"]
    direction = sympy.Matrix([sympy.cos(angle), sympy.sin(angle)])
    return parts["centre"] * sympy.ones(2, 1) + parts["radius"] * direction


def _recover_time(parts: Parts) -> tuple[Step, ...]:
    radius, centre = parts["radius"], parts["centre"]
    offset = winding_decoder(parts) - centre * sympy.ones(2, 1)
    angle = time + parts["turn"]
    pythagoras = {sympy.sin(angle) ** 2: 1 - sympy.cos(angle) ** 2}
    squared = sympy.expand(sum(entry**2 for entry in offset)).xreplace(pythagoras)
    return (
        Step(
            r"The distance of $\mu_x((t,z);1)$ to the centre is the radius, which strictly"
            r" increases in $t$: so the data point determines $t$.",
            All(Equal(squared, sympy.expand(radius**2)), Positive(sympy.Derivative(radius, time))),
            r"$\cos^2+\sin^2 = 1$; sign of the derivative",
            shown=sympy.diff(radius, time),
        ),
        Step(
            r"The radius lies strictly between 0 and the centre's coordinate $\epsilon/2$: both"
            r" factors of this product have the same sign, and their sum is positive. So the whole"
            r" image lies in the open square $(0,\epsilon)^2$.",
            All(
                Positive(sympy.expand(radius * (centre - radius))),
                Positive(centre),
                Equal(centre, epsilon / 2),
            ),
            "the product is positive",
            shown=radius * (centre - radius),
        ),
    )


def _recover_turn(parts: Parts) -> tuple[Step, ...]:
    turn = parts["turn"]
    sine, cosine = (sympy.expand(function(turn), trig=True) for function in (sympy.sin, sympy.cos))
    return (
        Step(
            r"The direction, rotated back by $t$, is $(\cos,\sin)$ of the turn, and gives $z$: the"
            r" decoder is injective on the whole plane.",
            Equal(sine / (1 + cosine), across),
            "half-angle formula",
        ),
        Step(
            r"On the axis $z = 0$ there is no turn: $\mu_x((t,0);1)$ runs along the curve.",
            Equal(where(turn, across, 0), 0),
            "substitution",
        ),
    )


def _derive_labyrinth(parts: Parts) -> Report:
    return Report((*_recover_time(parts), *_recover_turn(parts)))


def _labyrinth_example() -> Report:
    """Checks epsilon = 1, t = 0: the point (3/4, 1/2), whose dense code has powers 9/16 and 1/4."""
    point = winding_decoder(CLAIM.parts).subs({epsilon: 1, time: 0, across: 0})
    return Report(
        (
            Step(
                r"$\epsilon = 1$, $t = 0$: the curve passes through $(3/4, 1/2)$.",
                Equal(named(r"\tfrac12 + \tfrac14\cos 0", point[0]), sympy.Rational(3, 4)),
                "substitution",
            ),
            Step(
                "Second coordinate.",
                Equal(named(r"\tfrac12 + \tfrac14\sin 0", point[1]), sympy.Rational(1, 2)),
                "substitution",
            ),
        )
    )


def _without_distinct_radii() -> Report:
    """Radius eps t^2/(4 (1 + t^2)): t and -t have the same radius, and meet at t = pi."""
    radius = epsilon * time**2 / (4 * (1 + time**2))
    curve = sympy.Matrix([radius * sympy.cos(time), radius * sympy.sin(time)])
    ends = [curve.subs(time, value) for value in (sympy.pi, -sympy.pi)]
    return Report(
        (
            Step(
                r"With the even radius $\epsilon t^2/(4(1+t^2))$ the codes $\pi$ and $-\pi$ give"
                r" the same point: exact codes are not unique.",
                All(*[Equal(a, b) for a, b in zip(*ends, strict=True)]),
                "substitution",
                shown=r"c(\pi) = c(-\pi)",
            ),
        )
    )


_RADIUS = epsilon / 4 * (1 + time / sympy.sqrt(1 + time**2))
_TURN = 2 * sympy.atan(across)

CLAIM = Claim(
    id="labyrinth",
    title="The labyrinth: a nonlinear instance with unique exact codes",
    mark=Mark.EXTENSION,
    source=Source(OURS, "construction of the picture of Fig. 2"),
    hypotheses=(
        (
            r"$d = \kappa = 2$, $r = 1$, $\epsilon > 0$, any $n \ge 1$ and distinct $t_1,\dots,t_n"
            r" \ne 0$"
        ),
        (
            r"$\Theta = \{0,1\}$; $\mu_x(z;0) = z$, and $\mu_x((t,z);1)$ is $[[centre]]\,(1,1)$"
            r" plus $\rho\,(\cos\alpha, \sin\alpha)$ with $\rho = [[radius]]$ and $\alpha = t +"
            r" [[turn]]$"
        ),
        r"$x_i = \mu_x((t_i, 0); 1)$",
    ),
    conclusion=(
        r"Both decoders are continuous and injective on the plane, and the second maps it into"
        r" $(0,\epsilon)^2$. So exact codes are unique: $z_i = x_i$ for $\theta = 0$, with two"
        r" active rows of powers below $\epsilon^2$, and $z_i = (t_i, 0)$ for $\theta = 1$, with"
        r" one active row of power $\frac1n\sum_i t_i^2$, which may be as large as we please. The"
        r" latter is the only optimal sparse representation."
    ),
    parts={"radius": _RADIUS, "centre": epsilon / 2, "turn": _TURN},
    uses=("eq-8-9",),
    divergence=(
        "The paper draws such a curve and gives no formula. The second latent coordinate turns the"
        " curve around the centre, so that the winding decoder uses the whole plane and no code is"
        " left undetermined."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, r"all $\epsilon$, $n$, $t_i$, $z$", _derive_labyrinth, complete=True
        ),
    ),
    controls=(
        Control("even radius", {"radius": epsilon / 4 * (1 + time**2 / (1 + time**2))}),
        Control("radius twice as large", {"radius": 2 * _RADIUS}),
        Control("radius unbounded", {"radius": epsilon * sympy.sqrt(1 + time**2)}),
        Control("radius constant", {"radius": epsilon / 4}),
        Control("turn of up to two circles", {"turn": 4 * sympy.atan(across)}),
        Control("even turn", {"turn": 2 * sympy.atan(across**2)}),
        Control("centre off the square", {"centre": epsilon}),
        Control("centre too near the corner", {"centre": epsilon / 4}),
    ),
    example=Witness(r"$\epsilon = 1$, $t = 0$", _labyrinth_example),
    counterexamples=(
        Witness(
            "An even radius.", _without_distinct_radii, drops="the radius strictly increases in $t$"
        ),
    ),
)
