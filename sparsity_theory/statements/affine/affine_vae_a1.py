r"""The affine VAE on the instances: it is free of the lever that fools a penalty on the codes.

On the instance of Theorem A1, ``W_theta = (1 - theta) c_0 E + theta c_1 U``, coordinates r and
r + 1 of the data agree; there column r of W_theta is (a, b), a = (1 - theta) c_0 + theta c_1,
b = theta c_1, and column r + 1 is (0, a).  With free column scales these become s (a, b) and
(0, q).  All other coordinates meet one column each and do not see theta.
"""

from __future__ import annotations

from functools import cache

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
from sparsity_theory.notation import gamma, r
from sparsity_theory.proving.propositions import All, Equal, Less, NotNegative, OnlyMinimum
from sparsity_theory.proving.terms import named, where

c_0, c_1 = sympy.symbols("c_0 c_1", positive=True)
theta = sympy.Symbol("theta", nonnegative=True)
row_power = sympy.Symbol("y", positive=True)
scale, other = sympy.symbols("s q", nonnegative=True)
total_norm = sympy.Symbol("T", nonnegative=True)

# Entries of the two columns, free of theta; the data block is a multiple of (1, 1).
first, second = sympy.symbols("a b", nonnegative=True)
level = sympy.Symbol("lambda", positive=True)
_spare = sympy.Symbol("delta", nonnegative=True)

BLOCK = sympy.ImmutableMatrix([[scale * first, 0], [scale * second, other]])
ONES = sympy.ImmutableMatrix([1, 1])


def _precision() -> sympy.ImmutableMatrix:
    """P = gamma I + W W^T of the block."""
    return sympy.ImmutableMatrix(gamma * sympy.eye(2) + BLOCK * BLOCK.T)


@cache
def _data_term() -> sympy.Expr:
    """1^T P^{-1} 1, by Cramer's rule for two rows."""
    matrix = _precision()
    trace = matrix[0, 0] + matrix[1, 1] - matrix[0, 1] - matrix[1, 0]
    return sympy.factor(trace) / sympy.factor(matrix.det())


@cache
def _minimised_over_codes() -> Step:
    """min_z ||x - W z||^2/gamma + ||z||^2 = x^T P^{-1} x, with x = P g and g = P^{-1} x."""
    dual = sympy.ImmutableMatrix(sympy.symbols("g_1 g_2", real=True))
    x, best = _precision() * dual, BLOCK.T * dual
    residual = x - BLOCK * best
    gradient = best - BLOCK.T * residual / gamma
    value = residual.dot(residual) / gamma + best.dot(best)
    matrix = _precision()
    product, multiple = matrix * matrix.adjugate(), matrix.det() * sympy.eye(2)
    zeros = [Equal(entry, 0) for entry in gradient]
    zeros += [
        Equal(named(r"(P\,\mathrm{adj}P)_{ij}", entry), wanted)
        for entry, wanted in zip(product, multiple, strict=True)
    ]
    return Step(
        r"The deviations cost $\sum_k\log(1+\Vert w_k\Vert^2/\gamma)$ and a constant"
        r" (lemma-2-variance), more if they depend on the sample (lemma-3-log). For one sample the"
        r" loss is convex in $z$. With $P = \gamma I + WW^T$ and $x = Pg$ its stationary point is"
        r" $z = W^Tg$, and the value there is $g^TPg = x^TP^{-1}x$. The block of $x$ is a multiple"
        r" of $\mathbf 1 = (1,1)^T$ whose square has mean $y$ over the samples.",
        All(*zeros, Equal(value, dual.dot(x))),
        "gradient and value as polynomials in $g$; Cramer's rule",
        shown=r"P = \gamma I + WW^T",
    )


def _lower_bound(parts: Parts) -> tuple[Step, ...]:
    matrix = _precision()
    image = (ONES.T * matrix * ONES)[0]
    inverse = _data_term()
    norm = parts["norm"]
    columns = (1 + scale**2 * (first**2 + second**2) / gamma) * (1 + other**2 / gamma)
    cauchy = image * inverse - 4
    return (
        Step(
            r"The columns' logarithms: $(1+u)(1+v) \ge 1+u+v$.",
            NotNegative(sympy.expand(columns - (1 + norm / gamma))),
            "the difference is a product of terms that are not negative",
            shown=sympy.Ge(columns, 1 + norm / gamma, evaluate=False),
        ),
        Step(
            r"Cauchy–Schwarz: $\mathbf 1^TP^{-1}\mathbf 1\cdot\mathbf 1^TP\mathbf 1 \ge 4$.",
            Equal(
                sympy.factor(cauchy),
                (matrix[0, 0] + matrix[0, 1] - matrix[1, 0] - matrix[1, 1]) ** 2 / matrix.det(),
            ),
            "a square over the determinant",
            shown=sympy.Ge(cauchy, 0, evaluate=False),
        ),
        Step(
            r"$2(\gamma+T) - \mathbf 1^TP\mathbf 1$ is the defect, which is not negative.",
            Equal(2 * (gamma + norm) - image, parts["defect"]),
            "expansion",
        ),
        Step(
            r"So with $\lambda = \gamma + T$ the block costs at least the floor, $y$ being the mean"
            r" of $x^2$.",
            All(
                Equal(parts["floor"], sympy.log(level / gamma) + 4 * row_power / (2 * level)),
                NotNegative(parts["defect"]),
            ),
            r"$\mathbf 1^TP^{-1}\mathbf 1 \ge 4/(2\lambda)$",
            shown=parts["floor"],
        ),
    )


