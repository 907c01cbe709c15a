r"""How much error may be left to one row when the others have their part: a Schur complement.

These are the weights of `numerics.comparison.decoders.Decoder.separating_weights`.
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
from sparsity_theory.notation import m
from sparsity_theory.proving.propositions import All, Equal, Less
from sparsity_theory.proving.terms import named

block = sympy.MatrixSymbol("B", m, m)
pull = sympy.MatrixSymbol("q", m, 1)
_SIZES = {m: 2}


def _derive(parts: Parts) -> Report:
    b = sympy.Symbol("b", nonnegative=True)
    y_j, y_k = sympy.symbols("y_j y_k", real=True)
    y = sympy.MatrixSymbol("y", m, 1)
    square = (y.T + pull.T * block.I) * block * (y + block.I * pull)
    form = y.T * block * y + y.T * pull + pull.T * y
    return Report(
        (
            Step(
                r"A symmetric block $B$ with $B_{jj} > \sum_{k\ne j}|B_{jk}|$ is positive definite:"
                r" $2|B_{jk}y_jy_k| \le |B_{jk}|(y_j^2 + y_k^2)$ leaves $\sum_j(B_{jj} - \sum_{k\ne"
                r" j}|B_{jk}|)\,y_j^2$.",
                All(
                    *(
                        Equal(
                            b * (y_j**2 + y_k**2) + sign * 2 * b * y_j * y_k,
                            b * (y_j + sign * y_k) ** 2,
                        )
                        for sign in (1, -1)
                    )
                ),
                "both signs",
                shown=r"b\,(y_j^2 + y_k^2) \pm 2b\,y_jy_k = b\,(y_j \pm y_k)^2",
            ),
            Step(
                r"Complete the square in the other coordinates $y$. If the coordinate of row 0 is 1"
                r" (by scaling; if it is 0, $B$ decides) the form is $(y + B^{-1}q)^\top B\,(y +"
                r" B^{-1}q)$ plus $M_{00} - v_0$ minus this. The first vanishes for $y = -B^{-1}q$,"
                r" and is never negative.",
                Equal(square - parts["taken"], form, _SIZES),
                "matrix products of any size",
                shown=parts["taken"],
            ),
        )
    )


def _at(size: int, entries: sympy.Matrix, others: sympy.Matrix) -> sympy.Expr:
    """The part at a block and a column of numbers."""
    values = {block.subs(m, size): entries, pull.subs(m, size): others}
    (taken,) = CLAIM.parts["taken"].subs(m, size).subs(values).doit()
    return taken


def _example() -> Report:
    """M = ((1, -3/5), (-3/5, 1)) and v_1 = 2/5: v_0 may be 2/5, and the form vanishes at (1, 1)."""
    share, off = sympy.Rational(2, 5), sympy.Rational(-3, 5)
    form = sympy.Matrix([[1, off], [off, 1]]) - share * sympy.eye(2)
    ones = sympy.ones(2, 1)
    return Report(
        (
            Step(
                r"$M_{00} = M_{11} = 1$, $M_{01} = -3/5$, $v_1 = 2/5$: $v_0$ may be $2/5$.",
                Equal(
                    named(
                        r"1 - q^\top B^{-1}q",
                        1 - _at(1, sympy.Matrix([[1 - share]]), sympy.Matrix([off])),
                    ),
                    share,
                ),
                "substitution",
            ),
            Step(
                "With it the form vanishes at $(1,1)$: there is no room for more.",
                Equal(
                    named(r"(1,1)\,(M - \mathrm{diag}v)\,(1,1)^\top", (ones.T * form * ones)[0]),
                    0,
                ),
                "substitution",
            ),
        )
    )


def _not_dominant() -> Report:
    """B = ((1, -2), (-2, 1)), q = 0: the form is negative at (0, 1, 1)."""
    entries = sympy.Matrix([[1, -2], [-2, 1]])
    ones = sympy.ones(2, 1)
    return Report(
        (
            Step(
                r"$B = \begin{pmatrix}1&-2\\-2&1\end{pmatrix}$, $q = 0$: nothing is taken,",
                Equal(named(r"q^\top B^{-1}q", _at(2, entries, sympy.zeros(2, 1))), 0),
                "substitution",
            ),
            Step(
                "but the form is negative at $(0,1,1)$, whatever $v_0$ is.",
                Less((ones.T * entries * ones)[0], 0),
                "substitution",
            ),
        )
    )


CLAIM = Claim(
    id="affine-vae-weights",
    title="Weights with which the rows separate",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the affine VAE on the instances"),
    hypotheses=(
        "$M$ is symmetric, of any size above 1, with rows and columns $0, 1, \\dots$",
        (
            r"$B$ is the block of $M - \mathrm{diag}v$ without row and column 0, and $q$ the"
            r" rest of column 0 of $M$"
        ),
        r"$B_{jj} > \sum_{k\ne j}|B_{jk}|$ for all $j$",
    ),
    conclusion=(
        r"$M - \mathrm{diag}v$ is positive semidefinite exactly for $v_0 \le M_{00} -"
        r" [[taken]]$."
    ),
    parts={"taken": pull.T * block.I * pull},
    divergence="Not in the paper; a Schur complement.",
    evidence=(Evidence(Kind.SYMBOLIC, "all $M$, $v$, all sizes", _derive, complete=True),),
    controls=(
        Control("block not inverted", {"taken": pull.T * block * pull}),
        Control("inverted twice", {"taken": pull.T * block.I * block.I * pull}),
        Control("no block", {"taken": pull.T * pull}),
        Control("taken twice", {"taken": 2 * pull.T * block.I * pull}),
        Control("half of it", {"taken": pull.T * block.I * pull / 2}),
        Control("other sign", {"taken": -pull.T * block.I * pull}),
    ),
    example=Witness("inner product 3/5, as in affine-vae-separating", _example),
    counterexamples=(
        Witness(
            "A block that is not dominant.",
            _not_dominant,
            drops=r"$B_{jj} > \sum_{k\ne j}|B_{jk}|$ for all $j$",
        ),
    ),
)
