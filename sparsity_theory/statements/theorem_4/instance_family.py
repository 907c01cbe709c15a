r"""The instances of Theorems 4 and A: one data set, two linear decoders, two unique exact codes.

Everything is stated for a generic coordinate j, latent row k and sample.  The formulas see the
indices only by comparing them, so one representative of each order in which j, k, r and m can
stand covers all dimensions.  Sums over coordinates have at most two nonzero terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import sympy
from sympy import And, Eq, KroneckerDelta, Piecewise, sqrt
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

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
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import m, n, r
from sparsity_theory.proving.derivations import identity, positive, step

i = sympy.Symbol("i", integer=True, positive=True)
j = sympy.Symbol("j", integer=True, positive=True)
k = sympy.Symbol("k", integer=True, positive=True)
y = sympy.Function("y", real=True)  # rows of Y at a generic sample
p = sympy.Function("p", positive=True)
q = sympy.Function("q", positive=True)
c_0 = sympy.Symbol("c_0", positive=True)
c_1 = sympy.Symbol("c_1", positive=True)
theta = sympy.Symbol("theta", nonnegative=True)

Place: TypeAlias = Mapping[sympy.Symbol, int]
Places: TypeAlias = Callable[..., Iterable[Place]]
Levels: TypeAlias = tuple[tuple[sympy.Symbol, ...], ...]


def _rest(index: sympy.Symbol) -> sympy.Expr:
    """Row r is repeated in coordinates r+1..m, and nothing stands below them."""
    return Piecewise((y(index), index <= r), (y(r), index <= m), (0, True))


def _spread(target: sympy.Symbol, origin: sympy.Symbol) -> sympy.Expr:
    """1 where row r of the code reaches the repeated coordinates, else 0."""
    return Piecewise((1, And(Eq(origin, r), r < target, target <= m)), (0, True))


def orders(*symbols: sympy.Symbol) -> Iterator[Place]:
    """Every order, ties included, of the symbols with r < m, as small integers.

    One representative of each order is enough for expressions that `see_only_order`.

    >>> len(list(orders(k))), len(list(orders(j, k)))
    (5, 31)
    """
    for levels in _weak_orders((r, m, *symbols)):
        rank = {symbol: at for at, level in enumerate(levels, 1) for symbol in level}
        if rank[r] < rank[m]:
            yield rank


def _weak_orders(symbols: tuple[sympy.Symbol, ...]) -> Iterator[Levels]:
    if not symbols:
        yield ()
        return
    first, rest = symbols[0], symbols[1:]
    for levels in _weak_orders(rest):
        for at in range(len(levels) + 1):
            yield (*levels[:at], (first,), *levels[at:])
            if at < len(levels):
                yield (*levels[:at], (first, *levels[at]), *levels[at + 1 :])


def see_only_order(*expressions: sympy.Expr) -> Verdict:
    """Do j, k, r, m occur only in comparisons and as the row of y, p or q?

    Then an identity between the expressions depends on the indices through their order alone.
    """
    kinds = (Relational, KroneckerDelta, AppliedUndef)
    found = [
        sympy.sympify(e, strict=True).replace(lambda part: isinstance(part, kinds), _mark)
        for e in expressions
    ]
    return Verdict.of(not any(e.free_symbols & {j, k, r, m} for e in found))


def _mark(part: sympy.Basic) -> sympy.Basic:
    return sympy.true if isinstance(part, Relational) else sympy.S.One


def everywhere(lhs: sympy.Expr, rhs: sympy.Expr, places: Iterable[Place]) -> Verdict:
    """Does the identity hold in every listed order?"""
    for place in places:
        verdict = identity(_at(lhs, place), _at(rhs, place))
        if verdict is not Verdict.HOLDS:
            return verdict
    return see_only_order(lhs, rhs)


def _at(expression: sympy.Expr, place: Place) -> sympy.Expr:
    return (
        sympy.sympify(expression, strict=True)
        .xreplace({s: sympy.Integer(v) for s, v in place.items()})
        .doit()
    )


def _vanishes_off(
    entry: sympy.Expr, support: tuple[sympy.Symbol, ...], index: sympy.Symbol, places: Places
) -> Verdict:
    """Is the entry 0 when ``index`` is none of the support?"""
    off = [o for o in places(j, k) if all(o[index] != o[symbol] for symbol in support)]
    return everywhere(entry, sympy.S.Zero, off)


def _over_support(term: sympy.Expr, index: sympy.Symbol, other: sympy.Symbol) -> sympy.Expr:
    """The sum over ``index`` of a term that vanishes unless ``index`` is ``other`` or r."""
    at_r = Piecewise((0, Eq(other, r)), (term.xreplace({index: r}), True))
    return term.xreplace({index: other}) + at_r


def reproduces(
    name: str, decoder: sympy.Expr, code: sympy.Expr, data: sympy.Expr, places: Places = orders
) -> Step:
    """Row j of the decoder times the code is coordinate j of the data."""
    product = _over_support(decoder * code, k, j)
    return step(
        f"{name} reproduces the data: row $j$ of the decoder has its nonzero entries in columns"
        " $j$ and $r$ only, so the product is a sum of at most two terms, equal to $x_j$.",
        Eq(sympy.Symbol("x_j"), data, evaluate=False),
        "all orders of $j$, $k$, $r$, $m$, ties included",
        all_of(
            [
                _vanishes_off(decoder, (j, r), k, places),
                everywhere(product, data, places(j)),
            ]
        ),
    )


def injective(name: str, decoder: sympy.Expr, inverse: sympy.Expr, places: Places = orders) -> Step:
    """A left inverse of the decoder, so that its exact code is unique."""
    column = sympy.Symbol("l", integer=True, positive=True)
    total = _over_support(inverse * decoder.xreplace({k: column}), j, k)
    return step(
        f"{name} is injective, so its exact code is unique: $V$ below has $V W = I$.",
        Eq(sympy.Symbol("V_{kj}"), inverse, evaluate=False),
        "row $k$ of $V$ has its nonzero entries in columns $k$ and $r$ only; all orders",
        all_of(
            [
                _vanishes_off(inverse, (k, r), j, places),
                # the sum over j is done, so j can name the column
                everywhere(total.xreplace({column: j}), KroneckerDelta(j, k), places(j, k)),
            ]
        ),
    )


def _power(name: str, code: sympy.Expr, power: sympy.Expr, count: sympy.Symbol) -> Step:
    """Row k of the code is a root of its power times a row of Y, and 0 from row count+1 on."""
    active = [o for o in orders(k) if o[k] <= o[count]]
    inactive = [o for o in orders(k) if o[k] > o[count]]
    row = Piecewise((y(k), k <= r), (y(r), True))
    return step(
        f"{name} has rows $1,\\dots,{count}$ active: each is a positive multiple of a row of $Y$,"
        " which has power 1; the others vanish.",
        power,
        "the square of a row, over $n$; all orders of $k$, $r$, $m$",
        all_of(
            [
                everywhere(code**2, power * row**2, active),
                positive(power),
                everywhere(code, sympy.S.Zero, inactive),
            ]
        ),
    )


def _rows_exist(row: sympy.Expr) -> Step:
    mean = sympy.Sum(row**2, (i, 1, n)).doit() / n
    return step(
        "Rows of power 1 with distinct samples exist for every $n$: let every row be this one.",
        Eq(sympy.Symbol("Y_{ki}"), row, evaluate=False),
        "the sum of the first squares; strictly increasing in $i$",
        all_of([identity(mean, 1), positive(sympy.diff(row, i))]),
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
    found = Verdict.of(active == [2, 1])
    return Report((step("Solve both systems.", codes[1], "linear algebra", found),))


def _no_room() -> Report:
    """Without kappa <= d: one coordinate, two latent rows, exact codes are not unique."""
    wide = sympy.Matrix([[1, 1]])
    found = Verdict.of(len(wide.nullspace()) > 0)
    text = (
        "With $d=1 < \\kappa=2$ every linear decoder has a kernel, so exact codes are not unique."
    )
    return Report((step(text, wide, "rank", found),))


def _no_extra_row() -> Report:
    """With m = r the dense code is as sparse as the sparse one."""
    dense = sympy.diag(3, 3)
    code = dense.solve(sympy.Matrix([1, 0]))
    found = Verdict.of(sum(1 for value in code if value != 0) == 1)
    text = "With $m=r=1$ the code of $W_0$ has one active row too: nothing separates the two."
    return Report((step(text, code, "linear algebra", found),))


_DENSE = KroneckerDelta(j, k) / sqrt(q(k))
_SPARSE = (KroneckerDelta(j, k) + _spread(j, k)) / sqrt(p(k))

INSTANCE_FAMILY = Claim(
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
        "data": _rest(j),
        "dense_decoder": _DENSE,
        "dense_code": sqrt(q(k)) * _rest(k),
        "dense_power": q(k),
        "dense_inverse": sqrt(q(k)) * KroneckerDelta(j, k),
        "sparse_decoder": _SPARSE,
        "sparse_code": Piecewise((sqrt(p(k)) * y(k), k <= r), (0, True)),
        "sparse_power": p(k),
        "sparse_inverse": sqrt(p(k)) * (KroneckerDelta(j, k) - _spread(k, j)),
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
        Control("power for amplitude", {"dense_code": q(k) * _rest(k)}),
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


def _adjacent(*symbols: sympy.Symbol) -> list[Place]:
    """The orders with m = r + 1: nothing stands between r and m."""
    return [o for o in orders(*symbols) if o[m] == o[r] + 1]


def _derive_connected(parts: Parts) -> Report:
    scale, decoder, code = parts["scale"], parts["decoder"], parts["code"]
    x = sympy.Symbol("x", nonnegative=True)
    inside = {theta: x / (1 + x)}  # any point of [0, 1)
    return Report(
        (
            step(
                "The scale is positive: at $\\theta = x/(1+x)$, $x \\ge 0$, and at $\\theta=1$.",
                Eq(sympy.Symbol("a"), scale, evaluate=False),
                "sums of positive terms",
                all_of(
                    [
                        positive(sympy.factor(scale.subs(inside))),
                        positive(scale.subs(theta, 1)),
                    ]
                ),
            ),
            step(
                "The decoders are the segment from $c_0 E$ to $c_1 U$.",
                decoder,
                "linear in $\\theta$; the ends are $W_0$ and $W_1$ with equal powers",
                all_of(
                    [
                        everywhere(sympy.diff(decoder, theta, 2), sympy.S.Zero, _adjacent(j, k)),
                        _ends(decoder, 0, c_0, _DENSE.subs(q(k), 1)),
                        _ends(decoder, 1, c_1, _SPARSE.subs(p(k), 1)),
                    ]
                ),
            ),
            reproduces("The code of $W_\\theta$", decoder, code, _rest(j), _adjacent),
            injective("$W_\\theta$", decoder, parts["inverse"], _adjacent),
            step(
                "Row $r+1$ is active for every $\\theta < 1$ and zero at $\\theta = 1$; rows"
                " $1,\\dots,r$ are always active. So only $\\theta=1$ is sparse.",
                parts["extra_row"],
                "positive at $\\theta = x/(1+x)$",
                all_of(
                    [
                        _row(code, r, y(r) / scale),
                        _row(code, m, parts["extra_row"] * y(r)),
                        positive(sympy.factor(parts["extra_row"].subs(inside))),
                        identity(parts["extra_row"].subs(theta, 1), 0),
                    ]
                ),
            ),
        )
    )


def _ends(decoder: sympy.Expr, end: int, scale: sympy.Expr, entry: sympy.Expr) -> Verdict:
    return everywhere(decoder.subs(theta, end), scale * entry, _adjacent(j, k))


def _row(code: sympy.Expr, index: sympy.Symbol, value: sympy.Expr) -> Verdict:
    """Is this the code's row at k = index?"""
    return everywhere(code, value, [o for o in _adjacent(k) if o[k] == o[index]])


