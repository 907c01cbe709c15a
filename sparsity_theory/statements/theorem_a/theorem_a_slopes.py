r"""Theorem A, consequence 2: penalties of unbounded slope that are continuous at 0 fail."""

from __future__ import annotations

from collections.abc import Iterator

import sympy
from sympy import exp, log, sqrt

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
from sparsity_theory.notation import c, r, s, u
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import t
from sparsity_theory.statements.theorem_a.conditions import DIMENSIONS

# Penalties that are continuous at 0: expression, a, and the b with h(b)-h(0) half of the way.
power = sympy.Symbol("q", positive=True)  # the exponent in u^q is 1/(1+q), any number in (0, 1)
_SHARE = r / (2 * (r + 1))
# 2^share exceeds 1; SymPy needs a name for the difference to simplify the root of its square.
_growth = sympy.Dummy("x", positive=True)
_GROWTH = {2**_SHARE: 1 + _growth}
_GROWTH_BACK = {_growth: 2**_SHARE - 1}


def _derive_slopes(parts: Parts) -> Report:
    steps = []
    for name, title in _TITLES.items():
        rise, large, small = parts[name]
        small_named = small.xreplace(_GROWTH)
        at_small = rise.subs(u, small_named).xreplace(_GROWTH_BACK)
        steps.append(
            Step(
                f"{title}: at these $a$ and $b$, $h(b)-h(0)$ is $r/(2(r+1))$ of $h(a)-h(0) > 0$, so"
                " $r+1$ rows of power $b$ cost half as much as $r$ rows of power $a$.",
                All(
                    Equal(at_small, _SHARE * where(rise, u, large)),
                    Positive(where(rise, u, large)),
                    Positive(small_named),
                ),
                "substitution; $b$ is positive",
                shown=sympy.Eq(sympy.Symbol("b"), small, evaluate=False),
            )
        )
    return Report((*steps, *_steep(parts)))


_TITLES = {
    "root": "$\\sqrt u$",
    "power": "$u^{1/(1+q)}$, $q > 0$, every exponent in $(0,1)$",
    "log_root": "$\\log(1+\\sqrt u)$",
    "inverse_log": "$1/(1-\\log u)$ on $(0,1]$, 0 at 0, 1 beyond 1",
    "shifted_log": "$\\log(u+c)-\\log c$",
}


def _steep(parts: Parts) -> Iterator[Step]:
    """The slopes (h(u)-h(0))/u are unbounded at 0 for four of them and bounded for the last."""
    x = sympy.Symbol("x", positive=True)
    bound = parts["log_root_slope"]
    steep = parts["inverse_log_slope"]
    tail = 1 + t  # u = exp(-t): 1 - log u
    gradient = sympy.diff(parts["shifted_log"][0], u)
    yield Step(
        "$u^{1/(1+q)}$ has chord slope $s$ at this $u$, for every $s>0$ ($\\sqrt u$: $q=1$).",
        Equal(where(parts["power"][0] / u, u, parts["power_point"]), s),
        "substitution",
        shown=parts["power_point"],
    )
    yield Step(
        "$\\log(1+\\sqrt u)/u$ is at least this, which is unbounded as $u\\to0$: with $x=\\sqrt u$,"
        " $\\log(1+x) - x/(1+x)$ is 0 at 0 and increases.",
        All(
            Equal(where(bound * u, u, x**2), x / (1 + x)),
            Positive(sympy.factor(sympy.diff(log(1 + x) - x / (1 + x), x))),
        ),
        "sign of a derivative",
        shown=bound,
    )
    yield Step(
        "$1/(1-\\log u)$ is steeper than every power $u^c$: at $u=e^{-t}$ the ratio $h(u)/u^c ="
        " e^{ct}/(1+t)$ is at least this, unbounded in $t$.",
        All(
            Positive(sympy.Derivative(_taylor_rest(x), (x, 3))),
            *(Equal(where(sympy.Derivative(_taylor_rest(x), (x, k)), x, 0), 0) for k in range(3)),
            Equal(steep * tail, 1 + c * t + (c * t) ** 2 / 2),
        ),
        "$e^x - 1 - x - x^2/2$ and its first two derivatives vanish at 0, its third is positive",
        shown=steep,
    )
    yield Step(
        "The gradient of $\\log(u+c)$ is bounded, by",
        All(
            Positive(sympy.factor(parts["shifted_log_bound"] - gradient)),
            Equal(where(gradient, u, 0), parts["shifted_log_bound"]),
        ),
        "a positive difference; equal at $u = 0$",
        shown=parts["shifted_log_bound"],
    )


def _taylor_rest(x: sympy.Symbol) -> sympy.Expr:
    return exp(x) - 1 - x - x**2 / 2