def _minimum(parts: Parts) -> tuple[Step, ...]:
    threshold, floor = parts["threshold"], parts["floor"]
    attained = sympy.log(1 + parts["norm"] / gamma) + row_power * _data_term()
    best = {first: c_1, second: c_1, other: 0}
    stretch = sympy.sqrt((threshold - gamma) / 2) / c_1
    attained = attained.subs(best).subs(scale, stretch)
    return (
        Step(
            r"Below the threshold the floor has one minimiser $\lambda$ in $(0,\infty)$, and it is"
            r" larger than $\gamma$, so $T > 0$ there.",
            All(
                OnlyMinimum(floor, level, threshold),
                Equal(where(floor, level, threshold), parts["value"]),
            ),
            "sign of the derivative; the value by substitution",
            shown=sympy.Eq(level, threshold),
        ),
        Step(
            r"At $\theta = 1$ it is attained, with $q = 0$ and $T = 2s^2c_1^2$ equal to the"
            r" threshold minus $\gamma$.",
            Equal(attained, parts["value"]),
            "substitution",
        ),
        Step(
            r"Whoever attains it has no defect: $q = 0$ and, as $T > 0$, $s > 0$ and $a = b$. But"
            r" $a - b$ is $(1-\theta)c_0$: so $\theta = 1$.",
            Equal((1 - theta) * c_0 + theta * c_1 - theta * c_1, parts["lever"]),
            r"$W_\theta = (1-\theta)c_0E + \theta c_1U$",
            shown=sympy.Eq(first - second, parts["lever"]),
        ),
        Step(
            r"From the threshold on, $\gamma = $ threshold $+ \delta$, the floor increases in $T$"
            r" from $T = 0$, at $\lambda = \gamma$: the only minimum has all columns 0, whatever"
            r" $\theta$ is.",
            All(
                NotNegative(
                    where(sympy.Derivative(floor, level), level, threshold + _spare + total_norm)
                ),
                Equal(where(floor, level, gamma), parts["collapsed"]),
            ),
            r"sign of the derivative in $\lambda$; value at $\lambda = \gamma$",
            shown=parts["collapsed"],
        ),
        Step(
            r"Every other coordinate of power $y$ meets one column, of squared norm $t$, and costs"
            r" $\log(1+t/\gamma) + y/(\gamma+t)$, which for $\gamma \ge y$ increases in $t$: there"
            r" all of them are 0 too.",
            NotNegative(
                where(
                    sympy.Derivative(sympy.log(level / gamma) + row_power / level, level),
                    level,
                    row_power + _spare + total_norm,
                )
            ),
            r"sign of the derivative at $\gamma = y + \delta$",
            shown=sympy.log(1 + total_norm / gamma) + row_power / (gamma + total_norm),
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((_minimised_over_codes(), *_lower_bound(parts), *_minimum(parts)))


def _cost(at: dict[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    """The block's cost at a point."""
    block = BLOCK.subs(at)
    columns = [1 + sum(entry**2 for entry in block.col(j)) / at[gamma] for j in range(2)]
    inverse = (at[gamma] * sympy.eye(2) + block * block.T).inv()
    return sum(sympy.log(value) for value in columns) + at[row_power] * (ONES.T * inverse * ONES)[0]


def _at(**values: object) -> dict[sympy.Symbol, sympy.Expr]:
    names = {"a": first, "b": second, "s": scale, "q": other, "noise": gamma, "y": row_power}
    return {names[name]: sympy.sympify(value, strict=True) for name, value in values.items()}


def _example() -> Report:
    """Checks gamma = y = c_0 = c_1 = 1: theta = 1 with s^2 = 1/2 costs 1 + log 2."""
    half, best = 1 / sympy.sqrt(2), 1 + sympy.log(2)
    sparse = _cost(_at(a=1, b=1, s=half, q=0, noise=1, y=1))
    dense = _cost(_at(a=1, b=0, s=half, q=half, noise=1, y=1))
    return Report(
        (
            Step(
                r"$\gamma = y = c_0 = c_1 = 1$: at $\theta = 1$, $s^2 = 1/2$, the cost is $1 + \log"
                r" 2$.",
                Equal(named(r"\log(1+1) + \mathbf 1^TP^{-1}\mathbf 1", sparse), best),
                "substitution",
            ),
            Step(
                r"At $\theta = 0$ with the same total norm it is larger.",
                Less(best, dense),
                "enclosure",
            ),
        )
    )


def _fixed_columns() -> Report:
    """Column scales fixed: the lever (c_0, c_1) = (1, 1/10) makes the dense decoder better."""
    tenth, noise = sympy.Rational(1, 10), sympy.Rational(1, 100)
    return Report(
        (
            Step(
                r"$s = 1$, $q = a$, $c_0 = 1$, $c_1 = 1/10$, $\gamma = 1/100$, $y = 1$: $\theta ="
                r" 0$ costs less than $\theta = 1$.",
                Less(
                    _cost(_at(a=1, b=0, s=1, q=1, noise=noise, y=1)),
                    _cost(_at(a=tenth, b=tenth, s=1, q=tenth, noise=noise, y=1)),
                ),
                "enclosure",
            ),
        )
    )


_NORM = scale**2 * (first**2 + second**2) + other**2
_DEFECT = scale**2 * (first - second) ** 2 + other**2
_FLOOR = sympy.log(level / gamma) + 2 * row_power / level
_DOUBLE_FLOOR = sympy.log(level / gamma) + 4 * row_power / level
_VALUE = 1 + sympy.log(2 * row_power / gamma)

CLAIM = Claim(
    id="affine-vae-a1",
    title="The affine VAE finds the sparse decoder of the instance of Theorem A1",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the affine VAE on the instances"),
    hypotheses=(
        (
            r"the instance of Theorem A1 with $m = r+1$: rows of $Y$ of power $y > 0$, $W_\theta ="
            r" (1-\theta)c_0E + \theta c_1U$, $c_0, c_1 > 0$, $\theta \in [0,1]$"
        ),
        r"decoders $W_\theta D$ with $D \ge 0$ diagonal and free",
        r"the loss of eq. (3) at fixed $\gamma > 0$, with any encoder means and deviations",
    ),
    conclusion=(
        r"In the block of coordinates $r$ and $r+1$, with columns $s(a,b)$ and $(0,q)$, let $T ="
        r" [[norm]]$. The cost there is at least $[[floor]]$ at $\lambda = \gamma + T$, with"
        r" equality only if the defect $[[defect]]$ is 0, and $a - b = [[lever]]$. For $\gamma <"
        r" [[threshold]]$ the minimum is $[[value]]$, and every global minimiser of the loss has"
        r" $\theta = 1$; for $\gamma \ge [[threshold]]$ it is $[[collapsed]]$, with all columns 0"
        r" and no other way, so all $\theta$ tie (full collapse)."
    ),
    parts={
        "norm": _NORM,
        "defect": _DEFECT,
        "floor": _FLOOR,
        "threshold": 2 * row_power,
        "value": _VALUE,
        "lever": (1 - theta) * c_0,
        "collapsed": 2 * row_power / gamma,
    },
    uses=("lemma-2-variance", "lemma-3-log"),
    divergence=(
        "Not in the paper. The lever $(c_0, c_1)$ that fools every bounded-gradient penalty on this"
        " instance drops out, because the affine VAE does not see column scales. The threshold is"
        " the variance $2y$ of the data in the direction that the two coordinates share, whatever"
        " $r$ is: with $Y = I$, $n = r$, that is $2/r$; with rows of power 1 it is 2."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $c_0$, $c_1$, $\theta$, $\gamma$, $y$, $d$, $\kappa$, $r$, $n$",
            _derive,
            complete=True,
        ),
    ),
    controls=(
        Control("threshold divided by r", {"threshold": 2 * row_power / r}),
        Control("threshold of one coordinate", {"threshold": row_power}),
        Control("norm without the second column", {"norm": _NORM - other**2}),
        Control(
            "defect that vanishes at a = -b",
            {"defect": scale**2 * (first + second) ** 2 + other**2},
        ),
        Control("floor with twice the data", {"floor": _DOUBLE_FLOOR}),
        Control("floor with two logarithms", {"floor": _FLOOR + sympy.log(level / gamma)}),
        Control("value without the constant", {"value": _VALUE - 1}),
        Control("lever of the sparse decoder", {"lever": (1 - theta) * c_1}),
        Control("lever that vanishes at the dense decoder", {"lever": theta * c_0}),
        Control("collapsed value of one coordinate", {"collapsed": row_power / gamma}),
    ),
    example=Witness(r"$\gamma = y = c_0 = c_1 = 1$", _example),
    counterexamples=(
        Witness(
            r"$D = I$, $c_0 = 1$, $c_1 = 1/10$.",
            _fixed_columns,
            drops=r"decoders $W_\theta D$ with $D \ge 0$ diagonal and free",
        ),
    ),
)
