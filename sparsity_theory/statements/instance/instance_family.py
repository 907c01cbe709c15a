r"""The instances of Theorems 4 and A: one data set, two linear decoders, two unique exact codes.

Everything is stated for a generic coordinate j, latent row k and sample.
"""

from __future__ import annotations

import sympy
from sympy import And, Eq, KroneckerDelta, Piecewise, sqrt

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
from sparsity_theory.notation import i, j, k, m, n, r
from sparsity_theory.proving.propositions import All, Equal, Positive, Same
from sparsity_theory.statements.instance.orders import (
    everywhere,
    injective,
    orders,
    p,
    q,
    reproduces,
    y,
)


def repeated(index: sympy.Symbol) -> sympy.Expr:
    """Row r is repeated in coordinates r+1..m, and nothing stands below them."""
    return Piecewise((y(index), index <= r), (y(r), index <= m), (0, True))


def spread(target: sympy.Symbol, origin: sympy.Symbol) -> sympy.Expr:
    """1 where row r of the code reaches the repeated coordinates, else 0."""
    return Piecewise((1, And(Eq(origin, r), r < target, target <= m)), (0, True))


def _power(name: str, code: sympy.Expr, power: sympy.Expr, count: sympy.Symbol) -> Step:
    """Row k of the code is a root of its power times a row of Y, and 0 from row count+1 on."""
    active = [o for o in orders(k) if o[k] <= o[count]]
    inactive = [o for o in orders(k) if o[k] > o[count]]
    row = Piecewise((y(k), k <= r), (y(r), True))
    return Step(
        f"{name} has rows $1,\\dots,{count}$ active: each is a positive multiple of a row of $Y$,"
        " which has power 1; the others vanish.",
        All(
            everywhere(code**2, power * row**2, active),
            Positive(power),
            everywhere(code, sympy.S.Zero, inactive),
        ),
        "the square of a row, over $n$; all orders of $k$, $r$, $m$",
        shown=power,
    )


def _rows_exist(row: sympy.Expr) -> Step:
    mean = sympy.Sum(row**2, (i, 1, n)).doit() / n
    return Step(
        "Rows of power 1 with distinct samples exist for every $n$: let every row be this one.",
        All(Equal(mean, 1), Positive(sympy.Derivative(row, i))),
        "the sum of the first squares; strictly increasing in $i$",
        shown=Eq(sympy.Symbol("Y_{ki}"), row, evaluate=False),
    )


def _derive(parts: Parts) -> Report:
    data = parts["data"]
    return Report(
        (
            _rows_exist(parts["row"]),
            reproduces("The dense code", parts["dense_decoder"], parts["dense_code"], data),
            injective("$W_0$", parts["dense_decoder"], parts["dense_inverse"]),
            reproduces("The sparse code", parts["sparse_decoder"], parts["sparse_code"], data),
            injective("$W_1$", parts["sparse_decoder"], parts["sparse_inverse"]),
            _power("The dense code", parts["dense_code"], parts["dense_power"], m),
            _power("The sparse code", parts["sparse_code"], parts["sparse_power"], r),
        )
    )


def _smallest() -> Report:
    """At d = kappa = m = 2, r = 1, n = 1: the smallest case, with matrices."""
    x = sympy.Matrix([1, 1])
    dense, sparse = (
        sympy.diag(3, 3),
        sympy.Matrix([[sympy.Rational(1, 2), 0], [sympy.Rational(1, 2), 1]]),
    )
    codes = dense.solve(x), sparse.solve(x)
    active = [sum(1 for value in code if value != 0) for code in codes]
    found = Same("active rows", active, [2, 1])
    return Report((Step("Solve both systems.", found, "linear algebra", shown=codes[1]),))


def _no_room() -> Report:
    """Without kappa <= d: one coordinate, two latent rows, exact codes are not unique."""
    wide = sympy.Matrix([[1, 1]])
    found = Same("dimension of the kernel", len(wide.nullspace()), 1)
    text = (
        "With $d=1 < \\kappa=2$ every linear decoder has a kernel, so exact codes are not unique."
    )
    return Report((Step(text, found, "rank", shown=wide),))


