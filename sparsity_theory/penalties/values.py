"""The text of a penalty as a function of an exact u, by its syntax tree: fractions, or balls.

This shares nothing with the analysis but the text and the clock; every function of the language is
computed here from its meaning, not from what the reader of the analysis makes of it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import arb, fmpq

from sparsity_theory.exact import effort

_CONSTANTS = {"pi": arb.pi, "e": arb.const_e, "E": arb.const_e}
_LARGE = 2**64
_BIG = 2**15
"""Fractions of more bits become balls."""

Number = fmpq | arb


class UndefinedError(Exception):
    """The text certainly has no real value at the point."""


class UndecidedBallError(Exception):
    """The balls do not decide."""


def size(x: Number) -> Number:
    """The absolute value."""
    return x if x >= 0 else -x if x <= 0 else arb(abs(arb(x)))


class TextFunction:
    """A text as a function of exact u, by its syntax tree."""

    def __init__(self, text: str, parameters: Mapping[str, Fraction]) -> None:
        self.source = " ".join(text.split())
        self.tree = ast.parse(self.source, mode="eval").body
        self.parameters = {k: fmpq(v.numerator, v.denominator) for k, v in parameters.items()}
        self.u = fmpq(0)
        # Once: the segment of a node is looked for in the whole text.
        self.numbers = {
            node: _number(ast.get_source_segment(self.source, node) or "")
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Constant) and node.value is not True
        }

    def at(self, u: Fraction) -> Number:
        """The value at an exact u; raises `UndefinedError` or `UndecidedBallError`."""
        effort.check()
        self.u = fmpq(u.numerator, u.denominator)
        value = self.value(self.tree)
        if isinstance(value, arb) and not value.is_finite():
            raise UndecidedBallError
        return value

    def value(self, node: ast.expr) -> Number:
        """The value of a part of the text."""
        if isinstance(node, ast.Constant):
            return self.numbers[node]
        if isinstance(node, ast.Name):
            if node.id == "u":
                return self.u
            if node.id in self.parameters:
                return self.parameters[node.id]
            if node.id not in _CONSTANTS:
                raise UndecidedBallError  # inf is no number
            return _CONSTANTS[node.id]()
        if isinstance(node, ast.UnaryOp):
            inner = self.value(node.operand)
            return -inner if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.BinOp):
            return self._operation(node.op, self.value(node.left), self.value(node.right))
        if isinstance(node, ast.IfExp):
            return self.value(node.body if self._holds(node.test) else node.orelse)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"where", "select"}:
                test, body, other = node.args
                return self.value(body if self._holds(test) else other)
            if node.func.id == "Piecewise":
                return self._cases(node.args)
            return _call(node.func.id, [self.value(a) for a in node.args])
        raise UndecidedBallError

    def _cases(self, pairs: list[ast.expr]) -> Number:
        """Piecewise((value, condition), ...)."""
        for pair in pairs:
            if not isinstance(pair, ast.Tuple):
                raise UndecidedBallError
            value, test = pair.elts
            if (isinstance(test, ast.Constant) and test.value is True) or self._holds(test):
                return self.value(value)
        raise UndefinedError("no case applies")

    def _operation(self, operator: ast.operator, a: Number, b: Number) -> Number:
        if isinstance(operator, ast.Pow):
            return _power(a, b)
        if isinstance(operator, ast.Div):
            _check_divisor(b)
            return a / b
        if isinstance(operator, ast.Add):
            return a + b
        return a - b if isinstance(operator, ast.Sub) else a * b

    def _holds(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            truths = [self._holds(v) for v in node.values]
            return all(truths) if isinstance(node.op, ast.And) else any(truths)
        if isinstance(node, ast.UnaryOp):
            return not self._holds(node.operand)
        if not isinstance(node, ast.Compare):
            raise UndecidedBallError
        sides = [self.value(side) for side in (node.left, *node.comparators)]
        return all(
            _relation(op, a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)
        )


def _number(text: str) -> fmpq:
    value = Fraction(text)
    return fmpq(value.numerator, value.denominator)


def _check_divisor(b: Number) -> None:
    if isinstance(b, fmpq) and b == 0:
        raise UndefinedError("division by 0")
    if isinstance(b, arb) and b.contains(0):
        raise UndecidedBallError


def _relation(operator: ast.cmpop, a: Number, b: Number) -> bool:
    """A comparison, exactly, or where the balls are apart."""
    below, above = bool(a < b), bool(a > b)
    exact = isinstance(a, fmpq) and isinstance(b, fmpq)
    if not (below or above or exact):
        raise UndecidedBallError
    relations: dict[type[ast.cmpop], bool] = {
        ast.Lt: below, ast.LtE: not above, ast.Gt: above, ast.GtE: not below,
        ast.Eq: not (below or above), ast.NotEq: below or above,
    }  # fmt: skip
    return relations[type(operator)]


def _extreme(name: str, a: Number, b: Number) -> Number:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return min(a, b) if name == "min" else max(a, b)
    first, second = arb(a), arb(b)
    return first.min(second) if name == "min" else first.max(second)


def _power(a: Number, b: Number) -> Number:
    if isinstance(b, fmpq) and int(b.q) == 1:
        return _whole_power(a, int(b.p))
    if isinstance(a, fmpq) and a == 0:
        if b > 0:
            return fmpq(0)
        raise UndefinedError("negative power of 0")
    if a < 0:
        raise UndefinedError("root of a negative number")
    if not a > 0:
        raise UndecidedBallError
    if isinstance(a, fmpq) and isinstance(b, fmpq) and int(b.q) == 2:
        top, bottom = arb(a.p).sqrt(), arb(a.q).sqrt()
        if top.is_exact() and bottom.is_exact():  # the root of a square, exactly
            root = Fraction(int(top.mid().fmpz()), int(bottom.mid().fmpz()))
            return _whole_power(fmpq(root.numerator, root.denominator), int(b.p))
    return arb(a) ** arb(b)


def _whole_power(a: Number, exponent: int) -> Number:
    """A whole power, exactly while it is short: exponents reach 2^64 and more."""
    if exponent < 0:
        _check_divisor(a)
        return 1 / _whole_power(a, -exponent)
    if isinstance(a, fmpq):
        if a in (0, 1):
            return fmpq(1) if exponent == 0 else a
        if exponent * max(int(a.p).bit_length(), int(a.q).bit_length()) <= _BIG:
            return a**exponent
    power, ball = arb(1), arb(a)
    for digit in f"{exponent:b}":  # by squaring: flint's own power has no ball around 0
        power = abs(power * power) * (ball if digit == "1" else 1)
    return power


def _call(name: str, values: list[Number]) -> Number:
    name, x = _SAME.get(name, name), values[0]
    if name in {"min", "max"}:
        best = x
        for other in values[1:]:
            best = _extreme(name, best, other)
        return best
    if name in _RATIONAL:
        return _RATIONAL[name](*values)
    exact = _EXACT.get((name, x)) if isinstance(x, fmpq) else None
    if exact is not None:
        return exact
    ball = arb(x)
    if name in _DOMAIN:
        bound, function = _DOMAIN[name]
        if ball <= bound:
            raise UndefinedError(f"{name} of what is not above {bound}")
        if not ball > bound:
            raise UndecidedBallError
        return function(ball)
    if name in _GROWING and not abs(ball) < _LARGE:
        raise UndecidedBallError
    if name == "atanh" and not abs(ball) < 1:
        raise UndefinedError("atanh beyond 1") if abs(ball) >= 1 else UndecidedBallError
    if name == "acosh" and not ball >= 1:
        raise UndefinedError("acosh below 1") if ball < 1 else UndecidedBallError
    if len(values) > 1:
        return _OF_TWO[name](ball, arb(values[1]))
    return _FUNCTIONS[name](ball)


def _sign(x: Number) -> Number:
    if not (isinstance(x, fmpq) or x > 0 or x < 0):
        raise UndecidedBallError
    return fmpq(1 if x > 0 else -1 if x < 0 else 0)


def _heaviside(x: Number, at_zero: Number) -> Number:
    side = _sign(x)
    return at_zero if side == 0 else fmpq(1 if side == 1 else 0)


def _inverse(x: Number) -> Number:
    _check_divisor(x)
    return 1 / x


_SAME = {
    "absolute": "abs", "fabs": "abs", "Abs": "abs", "arctan": "atan", "arcsinh": "asinh",
    "arccosh": "acosh", "arctanh": "atanh", "ln": "log", "expit": "sigmoid", "minimum": "min",
    "fmin": "min", "Min": "min", "maximum": "max", "fmax": "max", "Max": "max",
    "float_power": "pow", "sgn": "sign", "clamp": "clip",
}  # fmt: skip
_RATIONAL: dict[str, Callable[..., Number]] = {
    "abs": size,
    "cbrt": lambda x: _power(x, fmpq(1, 3)),
    "clip": lambda x, low, high: _extreme("min", _extreme("max", x, low), high),
    "heaviside": _heaviside,
    "pow": _power,
    "reciprocal": _inverse,
    "relu": lambda x: _extreme("max", x, fmpq(0)),
    "sign": _sign,
    "sqrt": lambda x: _power(x, fmpq(1, 2)),
    "square": lambda x: _whole_power(x, 2),
}
"""Functions that keep some rationals rational."""

_EXACT = {
    **{
        (name, fmpq(0)): fmpq(0)
        for name in (
            "atan",
            "asinh",
            "atanh",
            "erf",
            "expm1",
            "log1p",
            "sin",
            "sinh",
            "tan",
            "tanh",
        )
    },
    **{(name, fmpq(0)): fmpq(1) for name in ("cos", "cosh", "erfc", "exp", "exp2", "sech")},
    **{(name, fmpq(1)): fmpq(0) for name in ("log", "log2", "log10")},
    ("sigmoid", fmpq(0)): fmpq(1, 2),
    ("ndtr", fmpq(0)): fmpq(1, 2),
}
_DOMAIN: dict[str, tuple[int, Callable[[arb], arb]]] = {
    "log": (0, arb.log),
    "log10": (0, lambda x: x.log() / arb(10).log()),
    "log1p": (-1, arb.log1p),
    "log2": (0, lambda x: x.log() / arb(2).log()),
}
"""Functions of what is above a bound."""

_GROWING = {"exp", "exp2", "expm1", "sinh", "cosh", "logaddexp", "softplus", "sech", "csch"}
_FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "acosh": arb.acosh, "asinh": arb.asinh, "atan": arb.atan, "atanh": arb.atanh, "cos": arb.cos,
    "cosh": arb.cosh, "coth": arb.coth, "csch": arb.csch, "erf": arb.erf, "erfc": arb.erfc,
    "exp": arb.exp, "exp2": lambda x: arb(2) ** x, "expm1": arb.expm1,
    "ndtr": lambda x: (-x / arb(2).sqrt()).erfc() / 2, "sech": arb.sech,
    "sigmoid": lambda x: (1 + (x / 2).tanh()) / 2, "sin": arb.sin, "sinh": arb.sinh,
    "softplus": lambda x: x.exp().log1p(), "tan": arb.tan, "tanh": arb.tanh,
}  # fmt: skip
_OF_TWO: dict[str, Callable[[arb, arb], arb]] = {
    "hypot": lambda x, y: (x * x + y * y).sqrt(),
    "logaddexp": lambda x, y: x.max(y) + (-abs(x - y)).exp().log1p(),
}
