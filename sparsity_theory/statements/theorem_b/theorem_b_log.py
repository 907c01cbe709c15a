r"""Theorem B: the threshold of the logarithm, which asks for the steepest slope."""

from __future__ import annotations

import sympy
from sympy import log

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
from sparsity_theory.notation import M, epsilon, gamma, r
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_b.geometry import FAR, a, b, far, plain, slack
from sparsity_theory.statements.theorem_b.theorem_b import GEOMETRY

y = sympy.Symbol("y", positive=True)


def _derive_log(parts: Parts) -> Report:
    gap, turn, enough = plain(parts["difference"]), parts["turn"], plain(parts["sufficient"])
    single, ratio = plain(parts["single"]), parts["ratio_bound"]
    slope = sympy.diff(gap, gamma)
    scale = r * a - (r + 1) * b
    return Report(
        (
            Step(
                "Success is $\\gamma(\\gamma+M^2)^r < (\\gamma+\\epsilon^2)^{r+1}$: the log of the"
                " ratio of the sides.",
                Equal(gap, (r + 1) * log(gamma + b) - r * log(gamma + a) - log(gamma)),
                "laws of the logarithm",
                shown=parts["difference"],
            ),
            Step(
                "It decreases up to the turning point and increases after it; it tends to 0 at"
                " infinity (by $0 \\le \\log(1+x)\\le x$ it is at most"
                " $((r+1)\\epsilon^2+rM^2)/\\gamma$ in size), so it is negative from the turning"
                " point on and has one root $\\gamma^*$, before it.",
                All(
                    Equal(slope * gamma * (gamma + a) * (gamma + b), scale * (gamma - plain(turn))),
                    Positive(y - log(1 + y), after_zero=y),
                    Positive(sympy.factor(far(turn))),
                ),
                "derivative; $rM^2 = (r+1)\\epsilon^2+s$",
                shown=sympy.Eq(sympy.Symbol(r"\gamma_0"), turn, evaluate=False),
            ),
            *norms_decrease(gap, enough),
            Step(
                "At the root $\\gamma M^{2r} \\le \\gamma(\\gamma+M^2)^r ="
                " (\\gamma+\\epsilon^2)^{r+1}$: so $\\gamma^* \\le"
                " \\gamma_s(1+\\gamma^*/\\epsilon^2)^{r+1}$, $\\gamma_s$ the sufficient value.",
                Equal(
                    log(enough) + (r + 1) * log((gamma + b) / b) - log(gamma) - gap,
                    r * log((gamma + a) / a),
                ),
                "the log of the quotient is $r\\log(1+\\gamma/M^2) > 0$",
                shown=sympy.Le(gamma, parts["sufficient"] * (1 + gamma / epsilon**2) ** (r + 1)),
            ),
            Step(
                "If $rM^2 \\ge 2(r+1)\\epsilon^2$ then $\\gamma^* < \\gamma_0 \\le 2\\epsilon^2/r$;"
                " inserting this gives $\\gamma^*/\\epsilon^2 \\le"
                " (1+2/r)^{r+1}\\gamma_s/\\epsilon^2$, and once more the bound, which tends to 1"
                " with $\\epsilon/M \\to 0$.",
                All(
                    NotNegative(
                        sympy.factor(2 * b / r - plain(turn).subs(a, (2 * (r + 1) * b + slack) / r))
                    ),
                    Equal(plain(ratio), (1 + (1 + 2 / r) ** (r + 1) * enough / b) ** (r + 1)),
                ),
                "substitution; $rM^2 = 2(r+1)\\epsilon^2 + w$, $w \\ge 0$",
                shown=r"\gamma^* \le \gamma_s " + sympy.latex(ratio),
            ),
            Step(
                "For $r=1$ the condition is linear in $\\gamma$.",
                All(
                    Equal((gamma + b) ** 2 - gamma * (gamma + a), (a - 2 * b) * (single - gamma)),
                    Equal(where(gap, r, 1), 2 * log(gamma + b) - log(gamma + a) - log(gamma)),
                ),
                "$(\\gamma+\\epsilon^2)^2 - \\gamma(\\gamma+M^2)$ is $M^2-2\\epsilon^2$ times the"
                " distance",
                shown=sympy.Lt(gamma, parts["single"], evaluate=False),
            ),
        )
    )


