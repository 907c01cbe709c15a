r"""Which rows of the exact codes of the winding decoders are active."""

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
from sparsity_theory.proving.propositions import All, Equal, Less, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.winding import winding_family
from sparsity_theory.statements.winding.winding_family import BELOW_ONE, omega, rho, stretch, theta

SOURCE = Source(OURS, "construction of the picture of Fig. 2")


def _derive(parts: Parts) -> Report:
    cosine, sine = sympy.Symbol("C", nonnegative=True), sympy.Symbol("S", positive=True)
    first, second = (
        parts[name].replace(sympy.cos, lambda _: cosine).replace(sympy.sin, lambda _: sine)
        for name in ("code_1", "code_2")
    )
    return Report(
        (
            Step(
                r"If $0 < t_i \le \pi/2$ then $(1-\theta)t_i$ is in $(0,\pi/2]$ for $\theta < 1$,"
                r" where cosines are nonnegative and sines positive: both codes of sample $i$ are"
                r" positive.",
                All(*(Positive(sympy.factor(code.subs(BELOW_ONE))) for code in (first, second))),
                "signs",
                shown=sympy.Tuple(parts["code_1"], parts["code_2"]),
            ),
            Step(
                r"Without such a sample: both codes are power series in $\theta$ that converge"
                r" everywhere. The first is not 0 at $\theta = 1$, and the second has a slope there"
                r" that is not 0: so neither is 0 at more than finitely many $\theta \in [0,1]$.",
                All(
                    Positive(where(parts["code_1"], theta, 1)),
                    Positive(-where(sympy.Derivative(parts["code_2"], theta), theta, 1)),
                ),
                r"values at $\theta = 1$",
                shown=sympy.diff(parts["code_2"], theta).subs(theta, 1),
            ),
        )
    )


def _example() -> Report:
    """Checks eps = 2, Lambda = 3, omega = pi, rho = 1/2 at theta = 1/2, where t = pi/2."""
    half = sympy.Rational(1, 2)
    at = {epsilon: 2, stretch: 3, omega: sympy.pi, rho: half, theta: half}
    return Report(
        tuple(
            Step(
                rf"$\epsilon = 2$, $\Lambda = 3$, $\omega = \pi$, $\rho = 1/2$: $t = \pi/2$. At"
                rf" $\theta = 1/2$ the code of row {row} is positive.",
                Less(0, where(CLAIM.parts[name], at)),
                "enclosure",
            )
            for row, name in ((1, "code_1"), (2, "code_2"))
        )
    )


def _a_row_lost() -> Report:
    """One sample at t = 2 pi, eps = 2, Lambda = 3, rho = 1/4: no first row at theta = 1/2."""
    quarter = sympy.Rational(1, 4)
    at = {
        epsilon: 2, stretch: 3, rho: quarter, omega: 8 * sympy.pi, theta: sympy.Rational(1, 2)
    }  # fmt: skip
    return Report(
        (
            Step(
                r"$n = 1$, $\epsilon = 2$, $\Lambda = 3$, $\rho = 1/4$, $t = 2\pi$: at $\theta ="
                r" 1/2$ the first row of the code is 0, so the code at $\theta = 1$ is not the only"
                r" one with one active row.",
                Equal(where(CLAIM.parts["code_1"], at), 0),
                "value",
            ),
        )
    )


_FAMILY = winding_family.CLAIM.parts
_LEFT = (1 - theta) * omega * rho

CLAIM = Claim(
    id="winding-rows",
    title="Winding decoders: both rows are active before the last",
    mark=Mark.EXTENSION,
    source=SOURCE,
    hypotheses=(
        "those of winding-family",
        r"for the last sentence: $t_i \le \pi/2$ for some $i$",
    ),
    conclusion=(
        r"With the exact codes $z_{i1} = [[code_1]]$ and $z_{i2} = [[code_2]]$, $\rho = \rho_i$,"
        r" both rows are active at all but finitely many $\theta \in [0,1]$. Both are active at"
        r" every $\theta < 1$, so that the code at $\theta = 1$, with one active row, is the only"
        r" optimal sparse representation."
    ),
    parts={name: _FAMILY[name] for name in ("code_1", "code_2")},
    uses=("winding-family",),
    divergence="Not in the paper, which draws two decoders.",
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $\epsilon$, $\Lambda$, $\omega$, $n$, $\rho_i$",
            _derive,
            complete=True,
        ),
    ),
    controls=(
        Control("centre on the other side", {
            "code_1": _FAMILY["code_1"] - (1 - theta) * epsilon
        }),
        Control("second row mirrored", {"code_2": -_FAMILY["code_2"]}),
        Control("first row mirrored", {"code_1": -_FAMILY["code_1"]}),
        Control("no second row", {"code_2": sympy.Integer(0)}),
        Control("first row gone at theta = 1", {"code_1": (1 - theta) * _FAMILY["code_1"]}),
        Control("second row flat at theta = 1", {"code_2": (1 - theta) * _FAMILY["code_2"]}),
        Control("second row below the centre", {
            "code_2": rho * sympy.sin(_LEFT) - (1 - theta) * epsilon / 2
        }),
    ),
    example=Witness(r"$\epsilon = 2$, $\Lambda = 3$, $\omega = \pi$, $\rho = 1/2$", _example),
    counterexamples=(
        Witness("One sample, a turn away.", _a_row_lost, drops=r"$t_i \le \pi/2$ for some $i$"),
    ),
)  # fmt: skip
