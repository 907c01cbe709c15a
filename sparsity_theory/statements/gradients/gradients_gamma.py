r"""Section 4: the gradient that reaches the decoder, with its variance fixed or learned."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    PAPER,
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
from sparsity_theory.notation import A, d, gamma, i, j, n
from sparsity_theory.proving.propositions import All, Equal, Not, Positive, Proposition
from sparsity_theory.proving.terms import where

x, m_x = sympy.symbols("x m_x", real=True)
# Squared error of all other samples and coordinates, summed.
rest = sympy.Symbol("R", positive=True)
excess = sympy.Symbol("a", positive=True)
datum, decoded = sympy.IndexedBase("x", real=True), sympy.IndexedBase("m_x", real=True)
gamma_star = sympy.Symbol(r"\gamma^*", positive=True)
level = sympy.Symbol("B", positive=True)

# A as a function of one decoded coordinate.
ERROR = (rest + (x - m_x) ** 2) / n


def _gradients(parts: Parts) -> tuple[Step, Step]:
    fixed = A / gamma + d * sympy.log(gamma)
    profile = fixed.subs(gamma, A / d)
    return (
        Step(
            r"With $\gamma$ fixed: differentiate $n$ times the loss, the share of one sample, in"
            r" one decoded coordinate $m_x$.",
            Equal(n * sympy.Derivative(where(fixed, A, ERROR), m_x), parts["fixed"]),
            "eq. (3) depends on the coordinate through $A$ alone",
            shown=parts["fixed"],
        ),
        Step(
            r"With $\gamma = A/d$ minimised out, eq. (6): differentiate $n(d + d\log(A/d))$. It is"
            r" the first gradient at $\gamma = A/d$, as it must be at a minimum over $\gamma$.",
            All(
                Equal(
                    n * sympy.Derivative(where(profile, A, ERROR), m_x),
                    where(parts["learned"], A, ERROR),
                ),
                Equal(where(parts["fixed"], gamma, A / d), parts["learned"]),
            ),
            "chain rule",
            shown=parts["learned"],
        ),
    )


def _sizes(parts: Parts) -> tuple[Step, ...]:
    return tuple(
        Step(
            f"Root mean square over the samples of the gradient's norm, {words}.",
            All(_mean_square(parts[gradient], parts[name]), Positive(parts[name])),
            r"the squares sum to $nA$; the size is positive",
            shown=parts[name],
        )
        for words, gradient, name in (
            (r"$\gamma$ fixed", "fixed", "fixed_size"),
            (r"$\gamma$ learned", "learned", "learned_size"),
        )
    )


def _mean_square(gradient: sympy.Expr, size: sympy.Expr) -> Proposition:
    """Is the mean over samples of the squared gradient, summed over coordinates, size^2?"""
    entry = gradient.xreplace({x: datum[i, j], m_x: decoded[i, j]}) ** 2
    squares = sympy.Sum((datum[i, j] - decoded[i, j]) ** 2, (j, 1, d))
    # size^2 / A is free of the data, so that A can be written as the mean of the squares.
    scale = sympy.cancel(size**2 / A)
    mean = sympy.Sum(sympy.Sum(entry, (j, 1, d)), (i, 1, n)) / n
    return Equal(mean, scale * sympy.Sum(squares, (i, 1, n)) / n, {n: 2, d: 2})


def _comparison(parts: Parts) -> tuple[Step, Step]:
    fixed, learned = parts["fixed_size"].subs(gamma, gamma_star), parts["learned_size"]
    larger = parts["ratio"].subs(A, d * gamma_star + excess)
    return (
        Step(
            r"The fixed gradient is larger than the learned one exactly while $A > d\gamma^*$, and"
            " by the factor",
            All(
                Equal(fixed / learned, parts["ratio"]),
                Equal(where(parts["ratio"], A, d * gamma_star), sympy.S.One),
                Positive(larger - 1),
                Positive(sympy.Derivative(parts["ratio"], A)),
            ),
            r"the quotient is increasing in $A$ and 1 at $A = d\gamma^*$",
            shown=parts["ratio"],
        ),
        Step(
            "The fixed gradient grows with the error; the learned one falls with it and passes $B$"
            " at one error, so it exceeds $B$ only below that error.",
            All(
                Positive(sympy.Derivative(parts["fixed_size"], A)),
                Positive(-sympy.Derivative(learned, A)),
                Equal(where(learned, A, parts["radius"]), level),
            ),
            "signs of the derivatives; substitution",
            shown=sympy.Eq(sympy.Symbol("A_B"), parts["radius"]),
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_gradients(parts), *_sizes(parts), *_comparison(parts)))


def _example() -> Report:
    """With d = 2, gamma* = 1/100, A = 2: fixed 200 sqrt 2, learned 2 sqrt 2."""
    sizes = [
        PARTS[name].subs({A: 2, d: 2, gamma: sympy.Rational(1, 100)})
        for name in ("fixed_size", "learned_size")
    ]
    expected = [200 * sympy.sqrt(2), 2 * sympy.sqrt(2)]
    return Report(
        (
            Step(
                r"Early in training, at $d=2$, $A=2$, $\gamma^*=1/100$: $200\sqrt2$ against"
                r" $2\sqrt2$.",
                All(*(Equal(a, b) for a, b in zip(sizes, expected, strict=True))),
                "substitution",
                shown=sympy.Eq(sizes[0] / sizes[1], 100, evaluate=False),
            ),
        )
    )


def _lagging() -> Report:
    stale = PARTS["fixed"].subs(gamma, 2 * A / d)
    return Report(
        (
            Step(
                r"A learned $\gamma$ that is still twice $A/d$ gives half of the gradient.",
                All(Equal(stale, PARTS["learned"] / 2), Not(Equal(stale, PARTS["learned"]))),
                "substitution",
                shown=sympy.Eq(stale, PARTS["learned"] / 2),
            ),
        )
    )


PARTS = {
    "fixed": 2 * (m_x - x) / gamma,
    "learned": 2 * d * (m_x - x) / A,
    "fixed_size": 2 * sympy.sqrt(A) / gamma,
    "learned_size": 2 * d / sympy.sqrt(A),
    "ratio": A / (d * gamma_star),
    "radius": 4 * d**2 / level**2,
}

CLAIM = Claim(
    id="gradients-gamma",
    title="Gradients with the decoder variance fixed and learned",
    mark=Mark.PAPER,
    source=Source(PAPER, "Section 4"),
    hypotheses=(
        (
            r"$A > 0$ is the squared error, averaged over $n$ samples (or draws), summed over $d$"
            r" coordinates"
        ),
        (
            r"learned: $\gamma = A/d$, the minimiser of eq. (6), at every point; fixed: any"
            r" $\gamma$, later $\gamma = \gamma^*$"
        ),
    ),
    conclusion=(
        r"Per sample, the derivative of the loss in a decoded coordinate $m_x$ is $[[fixed]]$ with"
        r" $\gamma$ fixed and $[[learned]]$ with $\gamma$ learned. Their root mean squares over the"
        r" samples are $[[fixed_size]]$, increasing in $A$, and $[[learned_size]]$, decreasing in"
        r" $A$. At $\gamma = \gamma^*$ the quotient of the two is $[[ratio]]$, above 1 exactly for"
        r" $A > d\gamma^*$. The learned one exceeds $B$ only where $A < [[radius]]$."
    ),
    parts=PARTS,
    uses=("eq-6",),
    divergence=(
        "The paper says in words that a fixed small variance makes gradients large from the start"
        " and that a learned one confines them to narrow neighbourhoods of solutions; the formulas"
        " are this project's."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all $d$, $n$, $A$, $\\gamma$", _derive, complete=True),),
    controls=(
        Control("fixed gradient without the 2", {"fixed": (m_x - x) / gamma}),
        Control("standard deviation for variance", {"fixed": 2 * (m_x - x) / gamma**2}),
        Control("learned gradient without d", {"learned": 2 * (m_x - x) / A}),
        Control("learned gradient points away", {"learned": 2 * d * (x - m_x) / A}),
        Control("learned size by the error, not its root", {"learned_size": 2 * d / A}),
        Control("fixed size by the error, not its root", {"fixed_size": 2 * A / gamma}),
        Control("quotient upside down", {"ratio": d * gamma_star / A}),
        Control("radius not squared", {"radius": 2 * d / level}),
    ),
    example=Witness(r"$d=2$, $A=2$, $\gamma^*=1/100$", _example),
    counterexamples=(
        Witness(r"$\gamma$ lags behind.", _lagging, drops=r"learned: $\gamma = A/d$"),
    ),
)
