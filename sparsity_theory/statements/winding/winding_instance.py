r"""Which rows of the exact codes of the winding decoders are active, on one instance.

The instance is that of `numerics.labyrinths.instance.Labyrinth` as it comes.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    Claim,
    Control,
    Mark,
    Report,
    Step,
    Witness,
)
from sparsity_theory.notation import i
from sparsity_theory.proving.propositions import Equal, Less
from sparsity_theory.proving.terms import named, where
from sparsity_theory.statements.winding.winding_rows import SOURCE


def _last_code() -> Report:
    """At theta = 1, p_1 = 1025/24; the samples begin at t = 10 pi/3."""
    parts = CLAIM.parts
    count = parts["samples"]
    share = sympy.Rational(1, 4) + sympy.Rational(3, 4) * i / (count + 1)
    return Report(
        (
            Step(
                r"At $\theta = 1$ the first power is $\frac1n\sum_i(\Lambda\rho_i)^2$.",
                Equal(
                    named(
                        "p_1",
                        parts["reach"] ** 2 * sympy.Sum(share**2, (i, 1, count)).doit() / count,
                    ),
                    sympy.Rational(1025, 24),
                ),
                "summation",
            ),
            Step(
                r"The quarter turn of winding-rows is not needed for both rows to be active: here"
                r" the least $t_i$ is",
                Less(sympy.pi / 2, 2 * sympy.pi * parts["turns"] * where(share, i, 1)),
                "exact comparison",
            ),
        )
    )


_BOUND = sympy.Rational(1, 400)

CLAIM = Claim(
    id="winding-instance",
    title="Winding decoders: both rows are active before the last, on the instance",
    mark=Mark.EXTENSION,
    source=SOURCE,
    hypotheses=(
        (
            r"those of winding-family, with $\epsilon = [[epsilon]]$, $\Lambda\epsilon/2 ="
            r" [[reach]]$, $\omega\epsilon/2 = 2\pi\cdot[[turns]]$ and $n = [[samples]]$"
        ),
        r"$\rho_i = s_i\,\epsilon/2$ with $s_i = \frac14 + \frac{3i}{4(n+1)}$",
    ),
    conclusion=(
        r"At every $\theta \in [0,1]$ the exact code has row powers $p_1 \ge [[first]]$ and $p_2"
        r" \ge [[second]]\,(1-\theta)^2$. So both rows are active at every $\theta < 1$, and the"
        r" code at $\theta = 1$ is the only optimal sparse representation."
    ),
    parts={
        "epsilon": sympy.Rational(1, 10),
        "reach": sympy.Integer(10),
        "turns": sympy.Integer(5),
        "samples": sympy.Integer(8),
        "first": _BOUND,
        "second": _BOUND,
    },
    uses=("winding-family",),
    divergence="Not in the paper. Shown by interval arithmetic in $\\theta$.",
    controls=(
        Control("first power a third more", {"first": _BOUND * 4 / 3}),
        Control("second power a third more", {"second": _BOUND * 4 / 3}),
        Control("smaller square", {"epsilon": sympy.Rational(1, 20)}),
        Control("one sample", {"samples": sympy.Integer(1)}),
        Control("two samples", {"samples": sympy.Integer(2)}),
        Control("one sample, one turn", {"samples": sympy.Integer(1), "turns": sympy.Integer(1)}),
    ),
    example=Witness("the code at theta = 1", _last_code),
)
