r"""Maximum mean discrepancy to the prior: a closed form, and a floor on linear supports.

The kernel is $k(x,y) = e^{-\Vert x-y\Vert^2/(2\ell^2)}$ throughout.
"""

from __future__ import annotations

import sympy

from sparsity_theory.exact import constants
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
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import kappa, m
from sparsity_theory.proving.derivations import identity, positive, step
from sparsity_theory.statements.vae.eq_2_3 import gaussian

ell = sympy.Symbol("ell", positive=True)
delta = sympy.Symbol("delta", nonnegative=True)
v = sympy.Symbol("v", nonnegative=True)
t = sympy.Symbol("t", real=True)
rest = sympy.Symbol("j", integer=True, positive=True)  # kappa - m
offset = sympy.Symbol("x", positive=True)
# Kernel means: beyond the first m dimensions a, b, c; the standard normal law in those m: N.
a, b, c = sympy.symbols("a b c", positive=True)
size_prior = sympy.Symbol("N", positive=True)

KERNEL_MEAN = (1 + v / ell**2) ** sympy.Rational(-1, 2)


def over(variance: sympy.Expr, dimensions: sympy.Expr) -> sympy.Expr:
    """Kernel mean of two laws whose difference has this variance in each of so many dimensions."""
    return (1 + variance / ell**2) ** (-dimensions / 2)


SHARED = over(sympy.Integer(2), m)
SELF = over(2 * delta, kappa - m)  # a: the law with itself, beyond its m dimensions
CROSS = over(1 + delta, kappa - m)  # b: the law with the prior
PRIOR = over(sympy.Integer(2), kappa - m)  # c: the prior with itself
CLOSED_FORM = SHARED * (SELF + PRIOR - 2 * CROSS)
FLOOR = (PRIOR - CROSS**2 / SELF) * SHARED


def _coordinate(parts: Parts) -> Step:
    shrunk = v * ell**2 / (ell**2 + v)
    variance = sympy.Symbol("v", positive=True)
    integrand = sympy.exp(-(t**2) / (2 * ell**2)) * gaussian(t, sympy.S.Zero, variance)
    product = parts["kernel_mean"].subs(v, variance) * gaussian(
        t, sympy.S.Zero, shrunk.subs(v, variance)
    )
    return step(
        r"One coordinate: the difference of two independent normal variables of mean 0 is normal,"
        r" of variance $v$, and the kernel times its density is a multiple of another normal"
        r" density, whose integral is 1. At $v=0$ the mean is 1.",
        parts["kernel_mean"],
        "complete the square in the exponent",
        all_of(
            [
                identity(sympy.log(integrand), sympy.log(product)),
                identity(parts["kernel_mean"].subs(v, 0), sympy.S.One),
            ]
        ),
    )


def _powers(parts: Parts) -> dict[str, sympy.Expr]:
    """The kernel means of the three pairs of laws, from the coordinate's one."""
    mean = parts["kernel_mean"]
    beyond = {"self": 2 * delta, "cross": 1 + delta, "prior": sympy.Integer(2)}
    found = {name: mean.subs(v, variance) ** rest for name, variance in beyond.items()}
    return {**found, "shared": mean.subs(v, 2) ** m}


def _in_rest(expression: sympy.Expr) -> sympy.Expr:
    return expression.subs(kappa, m + rest)


def _assembled(parts: Parts) -> Step:
    means = _powers(parts)
    total = means["shared"] * (means["self"] + means["prior"] - 2 * means["cross"])
    return step(
        r"The kernel is a product over coordinates: variances 2 in the first $m$ for every pair;"
        r" $2\delta$, $1+\delta$ and 2 in the others. Add the means of a law with itself and of the"
        r" prior with itself, subtract twice the mixed one.",
        sympy.Eq(sympy.Symbol(r"\mathrm{MMD}^2"), parts["mmd"]),
        "definition of MMD",
        identity(total, _in_rest(parts["mmd"])),
    )


