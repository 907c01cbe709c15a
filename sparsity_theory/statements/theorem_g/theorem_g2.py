r"""Theorem G2: the rate A = Theta(gamma), from a concave function between two lines."""

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
from sparsity_theory.notation import r
from sparsity_theory.proving.propositions import All, Equal, Same

step = sympy.Symbol("y", positive=True)  # lambda - 1
factor = 1 + step
width = sympy.Symbol("Delta", nonnegative=True)
excess = sympy.Symbol("varepsilon", nonnegative=True)
scale = sympy.Symbol("s", positive=True)
constant = sympy.Symbol("c_1", real=True)


def _line(at: sympy.Expr) -> sympy.Expr:
    return r * sympy.expand_log(sympy.log(at), force=True) + constant


def _derive(parts: Parts) -> Report:
    here = _line(scale) + width + excess  # at least phi(s) + eps
    above, below = _line(factor * scale), _line(scale / factor)
    return Report(
        (
            Step(
                r"$\varphi(\lambda s) \le A\lambda s + K \le \varphi(s) + \varepsilon +"
                r" (\lambda-1)As$; the"
                " lines bound both ends.",
                Equal((above - here) / step, parts["lower"]),
                r"divided by $\lambda-1 > 0$",
            ),
            Step(
                (
                    r"$\varphi(s/\lambda) \le As/\lambda + K \le \varphi(s) + \varepsilon -"
                    r" (1-1/\lambda)As$."
                ),
                Equal((here - below) / (step / factor), parts["upper"]),
                r"divided by $1-1/\lambda > 0$",
            ),
        )
    )


def _example() -> Report:
    """X ~ N(0, 1) and the identity: Delta = 1, lambda = e^2."""
    at = {r: 1, width: 1, excess: 0, step: sympy.exp(2) - 1}
    low, high = CLAIM.parts["lower"].subs(at), CLAIM.parts["upper"].subs(at)
    return Report(
        (
            Step(
                r"$r = 1$, $\Delta = 1$, $\lambda = e^2$: the interval holds the truth, 1.",
                All(
                    Same("lower end", low, 1 / (sympy.exp(2) - 1)),
                    Same("upper end", high, 3 * sympy.exp(2) / (sympy.exp(2) - 1)),
                ),
                "exact",
            ),
        )
    )


CLAIM = Claim(
    id="theorem-g2",
    title="A fixed gamma: the rate of the error",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem G2"),
    hypotheses=(
        (
            r"$\varphi(t) = \inf_\omega(A_\omega t + K_\omega)$ over any set of points with"
            r" $A_\omega \ge 0$ and $K_\omega$ bounded below"
        ),
        (
            r"$r\log t + c_1 \le \varphi(t) \le r\log t + c_2$ on $[s/\lambda,\lambda s]$,"
            r" $\lambda = 1+y$, $y > 0$,"
            r" $\Delta = c_2-c_1$; $A s + K \le \varphi(s) + \varepsilon$"
        ),
    ),
    conclusion=r"$\varphi$ is concave and nondecreasing, and $[[lower]] \le As \le [[upper]]$.",
    parts={
        "lower": (r * sympy.log(factor) - width - excess) / step,
        "upper": factor * (r * sympy.log(factor) + width + excess) / step,
    },
    details=(
        r"$As = A/(\beta\gamma)$. theorem-g1 gives $c_2 = \kappa + P +"
        r" \sum_k\log(\ell_k^2+1/s_0)$ for $s \ge"
        r" s_0$, theorem-e2 $c_1 = \kappa - r\log 2 - 2\log(C\,\Gamma(1+r/2))$."
    ),
    uses=("theorem-g1", "theorem-e2"),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "the two bounds", _derive),),
    controls=(
        Control(
            "lower bound with the excess doubled",
            {"lower": (r * sympy.log(factor) - width - 2 * excess) / step},
        ),
        Control(
            "upper bound without the excess",
            {"upper": factor * (r * sympy.log(factor) + width) / step},
        ),
        Control(
            "lower bound over lambda", {"lower": (r * sympy.log(factor) - width - excess) / factor}
        ),
        Control(
            "lower bound without the width",
            {"lower": (r * sympy.log(factor) - excess) / step},
        ),
        Control(
            "upper bound without lambda",
            {"upper": (r * sympy.log(factor) + width + excess) / step},
        ),
    ),
    example=Witness(r"$x \sim N(0,1)$, the identity.", _example),
)
