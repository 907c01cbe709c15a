r"""Remark 1: with an affine decoder the optimal sparse representations are those of PCA."""

from __future__ import annotations

import sympy
from sympy import Identity, MatMul, MatrixSymbol, Trace

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
from sparsity_theory.notation import d, i, m, n, r
from sparsity_theory.proving.matrices import contract
from sparsity_theory.proving.propositions import All, Equal, Same
from sparsity_theory.proving.terms import named

l_ = sympy.Symbol("l", integer=True, positive=True)
entry = sympy.IndexedBase("x", real=True)
code_entry = sympy.IndexedBase("z", real=True)
shift, weight = sympy.symbols("b w", real=True)

# A basis of the span of the centred data, X - mean = U C: U has independent columns, C rows.
U = MatrixSymbol("U", d, r)
C = MatrixSymbol("C", r, n)
T = MatrixSymbol("T", r, r)
t = MatrixSymbol("t", r, 1)
mean = MatrixSymbol(r"\bar{x}", d, 1)
ones = MatrixSymbol(r"\mathbf{1}^T", 1, n)
left = MatrixSymbol("L", r, d)  # L U = I
right = MatrixSymbol("R", n, r)  # C R = I
SIZES = {d: 3, r: 2, n: 4}
INVERSES = {(left, U): Identity(r), (C, right): Identity(r)}


def centred(term: sympy.Expr, index: sympy.Symbol) -> sympy.Expr:
    """A term in the sample index, minus its mean over the samples."""
    return term - sympy.Sum(term.subs(index, l_), (l_, 1, n)) / n


def _centre(parts: Parts) -> Step:
    def centre(term: sympy.Expr) -> sympy.Expr:
        found: sympy.Expr = parts["centred"].replace(
            lambda part: isinstance(part, sympy.Indexed),
            lambda part: term.subs(i, part.indices[0]),
        )
        return found

    return Step(
        r"Subtract the mean over the samples on both sides of $x_i = W z_i + b$: the offset drops"
        r" out, and each latent row contributes its column times the centred row.",
        All(
            Equal(centre(shift + 0 * entry[i]), sympy.S.Zero, {n: 2}),
            Equal(
                centre(weight * code_entry[i] + shift), weight * centred(code_entry[i], i), {n: 2}
            ),
        ),
        "linear, so checked for one entry and one row",
        shown=parts["centred"],
    )


def _lower_bound(parts: Parts) -> tuple[Step, Step]:
    P, Q = MatrixSymbol("P", r, m), MatrixSymbol("Q", m, r)
    known = {(P, Q): Identity(r)}
    rest = Identity(m) - Q * P
    squared = Identity(m) - 2 * Q * P + contract(MatMul(Q, P, Q, P), known)
    pair = contract(left * U * C * right, INVERSES)
    return (
        Step(
            r"With $W_A$ the columns of the $m$ active rows, centred codes $Z_A$, and one-sided"
            r" inverses $LU = I$, $CR = I$: $W_A Z_A = UC$, so $P = LW_A$ and $Q = Z_AR$ satisfy"
            r" $PQ = I_r$, and $r$ is its trace.",
            All(
                Equal(named("LUCR", pair), Identity(r), {r: 2}),
                Equal(Trace(pair).doit(), parts["rows"]),
            ),
            "multiply from both sides",
            shown=sympy.Eq(sympy.Symbol(r"\mathrm{tr}(PQ)"), parts["rows"]),
        ),
        Step(
            r"$I_m - QP$ is a projection, so its trace $m - \mathrm{tr}(PQ)$ is its rank and not"
            r" negative: an exact code has at least $r$ active rows.",
            All(
                Equal(named("(I - QP)^2", squared), rest, {m: 3, r: 2}),
                Equal(Trace(Identity(m)).doit() - parts["rows"], m - r),
            ),
            r"$(I-QP)^2 = I - QP$ by $PQ = I$; $\mathrm{tr}(QP) = \mathrm{tr}(PQ)$",
            shown=sympy.Ge(m, parts["rows"], evaluate=False),
        ),
    )


