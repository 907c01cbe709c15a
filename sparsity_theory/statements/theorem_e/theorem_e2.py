r"""Theorem E2: the converse under a ball condition: slope d - beta r in log gamma."""

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
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.propositions import Equal, Less
from sparsity_theory.proving.terms import where

share = sympy.Symbol("C", positive=True)
gamma_value = sympy.Symbol("Gamma_r", positive=True)  # Gamma(1 + r/2)
rate = sympy.Symbol("t", positive=True)
radius = sympy.Symbol("rho", positive=True)
level = sympy.Symbol("v", positive=True)


def _derive(parts: Parts) -> Report:
    kernel = parts["kernel"]
    layer = level ** (r / 2) * sympy.exp(-level)
    before = 2 * rate * radius ** (r + 1) * sympy.exp(-rate * radius**2)
    after = rate ** (-r / 2) * where(layer, level, rate * radius**2) * 2 * rate * radius
    loss = d * sympy.log(gamma) + beta * kappa - 2 * beta * sympy.log(kernel)
    return Report(
        (
            Step(
                r"By layers, $E e^{-t\Vert x-y\Vert^2} = \int_0^\infty 2t\rho e^{-t\rho^2}"
                r"\pi(B(y,\rho))\,d\rho$, at most $C$ times the integral of $2t\rho^{r+1}"
                r"e^{-t\rho^2}$; with $v = t\rho^2$ that is $t^{-r/2}$ times the integral of"
                r" $v^{r/2}e^{-v}$, which is $\Gamma_r$.",
                Equal(before, after),
                "change of variable",
            ),
            Step(
                "The kernel's mean is at most $C$ times that.",
                Equal(where(share * level, level, gamma_value * rate ** (-r / 2)), kernel),
                "the definition of the Gamma function",
            ),
            Step(
                "Put it for $M$ in theorem-e1, at its rate.",
                Equal(
                    sympy.expand_log(loss.subs(rate, 1 / (2 * beta * gamma)), force=True),
                    sympy.expand_log(parts["bound"], force=True),
                ),
                "logarithms",
            ),
        )
    )


def _example() -> Report:
    """The uniform law on [0, 1]: an interval of length 2 rho has at most that share."""
    value = sympy.sqrt(sympy.pi) / 2
    return Report(
        (
            Step(
                r"The uniform law on $[0,1]$: $C = 2$, $r = 1$, $\Gamma(3/2) = \sqrt\pi/2$. At"
                r" $t = 100$"
                r" and $y = 1/2$ the kernel's mean is below $\int_{-\infty}^\infty"
                r" e^{-100x^2}dx$, which"
                r" is the bound.",
                Equal(
                    where(CLAIM.parts["kernel"], {share: 2, gamma_value: value, r: 1, rate: 100}),
                    sympy.sqrt(sympy.pi / 100),
                ),
                "exact",
            ),
        )
    )


def _atom() -> Report:
    claimed = where(CLAIM.parts["kernel"], {share: 2, gamma_value: 1, r: 2, rate: 100})
    return Report(
        (
            Step(
                "One atom at $y$: the kernel's mean is 1 at every $t$, above any such bound.",
                Less(claimed, 1),
                "exact",
            ),
        )
    )


_BALLS = (
    r"$\pi(B(y,\rho)) \le C\rho^r$ for every $y$ in the decoder's image and every $\rho >"
    r" 0$; $r > 0$ real"
)

CLAIM = Claim(
    id="theorem-e2",
    title="The converse on r-dimensional data",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem E2"),
    hypotheses=("those of theorem-e1 on decoder, prior and posterior", _BALLS),
    conclusion=(
        r"$E_\pi e^{-t\Vert x-y\Vert^2} \le [[kernel]]$ with $\Gamma_r = \Gamma(1+r/2)$, so that"
        r" at every"
        r" $\gamma > 0$ $L_\beta \ge [[bound]]$: no model has a steeper slope in $\log\gamma$ than"
        r" $d-\beta r$."
    ),
    parts={
        "kernel": share * gamma_value * rate ** (-r / 2),
        "bound": (d - beta * r) * sympy.log(gamma)
        + beta * kappa
        - beta * r * sympy.log(2 * beta)
        - 2 * beta * sympy.log(share * gamma_value),
    },
    uses=("theorem-e1",),
    divergence=(
        r"The paper's Section 2.3 has the threshold $\beta = d/r$ for optimal sparse"
        r" representations; here"
        " it needs no regularity of the decoder from below, and no sparsity."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "the integral by layers and the rate", _derive, True),),
    controls=(
        Control("kernel without the Gamma value", {"kernel": share * rate ** (-r / 2)}),
        Control(
            "kernel with the share squared", {"kernel": share**2 * gamma_value * rate ** (-r / 2)}
        ),
        Control("bound without its constants", {"bound": (d - beta * r) * sympy.log(gamma)}),
        Control("slope d - 2 beta r", {"bound": (d - 2 * beta * r) * sympy.log(gamma)}),
        Control("kernel with t to the -r", {"kernel": share * gamma_value * rate ** (-r)}),
    ),
    example=Witness(r"The uniform law on $[0,1]$.", _example),
    counterexamples=(Witness("An atom.", _atom, drops=_BALLS),),
)