def _half_way() -> Report:
    """At d = kappa = 2, r = 1, n = 1, c_0 = c_1 = 1, theta = 1/2: the code is (1, 1/2)."""
    half = sympy.Rational(1, 2)
    code = sympy.Matrix([[1, 0], [half, 1]]).solve(sympy.Matrix([1, 1]))
    found = all_of([identity(code[0], 1), identity(code[1], half)])
    return Report((step("Solve at $\\theta = 1/2$.", code, "linear algebra", found),))


def _opposite_scales() -> Report:
    """With c_1 = -c_0 the decoder vanishes half way: no exact code there."""
    middle = _CONNECTED["scale"].subs({c_1: -c_0, theta: sympy.Rational(1, 2)})
    text = "With $c_1=-c_0$ the scale is 0 at $\\theta=1/2$, and $W_\\theta$ is not injective."
    return Report((step(text, middle, "substitution", identity(middle, 0)),))


_a = (1 - theta) * c_0 + theta * c_1
_extra = (1 - theta) * c_0 / _a**2
_CONNECTED = {
    "scale": _a,
    "decoder": _a * KroneckerDelta(j, k) + theta * c_1 * _spread(j, k),
    "code": Piecewise((y(k) / _a, k <= r), (_extra * y(r), k <= m), (0, True)),
    "inverse": KroneckerDelta(j, k) / _a - theta * c_1 / _a**2 * _spread(k, j),
    "extra_row": _extra,
}

