r"""Theorem A4: what bounded, nondecreasing penalties do buy: a finite resolution."""

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
from sparsity_theory.notation import d, r, u
from sparsity_theory.proving.propositions import All, Equal, Increasing, NotNegative, Positive
from sparsity_theory.proving.terms import where

total = sympy.Symbol("S", nonnegative=True)  # sum of the rises of the sparse code
rise = sympy.Symbol(r"\tilde{h}(\tau)", nonnegative=True)
error_rise = sympy.Symbol(r"\tilde{g}(e)", nonnegative=True)
rows = sympy.Symbol("R", nonnegative=True)  # sum of the rises of the point's rows
slack = sympy.Symbol("t", nonnegative=True)
tau_0 = sympy.Symbol("tau_0", positive=True)


def _derive(parts: Parts) -> Report:
    # the point's loss is the sparse code's less a slack; both lose the same constants
    point = error_rise + rows / d
    sparse = total / d
    solved = error_rise - (point + slack - sparse)
    needed = total + d * (point + slack - sparse)
    at_least = needed.subs(rows, (r + 1) * rise + rows)
    penalty, resolution = parts["penalty"], parts["resolution"]
    return Report(
        (
            Step(
                "The point is no worse: $\\tilde g(e) + R/d = S/d - t$ with $t \\ge 0$, where $R"
                " \\ge 0$ is the sum of its rises. So the error penalty is bounded.",
                All(
                    NotNegative(sympy.expand(parts["error_bound"] - solved)),
                    Equal(where(solved, {rows: 0, slack: 0}), parts["error_bound"]),
                ),
                "what is left is $R/d + t \\ge 0$, and 0 at $R=t=0$",
                shown=sympy.Le(error_rise, parts["error_bound"], evaluate=False),
            ),
            Step(
                "If $r+1$ rows had power $\\tau$ or more then $R \\ge (r+1)\\tilde h(\\tau)$, as"
                " $\\tilde h$ does not decrease, and $S$ could not be below that.",
                All(
                    NotNegative(sympy.expand(at_least - parts["rows_bound"])),
                    Equal(where(at_least, {rows: 0, error_rise: 0, slack: 0}), parts["rows_bound"]),
                ),
                "what is left is a sum of nonnegative terms, and 0 when these vanish",
                shown=sympy.Ge(total, parts["rows_bound"], evaluate=False),
            ),
            Step(
                "For this penalty each of $r$ rises is below 1, so $S < r$, and $(r+1)\\tilde"
                " h(\\tau) \\ge r$ from the stated resolution on, with equality there.",
                All(
                    Positive(sympy.cancel(1 - penalty)),
                    Equal((r + 1) * where(penalty, u, resolution), r),
                    Increasing(penalty, u),
                ),
                "equality at the resolution; increasing",
                shown=sympy.Ge(sympy.Symbol("tau"), resolution, evaluate=False),
            ),
        )
    )


def _example() -> Report:
    """At r = 1, tau_0 = 1, sparse power 9: two rows of power 1 would cost 1 against 0.9."""
    cost = 2 * _PENALTY.subs({u: 1, tau_0: 1}) - _PENALTY.subs({u: 9, tau_0: 1})
    text = "$r=1$, $\\tau_0=1$, $p^*=9$: two rows of power $\\tau=1$ cost $1$, more than $9/10$."
    return Report((Step(text, Positive(cost), "exact", shown=cost),))


def _negative_error_penalty() -> Report:
    gain = 3 * 1 + _PENALTY.subs({u: 9, tau_0: 1}) - 2 * _PENALTY.subs({u: 4, tau_0: 1})
    text = (
        "$d=3$, $r=1$, $g(e)-g(0) = -1$: two rows of power $4 > r\\tau_0 = 1$ are still no worse"
        " than one of power 9."
    )
    return Report((Step(text, Positive(gain), "exact", shown=gain),))


def _decreasing() -> Report:
    bump = 2 * u / (1 + u**2)
    text = (
        "$h = 2u/(1+u^2)$, $r=1$, $\\tau=1$, $p^*=1$: $2h(1) > h(1)$, and yet two rows of power 100"
        " are no worse."
    )
    gain = bump.subs(u, 1) - 2 * bump.subs(u, 100)
    return Report((Step(text, Positive(gain), "exact", shown=gain),))


def _worse_point() -> Report:
    """The zero code with an error penalty of 1 against one sparse row that costs 0.9/3."""
    excess = 1 - CLAIM.parts["error_bound"].subs({total: _PENALTY.subs({u: 9, tau_0: 1}), d: 3})
    text = "$d=3$, $r=1$, $p^*=9$: a zero code with $g(e)-g(0)=1$ is worse, and exceeds $S/d$."
    return Report((Step(text, Positive(excess), "exact", shown=excess),))


_PENALTY = u / (u + tau_0)

CLAIM = Claim(
    id="theorem-a4",
    title="Finite resolution",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A4"),
    hypotheses=(
        "$\\tilde h = h - h(0)$ is nondecreasing",
        "$\\tilde g = g - g(0) \\ge 0$",
        (
            "the point is no worse than an exact code of $r$ active rows of powers $p^*$; $S ="
            " \\sum_k \\tilde h(p^*_k)$"
        ),
    ),
    conclusion=(
        "$\\tilde g(e) \\le [[error_bound]]$, and at most $r$ rows have power $\\tau$ or more once"
        " $[[rows_bound]] > S$. For $\\tilde h(u) = [[penalty]]$ every $\\tau \\ge [[resolution]]$"
        " will do, on every instance."
    ),
    parts={
        "error_bound": total / d,
        "rows_bound": (r + 1) * rise,
        "penalty": _PENALTY,
        "resolution": r * tau_0,
    },
    divergence="Not in the paper: it says what bounded gradients cost, not what they still give.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive, complete=True),),
    controls=(
        Control("error bound halved", {"error_bound": total / (2 * d)}),
        Control("error bound less the rows", {"error_bound": (total - 2 * rows) / d}),
        Control("r+2 rows", {"rows_bound": (r + 2) * rise}),
        Control("resolution without r", {"resolution": tau_0 / 2}),
        Control("resolution with r+1", {"resolution": (r + 1) * tau_0}),
        Control("unbounded penalty", {"penalty": u / tau_0}),
    ),
    example=Witness("$u/(u+1)$, $r=1$, $p^*=9$.", _example),
    counterexamples=(
        Witness("$g$ below $g(0)$.", _negative_error_penalty, drops="$\\tilde g \\ge 0$"),
        Witness("A worse point.", _worse_point, drops="the point is no worse"),
        Witness("A bump.", _decreasing, drops="$\\tilde h$ is nondecreasing"),
    ),
)
