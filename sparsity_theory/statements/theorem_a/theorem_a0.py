r"""Theorem A0: every objective of the error and the row powers, separable or not."""

from __future__ import annotations

import sympy
from sympy import sqrt

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
from sparsity_theory.notation import d, e, k, kappa, r
from sparsity_theory.proving.propositions import All, Equal, Positive, Same
from sparsity_theory.proving.terms import where

more = sympy.Symbol("j", integer=True, nonnegative=True)
p = sympy.Function("p", nonnegative=True)
q = sympy.Function("q", nonnegative=True)
y = sympy.Symbol("y", real=True)  # one row of power 1, at a generic sample
error = sympy.Symbol("e", positive=True)
scale = sympy.Symbol("lambda", positive=True)


def _derive(parts: Parts) -> Report:
    target, other, term = parts["code"], parts["other_code"], parts["term"]
    total = sympy.Sum(term, (k, 1, kappa))
    active = sympy.Symbol("p_k", positive=True)
    return Report(
        (
            Step(
                "Only if, $e=0$: let $q$ have $m = r+1+j$ positive entries. The instance family has"
                " exact codes of powers $p$ and $q$ (rows permuted), the first of them the only"
                " optimal sparse representation; so $\\Psi(0,p)<\\Psi(0,q)$ is needed.",
                All(Positive(parts["dense_rows"] - r), Equal(parts["dense_rows"] - more, r + 1)),
                "the instance family needs $m > r$; $j$ counts from the least such $m$",
                shown=sympy.Gt(parts["dense_rows"], r, evaluate=False),
            ),
            Step(
                "Only if, $e>0$: one injective decoder $\\lambda E$, data $\\lambda E z$ with rows"
                " $\\sqrt{p_k}\\,y$ of $z$, and the other code with rows $-\\sqrt{q_k}\\,y$: in"
                " coordinate $k$ the squared residual is $\\lambda^2 y^2$ times",
                Equal((scale * target - scale * other) ** 2, scale**2 * y**2 * term),
                "the sign makes the two codes differ even if $p = q$",
                shown=term,
            ),
            Step(
                "Both codes have the stated powers ($y$ has power 1), and the residual vanishes in"
                " no active row of the exact code.",
                All(
                    Equal(target**2, p(k) * y**2),
                    Equal(other**2, q(k) * y**2),
                    Positive(where(term, p(k), active)),
                ),
                "squares; the term is positive where $p_k>0$",
                shown=sympy.Gt(term, 0, evaluate=False),
            ),
            Step(
                "The error $\\frac{\\lambda^2}{d}\\sum_k(\\cdot)$ takes any value $e>0$ at this"
                " $\\lambda^2$; powers do not depend on $\\lambda$. So $\\Psi(0,p)<\\Psi(e,q)$ is"
                " needed.  If: a point that is not an optimal sparse representation has $e>0$, or"
                " $e=0$ and more than $r$ active rows, since $r$ is the least number.",
                All(Equal(parts["scale"] * total / d, parts["error"]), Positive(parts["error"])),
                "the error is quadratic in the scale",
                shown=sympy.Eq(scale**2, parts["scale"], evaluate=False),
            ),
        )
    )


def _product_objective() -> Report:
    """Psi = number of active rows + 1/(1+product of powers) for e = 0: not separable."""
    few, many = sympy.Rational(1, 2) + 1, sympy.Rational(1, 100) + 2
    text = (
        "$\\Psi = \\kappa+2$ for $e>0$, else the number of active rows plus a number in $(0,1)$"
        " that depends on the powers: not separable, and $r + 1 \\le m$ keeps the order."
    )
    return Report(
        (Step(text, Positive(many - few), "exact", shown=sympy.Lt(few, many, evaluate=False)),)
    )


def _wide() -> Report:
    """Without kappa <= d some q cannot be realised with distinct exact codes."""
    decoder = sympy.Matrix([[1, 1]])
    kernel = decoder.nullspace()[0]
    both = decoder * sympy.Matrix([1, 0]) - decoder * (sympy.Matrix([1, 0]) + kernel)
    text = (
        "With $d=1<\\kappa=2$ no linear decoder is injective: there is no linear instance, and"
        " exact codes are never unique."
    )
    found = All(Equal(both[0], 0), Same("dimension of the kernel", len(decoder.nullspace()), 1))
    return Report((Step(text, found, "kernel", shown=decoder),))


_TERM = (sqrt(p(k)) + sqrt(q(k))) ** 2

CLAIM = Claim(
    id="theorem-a0",
    title="All objectives of error and row powers",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A0"),
    hypotheses=(
        "$d \\ge \\kappa > r > 0$ are integers",
        (
            "$\\Psi: [0,\\infty)\\times[0,\\infty)^\\kappa \\to (-\\infty,\\infty]$ is any"
            " function, separable or not, continuous or not; the loss is $\\Psi$ of the error and"
            " the row powers"
        ),
    ),
    conclusion=(
        r"$\Psi$ guarantees optimal sparsity at $(d,\kappa,r)$ if and only if $\Psi(0,p) <"
        r" \Psi(e,q)$ for all $p$ with exactly $r$ positive entries and all $(e,q)$ with $e>0$,"
        r" or with $e=0$ and $[[dense_rows]]$ positive entries, $j \ge 0$."
    ),
    details=(
        r"The instances for $e>0$: decoder $\lambda E$ with $\lambda^2 = [[scale]]$, exact code"
        " $[[code]]$, other code $[[other_code]]$, error $[[error]]$; in coordinate $k$ the"
        r" squared residual is $\lambda^2y^2$ times $[[term]]$."
    ),
    parts={
        "dense_rows": r + 1 + more,
        "code": sqrt(p(k)) * y,
        "other_code": -sqrt(q(k)) * y,
        "term": _TERM,
        "scale": error * d / sympy.Sum(_TERM, (k, 1, kappa)),
        "error": error,
    },
    uses=("instance-family",),
    divergence=(
        "Not in the paper, which treats separable objectives with bounded gradients."
        " $d \\ge \\kappa$ serves only to make the instances linear."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions, powers, objectives", _derive, complete=True),
    ),
    controls=(
        Control("power for amplitude of the other code", {"other_code": -q(k) * y}),
        Control("r rows count as denser", {"dense_rows": r + more}),
        Control("other code not negated", {"other_code": sqrt(q(k)) * y}),
        Control("difference for sum of roots", {"term": (sqrt(p(k)) - sqrt(q(k))) ** 2}),
        Control("power for amplitude", {"code": p(k) * y}),
        Control("scale without d", {"scale": error / sympy.Sum(_TERM, (k, 1, kappa))}),
        Control(
            "e = 0 allowed in the second case",
            {
                "error": e,
                "scale": e * d / sympy.Sum(_TERM, (k, 1, kappa)),
            },
        ),
    ),
    example=Witness("An objective that is not separable.", _product_objective),
    counterexamples=(Witness("$d < \\kappa$.", _wide, drops="$d \\ge \\kappa$"),),
)