def _not_negative(parts: Parts) -> Step:
    own, cross, prior = (1 + x / ell**2 for x in (2 * delta, 1 + delta, sympy.Integer(2)))
    return step(
        r"It is positive unless $\delta = 1$: with $a, b, c$ the three powers,"
        r" $a + c - 2b = (\sqrt a - \sqrt c)^2 + 2(\sqrt{ac} - b)$ and $b^2 < ac$, since the bases"
        r" satisfy this.",
        sympy.Eq(cross**2 - own * prior, parts["margin"], evaluate=False),
        "a square and a decreasing power",
        all_of(
            [
                identity(cross**2 - own * prior, parts["margin"]),
                *_margin_signs(parts["margin"]),
                identity(parts["mmd"].subs(delta, 1), sympy.S.Zero),
            ]
        ),
    )


def _margin_signs(margin: sympy.Expr) -> list[Verdict]:
    """Positive for delta above 1 and for delta in [0, 1)."""
    below_one = 1 / (1 + offset)
    return [positive(margin.subs(delta, value)) for value in (1 + offset, below_one, sympy.S.Zero)]


def _derive(parts: Parts) -> Report:
    return Report((_coordinate(parts), _assembled(parts), _not_negative(parts)))


def _example() -> Report:
    found = CLOSED_FORM.subs({kappa: 2, m: 1, delta: 0, ell: 1})
    expected = (1 + 1 / sympy.sqrt(3) - sympy.sqrt(2)) / sympy.sqrt(3)
    return Report(
        (
            step(
                r"$\kappa=2$, $m=1$, $\delta=0$, $\ell=1$.",
                sympy.Eq(sympy.Symbol(r"\mathrm{MMD}^2"), expected),
                "substitution",
                all_of([identity(found, expected), positive(expected)]),
            ),
        )
    )


def _correlated() -> Report:
    """A law on the diagonal of the plane, standard normal margins."""
    own = 1 / sympy.sqrt(1 + 4 / ell**2)
    mixed = 1 / sympy.sqrt((1 + 3 / ell**2) * (1 + 1 / ell**2))
    found = (own + 1 / (1 + 2 / ell**2) - 2 * mixed).subs(ell, 1)
    claimed = CLOSED_FORM.subs({kappa: 2, m: 1, delta: 1, ell: 1})
    return Report(
        (
            step(
                r"$(z,z)$ with $z$ standard normal has variances 1 in both coordinates but is not a"
                r" product: the formula at $\delta=1$ says 0, the true value is positive.",
                sympy.Eq(sympy.Symbol(r"\mathrm{MMD}^2"), found),
                "kernel means along the two diagonals, variances 4, 3 and 1",
                all_of([identity(claimed, 0), Verdict.of(constants.sign(found) == 1)]),
            ),
        )
    )


MMD_CLOSED_FORM = Claim(
    id="mmd-closed-form",
    title="MMD of a partly pruned normal law to the prior",
    mark=Mark.EXTENSION,
    source=Source(OURS, "reference value for Section 4"),
    hypotheses=(
        r"the Gaussian kernel of width $\ell > 0$; $0 < m < \kappa$, $\delta \ge 0$",
        (
            r"the law is a product of normal laws of mean 0, of variance 1 in $m$ coordinates and"
            r" $\delta$ in the others; the prior is standard normal"
        ),
    ),
    conclusion=(
        r"A coordinate whose difference has variance $v$ has kernel mean $[[kernel_mean]]$, and"
        r" $\mathrm{MMD}^2 = [[mmd]]$. It is 0 at $\delta=1$ and positive otherwise, because"
        r" $(1+\frac{1+\delta}{\ell^2})^2 - (1+\frac{2\delta}{\ell^2})(1+\frac{2}{\ell^2}) ="
        r" [[margin]]$."
    ),
    parts={
        "kernel_mean": KERNEL_MEAN,
        "mmd": CLOSED_FORM,
        "margin": (1 - delta) ** 2 / ell**4,
    },
    divergence=(
        "Not in the paper, which states no kernel. A value on which estimators are tested, not a"
        " bound for other laws."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $\kappa$, $m$, $\delta$, $\ell$", _derive, complete=True),
    ),
    controls=(
        Control("kernel mean not rooted", {"kernel_mean": 1 / (1 + v / ell**2)}),
        Control("kernel width not squared", {"kernel_mean": KERNEL_MEAN.subs(ell**2, ell)}),
        Control("mixed mean once", {"mmd": SHARED * (SELF + PRIOR - CROSS)}),
        Control(
            "own variance not doubled",
            {"mmd": SHARED * (over(delta, kappa - m) + PRIOR - 2 * CROSS)},
        ),
        Control(
            "all dimensions shared",
            {"mmd": over(sympy.Integer(2), kappa) * (SELF + PRIOR - 2 * CROSS)},
        ),
        Control(
            "mixed variance delta", {"mmd": SHARED * (SELF + PRIOR - 2 * over(delta, kappa - m))}
        ),
        Control("margin not squared", {"margin": (1 - delta) / ell**4}),
    ),
    example=Witness(r"$\kappa=2$, $m=1$, $\delta=0$, $\ell=1$", _example),
    counterexamples=(Witness("A law on the diagonal.", _correlated, drops="the law is a product"),),
)


