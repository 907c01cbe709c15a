r"""Theorem F1: with one rank known, a smooth objective guarantees sparsity."""

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
from sparsity_theory.notation import u
from sparsity_theory.proving.propositions import All, Equal, Less, Same

order = sympy.Symbol("j", integer=True, positive=True)
first, second, third = sympy.symbols("p_1 p_2 p_3", nonnegative=True)


def _derive(parts: Parts) -> Report:
    factor = parts["factor"]
    rest = 1 / (1 + u)
    return Report(
        (
            Step(
                "The factor is 0 at 0 and positive beyond: with at most $r$ active rows every"
                " product of"
                " $r+1$ factors vanishes, with more some product is positive.",
                All(
                    Same("factor at 0", factor.subs(u, 0), 0),
                    Equal(factor, 1 - rest),
                    Less(rest, 1),
                ),
                "so theorem-a0 applies",
            ),
            Step(
                r"It is $1-1/(1+u)$, whose derivatives are bounded: the first is at most 1, and"
                r" each"
                r" further one multiplies by at most $j+1$.",
                All(
                    Equal(sympy.Derivative(factor, u), rest**2),
                    Equal(
                        sympy.Derivative(rest ** (order + 1), u), -(order + 1) * rest ** (order + 2)
                    ),
                ),
                "derivatives of powers of $1/(1+u)$",
            ),
        )
    )


def _example() -> Report:
    """Kappa = 3, r = 1: one active row costs nothing, two cost something, for both objectives."""
    factor = CLAIM.parts["factor"]
    f = [factor.subs(u, power) for power in (first, second, third)]
    pairs = f[0] * f[1] + f[0] * f[2] + f[1] * f[2]
    one = {first: 4, second: 0, third: 0}
    two = {first: sympy.Rational(1, 10), second: sympy.Rational(1, 10), third: 0}
    return Report(
        (
            Step(
                r"$\kappa = 3$, $r = 1$: powers $(4,0,0)$ cost nothing,"
                r" $(\frac1{10},\frac1{10},0)$ cost"
                r" something.",
                All(
                    Same("cost of the first", pairs.subs(one), 0),
                    Same("cost of the second", pairs.subs(two), sympy.Rational(1, 121)),
                ),
                "exact",
            ),
        )
    )


def _other_rank() -> Report:
    """The objective made for r = 2 does not see a second row."""
    f = [CLAIM.parts["factor"].subs(u, power) for power in (first, second, third)]
    two = {first: 1, second: 1, third: 0}
    return Report(
        (
            Step(
                (
                    "The objective made for $r = 2$, where $r = 1$ would do: a second active row is"
                    " free."
                ),
                Same("cost of both rows", (f[0] * f[1] * f[2]).subs(two), 0),
                "exact",
            ),
        )
    )


_KNOWN = "the $r$ of the objective is the number of active rows of the sparsest exact code"

CLAIM = Claim(
    id="theorem-f1",
    title="One known rank: no jump is needed",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem F1"),
    hypotheses=(r"$0 < r < \kappa \le d$; any data and decoder family", _KNOWN),
    conclusion=(
        r"$\Psi^* = e + \sum_{|S|=r+1}\prod_{k\in S} f(p_k)$ with $f(u) = [[factor]]$ guarantees"
        r" optimal"
        r" sparsity, although all its derivatives are bounded. So does $e$ plus the sum of the"
        r" $\kappa-r$"
        " smallest powers, which is concave and 1-Lipschitz."
    ),
    parts={"factor": u / (1 + u)},
    details=(
        "No margin is possible: both tend to 0 along dense exact codes of vanishing powers, so"
        " approximate"
        " minimisers need not be sparse."
    ),
    uses=("theorem-a0",),
    corrects=(
        "The paper says, before its Theorem 4, that without assumptions on decoder and data even"
        " arbitrary objectives based on autoencoders need penalty terms with infinite gradients"
        " around optimal solutions. That is false: these objectives have bounded derivatives and"
        " guarantee optimal sparsity where the one number $r$ is known."
    ),
    divergence=(
        "The paper's sentence is true for separable losses (theorem-a-continuity), and for one"
        " objective that has to serve two values of $r$ (theorem-f2)."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "the smooth objective", _derive),),
    controls=(
        Control("factor u/(2+u)", {"factor": u / (2 + u)}),
        Control("factor squared", {"factor": (u / (1 + u)) ** 2}),
        Control("factor that is not 0 at 0", {"factor": (1 + u) / (2 + u)}),
        Control("negative factor", {"factor": -u / (1 + u)}),
        Control("unbounded factor", {"factor": u}),
    ),
    example=Witness(r"$\kappa = 3$, $r = 1$.", _example),
    counterexamples=(Witness("Another rank.", _other_rank, drops=_KNOWN),),
)
