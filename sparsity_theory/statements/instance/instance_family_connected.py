r"""The instances of Theorems 4 and A with a connected parameter set."""

from __future__ import annotations

import sympy
from sympy import Eq, KroneckerDelta, Piecewise

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
from sparsity_theory.notation import j, k, m, r
from sparsity_theory.proving.propositions import All, Equal, Positive, Proposition
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.instance.instance_family import DENSE, SPARSE, repeated, spread
from sparsity_theory.statements.instance.orders import (
    Place,
    everywhere,
    injective,
    orders,
    p,
    q,
    reproduces,
    y,
)

c_0 = sympy.Symbol("c_0", positive=True)
c_1 = sympy.Symbol("c_1", positive=True)
theta = sympy.Symbol("theta", nonnegative=True)


def _adjacent(*symbols: sympy.Symbol) -> list[Place]:
    """The orders with m = r + 1: nothing stands between r and m."""
    return [o for o in orders(*symbols) if o[m] == o[r] + 1]


def _derive_connected(parts: Parts) -> Report:
    scale, decoder, code = parts["scale"], parts["decoder"], parts["code"]
    x = sympy.Symbol("x", nonnegative=True)
    inside = {theta: x / (1 + x)}  # any point of [0, 1)
    return Report(
        (
            Step(
                "The scale is positive: at $\\theta = x/(1+x)$, $x \\ge 0$, and at $\\theta=1$.",
                All(Positive(sympy.factor(scale.subs(inside))), Positive(where(scale, theta, 1))),
                "sums of positive terms",
                shown=Eq(sympy.Symbol("a"), scale, evaluate=False),
            ),
            Step(
                "The decoders are the segment from $c_0 E$ to $c_1 U$.",
                All(
                    everywhere(sympy.diff(decoder, theta, 2), sympy.S.Zero, _adjacent(j, k)),
                    _ends(decoder, 0, c_0, DENSE.subs(q(k), 1)),
                    _ends(decoder, 1, c_1, SPARSE.subs(p(k), 1)),
                ),
                "linear in $\\theta$; the ends are $W_0$ and $W_1$ with equal powers",
                shown=decoder,
            ),
            reproduces("The code of $W_\\theta$", decoder, code, repeated(j), _adjacent),
            injective("$W_\\theta$", decoder, parts["inverse"], _adjacent),
            Step(
                "Row $r+1$ is active for every $\\theta < 1$ and zero at $\\theta = 1$; rows"
                " $1,\\dots,r$ are always active. So only $\\theta=1$ is sparse.",
                All(
                    _row(code, r, y(r) / scale),
                    _row(code, m, parts["extra_row"] * y(r)),
                    Positive(sympy.factor(parts["extra_row"].subs(inside))),
                    Equal(where(parts["extra_row"], theta, 1), 0),
                ),
                "positive at $\\theta = x/(1+x)$",
                shown=parts["extra_row"],
            ),
        )
    )


def _ends(decoder: sympy.Expr, end: int, scale: sympy.Expr, entry: sympy.Expr) -> Proposition:
    return everywhere(decoder.subs(theta, end), scale * entry, _adjacent(j, k))


def _row(code: sympy.Expr, index: sympy.Symbol, value: sympy.Expr) -> Proposition:
    """Is this the code's row at k = index?"""
    return everywhere(code, value, [o for o in _adjacent(k) if o[k] == o[index]])


def _half_way() -> Report:
    """At d = kappa = 2, r = 1, n = 1, c_0 = c_1 = 1, theta = 1/2: the code is (1, 1/2)."""
    half = sympy.Rational(1, 2)
    code = sympy.Matrix([[1, 0], [half, 1]]).solve(sympy.Matrix([1, 1]))
    found = All(Equal(code[0], 1), Equal(code[1], half))
    return Report((Step("Solve at $\\theta = 1/2$.", found, "linear algebra", shown=code),))


def _opposite_scales() -> Report:
    """With c_1 = -c_0 the decoder vanishes half way: no exact code there."""
    middle = _CONNECTED["scale"].subs({c_1: -c_0, theta: sympy.Rational(1, 2)})
    text = "With $c_1=-c_0$ the scale is 0 at $\\theta=1/2$, and $W_\\theta$ is not injective."
    return Report((Step(text, Equal(middle, 0), "substitution", shown=middle),))


_a = (1 - theta) * c_0 + theta * c_1
_extra = (1 - theta) * c_0 / _a**2
_CONNECTED = {
    "scale": _a,
    "decoder": _a * KroneckerDelta(j, k) + theta * c_1 * spread(j, k),
    "code": Piecewise((y(k) / _a, k <= r), (_extra * y(r), k <= m), (0, True)),
    "inverse": KroneckerDelta(j, k) / _a - theta * c_1 / _a**2 * spread(k, j),
    "extra_row": _extra,
}

CLAIM = Claim(
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
            {"decoder": _a * KroneckerDelta(j, k) + theta * c_0 * spread(j, k)},
        ),
        Control(
            "sparse everywhere",
            {"code": Piecewise((y(k) / _a, k <= r), (0, True)), "extra_row": sympy.S.Zero},
        ),
        Control("extra row divided by a once", {"extra_row": (1 - theta) * c_0 / _a}),
        Control(
            "left inverse with the wrong sign",
            {"inverse": KroneckerDelta(j, k) / _a + theta * c_1 / _a**2 * spread(k, j)},
        ),
        Control(
            "data scaled instead of divided",
            {"code": Piecewise((y(k) * _a, k <= r), (_extra * y(r), k <= m), (0, True))},
        ),
    ),
    example=Witness("$d=\\kappa=2$, $r=n=1$, $c_0=c_1=1$, $\\theta=1/2$.", _half_way),
    counterexamples=(Witness("$c_1 = -c_0$.", _opposite_scales, drops="$c_1 > 0$"),),
)