CONNECTED = Claim(
    id="instance-family-connected",
    title="The same instances with a connected parameter set",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the instance family of Theorem A"),
    hypotheses=(
        "$d \\ge \\kappa \\ge m = r+1$, $r > 0$, $n \\ge 1$; the data of the instance family",
        "$c_0 > 0$ and $c_1 > 0$; $\\Theta = [0,1]$",
    ),
    conclusion=(
        "The decoders $W_\\theta = (1-\\theta) W_0 + \\theta W_1$ with entries $[[decoder]]$ are"
        " injective for all $\\theta \\in [0,1]$, with left inverse $[[inverse]]$ and scale $a ="
        " [[scale]] > 0$. The only exact code of $W_\\theta$ is $[[code]]$: row $r+1$ is"
        " $[[extra_row]]$ times row $r$ of $Y$, active for $\\theta < 1$ and zero at $\\theta=1$."
        " So only $\\theta=1$ is sparse, with powers $1/c_1^2$, and $\\theta=0$ has $r+1$ rows of"
        " power $1/c_0^2$."
    ),
    parts=_CONNECTED,
    uses=("instance-family",),
    divergence="Not in the paper: its $\\Theta$ is not published.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions, n, scales", _derive_connected, complete=True),
    ),
    controls=(
        Control("scale of one end only", {"scale": (1 - theta) * c_0}),
        Control(
            "row r spread with the scale of the other end",
            {"decoder": _a * KroneckerDelta(j, k) + theta * c_0 * _spread(j, k)},
        ),
        Control(
            "sparse everywhere",
            {"code": Piecewise((y(k) / _a, k <= r), (0, True)), "extra_row": sympy.S.Zero},
        ),
        Control("extra row divided by a once", {"extra_row": (1 - theta) * c_0 / _a}),
        Control(
            "left inverse with the wrong sign",
            {"inverse": KroneckerDelta(j, k) / _a + theta * c_1 / _a**2 * _spread(k, j)},
        ),
        Control(
            "data scaled instead of divided",
            {"code": Piecewise((y(k) * _a, k <= r), (_extra * y(r), k <= m), (0, True))},
        ),
    ),
    example=Witness("$d=\\kappa=2$, $r=n=1$, $c_0=c_1=1$, $\\theta=1/2$.", _half_way),
    counterexamples=(Witness("$c_1 = -c_0$.", _opposite_scales, drops="$c_1 > 0$"),),
)

CLAIMS = (INSTANCE_FAMILY, CONNECTED)