def _solutions(parts: Parts) -> tuple[Step, Step]:
    decoder, code, offset = parts["decoder"], parts["code"], parts["offset"]
    return (
        Step(
            r"$r$ rows suffice, for every invertible $T$ and every $t$: these decoder, code and"
            r" offset are exact.",
            Equal(decoder * code + offset * ones, U * C + mean * ones, SIZES),
            "expand the product",
            shown=decoder * code + offset * ones,
        ),
        Step(
            r"There are no others: if $m = r$, $P$ and $Q$ are square, $Q = P^{-1} =: T$, and"
            r" $W_A Q = W_A Z_A R = U$ gives the decoder, $PZ_A = LUC = C$ the centred code,"
            r" the mean the offset. Columns of $W_A$ and of $U$ span the same space, so the"
            r" affine image is the mean plus the span of the centred data.",
            All(
                Equal(decoder * T, U, SIZES),
                Equal(T.I * (code - t * ones), C, SIZES),
                Equal(offset + decoder * t, mean, SIZES),
            ),
            "solve for the columns",
            shown=decoder,
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((_centre(parts), *_lower_bound(parts), *_solutions(parts)))


def _rank(matrix: sympy.Matrix) -> int:
    average = sum((matrix.col(j) for j in range(matrix.cols)), sympy.zeros(matrix.rows, 1))
    return int((matrix - average * sympy.ones(1, matrix.cols) / matrix.cols).rank())


def _example() -> Report:
    """Three points on a line that misses the origin: one row suffices, two without an offset."""
    points = sympy.Matrix([[1, 2, 3], [1, 1, 1]])
    return Report(
        (
            Step(
                "The points $(1,1), (2,1), (3,1)$: centred rank 1, uncentred rank 2.",
                All(
                    Same("centred rank", _rank(points), 1),
                    Same("rank", points.rank(), 2),
                ),
                "exact elimination",
            ),
        )
    )


def _too_few_dimensions() -> Report:
    triangle = sympy.Matrix([[0, 1, 0], [0, 0, 1]])
    return Report(
        (
            Step(
                r"Three corners of a triangle have centred rank 2: with $\kappa = 1$ no exact code"
                " exists.",
                Same("centred rank", _rank(triangle), 2),
                "exact elimination; the lower bound of the derivation",
                shown=sympy.Symbol("r") > 1,
            ),
        )
    )


def _curved_decoder() -> Report:
    parabola = sympy.Matrix([[-1, 0, 1], [1, 0, 1]])
    return Report(
        (
            Step(
                r"The decoder $z \mapsto (z, z^2)$ reconstructs $(-1,1), (0,0), (1,1)$ from one"
                r" row, although their centred rank is 2.",
                All(
                    *(Equal(parabola[1, j], parabola[0, j] ** 2) for j in range(3)),
                    Same("centred rank", _rank(parabola), 2),
                ),
                "exact elimination; substitution",
            ),
        )
    )


CLAIM = Claim(
    id="remark-1",
    title="With an affine decoder optimal sparse representations are PCA",
    mark=Mark.PAPER,
    source=Source(PAPER, "Remark 1"),
    hypotheses=(
        (
            r"$X - \bar x\,\mathbf 1^T = UC$ with $U \in R^{d\times r}$ of independent columns and"
            r" $C$ of independent rows: $r$ is the rank of the centred data"
        ),
        (
            r"the decoder is $\mu_x(z) = Wz + b$ with free $W \in R^{d\times\kappa}$ and $b$;"
            r" $\kappa \ge r$"
        ),
    ),
    conclusion=(
        r"In terms of the centred data $[[centred]]$, an exact code has at least $[[rows]]$ active"
        r" rows, and the optimal sparse representations are those with columns $[[decoder]]$ of the"
        r" active rows, codes $[[code]]$ and $b = [[offset]]$, $T$ invertible, $t$ arbitrary, in"
        r" any $r$ of the $\kappa$ rows; columns of inactive rows are arbitrary. Their affine image"
        r" $\bar x + \mathrm{span}(U)$ is the smallest affine subspace that contains the data."
    ),
    parts={
        "centred": centred(entry[i], i),
        "rows": r,
        "decoder": U * T.I,
        "code": T * C + t * ones,
        "offset": mean - U * T.I * t,
    },
    divergence=(
        "The paper names the subspace. That codes are unique up to an invertible affine map"
        " (invertible linear map and shift) and the choice of rows is added here, and the rank is"
        " that of the centred data, because the decoder has an offset; without $b$ it is the"
        " uncentred rank, and no shift."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"all $d$, $\kappa$, $r$, $n$", _derive, complete=True),),
    controls=(
        Control("data not centred", {"centred": entry[i]}),
        Control("centred by the sum", {"centred": entry[i] - sympy.Sum(entry[l_], (l_, 1, n))}),
        Control("one row more, for the mean", {"rows": r + 1}),
        Control("one row less", {"rows": r - 1}),
        Control("map not inverted in the decoder", {"decoder": U * T}),
        Control("map transposed in the code", {"code": T.T * C + t * ones}),
        Control("shift forgotten in the offset", {"offset": mean}),
        Control("shift with the wrong sign", {"offset": mean + U * T.I * t}),
    ),
    example=Witness("three points on a line that misses the origin", _example),
    counterexamples=(
        Witness("A triangle and one latent.", _too_few_dimensions, drops=r"$\kappa \ge r$"),
        Witness("A parabola.", _curved_decoder, drops="the decoder is affine"),
    ),
)