def norms_decrease(gap: sympy.Expr, enough: sympy.Expr) -> tuple[Step, Step]:
    """At gamma at most gamma_s: norms (1 + x^r)^(1/r) decrease in r."""
    x, z, root = sympy.symbols("x z sigma", positive=True)
    scaled = {a: gamma * x ** (r + 1), b: gamma * x**r}
    return (
        Step(
            "Let $a$ be the power of the sparse rows, $b$ that of the dense ones, $\\gamma \\le"
            " \\gamma_s$, and $a = \\gamma x^{r+1}$; then $b \\ge \\gamma x^r$, with equality at"
            " $\\gamma_s$, and the difference increases with $b$: it is at least $(r+1)\\log(1+x^r)"
            " - r\\log(1+x^{r+1})$.",
            All(
                Equal(log(enough.subs(scaled)), log(gamma)),
                Positive(sympy.factor(sympy.diff(gap, b))),
                Equal(where(gap, scaled), (r + 1) * log(1 + x**r) - r * log(1 + x ** (r + 1))),
            ),
            "substitution; sign of a derivative",
            shown=sympy.Le(gamma, enough, evaluate=False),
        ),
        Step(
            "That is positive: $\\sigma = (1+x^r)^{1/r}$ exceeds 1 and $x$, so with $z=x^r$,"
            " $\\sigma(1+z) - (1+xz) = (\\sigma-1)+(\\sigma-x)z > 0$, and $r\\log(1+x^{r+1}) <"
            " r\\log\\sigma + r\\log(1+z) = (r+1)\\log(1+x^r)$.",
            All(
                Equal(root * (1 + z) - (1 + x * z), root - 1 + (root - x) * z),
                Equal(
                    r * where(log(root * (1 + z)), root, (1 + z) ** (1 / r)), (r + 1) * log(1 + z)
                ),
            ),
            "identity; $\\sigma^r = 1+z$ exceeds 1 and $x^r = z$",
            shown=sympy.Gt(root * (1 + z), 1 + x * z, evaluate=False),
        ),
    )


def _log_example() -> Report:
    """At r = 1, M = 2, epsilon = 1: the threshold is 1/2."""

    def sides(at: sympy.Expr) -> sympy.Expr:
        return (at + 1) ** 2 - at * (at + 4)

    quarter, half = sympy.Rational(1, 4), sympy.Rational(1, 2)
    text = "$r=1$, $\\epsilon=1$, $M=2$: $1/4$ is sufficient, $1/2$ the threshold."
    found = [Positive(sides(quarter)), Equal(sides(half), 0), Positive(-sides(sympy.S.One))]
    return Report((Step(text, All(*found), "exact", shown=sides(half)),))


def _log_near() -> Report:
    value = (gamma + 1) ** 2 - gamma * (gamma + 2)
    text = "$r=1$, $M^2=2\\epsilon^2=2$: $(\\gamma+1)^2 > \\gamma(\\gamma+2)$ for every $\\gamma$."
    return Report((Step(text, Positive(sympy.expand(value)), "exact", shown=value),))


_LOG_DIFFERENCE = (r + 1) * log((gamma + epsilon**2) / gamma) - r * log((gamma + M**2) / gamma)
_TURN = epsilon**2 * M**2 / (r * M**2 - (r + 1) * epsilon**2)
CLAIM = Claim(
    id="theorem-b-log",
    title="The threshold of the logarithm",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, $\\log(u+\\gamma)$"),
    hypotheses=(GEOMETRY, FAR, "$h(u) = \\log(u+\\gamma)$"),
    conclusion=(
        "The sparse code is preferred iff $[[difference]] > 0$, that is iff $\\gamma < \\gamma^*$,"
        " its only root; $\\gamma^* < [[turn]]$. For every $r$ (and any $M$, $\\epsilon$) $\\gamma"
        " \\le \\gamma_s = [[sufficient]]$ suffices; if $rM^2 \\ge 2(r+1)\\epsilon^2$ then $1 \\le"
        " \\gamma^*/\\gamma_s \\le [[ratio_bound]]$, so this is asymptotically exact. For $r=1$"
        " exactly $\\gamma^* = [[single]]$."
    ),
    parts={
        "difference": _LOG_DIFFERENCE,
        "turn": _TURN,
        "sufficient": epsilon ** (2 * (r + 1)) / M ** (2 * r),
        "ratio_bound": (1 + (1 + 2 / r) ** (r + 1) * (epsilon / M) ** (2 * r)) ** (r + 1),
        "single": epsilon**4 / (M**2 - 2 * epsilon**2),
    },
    uses=("theorem-b", "theorem-b-rational"),
    divergence=(
        "Not in the paper. The slope of the logarithm at 0 is $1/\\gamma$, so it has to be of order"
        " $M^{2r}/\\epsilon^{2(r+1)}$, far steeper than the $r/\\epsilon^2$ of the bounded"
        " penalties; the turning point is the threshold of $u/(u+\\tau)$."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all r, gamma, geometries", _derive_log, complete=True),),
    controls=(
        Control("r for r+1 in the exponent", {"sufficient": epsilon ** (2 * r) / M ** (2 * r)}),
        Control(
            "sufficient value upside down", {"sufficient": M ** (2 * r) / epsilon ** (2 * (r + 1))}
        ),
        Control("turning point without M", {"turn": epsilon**2}),
        Control("r = 1 with one epsilon", {"single": epsilon**4 / (M**2 - epsilon**2)}),
        Control("r = 1 with epsilon squared", {"single": epsilon**2 / (M**2 - 2 * epsilon**2)}),
        Control(
            "dense code with r rows", {"difference": r * log((gamma + epsilon**2) / (gamma + M**2))}
        ),
        Control(
            "ratio bound without its constant",
            {"ratio_bound": (1 + (epsilon / M) ** (2 * r)) ** (r + 1)},
        ),
    ),
    example=Witness("$r=1$, $M=2$, $\\epsilon=1$.", _log_example),
    counterexamples=(Witness("$M^2=2\\epsilon^2$, $r=1$.", _log_near, drops=FAR),),
)
