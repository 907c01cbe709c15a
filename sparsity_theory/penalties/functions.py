"""The functions of the language: the basic ones, other names of these, and what is made of them.

A function that is made of others is a text, read in the same way as a penalty: what its divisions,
roots and logarithms ask for is asked of it too.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, asinh, atan, cos, cosh, erf, exp, log, sin, sinh, tanh

from sparsity_theory.exact.opaque import Absolute, Maximum, Minimum

BASIC: dict[str, Callable[..., Expr]] = {
    "abs": Absolute, "asinh": asinh, "atan": atan, "cos": cos, "cosh": cosh, "erf": erf,
    "exp": exp, "log": log, "max": Maximum, "min": Minimum, "sin": sin, "sinh": sinh, "tanh": tanh,
}  # fmt: skip

SAME = {
    "absolute": "abs", "fabs": "abs", "Abs": "abs", "arctan": "atan", "arcsinh": "asinh",
    "arccosh": "acosh", "arctanh": "atanh", "ln": "log", "expit": "sigmoid", "minimum": "min",
    "fmin": "min", "Min": "min", "maximum": "max", "fmax": "max", "Max": "max", "float_power":
    "pow", "sgn": "sign", "clamp": "clip", "select": "where",
}  # fmt: skip
"""Other names."""

MADE: dict[str, tuple[str, str]] = {
    "acosh": ("x", "log(x + sqrt(x**2 - 1))"),
    "atanh": ("x", "log((1 + x)/(1 - x))/2"),
    "cbrt": ("x", "x**(1/3)"),
    "clip": ("x y z", "min(max(x, y), z)"),
    "coth": ("x", "1/tanh(x)"),
    "csch": ("x", "1/sinh(x)"),
    "erfc": ("x", "1 - erf(x)"),
    "exp2": ("x", "2**x"),
    "expm1": ("x", "exp(x) - 1"),
    "hypot": ("x y", "sqrt(x**2 + y**2)"),
    "log10": ("x", "log(x)/log(10)"),
    "log1p": ("x", "log(1 + x)"),
    "log2": ("x", "log(x)/log(2)"),
    "logaddexp": ("x y", "log(exp(x) + exp(y))"),
    "ndtr": ("x", "(1 + erf(x/sqrt(2)))/2"),
    "pow": ("x y", "x**y"),
    "reciprocal": ("x", "1/x"),
    "relu": ("x", "max(x, 0)"),
    "sech": ("x", "1/cosh(x)"),
    "sigmoid": ("x", "1/(1 + exp(-x))"),
    "softplus": ("x", "log(1 + exp(x))"),
    "sqrt": ("x", "x**(1/2)"),
    "square": ("x", "x**2"),
    "tan": ("x", "sin(x)/cos(x)"),
}
"""Arguments and meaning."""

CASES = ("Piecewise", "heaviside", "sign", "where")
"""Functions that distinguish cases."""

NAMES = frozenset({*BASIC, *SAME, *MADE, *CASES})
