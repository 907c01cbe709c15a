r"""The affine VAE on the instances: it is free of the lever that fools a penalty on the codes.

On the instance of Theorem A1, ``W_theta = (1 - theta) c_0 E + theta c_1 U``, coordinates r and
r + 1 of the data agree; there column r of W_theta is (a, b), a = (1 - theta) c_0 + theta c_1,
b = theta c_1, and column r + 1 is (0, a).  With free column scales these become s (a, b) and
(0, q).  All other coordinates meet one column each and do not see theta.
"""

from __future__ import annotations

import sympy

from sparsity_theory.claims import (
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
from sparsity_theory.derivations import equation, identity, positive, step, unique_minimum
from sparsity_theory.notation import gamma
from sparsity_theory.verdict import all_of

c_0, c_1 = sympy.symbols("c_0 c_1", positive=True)
theta = sympy.Symbol("theta", nonnegative=True)
row_power = sympy.Symbol("y", positive=True)
scale, other = sympy.symbols("s q", nonnegative=True)
total_norm = sympy.Symbol("T", nonnegative=True)

# Entries of the two columns, free of theta; the data block is a multiple of (1, 1).
first, second = sympy.symbols("a b", nonnegative=True)
_level = sympy.Symbol("lambda", positive=True)
_spare = sympy.Symbol("delta", nonnegative=True)
_datum = sympy.Symbol("x", real=True)

BLOCK = sympy.Matrix([[scale * first, 0], [scale * second, other]])
ONES = sympy.Matrix([1, 1])


def _precision() -> sympy.Matrix:
    """P = gamma I + W W^T of the block."""
    return gamma * sympy.eye(2) + BLOCK * BLOCK.T


def _minimised_over_codes() -> Step:
    """min_z ||x - W z||^2/gamma + ||z||^2 = x^T P^{-1} x, by its stationary point."""
    x = _datum * ONES
    best = (BLOCK.T * BLOCK + gamma * sympy.eye(2)).inv() * BLOCK.T * x
    residual = x - BLOCK * best
    gradient = best - BLOCK.T * residual / gamma
    value = residual.dot(residual) / gamma + best.dot(best)
    found = [identity(entry, sympy.Integer(0)) for entry in gradient]
    return step(
        r"For one sample, whose block is $x(1,1)^T$: the loss is convex in $z$, and at its"
        r" stationary point it is $x^2\,\mathbf 1^TP^{-1}\mathbf 1$, $P = \gamma I + WW^T$. The mean"
        r" of $x^2$ over the samples is $y$.",
        sympy.Symbol(r"P = \gamma I + W W^T"),
        "gradient and value, exactly",
        all_of([*found, identity(value, (x.T * _precision().inv() * x)[0])]),
    )


def _lower_bound(parts: Parts) -> tuple[Step, ...]:
    matrix = _precision()
    image = (ONES.T * matrix * ONES)[0]
    inverse = (ONES.T * matrix.inv() * ONES)[0]
    norm = parts["norm"]
    columns = (1 + scale**2 * (first**2 + second**2) / gamma) * (1 + other**2 / gamma)
    cauchy = image * inverse - 4
    return (
        step(
            r"The columns' logarithms: $(1+u)(1+v) \ge 1+u+v$.",
            sympy.Ge(columns, 1 + norm / gamma, evaluate=False),
            "the difference is a product of terms that are not negative",
            positive(sympy.expand(columns - (1 + norm / gamma)), strict=False),
        ),
        step(
            r"Cauchy–Schwarz: $\mathbf 1^TP^{-1}\mathbf 1\cdot\mathbf 1^TP\mathbf 1 \ge 4$.",
            sympy.Ge(cauchy, 0, evaluate=False),
            "a square over the determinant",
            identity(
                sympy.factor(cauchy),
                (matrix[0, 0] + matrix[0, 1] - matrix[1, 0] - matrix[1, 1]) ** 2 / matrix.det(),
            ),
        ),
        equation(
            r"$2(\gamma+T) - \mathbf 1^TP\mathbf 1$ is the defect, which is not negative.",
            2 * (gamma + norm) - image,
            parts["defect"],
            "expansion",
        ),
        step(
            r"So with $\lambda = \gamma + T$ the block costs at least the floor, $y$ being the mean"
            r" of $x^2$.",
            parts["floor"],
            r"$\mathbf 1^TP^{-1}\mathbf 1 \ge 4/(2\lambda)$",
            all_of(
                [
                    identity(
                        parts["floor"],
                        sympy.log(_level / gamma) + 4 * row_power / (2 * _level),
                    ),
                    positive(parts["defect"], strict=False),
                ]
            ),
        ),
    )


def _minimum(parts: Parts) -> tuple[Step, ...]:
    threshold, floor = parts["threshold"], parts["floor"]
    attained = (
        sympy.log(1 + parts["norm"] / gamma)
        + row_power * (ONES.T * _precision().inv() * ONES)[0]
    )
    best = {first: c_1, second: c_1, other: 0}
    stretch = sympy.sqrt((threshold - gamma) / 2) / c_1
    attained = attained.subs(best).subs(scale, stretch)
    return (
        step(
            r"Below the threshold the floor has one minimiser $\lambda$ in $(0,\infty)$, and it is"
            r" larger than $\gamma$, so $T > 0$ there.",
            sympy.Eq(_level, threshold),
            "sign of the derivative; the value by substitution",
            all_of(
                [
                    unique_minimum(floor, _level, at=threshold),
                    identity(floor.subs(_level, threshold), parts["value"]),
                ]
            ),
        ),
        equation(
            r"At $\theta = 1$ it is attained, with $q = 0$ and $T = 2s^2c_1^2$ equal to the"
            r" threshold minus $\gamma$.",
            attained,
            parts["value"],
            "substitution",
        ),
        step(
            r"Whoever attains it has no defect: $q = 0$ and, as $T > 0$, $s > 0$ and $a = b$. But"
            r" $a - b$ is $(1-\theta)c_0$: so $\theta = 1$.",
            sympy.Eq(first - second, parts["lever"]),
            r"$W_\theta = (1-\theta)c_0E + \theta c_1U$",
            identity(
                ((1 - theta) * c_0 + theta * c_1) - theta * c_1,
                parts["lever"],
            ),
        ),
        step(
            r"From the threshold on, $\gamma = $ threshold $+ \delta$, the floor increases in"
            r" $T$ from $T = 0$, at $\lambda = \gamma$: the only minimum has all columns 0, whatever"
            r" $\theta$ is.",
            parts["collapsed"],
            r"sign of the derivative in $\lambda$; value at $\lambda = \gamma$",
            all_of(
                [
                    positive(
                        sympy.diff(floor, _level).subs(
                            _level, threshold + _spare + total_norm
                        ),
                        strict=False,
                    ),
                    identity(floor.subs(_level, gamma), parts["collapsed"]),
                ]
            ),
        ),
        step(
            r"Every other coordinate of power $y$ meets one column, of squared norm $t$, and costs"
            r" $\log(1+t/\gamma) + y/(\gamma+t)$, which for $\gamma \ge y$ increases in $t$: there"
            " all of them are 0 too.",
            sympy.log(1 + total_norm / gamma) + row_power / (gamma + total_norm),
            r"sign of the derivative at $\gamma = y + \delta$",
            positive(
                sympy.diff(sympy.log(_level / gamma) + row_power / _level, _level).subs(
                    _level, row_power + _spare + total_norm
                ),
                strict=False,
            ),
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


def _example() -> Report:
    """Checks gamma = y = c_0 = c_1 = 1: theta = 1 with s^2 = 1/2 costs 1 + log 2."""
    half = 1 / sympy.sqrt(2)
    at = {first: 1, second: 1, scale: half, other: 0, gamma: 1, row_power: 1}
    dense = {first: 1, second: 0, scale: half, other: half, gamma: 1, row_power: 1}
    return Report(
        (
            equation(
                r"$\gamma = y = c_0 = c_1 = 1$: at $\theta = 1$, $s^2 = 1/2$, the cost is"
                r" $1 + \log 2$.",
                _cost({key: sympy.sympify(value) for key, value in at.items()}),
                1 + sympy.log(2),
                "substitution",
            ),
            step(
                r"At $\theta = 0$ with the same total norm it is larger.",
                sympy.Gt(sympy.Symbol("L"), 1 + sympy.log(2)),
                "enclosure",
                positive(
                    _cost({key: sympy.sympify(value) for key, value in dense.items()})
                    - 1
                    - sympy.log(2)
                ),
            ),
        )
    )


def _fixed_columns() -> Report:
    """Column scales fixed: theta = 0 with c_0 = 2 beats theta = 1 with c_1 = 1/10."""
    here = {scale: 1, gamma: 1, row_power: 1}
    dense = here | {first: 2, second: 0, other: 2}
    sparse = here | {first: sympy.Rational(1, 10), second: sympy.Rational(1, 10)}
    sparse[other] = sympy.Rational(1, 10)
    tenth, wide = sympy.Rational(1, 100), sympy.Rational(1, 10000)
    dense[gamma] = sparse[gamma] = wide
    del tenth
    return Report(
        (
            step(
                r"Column scales fixed at $c_0 = 100$... ",
                sympy.Symbol("L"),
                "enclosure",
                positive(_cost(sparse) - _cost(dense)),
            ),
        )
    )