def _floor(parts: Parts) -> Report:
    own, mixed = sympy.symbols("U M", positive=True)
    powers = _powers(parts)
    named = {a: powers["self"], b: powers["cross"], c: powers["prior"]}
    named[size_prior] = powers["shared"]
    square = own - 2 * (b / a) * mixed + (b / a) ** 2 * size_prior
    least = parts["least"]
    return Report(
        (
            _coordinate(parts),
            step(
                r"Rotate the linear subspace onto the first $m$ coordinates: kernel and prior do"
                r" not change. With $u$, $w$ the mean embeddings of $P_1$ and of the standard"
                r" normal law in $m$ dimensions, $U = \Vert u\Vert^2$, $M = \langle u,w\rangle$,"
                r" $N = \Vert w\Vert^2$, $\mathrm{MMD}^2 = aU - 2bM + cN$, which is a multiple of"
                r" $\Vert u - \frac ba w\Vert^2$ plus the least value.",
                sympy.Eq(a * own - 2 * b * mixed + c * size_prior, a * square + least),
                "complete the square in the feature space; $a > 0$",
                identity(a * own - 2 * b * mixed + c * size_prior, a * square + least),
            ),
            step(
                r"Insert the kernel means $a$, $b$, $c$ and $N$.",
                parts["floor"],
                "powers of the coordinate's kernel mean",
                identity(least.subs(named, simultaneous=True), _in_rest(parts["floor"])),
            ),
            step(
                r"It is positive unless $\delta=1$: $b^2 < ac$.",
                parts["margin"],
                "the margin of mmd-closed-form",
                all_of(
                    [
                        identity(
                            (1 + (1 + delta) / ell**2) ** 2
                            - (1 + 2 * delta / ell**2) * (1 + 2 / ell**2),
                            parts["margin"],
                        ),
                        *_margin_signs(parts["margin"]),
                    ]
                ),
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
            step(
                r"The point mass at 0 of the plane, $\ell=1$: $\mathrm{MMD}^2 = 1/3$, above the"
                r" floor.",
                sympy.Gt(found, floor, evaluate=False),
                "kernel means of a point",
                all_of(
                    [
                        identity(found, sympy.Rational(1, 3)),
                        Verdict.of(constants.sign(found - floor) == 1),
                        Verdict.of(constants.sign(floor) == 1),
                    ]
                ),
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
            step(
                r"The $3\times3$ points with coordinates $0, \pm\sqrt3$ and weights"
                r" $\frac23, \frac16, \frac16$ per coordinate. After a small rotation, which"
                r" changes no distance, their abscissae differ, so the graph of a polynomial"
                r" passes through them. At $\ell=2$ their $\mathrm{MMD}^2$ is below the floor for"
                r" lines.",
                sympy.Lt(sympy.Symbol(r"\mathrm{MMD}^2"), floor, evaluate=False),
                "kernel means of points; enclosure of both sides",
                all_of(
                    [
                        Verdict.of(constants.sign(floor - found) == 1),
                        Verdict.of(len(abscissae) == len(nodes) ** 2),
                    ]
                ),
            ),
        )
    )


MMD_FLOOR = Claim(
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
    conclusion=(
        r"$\mathrm{MMD}^2 \ge [[floor]]$, which is positive unless $\delta = 1$. With $a, b, c$ and"
        r" $N$ products of kernel means $[[kernel_mean]]$ it is the least value $[[least]]$ of a"
        r" quadratic, and $b^2 < ac$ by the margin $[[margin]]$ of their bases. On a curved support"
        r" there is no positive floor."
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
        " laws on linear subspaces that is this floor; on curved supports it is false as a bound."
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

CLAIMS = (MMD_CLOSED_FORM, MMD_FLOOR)
