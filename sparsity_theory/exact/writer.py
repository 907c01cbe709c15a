"""SymPy to text: the inverse of the parser."""

from __future__ import annotations

from sympy import (
    Abs,
    Add,
    E,
    Expr,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    asinh,
    atan,
    cos,
    cosh,
    erf,
    exp,
    log,
    pi,
    sin,
    sinh,
    tanh,
)

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact.piecewise import branches
from sparsity_theory.exact.variable import U


def to_text(expr: Expr) -> str:
    """The canonical text of an expression; `parse` reads it back to the same expression.

    >>> to_text((U + 1) ** -2 + log(U) / 3)
    '1/(u + 1)**2 + log(u)/3'

    Raises:
        ExpressionError: the expression has a part that the language cannot say.
    """
    return _write(expr)[0]


_ATOM, _POWER, _PRODUCT, _SUM, _CONDITIONAL = 4, 3, 2, 1, 0


def _write(expr: Expr) -> tuple[str, int]:
    """The text and how tightly its outermost operation binds."""
    if expr.is_Rational:
        return _write_rational(expr)
    if expr == U:
        return "u", _ATOM
    if expr is E:
        return "e", _ATOM
    if expr is pi:
        return "pi", _ATOM
    if isinstance(expr, Piecewise):
        return _write_piecewise(expr), _CONDITIONAL
    if isinstance(expr, Add):
        return _write_sum(expr), _SUM
    if isinstance(expr, Mul):
        return _write_product(expr)
    if isinstance(expr, Pow):
        return _write_power(expr)
    name = next((word for head, word in _NAMES.items() if isinstance(expr, head)), None)
    if name is None:
        raise ExpressionError(f"cannot write {expr} as text: {expr.func} is not in the language")
    arguments = sorted(expr.args, key=lambda a: a.sort_key()) if len(expr.args) > 1 else expr.args
    return f"{name}({', '.join(_write(a)[0] for a in arguments)})", _ATOM


_NAMES: dict[type[Expr], str] = {
    Abs: "abs", asinh: "asinh", atan: "atan", cos: "cos", cosh: "cosh", erf: "erf", exp: "exp",
    log: "log", Max: "max", Min: "min", sin: "sin", sinh: "sinh", tanh: "tanh",
}  # fmt: skip


def _wrapped(expr: Expr, at_least: int) -> str:
    text, binding = _write(expr)
    return text if binding >= at_least else f"({text})"


def _write_rational(value: Rational) -> tuple[str, int]:
    text = str(value.p) if value.q == 1 else f"{value.p}/{value.q}"
    if value < 0:
        return text, _SUM
    return text, _ATOM if value.q == 1 else _PRODUCT


def _write_piecewise(expr: Piecewise) -> str:
    words = []
    for interval, branch in branches(expr):
        words.append(_wrapped(branch, _SUM))
        if interval.right != S.Infinity:
            relation = "<=" if interval.right_closed else "<"
            words.append(f"if u {relation} {_wrapped(interval.right, _SUM)} else")
    return " ".join(words)


def _write_sum(expr: Add) -> str:
    # A constant last reads best: u + 1.
    terms = sorted(expr.args, key=lambda a: (a.is_Rational, a.sort_key()))
    text = ""
    for term in terms:
        negative = term.as_coeff_Mul()[0] < 0
        word = _wrapped(-term if negative else term, _PRODUCT)
        if not text:
            text = _negated(-term) if negative else word
        else:
            text += f" - {word}" if negative else f" + {word}"
    return text


def _write_product(expr: Mul) -> tuple[str, int]:
    coefficient, rest = expr.as_coeff_Mul()
    if coefficient < 0:
        return _negated(-expr), _SUM
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in sorted(Mul.make_args(rest), key=lambda a: a.sort_key()):
        if isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp < 0:
            below.append(1 / factor)
        else:
            above.append(factor)
    top = [_wrapped(f, _PRODUCT) for f in above]
    bottom = [_wrapped(f, _POWER) for f in below]
    if coefficient.p != 1 and any(isinstance(f, Add) for f in above):
        # Read from the left, an integer times a sum would be distributed: the integer goes last.
        return f"{_quotient(top, bottom)}*{_write_rational(coefficient)[0]}", _PRODUCT
    if coefficient.p != 1:
        top.insert(0, str(coefficient.p))
    quotient = _quotient(top, bottom)
    return quotient if coefficient.q == 1 else f"{quotient}/{coefficient.q}", _PRODUCT


def _negated(expr: Expr) -> str:
    """Minus an expression; -a*b is read as (-a)*b, and a minus is distributed over a sum a."""
    word = _wrapped(expr, _PRODUCT)
    return f"-({word})" if word.startswith("(") and isinstance(expr, Mul) else f"-{word}"


def _quotient(above: list[str], below: list[str]) -> str:
    top = "*".join(above) or "1"
    if not below:
        return top
    return f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'*'.join(below)})"


def _write_power(expr: Pow) -> tuple[str, int]:
    base, exponent = expr.args
    if exponent == Rational(1, 2):
        return f"sqrt({_write(base)[0]})", _ATOM
    if exponent.is_Rational and exponent < 0:
        return f"1/{_wrapped(1 / expr, _POWER)}", _PRODUCT
    return f"{_wrapped(base, _ATOM)}**{_wrapped(exponent, _ATOM)}", _POWER
