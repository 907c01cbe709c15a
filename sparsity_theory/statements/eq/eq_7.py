r"""Eq. (7), the generic autoencoder loss, and Definition 1 for exact finite data.

``h`` acts on the *squared* norm of a latent row, divided by n: the group lasso is ``sqrt``.
"""

from __future__ import annotations

from collections.abc import Callable

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
from sparsity_theory.notation import d, e, k, kappa, n, u
from sparsity_theory.proving.propositions import All, Equal, Less, Not
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import named, where

power = vector("p", nonnegative=True)
norm = vector(r"\zeta", nonnegative=True)  # norms of the rows of Z

g = sympy.Function("g", real=True)
h = sympy.Function("h", real=True)


# --- exact evaluation -------------------------------------------------------------------------


def reconstruction_error(data: sympy.Matrix, decoded: sympy.Matrix) -> sympy.Expr:
    """The error e: mean square of the entries of X minus its reconstruction, both d by n."""
    residual = data - decoded
    return sympy.Add(*(entry**2 for entry in residual)) / residual.shape[0] / residual.shape[1]


def row_powers(codes: sympy.Matrix) -> tuple[sympy.Expr, ...]:
    """The powers p_k = ||zeta_k||^2/n of the rows of Z, kappa by n.

    >>> row_powers(sympy.Matrix([[1, 3], [0, 0]]))
    (5, 0)
    """
    samples = codes.shape[1]
    return tuple(
        sympy.Add(*(entry**2 for entry in codes.row(j))) / samples for j in range(codes.shape[0])
    )


def active_rows(codes: sympy.Matrix) -> int:
    """How many rows of Z are not zero: what Definition 1 (ii) minimises among exact codes.

    >>> active_rows(sympy.Matrix([[1, 3], [0, 0]]))
    1
    """
    return sum(any(entry != 0 for entry in codes.row(j)) for j in range(codes.shape[0]))


def loss(
    data: sympy.Matrix,
    decoded: sympy.Matrix,
    codes: sympy.Matrix,
    on_error: Callable[[sympy.Expr], sympy.Expr],
    on_rows: Callable[[sympy.Expr], sympy.Expr],
) -> sympy.Expr:
    """L_{g,h} of eq. (7) at one point.

    Args:
        data: X, d by n.
        decoded: the reconstructions of its columns, d by n.
        codes: Z, kappa by n.
        on_error: g.
        on_rows: h.

    >>> one = sympy.Matrix([[2]])
    >>> loss(one, sympy.Matrix([[1]]), one, lambda u: u, sympy.sqrt)
    3
    """
    rows = sympy.Add(*(on_rows(value) for value in row_powers(codes)))
    return on_error(reconstruction_error(data, decoded)) + rows / data.shape[0]


# --- the special cases ------------------------------------------------------------------------

entries, more = sympy.symbols("N N'", positive=True)
frobenius = sympy.Symbol("F", nonnegative=True)  # Frobenius norm of X minus its reconstruction
first, second = sympy.symbols("zeta zeta'", positive=True)
level = sympy.Symbol("M", positive=True)

_LOSS = g(e) + total(h(power[k]), kappa) / d


def _proportional(parts: Parts) -> Report:
    weight = parts["group_weight"]
    return Report(
        (
            Step(
                "With $g = h$ the error is the mean square of $dn$ entries and $p_k$ that of $n$;"
                " each block enters with the weight of its number of entries.",
                Equal(
                    parts["loss"].replace(g, h),
                    where(weight, entries, d * n) * h(e)
                    + total(weight.subs(entries, n) * h(power[k]), kappa),
                ),
                "termwise",
            ),
            Step(
                r"A block that is split into two of the same mean square $u$ costs the same.",
                Equal(
                    weight * h(u) + where(weight, entries, more) * h(u),
                    where(weight, entries, entries + more) * h(u),
                ),
                "the weight is proportional to the number of entries",
            ),
            Step(
                r"With $g = h = \sqrt{\cdot}$, $F$ the Frobenius norm of the residual and $\zeta_k$"
                r" the norms of the rows:",
                Equal(
                    parts["loss"]
                    .replace(g, sympy.sqrt)
                    .replace(h, sympy.sqrt)
                    .xreplace({power[k]: norm[k] ** 2 / n, e: frobenius**2 / (d * n)}),
                    parts["square_root"],
                ),
                "termwise",
            ),
            Step(
                r"For one sample $F = \Vert x - Wz\Vert$ and $\zeta_k = |z_k|$: the square-root"
                r" lasso, with $d$ observations and penalty parameter 1.",
                Equal(where(parts["square_root"], n, 1), parts["lasso"]),
                "substitution",
            ),
            Step(
                r"The slope of $\sqrt u$ in the row power is unbounded: it exceeds $M$ for $u <"
                r" 1/(4M^2)$, as $u = 1/(4M^2(1+\zeta)^2)$ shows.",
                Less(level, where(parts["slope"], u, 1 / (4 * level**2 * (1 + first) ** 2))),
                "substitution",
            ),
            Step(
                r"It is the derivative; and in the norm of the row, $p = \zeta^2/n$, the penalty is"
                r" linear.",
                All(
                    Equal(sympy.Derivative(sympy.sqrt(u), u), parts["slope"]),
                    Equal(
                        sympy.sqrt(first**2 / n) - sympy.sqrt(second**2 / n),
                        parts["lipschitz"] * (first - second),
                    ),
                ),
                "differentiation; substitution",
                shown=r"\sqrt{\zeta^2/n} = " + sympy.latex(parts["lipschitz"] * first),
            ),
        )
    )


