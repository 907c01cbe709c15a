r"""A floor of the maximum mean discrepancy to the prior on linear supports."""

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
from sparsity_theory.notation import c, kappa, m
from sparsity_theory.proving.propositions import All, Equal, Less, Positive, Same
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.mmd.kernel import (
    CROSS,
    KERNEL_MEAN,
    PRIOR,
    SELF,
    SHARED,
    coordinate,
    delta,
    ell,
    in_rest,
    margin_signs,
    powers_of_the_mean,
    v,
)
from sparsity_theory.statements.mmd.mmd_closed_form import CLOSED_FORM

# Kernel means: beyond the first m dimensions a, b, c; the standard normal law in those m: N.
a, b = sympy.symbols("a b", positive=True)
size_prior = sympy.Symbol("N", positive=True)
FLOOR = (PRIOR - CROSS**2 / SELF) * SHARED


def _floor(parts: Parts) -> Report:
    own, mixed = sympy.symbols("U M", positive=True)
    powers = powers_of_the_mean(parts)
    named = {a: powers["self"], b: powers["cross"], c: powers["prior"]}
    named[size_prior] = powers["shared"]
    square = own - 2 * (b / a) * mixed + (b / a) ** 2 * size_prior
    least = parts["least"]
    return Report(
        (
            coordinate(parts),
            Step(
                r"Rotate the linear subspace onto the first $m$ coordinates: kernel and prior do"
                r" not change. With $u$, $w$ the mean embeddings of $P_1$ and of the standard"
                r" normal law in $m$ dimensions, $U = \Vert u\Vert^2$, $M = \langle u,w\rangle$,"
                r" $N = \Vert w\Vert^2$, $\mathrm{MMD}^2 = aU - 2bM + cN$, which is a multiple of"
                r" $\Vert u - \frac ba w\Vert^2$ plus the least value.",
                Equal(a * own - 2 * b * mixed + c * size_prior, a * square + least),
                "complete the square in the feature space; $a > 0$",
                shown=sympy.Eq(a * own - 2 * b * mixed + c * size_prior, a * square + least),
            ),
            Step(
                r"Insert the kernel means $a$, $b$, $c$ and $N$.",
                Equal(where(least, named), in_rest(parts["floor"])),
                "powers of the coordinate's kernel mean",
                shown=parts["floor"],
            ),
            Step(
                r"It is positive unless $\delta=1$: $b^2 < ac$.",
                All(
                    Equal(
                        (1 + (1 + delta) / ell**2) ** 2
                        - (1 + 2 * delta / ell**2) * (1 + 2 / ell**2),
                        parts["margin"],
                    ),
                    *margin_signs(parts["margin"]),
                ),
                "the margin of mmd-closed-form",
                shown=parts["margin"],
            ),
        )
    )


def _point_mass() -> Report:
    """P_1 at the origin, kappa = 2, m = 1, delta = 0, ell = 1: the law is a point."""
    mixed = (1 + 1 / ell**2) ** -1
    found = (1 - 2 * mixed + (1 + 2 / ell**2) ** -1).subs(ell, 1)
    floor = FLOOR.subs({kappa: 2, m: 1, delta: 0, ell: 1})
    return Report(
        (
            Step(
                r"The point mass at 0 of the plane, $\ell=1$: $\mathrm{MMD}^2 = 1/3$, above the"
                r" floor.",
                All(
                    Equal(found, sympy.Rational(1, 3)),
                    Less(floor, found),
                    Positive(floor),
                ),
                "kernel means of a point",
            ),
        )
    )


def _curved_support() -> Report:
    """Nine points of the plane, on a curve, whose law is nearer to the prior than the floor."""
    nodes = ((-sympy.sqrt(3), 1), (sympy.S.Zero, 4), (sympy.sqrt(3), 1))
    width = sympy.Integer(2)
    weights = [(x, sympy.Rational(w, 6)) for x, w in nodes]
    own = sum(
        p * q * sympy.exp(-((x - y) ** 2) / (2 * width**2)) for x, p in weights for y, q in weights
    )
    mixed = KERNEL_MEAN.subs({v: 1, ell: width}) * sum(
        p * sympy.exp(-(x**2) / (2 * (width**2 + 1))) for x, p in weights
    )
    prior = KERNEL_MEAN.subs({v: 2, ell: width})
    found = own**2 - 2 * mixed**2 + prior**2
    floor = FLOOR.subs({kappa: 2, m: 1, delta: 0, ell: width})
    abscissae = {x + y / 10 for x, _ in nodes for y, _ in nodes}
    return Report(
        (
            Step(
                r"The $3\times3$ points with coordinates $0, \pm\sqrt3$ and weights"
                r" $\frac23, \frac16, \frac16$ per coordinate. After a small rotation, which"
                r" changes no distance, their abscissae differ, so the graph of a polynomial"
                r" passes through them. At $\ell=2$ their $\mathrm{MMD}^2$ is below the floor for"
                r" lines.",
                All(
                    Less(found, floor),
                    Same("different abscissae", len(abscissae), len(nodes) ** 2),
                ),
                "kernel means of points; enclosure of both sides",
            ),
        )
    )


CLAIM = Claim(
    id="mmd-floor",
    title="A floor of the MMD on linear supports",
    mark=Mark.EXTENSION,
    source=Source(OURS, "bound for Section 4"),
    hypotheses=(
        r"the Gaussian kernel of width $\ell > 0$; the prior is standard normal on $R^\kappa$",
        (
            r"the law is $P_1 \otimes N(0, \delta I)$, $P_1$ any law on a linear subspace of"
            r" dimension $m$, $0 < m < \kappa$, the normal law on its complement, $\delta \ge 0$"
        ),
    ),
    conclusion=(r"$\mathrm{MMD}^2 \ge [[floor]]$, which is positive unless $\delta = 1$."),
    details=(
        "With $a, b, c$ and $N$ products of kernel means $[[kernel_mean]]$ it is the least"
        " value $[[least]]$ of a quadratic, and $b^2 < ac$ by the margin $[[margin]]$ of their"
        " bases. Not every law comes near it."
    ),
    parts={
        "kernel_mean": KERNEL_MEAN,
        "least": size_prior * (c - b**2 / a),
        "floor": FLOOR,
        "margin": (1 - delta) ** 2 / ell**4,
    },
    uses=("mmd-closed-form",),
    divergence=(
        "The paper says that the MMD can vanish only for an optimal sparse representation. For"
        " laws on linear subspaces that is this floor, which no law of the family attains: it is a"
        " bound. It is no bound for laws on curves, as the example without the second hypothesis"
        " shows; whether such laws have any positive floor is not decided here."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, r"all $\kappa$, $m$, $\delta$, $\ell$, $P_1$", _floor, complete=True
        ),
    ),
    controls=(
        Control("least value with a plus", {"least": size_prior * (c + b**2 / a)}),
        Control("b over a not squared", {"floor": (PRIOR - CROSS / SELF) * SHARED}),
        Control("floor without the shared factor", {"floor": PRIOR - CROSS**2 / SELF}),
        Control("closed form as a floor", {"floor": CLOSED_FORM}),
        Control("kernel mean not rooted", {"kernel_mean": 1 / (1 + v / ell**2)}),
        Control("floor with a and c exchanged", {"floor": (SELF - CROSS**2 / PRIOR) * SHARED}),
        Control("margin not squared", {"margin": (1 - delta) / ell**4}),
    ),
    example=Witness("a point mass in the plane", _point_mass),
    counterexamples=(
        Witness("Nine points on a curve.", _curved_support, drops="the subspace is linear"),
    ),
)
