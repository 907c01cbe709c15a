r"""Maximum mean discrepancy of a partly pruned normal law to the prior: a closed form."""

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
from sparsity_theory.notation import kappa, m
from sparsity_theory.proving.propositions import All, Equal, Positive
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
    over,
    powers_of_the_mean,
    v,
)

CLOSED_FORM = SHARED * (SELF + PRIOR - 2 * CROSS)


def _assembled(parts: Parts) -> Step:
    means = powers_of_the_mean(parts)
    total = means["shared"] * (means["self"] + means["prior"] - 2 * means["cross"])
    return Step(
        r"The kernel is a product over coordinates: variances 2 in the first $m$ for every pair;"
        r" $2\delta$, $1+\delta$ and 2 in the others. Add the means of a law with itself and of the"
        r" prior with itself, subtract twice the mixed one.",
        Equal(total, in_rest(parts["mmd"])),
        "definition of MMD",
        shown=sympy.Eq(sympy.Symbol(r"\mathrm{MMD}^2"), parts["mmd"]),
    )


def _not_negative(parts: Parts) -> Step:
    own, cross, prior = (1 + x / ell**2 for x in (2 * delta, 1 + delta, sympy.Integer(2)))
    return Step(
        r"It is positive unless $\delta = 1$: with $a, b, c$ the three powers,"
        r" $a + c - 2b = (\sqrt a - \sqrt c)^2 + 2(\sqrt{ac} - b)$ and $b^2 < ac$, since the bases"
        r" satisfy this.",
        All(
            Equal(cross**2 - own * prior, parts["margin"]),
            *margin_signs(parts["margin"]),
            Equal(where(parts["mmd"], delta, 1), sympy.S.Zero),
        ),
        "a square and a decreasing power",
        shown=sympy.Eq(cross**2 - own * prior, parts["margin"], evaluate=False),
    )


def _derive(parts: Parts) -> Report:
    return Report((coordinate(parts), _assembled(parts), _not_negative(parts)))


def _example() -> Report:
    found = CLOSED_FORM.subs({kappa: 2, m: 1, delta: 0, ell: 1})
    expected = (1 + 1 / sympy.sqrt(3) - sympy.sqrt(2)) / sympy.sqrt(3)
    return Report(
        (
            Step(
                r"$\kappa=2$, $m=1$, $\delta=0$, $\ell=1$.",
                All(Equal(found, expected), Positive(expected)),
                "substitution",
                shown=sympy.Eq(sympy.Symbol(r"\mathrm{MMD}^2"), expected),
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
            Step(
                r"$(z,z)$ with $z$ standard normal has variances 1 in both coordinates but is not a"
                r" product: the formula at $\delta=1$ says 0, the true value is positive.",
                All(
                    Equal(claimed, 0),
                    Positive(found),
                ),
                "kernel means along the two diagonals, variances 4, 3 and 1",
                shown=sympy.Eq(sympy.Symbol(r"\mathrm{MMD}^2"), found),
            ),
        )
    )


CLAIM = Claim(
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
