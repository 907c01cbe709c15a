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
    words,
)
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.propositions import All, Equal, Less
from sparsity_theory.proving.terms import where

share = sympy.Symbol("C", positive=True)
gamma_value = sympy.Symbol("Gamma_r", positive=True)  # Gamma(1 + r/2)
rate = sympy.Symbol("t", positive=True)
radius = sympy.Symbol("rho", positive=True)
level = sympy.Symbol("v", positive=True)


cost = sympy.Symbol("c", real=True)  # A/gamma + 2 beta KL
bound_on_kernel = sympy.Symbol("M", positive=True)


def _derive(parts: Parts) -> Report:
    kernel = parts["kernel"]
    layer = level ** (r / 2) * sympy.exp(-level)
    falling = sympy.exp(-rate * radius**2)
    before = 2 * rate * radius ** (r + 1) * falling
    after = rate ** (-r / 2) * where(layer, level, rate * radius**2) * 2 * rate * radius
    loss = d * sympy.log(gamma) + beta * kappa - 2 * beta * sympy.log(bound_on_kernel)
    return Report(
        (
            Step(
                r"$e^{-tD}$ is the integral over $\rho \ge \sqrt D$ of $2t\rho e^{-t\rho^2}$.",
                Equal(-sympy.Derivative(falling, radius), 2 * rate * radius * falling),
                "fundamental theorem; it vanishes at infinity",
            ),
            words(
                r"So, by Tonelli's theorem, $E e^{-t\Vert x-y\Vert^2} = \int_0^\infty 2t\rho"
                r" e^{-t\rho^2}\,\pi(B(y,\rho))\,d\rho$, and by the ball condition that is at most"
                r" $C$ times the integral of $2t\rho^{r+1}e^{-t\rho^2}$."
            ),
            Step(
                r"With $v = t\rho^2$ the last integral is $t^{-r/2}$ times that of $v^{r/2}e^{-v}$"
                r" over $v > 0$, which is $\Gamma_r$ by the definition of the Gamma function.",
                Equal(before, after),
                "change of variable",
            ),
            Step(
                "The kernel's mean is at most $C$ times that.",
                Equal(where(share * level, level, gamma_value * rate ** (-r / 2)), kernel),
                "the first part of the statement",
            ),
            Step(
                r"By theorem-e1 $A/\gamma + 2\beta\,\mathrm{KL} \ge -2\beta\log M$ for any $M$ that"
                r" bounds the kernel's mean. Add $d\log\gamma + \beta\kappa$, and put the bound"
                r" above for $M$ at the rate $t = 1/(2\beta\gamma)$.",
                All(
                    Equal(
                        where(
                            cost + d * sympy.log(gamma) + beta * kappa,
                            cost,
                            -2 * beta * sympy.log(bound_on_kernel),
                        ),
                        loss,
                    ),
                    Equal(
                        where(loss, {bound_on_kernel: where(kernel, rate, 1 / (2 * beta * gamma))}),
                        parts["bound"],
                    ),
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
    hypotheses=(
        (
            "those of theorem-e1 on decoder, prior and posterior; $L_\\beta = A/\\gamma +"
            " d\\log\\gamma + \\beta(\\kappa + 2\\,\\mathrm{KL})$ with $A$ the expected error and"
            r" $\mathrm{KL}$ the mean divergence, as it is in eq. (3) for normal laws"
        ),
        _BALLS,
    ),
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