def _root_at_two() -> Report:
    rise, large, small = CLAIM.parts["root"]
    cost = (3 * rise.subs(u, small) - 2 * rise.subs(u, large)).subs(r, 2)
    text = "$\\sqrt u$, $r=2$: $a=1$, $b=1/9$ gives $3\\cdot\\frac13 - 2 = -1$."
    return Report((Step(text, Equal(cost, -1), "exact", shown=cost),))


def _jumping_root() -> Report:
    """1 + sqrt(u)/(1+sqrt(u)) on u > 0, 0 at 0: a jump of 1, and r = 1 gives a tie at worst."""
    v = sympy.Symbol("v", positive=True)
    value = 1 + sqrt(u) / (1 + sqrt(u))
    worst = sympy.factor(2 * value - value.subs(u, v))
    text = (
        "$1+\\sqrt u/(1+\\sqrt u)$ on $u>0$, 0 at 0, also has unbounded slope, but jumps: $2h(b) >"
        " h(a)$ for all $a,b$, so $r=1$ is safe from denser codes."
    )
    return Report((Step(text, Positive(worst), "positive terms", shown=worst),))


class SlopeFamily(tuple[sympy.Expr, sympy.Expr, sympy.Expr]):
    """The rise h(u)-h(0), a, b; typeset as a list."""

    def __str__(self) -> str:
        return ",\\; ".join(sympy.latex(part) for part in self)


_SHRUNK = 2**_SHARE - 1
CLAIM = Claim(
    id="theorem-a-slopes",
    title="Unbounded slopes are not enough",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 2"),
    hypotheses=(DIMENSIONS, "$h$ is one of the five penalties below, $g$ is any function"),
    conclusion=(
        r"None of them guarantees optimal sparsity, for any $d\ge\kappa>r>0$, although the first"
        " four have unbounded slope at 0. The penalties, $h(u)-h(0)$ first in each: $[[root]]$;"
        " $[[power]]$; $[[log_root]]$; $[[inverse_log]]$; $[[shifted_log]]$. The last one has"
        " gradient at most $[[shifted_log_bound]]$."
    ),
    details=(
        "After each penalty above stand an $a$ and a $b$ for which $r+1$ rows of power $b$ beat"
        " $r$ rows of power $a$. Slopes: $u^{1/(1+q)}/u = s$ at $u = [[power_point]]$;"
        r" $\log(1+\sqrt u)/u \ge [[log_root_slope]]$; $h(u)/u^c \ge [[inverse_log_slope]]$ at"
        r" $u = e^{-t}$ for $h=1/(1-\log u)$."
    ),
    parts={
        "root": SlopeFamily((sqrt(u), sympy.S.One, _SHARE**2)),
        "power": SlopeFamily((u ** (1 / (1 + power)), sympy.S.One, _SHARE ** (1 + power))),
        "log_root": SlopeFamily((log(1 + sqrt(u)), sympy.S.One, _SHRUNK**2)),
        "inverse_log": SlopeFamily((1 / (1 - log(u)), sympy.S.One, exp(1 - 1 / _SHARE))),
        "shifted_log": SlopeFamily((log(1 + u / c), c, c * _SHRUNK)),
        "power_point": s ** (-(1 + power) / power),
        "log_root_slope": 1 / (sqrt(u) * (1 + sqrt(u))),
        "inverse_log_slope": (1 + c * t + (c * t) ** 2 / 2) / (1 + t),
        "shifted_log_bound": 1 / c,
    },
    uses=("theorem-a", "theorem-a1"),
    divergence=(
        "The paper says an unbounded gradient is necessary, albeit not sufficient. Here: what is"
        " missing is a jump, and no slope replaces it."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all r, exponents and c", _derive_slopes, complete=True),),
    controls=(
        Control(
            "slope far too large",
            {"inverse_log_slope": (1 + c * t + 10**6 * (c * t) ** 2) / (1 + t)},
        ),
        Control("root of the share", {"root": SlopeFamily((sqrt(u), sympy.S.One, sqrt(_SHARE)))}),
        Control(
            "b as large as a",
            {"power": SlopeFamily((u ** (1 / (1 + power)), sympy.S.One, sympy.S.One))},
        ),
        Control(
            "log of u instead of its root",
            {"log_root": SlopeFamily((log(1 + u), sympy.S.One, _SHRUNK**2))},
        ),
        Control(
            "square of the log",
            {"inverse_log": SlopeFamily((1 / (1 - log(u)) ** 2, sympy.S.One, exp(1 - 1 / _SHARE)))},
        ),
        Control("c forgotten in b", {"shifted_log": SlopeFamily((log(1 + u / c), c, _SHRUNK))}),
        Control("exponent of the point", {"power_point": s ** (-(1 + power))}),
        Control("gradient bound halved", {"shifted_log_bound": 1 / (2 * c)}),
    ),
    example=Witness("$\\sqrt u$ at $r=2$.", _root_at_two),
    counterexamples=(Witness("A root that jumps.", _jumping_root, drops="$h$ is continuous at 0"),),
)
