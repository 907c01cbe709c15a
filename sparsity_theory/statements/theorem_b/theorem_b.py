r"""Theorem B: how steep a penalty has to be for codes of given powers, and exact thresholds.

The sparse exact code has r rows of power M^2, the dense alternative r+1 rows of power epsilon^2.
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
from sparsity_theory.notation import d, epsilon, r
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, loss
from sparsity_theory.statements.theorem_a.theorem_a import CODE_GAP, ERROR_GAP

slack = sympy.Symbol("w", nonnegative=True)
C = sympy.Symbol("C", positive=True)
e_0 = sympy.Symbol("e_0", positive=True)
large_rise = sympy.Symbol(r"\varphi_M", positive=True)

GEOMETRY = (
    "the sparse exact code has $r$ active rows of power $M^2$, the dense exact code $r+1$ of power"
    " $\\epsilon^2$"
)


def _derive_slope(parts: Parts) -> Report:
    gap, error_gap = parts["gap"], parts["error_gap"]
    rise = {h_a: h_0 + large_rise}
    # h(eps^2) = h(0) + C eps^2 - w by the mean value theorem, |h'| <= C on (0, eps^2)
    tame = gap.subs({**rise, h_b: h_0 + C * epsilon**2 - slack})
    tame_g = error_gap.subs({**rise, g_e: g_0 + C * e_0 - slack})
    return Report(
        (
            Step(
                "The sparse code is preferred when this is positive: it is $d$ times the difference"
                " of the losses, $a=M^2$, $b=\\epsilon^2$.",
                Equal(d * (loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)), gap),
                "eq. (7)",
                shown=gap,
            ),
            Step(
                "Against an imperfect point with no active row and error $e_0 = e$ it is this.",
                Equal(d * (loss(g_e, sympy.S.Zero, h_a) - loss(g_0, r, h_a)), error_gap),
                "eq. (7)",
                shown=error_gap,
            ),
            _necessary(
                "If $|h'| \\le C$ on $(0,\\epsilon^2)$ and $h$ is continuous on $[0,\\epsilon^2]$,"
                " then $h(\\epsilon^2) = h(0)+C\\epsilon^2-w$ with $w \\ge 0$: at $C$ equal to"
                " this, or below it, the sparse code is not preferred.",
                r"\sup |h'|",
                parts["slope"],
                tame,
            ),
            _necessary(
                "The same for $g$, continuous on $[0,e_0]$ with $|g'| \\le C$.",
                r"\sup |g'|",
                parts["error_slope"],
                tame_g,
            ),
        )
    )


def _necessary(text: str, name: str, slope: sympy.Expr, gap: sympy.Expr) -> Step:
    """The gap is not positive at the slope, and increases with it: smaller slopes fail too."""
    return Step(
        text,
        All(
            NotNegative(-sympy.expand(gap.subs(C, slope))),
            Equal(where(gap, {C: slope, slack: 0}), 0),
            Positive(sympy.Derivative(gap, C)),
        ),
        "at that slope the difference is at most 0, and it increases with the slope",
        shown=sympy.Gt(sympy.Symbol(name), slope, evaluate=False),
    )


def _root_example() -> Report:
    value = CODE_GAP.subs({h_0: 0, h_a: 2, h_b: sympy.Rational(3, 2), r: 1})
    text = (
        "$h=\\sqrt u$, $r=1$, $M=2$, $\\epsilon=3/2$: $2\\cdot\\frac32 > 2$, the sparse code wins."
    )
    return Report((Step(text, Equal(value, 1), "exact", shown=value),))


def _with_a_jump() -> Report:
    value = CODE_GAP.subs({h_0: 0, h_a: 1, h_b: 1})
    text = "$h=1[u>0]$ is not continuous at 0: its slope on $(0,\\epsilon^2)$ is 0, and it wins."
    return Report((Step(text, Positive(sympy.expand(value)), "exact", shown=value),))


CLAIM = Claim(
    id="theorem-b",
    title="The slope that a geometry demands",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B"),
    hypotheses=(
        GEOMETRY,
        "$h$ is continuous on $[0,\\epsilon^2]$ and differentiable inside (or $g$ on $[0,e_0]$)",
        "$\\varphi_M = h(M^2)-h(0) > 0$",
    ),
    conclusion=(
        "The sparse code is preferred iff $[[gap]] > 0$ with $a=M^2$, $b=\\epsilon^2$; that needs a"
        " slope with $\\sup_{(0,\\epsilon^2)} |h'| > [[slope]]$. Against a point with error $e_0$"
        " and no active row it is preferred iff $[[error_gap]] > 0$ at $e=e_0$, which needs"
        " $\\sup_{(0,e_0)} |g'| > [[error_slope]]$."
    ),
    parts={
        "gap": CODE_GAP,
        "error_gap": ERROR_GAP,
        "slope": r * large_rise / ((r + 1) * epsilon**2),
        "error_slope": r * large_rise / (d * e_0),
    },
    uses=("theorem-a1", "theorem-a2"),
    divergence=(
        "The paper asks for an unbounded slope; for a given geometry a finite one, given here, is"
        " necessary, and the sufficient thresholds are those of theorem-b-power and the following."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions, geometries", _derive_slope, complete=True),),
    controls=(
        Control("slope without r/(r+1)", {"slope": large_rise / epsilon**2}),
        Control("amplitude for power", {"slope": r * large_rise / ((r + 1) * epsilon)}),
        Control("slope with r+1 over r", {"slope": (r + 1) * large_rise / (r * epsilon**2)}),
        Control("error slope without d", {"error_slope": r * large_rise / e_0}),
        Control("gap flipped", {"gap": -CODE_GAP}),
        Control("gap with r rows", {"gap": r * (h_b - h_a)}),
    ),
    example=Witness("$\\sqrt u$ in a mild geometry.", _root_example),
    counterexamples=(Witness("A jump.", _with_a_jump, drops="$h$ is continuous"),),
)
