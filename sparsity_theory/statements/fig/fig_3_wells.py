r"""Why Fig. 3 looks as it does: two wells on every line between exact points, one of them lower.

Along a line from an exact point with r nonzero decoder columns to one with m > r, the error is
C t^2 (1-t)^2.  Both ends are separated by a barrier of C/(16 gamma), and the end with fewer columns
pays the logarithm fewer times.  All thresholds are explicit.
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
from sparsity_theory.notation import gamma, r, w
from sparsity_theory.proving.propositions import (
    All,
    AtMost,
    Equal,
    Increasing,
    Less,
    NotNegative,
    Positive,
    Same,
)
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.fig.fig_3 import residual_on_line
from sparsity_theory.statements.fig.lines import (
    WeightLine,
    Weights,
    count_minima,
    slope_polynomial,
    t,
)

C = sympy.Symbol("C", positive=True)
a = sympy.Symbol("a", positive=True)
b = sympy.Symbol("b", positive=True)
Q0 = sympy.Symbol("Q_0", nonnegative=True)
Q1 = sympy.Symbol("Q_1", nonnegative=True)
Q = sympy.Symbol("Q", nonnegative=True)
more = sympy.Symbol("j", integer=True, positive=True)
m = r + more
above = sympy.Symbol("v", positive=True)
root = sympy.Symbol("y", positive=True)

PRICE = sympy.log(1 + w**2 / gamma)


def _shape(parts: Parts) -> Step:
    residual, both = residual_on_line()
    factor = t * (1 - t)
    return Step(
        r"Both ends are exact, so $X - W(t)V(t)X = t(1-t)(W_1-W_0)(V_1-V_0)X$; the mean squared"
        r" error is $C$ times the square of this factor, and at $t = 1/2$ it is this multiple of"
        r" $C$.",
        All(
            Equal(residual, factor * both),
            Equal(where(factor**2, t, sympy.Rational(1, 2)), parts["half"]),
        ),
        "expand the product of matrices; substitute",
        shown=sympy.Eq(factor**2, parts["half"], evaluate=False),
    )


def _prices() -> Step:
    square = sympy.Symbol("x", positive=True)
    return Step(
        r"Prices and powers are at least $0$, and a price grows with the column: at $t=0$ the"
        r" prices sum to at most $r\log(1+a/\gamma)$, at $t=1$ to at most $m\log(1+a/\gamma)$.",
        All(NotNegative(PRICE), Increasing(where(PRICE, w, sympy.sqrt(square)), square)),
        r"a logarithm of at least 1; increasing in $w^2$",
        shown=PRICE,
    )


def _logarithm() -> Step:
    gap = root - sympy.log(1 + root**2)
    return Step(
        r"$\log(1+y^2) \le y$ for $y \ge 0$, with equality at $0$; with $y = \sqrt{a/\gamma}$ this"
        r" bounds the prices by $r\sqrt{a/\gamma}$.",
        All(Equal(where(gap, root, 0), 0), NotNegative(sympy.Derivative(gap, root))),
        r"the derivative of $y - \log(1+y^2)$ is $(1-y)^2/(1+y^2)$",
        shown=sympy.diff(gap, root),
    )


def _barrier(parts: Parts) -> list[Step]:
    slope = m * sympy.sqrt(a) + Q
    level = parts["half"] * C * root**2 - slope * root
    edge = 1 / sympy.sqrt(parts["wells"])
    return [
        Step(
            r"With $y = 1/\sqrt\gamma \ge 1$ the price $m\sqrt a\,y$ and the power $Q$ at an end"
            r" are at most $(m\sqrt a+Q)\,y$ (here $y = 1 + v$).",
            AtMost(m * sympy.sqrt(a) * (1 + above) + Q, slope * (1 + above)),
            "$Q\\,v \\ge 0$",
        ),
        Step(
            r"The middle exceeds the end when $C y^2/16 > (m\sqrt a + Q)\,y$: this vanishes at"
            r" the $y$ of the threshold, and is positive for every larger $y$.",
            All(
                Equal(where(level, root, edge), 0),
                Positive(sympy.factor(level.subs(root, edge + above))),
            ),
            r"at $y$ the threshold's plus $v$ the difference is a product of positive factors",
            shown=parts["wells"],
        ),
    ]


def order_bound() -> sympy.Expr:
    """Lower bound of the loss at t = 1 less that at t = 0, for gamma at most a."""
    return m * sympy.log(b / gamma) - r * sympy.log(2 * a / gamma) + Q1 - Q0


def _order(parts: Parts) -> list[Step]:
    lead = order_bound()
    at = (parts["order"] * sympy.exp(-above)) ** (1 / more)
    return [
        Step(
            r"Each of the $m$ prices at $t=1$ is at least $\log(1+b/\gamma) > \log(b/\gamma)$.",
            Less(b / gamma, 1 + b / gamma),
            "the logarithm is increasing",
        ),
        Step(
            r"For $\gamma \le a$ each of the $r$ prices at $t=0$ is at most $\log(2a/\gamma)$ (here"
            r" $a = \gamma + v$).",
            AtMost(1 + (gamma + above) / gamma, 2 * (gamma + above) / gamma),
            r"$1 \le a/\gamma$",
        ),
        Step(
            r"So $\ell_\gamma(1) - \ell_\gamma(0) \ge m\log(b/\gamma) - r\log(2a/\gamma) + Q_1 -"
            r" Q_0$. Where $\gamma^{j}$ is below the threshold by a factor $e^{-v}$ the right side"
            r" is $v > 0$.",
            Equal(sympy.expand_log(lead.subs(gamma, at)), above),
            "take logarithms",
            shown=parts["order"],
        ),
    ]


def _near(parts: Parts) -> Step:
    length = sympy.sqrt(b)
    return Step(
        r"Near $t=1$: where no column has moved by more than half of $\sqrt b$, its squared norm"
        r" is at least $b/4$, so the same comparison holds with $b/4$ for $b$ and $0$ for $Q_1$.",
        All(
            Equal(where((length - root) ** 2, root, length / 2), b / 4),
            Equal(where(parts["order"], {b: b / 4, Q1: 0}), parts["order_near"]),
        ),
        "triangle inequality; substitution",
        shown=parts["order_near"],
    )


def _sublevel(parts: Parts) -> Step:
    return Step(
        r"A point no worse than $t=0$ has $C t^2(1-t)^2/\gamma \le r\log(1+a/\gamma) + Q_0 \le"
        r" r\sqrt{a/\gamma} + Q_0$; times $\gamma$ this is the bound, which tends to $0$. So such"
        r" points tend to $\{0, 1\}$, and those near $1$ are excluded above.",
        Equal(gamma * (r * sympy.sqrt(a / gamma) + Q0), parts["sublevel"]),
        "multiply out",
    )


def _derive(parts: Parts) -> Report:
    return Report(
        (
            _shape(parts),
            _prices(),
            _logarithm(),
            *_barrier(parts),
            *_order(parts),
            _near(parts),
            _sublevel(parts),
        )
    )


def _matrix(*rows: tuple[int, ...]) -> sympy.ImmutableMatrix:
    return sympy.ImmutableMatrix(rows)


def _small_line(decoder: sympy.ImmutableMatrix, encoder: sympy.ImmutableMatrix) -> WeightLine:
    """One sample X = (1), from W_0 = [1, 0], V_0 = [1; 0] to the given exact point."""
    start = Weights(_matrix((1, 0)), _matrix((1,), (0,)))
    return WeightLine(_matrix((1,)), start, Weights(decoder, encoder))


def _minima(on: WeightLine, noise: sympy.Rational) -> int | None:
    slope = slope_polynomial(on.loss(PRICE, w).subs(gamma, noise), t)
    return None if slope is None else count_minima(slope)


def _counted(text: str, on: WeightLine, number: int) -> Report:
    noise = sympy.Rational(1, 10**6)
    found = _minima(on, noise)
    return Report((Step(text, Same("local minima", found, number), "Sturm's theorem"),))


def _example() -> Report:
    half = sympy.Rational(1, 2)
    end = sympy.ImmutableMatrix([[-1, 1]]), sympy.ImmutableMatrix([[-half], [half]])
    return _counted(
        r"$X = (1)$, $W_0 = [1,0]$, $V_0 = [1;0]$, $W_1 = [-1,1]$, $V_1 = [-1/2; 1/2]$ at"
        r" $\gamma = 10^{-6}$: local minima on the whole line.",
        _small_line(*end),
        2,
    )


def _no_barrier() -> Report:
    on = _small_line(_matrix((1, 1)), _matrix((1,), (0,)))
    return _counted(
        r"$W_1 = [1,1]$ and $V_1 = V_0$ give $C = 0$: every point of the line is exact, and at"
        r" $\gamma = 10^{-6}$ there is one local minimum.",
        on,
        1,
    )


def _same_number() -> Report:
    """The mirror image is exact with as many columns: both wells are equally deep."""
    on = _small_line(_matrix((-1, 0)), _matrix((-1,), (0,)))
    loss = on.loss(PRICE, w)
    return Report(
        (
            Step(
                r"With $W_1 = -W_0$, $V_1 = -V_0$, $m = r$, both ends cost the same at every"
                r" $\gamma$.",
                Equal(where(loss, t, 1), where(loss, t, 0)),
                "substitution",
            ),
        )
    )


CLAIM = Claim(
    id="fig-3-wells",
    title="Two wells on every line between exact points, the sparser one lower",
    mark=Mark.EXTENSION,
    source=Source(OURS, "explains Fig. 3"),
    hypotheses=(
        (
            r"one linear layer each, $\sigma_z = s$ constant and minimised out; the loss"
            r" $\ell_\gamma$ along $(W,V)(t) = (1-t)(W_0,V_0) + t(W_1,V_1)$"
        ),
        (
            r"both ends are exact: $W_0V_0X = X = W_1V_1X$, with $\Vert V_0X\Vert^2/n = Q_0$ and"
            r" $\Vert V_1X\Vert^2/n = Q_1$"
        ),
        (
            r"$W_0$ has $r$ nonzero columns, $W_1$ has $m = r + j > r$; their squared norms are at"
            r" most $a$, those of $W_1$ at least $b > 0$"
        ),
        r"$C = \Vert(W_1-W_0)(V_1-V_0)X\Vert^2/n > 0$",
    ),
    conclusion=(
        r"(i) With $Q = \max(Q_0,Q_1)$ and $\gamma < \min\{1, [[wells]]\}$ the loss at $t = 1/2$,"
        r" where the data term is $[[half]]\,C/\gamma$, exceeds that at $0$ and at $1$: there is a"
        r" local minimum on either side. (ii) For $\gamma \le a$ and $\gamma^{j} < [[order]]$ the"
        r" sparser end is lower: $\ell_\gamma(0) < \ell_\gamma(1)$. (iii) Every $t$ with"
        r" $\ell_\gamma(t) \le \ell_\gamma(0)$ has $C\,t^2(1-t)^2 \le [[sublevel]]$, and, for"
        r" $\gamma \le a$ and $\gamma^{j} < [[order_near]]$, is not where all nonzero columns of"
        r" $W_1$ have moved by at most $\sqrt b/2$. The quartic makes the loss"
        r" coercive: all global minimisers tend to $0$ with $\gamma$."
    ),
    parts={
        "half": sympy.Rational(1, 16),
        "wells": (C / (16 * (m * sympy.sqrt(a) + Q))) ** 2,
        "order": b**m * (2 * a) ** (-r) * sympy.exp(Q1 - Q0),
        "order_near": (b / 4) ** m * (2 * a) ** (-r) * sympy.exp(-Q0),
        "sublevel": r * sympy.sqrt(a * gamma) + gamma * Q0,
    },
    uses=("lemma-2-variance",),
    divergence=(
        "The paper shows two slices and argues in words that local minima appear for small"
        " $\\gamma$; the bounds are ours. They concern lines between exact points only: a"
        " well of a slice need not be a well of the loss."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, "all $d, \\kappa, n, r, m$, all such lines", _derive, complete=True
        ),
    ),
    controls=(
        Control("middle of the quartic 1/8", {"half": sympy.Rational(1, 8)}),
        Control("wells without the square", {"wells": C / (16 * (m * sympy.sqrt(a) + Q))}),
        Control("wells with 8 for 16", {"wells": (C / (8 * (m * sympy.sqrt(a) + Q))) ** 2}),
        Control(
            "powers with the wrong sign", {"order": b**m * (2 * a) ** (-r) * sympy.exp(Q0 - Q1)}
        ),
        Control(
            "r columns at the dense end", {"order": b**r * (2 * a) ** (-r) * sympy.exp(Q1 - Q0)}
        ),
        Control("near the end with b", {"order_near": b**m * (2 * a) ** (-r) * sympy.exp(-Q0)}),
        Control("sublevel without the power", {"sublevel": r * sympy.sqrt(a * gamma)}),
        Control("sublevel linear in gamma", {"sublevel": gamma * (r * sympy.sqrt(a) + Q0)}),
    ),
    example=Witness("One sample in one dimension.", _example),
    counterexamples=(
        Witness("A second exact point on a flat line.", _no_barrier, drops="$C > 0$"),
        Witness("The mirror image.", _same_number, drops="$m = r + j > r$"),
    ),
)