def _no_extra_row() -> Report:
    """With m = r the dense code is as sparse as the sparse one."""
    dense = sympy.diag(3, 3)
    code = dense.solve(sympy.Matrix([1, 0]))
    found = Same(
        "active rows",
        sum(1 for value in code if value != 0),
        1,
    )
    text = "With $m=r=1$ the code of $W_0$ has one active row too: nothing separates the two."
    return Report((Step(text, found, "linear algebra", shown=code),))


DENSE = KroneckerDelta(j, k) / sqrt(q(k))
SPARSE = (KroneckerDelta(j, k) + spread(j, k)) / sqrt(p(k))

CLAIM = Claim(
    id="instance-family",
    title="Instances with one dense and one sparse exact code",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the instance family of Theorem A"),
    hypotheses=(
        "$d \\ge \\kappa \\ge m > r > 0$ and $n \\ge 1$ are integers",
        (
            "$q_1,\\dots,q_\\kappa$ and $p_1,\\dots,p_\\kappa$ are any positive numbers (those with"
            " $k > m$, and $k > r$, only scale columns that stay unused)"
        ),
        (
            "$Y$ is an $r \\times n$ matrix with rows of power 1 and distinct columns, for instance"
            " $Y_{ki} = [[row]]$"
        ),
    ),
    conclusion=(
        "For the data $x_j = [[data]]$ (coordinate $j$, any sample, $y(k)$ the entry of row $k$ of"
        " $Y$) the decoder $W_0$ with entries $[[dense_decoder]]$ is injective and its unique exact"
        " code $[[dense_code]]$ has $m$ active rows, of powers $[[dense_power]]$; the decoder $W_1$"
        " with entries $[[sparse_decoder]]$ is injective and its unique exact code"
        " $[[sparse_code]]$ has $r$ active rows, of powers $[[sparse_power]]$.  With"
        " $\\Theta=\\{0,1\\}$ the optimal sparse representation is the code of $W_1$, and no other;"
        " left inverses are $[[dense_inverse]]$ and $[[sparse_inverse]]$."
    ),
    parts={
        "row": i * sqrt(6 / ((n + 1) * (2 * n + 1))),
        "data": repeated(j),
        "dense_decoder": DENSE,
        "dense_code": sqrt(q(k)) * repeated(k),
        "dense_power": q(k),
        "dense_inverse": sqrt(q(k)) * KroneckerDelta(j, k),
        "sparse_decoder": SPARSE,
        "sparse_code": Piecewise((sqrt(p(k)) * y(k), k <= r), (0, True)),
        "sparse_power": p(k),
        "sparse_inverse": sqrt(p(k)) * (KroneckerDelta(j, k) - spread(k, j)),
    },
    divergence=(
        "The paper's own counterexample stands in a supplement that is not published with it; this"
        " family is ours, and has free powers, free n and both codes unique."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions, n and powers", _derive, complete=True),),
    controls=(
        Control("rows of Y without the factor 6", {"row": i / sqrt((n + 1) * (2 * n + 1))}),
        Control(
            "repeated coordinates left out of the data",
            {"data": Piecewise((y(j), j <= r), (0, True))},
        ),
        Control("powers on the wrong side", {"dense_decoder": KroneckerDelta(j, k) * sqrt(q(k))}),
        Control("power for amplitude", {"dense_code": q(k) * repeated(k)}),
        Control("row r not spread", {"sparse_decoder": KroneckerDelta(j, k) / sqrt(p(k))}),
        Control(
            "left inverse without the correction",
            {"sparse_inverse": sqrt(p(k)) * KroneckerDelta(j, k)},
        ),
        Control(
            "sparse code with a row too many",
            {"sparse_code": Piecewise((sqrt(p(k)) * y(k), k <= m), (0, True))},
        ),
        Control("amplitude for power", {"sparse_power": sqrt(p(k))}),
    ),
    example=Witness("$d=\\kappa=m=2$, $r=n=1$.", _smallest),
    counterexamples=(
        Witness("$d < \\kappa$.", _no_room, drops="$d \\ge \\kappa$"),
        Witness("$m = r$.", _no_extra_row, drops="$m > r$"),
    ),
)