def _example() -> Report:
    """Two samples in R^2, decoder the identity: every weight is 1/4 of the number of entries."""
    data = sympy.Matrix([[1, 2], [3, 4]])
    codes = sympy.Matrix([[1, 2], [3, 2]])
    by_blocks = (
        4 * h(sympy.Integer(1)) + 2 * h(sympy.Rational(5, 2)) + 2 * h(sympy.Rational(13, 2))
    ) / 4
    return Report(
        (
            Step(
                r"$d = \kappa = n = 2$, $X = ((1,2),(3,4))$, $Z = ((1,2),(3,2))$, $\mu_x(z) = z$,"
                r" $g = h$.",
                Equal(
                    named(
                        r"h(1) + \tfrac12\left(h(\tfrac52) + h(\tfrac{13}2)\right)",
                        loss(data, codes, codes, h, h),
                    ),
                    by_blocks,
                ),
                "substitution",
            ),
        )
    )


def _equal_samples() -> Report:
    """x_1 = x_2 with z_1 != z_2: no function of x gives this Z, though it may be the better one."""
    data, codes = sympy.Matrix([[1, 1]]), sympy.Matrix([[1, 2]])
    return Report(
        (
            Step(
                "$x_1 = x_2 = 1$ and $Z = (1, 2)$: a function of $x$ cannot send equal samples to"
                " different codes.",
                All(Equal(data[0], data[1]), Not(Equal(codes[0], codes[1]))),
                "comparison of columns",
            ),
        )
    )


_LIPSCHITZ = 1 / sympy.sqrt(n)
_SQUARE_ROOT = frobenius / sympy.sqrt(d * n) + total(norm[k], kappa) / (d * sympy.sqrt(n))

CLAIM = Claim(
    id="eq-7",
    title="The generic autoencoder loss and its special cases",
    mark=Mark.PAPER,
    source=Source(PAPER, "eq. (7) and the remarks after it"),
    hypotheses=(
        (
            r"$e = \frac{1}{dn}\sum_i\Vert x_i-\mu_x(z_i;\theta)\Vert^2$ and $p_k ="
            r" \Vert\zeta_k\Vert^2/n$; any $g, h : [0,\infty) \to \mathbb{R}$ and $d, \kappa, n \ge"
            r" 1$"
        ),
        r"the samples $x_i$ are distinct, so that an arbitrary encoder makes $Z$ free",
    ),
    conclusion=(
        r"$L_{g,h}(\theta,Z) = [[loss]]$. If $g = h$, it is $\sum_G w_G\,h(\text{mean square of the"
        r" entries of } G)$ over the block of the $dn$ residuals and the $\kappa$ rows of $n$"
        r" codes, with $w_G = [[group_weight]]$ for $N$ entries: proportional regularisation. If $g"
        r" = h = \sqrt{\cdot}$, it is $[[square_root]]$, with $F$ the Frobenius norm of the"
        r" residuals and $\zeta_k$ the norms of the rows; for $n = 1$ and a linear decoder this is"
        r" the square-root lasso $[[lasso]]$. The slope of $\sqrt u$ in $u$, $[[slope]]$, is"
        r" unbounded, although the penalty is Lipschitz in the row itself, with constant"
        r" $[[lipschitz]]$."
    ),
    corrects=(
        r"The paper calls $h = \sqrt{\cdot}$ the square-root lasso; that needs $g ="
        r" \sqrt{\cdot}$ and $n = 1$ as well."
    ),
    parts={
        "loss": _LOSS,
        "group_weight": entries / (d * n),
        "square_root": _SQUARE_ROOT,
        "lasso": frobenius / sympy.sqrt(d) + total(norm[k], kappa) / d,
        "slope": 1 / (2 * sympy.sqrt(u)),
        "lipschitz": _LIPSCHITZ,
    },
    divergence=(
        r"The paper calls $h = \sqrt{\cdot}$ the square-root lasso; the lasso of that name needs $g"
        r" = \sqrt{\cdot}$ as well, and $n = 1$. Unsaid there: $Z$ is free only when the samples"
        r" are distinct; and a slope of $h$ is one in the squared norm, so that a norm, Lipschitz"
        r" in the code, has an infinite one."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $g$, $h$, $d$, $\kappa$, $n$", _proportional, complete=True),
    ),
    controls=(
        Control("rows weighted by 1/kappa", {"loss": g(e) + total(h(power[k]), kappa) / kappa}),
        Control("rows not weighted", {"loss": g(e) + total(h(power[k]), kappa)}),
        Control("weight by the dimension only", {"group_weight": entries / d}),
        Control("equal weights for all blocks", {"group_weight": 1 / (d * n)}),
        Control("weight squared", {"group_weight": (entries / (d * n)) ** 2}),
        Control("root of the samples forgotten", {"square_root": _SQUARE_ROOT.subs(n, 1)}),
        Control(
            "residual of the lasso squared",
            {"lasso": frobenius**2 / d + total(norm[k], kappa) / d},
        ),
        Control(
            "lasso penalty not divided",
            {"lasso": frobenius / sympy.sqrt(d) + total(norm[k], kappa)},
        ),
        Control("slope bounded", {"slope": 1 / (2 * sympy.sqrt(1 + u))}),
        Control("Lipschitz constant 1/n", {"lipschitz": 1 / n}),
    ),
    example=Witness(r"$d = \kappa = n = 2$, identity decoder", _example),
    counterexamples=(
        Witness(
            "Two equal samples with different codes.",
            _equal_samples,
            drops=r"the samples $x_i$ are distinct",
        ),
    ),
)
