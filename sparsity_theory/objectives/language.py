"""Text to trees: objectives of the error and the row powers, through a whitelist of syntax.

Nothing is evaluated: Python's syntax tree is translated node by node. ``p`` is the list of all
row powers, ``s`` the same list in descending order; what is applied to a list is applied to each
of its entries, and ``sum``, ``max`` and the like make one number of it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from sparsity_theory.errors import (
    ExpressionError,
    ObjectiveError,
    PenaltyError,
)
from sparsity_theory.infinite_values import read_any
from sparsity_theory.near import did_you_mean
from sparsity_theory.objectives.nodes import (
    COUNT,
    ERROR,
    Node,
    negative,
    nonnegative,
    number,
    variable,
)
from sparsity_theory.objectives.pairs import side_of
from sparsity_theory.penalties.catalogue import NAMES, entry
from sparsity_theory.penalties.functions import BASIC, MADE, SAME
from sparsity_theory.penalties.literature import NAMED
from sparsity_theory.penalties.outside import reason
from sparsity_theory.penalties.spelling import Replaced, spelled, with_names, without_signs

MAX_DEPTH = 100
MAX_NODES = 20000
MAX_ROWS = 64
MAX_BITS = 1024

Value: TypeAlias = Node | tuple[Node, ...]

_KEPT = ("cbrt", "sqrt")  # these have rules of their own
_BASIC = (*(name for name in BASIC if name not in ("max", "min")), *_KEPT)
_OTHER = {name: of for name, of in SAME.items() if of not in ("max", "min")}
CASES = ("heaviside", "sign", "where")
SCALAR = tuple(sorted({*_BASIC, *_OTHER, *MADE, *CASES}))
ENTRYWISE = {"fmax": "max", "fmin": "min", "maximum": "max", "minimum": "min"}  # as in NumPy
_STEPS = {
    ("heaviside", 1): "1 if x > 0 else 0",
    ("heaviside", 2): "1 if x > 0 else (0 if x < 0 else y)",
    ("sign", 1): "1 if x > 0 else (-1 if x < 0 else 0)",
}
REDUCING = ("count", "dot", "max", "mean", "min", "prod", "sum", "symmetric")
_CHARACTERS = re.compile(r"[A-Za-z0-9_ .,:+\-*/()\[\]<>=!\n\t]*")
_NUMBER = re.compile(r"(\d{1,300}\.?\d{0,300}|\.\d{1,300})([eE][+-]?\d{1,3})?")
_ROW = re.compile(r"([ps])([1-9]\d{0,5})")
_TAKEN = frozenset({ERROR, COUNT, "d", "kappa", "r", "p", "s", "pi", "inf", "oo"})
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_RULES: dict[type[ast.operator], str] = {
    ast.Add: "add", ast.Sub: "add", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power",
}  # fmt: skip
GRAMMAR = (
    "allowed are the error e, the row powers p1, p2, ... (all: p) or sorted s1 >= s2 >= ... (all:"
    " s, all but the first two: s[2:]), count, d, kappa, r, pi, inf, numbers, lists such as [2, 1],"
    " + - * / **, conditionals such as (1 if e > 0 else 0), penalties of the catalogue and"
    f" of the literature as functions, and {', '.join((*SCALAR, *ENTRYWISE, *REDUCING))}"
)


def read(text: str, d: int, kappa: int, r: int | None) -> Node:
    """The tree of an objective at the given dimensions.

    Args:
        text: in the language above.
        d: dimension of the data.
        kappa: number of rows.
        r: what the name r stands for; None where it may not be used.

    >>> read("e + sum(s[r:])", d=3, kappa=3, r=1).text
    '(e + (s2 + s3))'

    Raises:
        ObjectiveError: the text is too large or outside the language; the message says where.
    """
    try:
        source = " ".join(without_signs(text, GRAMMAR).split())
    except ExpressionError as why:
        raise ObjectiveError(str(why)) from None
    if kappa > MAX_ROWS:
        raise ObjectiveError(f"objectives are read for at most {MAX_ROWS} rows, not {kappa}")
    names: dict[str, Value] = {"d": number(d), "kappa": number(kappa)}
    if r is not None:
        names["r"] = number(r)
    names["p"] = tuple(variable(f"p{k}") for k in range(1, kappa + 1))
    names["s"] = tuple(variable(f"s{k}") for k in range(1, kappa + 1))
    names |= {ERROR: variable(ERROR), COUNT: variable(COUNT), "pi": Node("pi")}
    names |= dict.fromkeys(("inf", "oo"), Node("infinity"))
    good = _CHARACTERS.match(source)
    if good is not None and good.end() < len(source):
        at = good.end()
        raise ObjectiveError(
            f"character {source[at]!r} at position {at + 1} is not allowed: {GRAMMAR}"
        )
    found = _ObjectiveReader(source, names).read()
    if isinstance(found, tuple):
        raise ObjectiveError(
            f"{source[:60]!r} is a list of {len(found)} numbers, not one: write sum(...)"
        )
    return found


def with_parameters(text: str, values: Mapping[str, str]) -> Replaced:
    """An objective with parameters replaced by their values, which are numbers.

    >>> with_parameters("e + lam*s2", {"lam": "e/2"}).text
    'e + ((exp(1))/2)*s2'

    Raises:
        ObjectiveError: a parameter has a name that means something in an objective.
        ExpressionError: the text is none.
    """
    for name in values:
        if (
            name in _TAKEN
            or _ROW.fullmatch(name)
            or name in (*SCALAR, *ENTRYWISE, *REDUCING, *NAMES)
        ):
            raise ObjectiveError(
                f"a parameter cannot be called {name!r}: objectives have that name"
            )
    euler = {"e": "exp(1)", "E": "exp(1)"}  # which it is in values; here e is the error
    meant = {
        name: with_names(spelled(value, GRAMMAR), euler, GRAMMAR).text
        for name, value in values.items()
    }
    return with_names(without_signs(text, GRAMMAR), meant, GRAMMAR)


def folded(kind: str, a: Node, b: Node) -> Node:
    """A node of two parts; of short rational numbers, the number.

    >>> folded("divide", number(1), number(2)).text, folded("divide", number(1), number(0)).text
    ('(1/2)', '(1/0)')
    """
    x, y = a.data, b.data
    if a.kind == b.kind == "number" and isinstance(x, Fraction) and isinstance(y, Fraction):
        value: Fraction | None = None
        if kind == "add":
            value = x + y
        elif kind == "multiply":
            value = x * y
        elif kind == "divide" and y:
            value = x / y
        elif kind == "power" and y.denominator == 1 and abs(y) <= 64 and (x or y > 0):
            value = Fraction(x ** int(y))
        if value is not None and _bits(value) <= MAX_BITS:
            return number(value)
    return Node(kind, (a, b))


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def applied(name: str, x: Node) -> Node:
    """A basic function of one argument.

    >>> applied("log", variable("e")).text
    'log(e)'
    """
    return Node("call", (x,), name)


def compared(op: ast.cmpop, a: Node, b: Node) -> Node:
    """A comparison."""
    return Node("compare", (a, b), _OPERATORS[type(op)])


class _ObjectiveReader:
    """One pass over a syntax tree, with names for the variables."""

    def __init__(self, source: str, names: Mapping[str, Value]) -> None:
        self.source, self.names = source, names
        self.made = 0

    def read(self) -> Value:
        try:
            tree = ast.parse(self.source, mode="eval").body
        except SyntaxError as error:
            raise ObjectiveError(
                f"cannot read {self.source[:60]!r} at position {error.offset}: {error.msg}"
                f" (write 2*e, not 2e); {GRAMMAR}"
            ) from None
        except (RecursionError, MemoryError, ValueError):
            raise ObjectiveError("the objective nests too deeply: simplify it") from None
        return self.value(tree, 0)

    def refuse(self, node: ast.AST, why: str) -> ObjectiveError:
        segment = ast.get_source_segment(self.source, node) or self.source
        short = segment if len(segment) <= 60 else segment[:57] + "..."
        return ObjectiveError(f"{short!r} at position {getattr(node, 'col_offset', 0) + 1}: {why}")

    def made_of(self, node: ast.AST, made: Node) -> Node:
        """Count what is made: lists within lists grow fast."""
        self.made += 1
        if self.made > MAX_NODES or made.size > MAX_NODES:
            raise self.refuse(node, f"more than {MAX_NODES} parts: simplify the objective")
        return made

    def value(self, node: ast.expr, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"nests deeper than {MAX_DEPTH}: simplify the objective")
        match node:
            case ast.Constant():
                return self.number(node)
            case ast.Name():
                return self.name(node)
            case ast.UnaryOp(ast.USub(), operand):
                return self.each(node, negative, self.value(operand, depth + 1))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.value(operand, depth + 1)
            case ast.BinOp(left, op, right):
                return self.operation(node, op, (left, right), depth)
            case ast.List(entries) if entries:
                return tuple(self.one(x, depth + 1) for x in entries)
            case ast.Subscript(inner, place):
                return self.part(node, self.value(inner, depth + 1), place)
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(ast.Not()):
                test = self.test(node, depth + 1)
                return self.each(node, lambda x: Node("if", (x, number(1), number(0))), test)
            case ast.IfExp(test, body, other):
                parts = [self.test(test, depth + 1)]
                parts += [self.value(x, depth + 1) for x in (body, other)]
                return self.each(node, lambda *x: Node("if", x), *parts)
            case ast.Call(ast.Name(), arguments, keywords) if arguments:
                return self.call(node, arguments, keywords, depth)
        raise self.refuse(node, f"not part of the language; {GRAMMAR}")

    def one(self, node: ast.expr, depth: int) -> Node:
        found = self.value(node, depth)
        if isinstance(found, tuple):
            raise self.refuse(node, "a list where one number is needed: write sum(...) or max(...)")
        return found

    def each(self, node: ast.AST, rule: Callable[..., Node], *values: Value) -> Value:
        """Apply a rule entry by entry; numbers go with every entry of a list."""
        lengths = {len(v) for v in values if isinstance(v, tuple)}
        if not lengths:
            return self.made_of(node, rule(*values))
        if len(lengths) > 1:
            raise self.refuse(node, f"lists of different lengths: {sorted(lengths)}")
        rows = [v if isinstance(v, tuple) else (v,) * next(iter(lengths)) for v in values]
        return tuple(self.made_of(node, rule(*row)) for row in zip(*rows, strict=True))

    def number(self, node: ast.Constant) -> Node:
        text = ast.get_source_segment(self.source, node) or ""
        if not _NUMBER.fullmatch(text):
            raise self.refuse(node, "not a number; write numbers like 2, 0.1 or 1e-4")
        value = Fraction(text)
        if _bits(value) > MAX_BITS:
            raise self.refuse(node, f"the number is too large: at most {MAX_BITS} bits")
        return number(value)

    def name(self, node: ast.Name) -> Value:
        found = self.names.get(node.id)
        if found is not None:
            return found
        row = _ROW.fullmatch(node.id)
        if row:
            rows = self.names.get(row[1])
            if isinstance(rows, tuple) and int(row[2]) <= len(rows):
                return rows[int(row[2]) - 1]
            if isinstance(rows, tuple):
                raise self.refuse(node, f"there are kappa = {len(rows)} rows only; see --dims")
        if node.id in {"u", "z", "Z"}:
            raise self.refuse(
                node, "an objective is a function of the error e and the powers of the rows of the"
                " code, which are called p1, p2, ... (all: p)"
            )  # fmt: skip
        if node.id in {*SCALAR, *ENTRYWISE, *REDUCING, *NAMES, *NAMED}:
            raise self.refuse(node, f"{node.id} is a function: write {node.id}(...)")
        if node.id == "r":
            raise self.refuse(node, "an objective for all ranks cannot name r: write a number")
        self.outside(node.id)
        known = (*self.names, "p1", "s1")
        hint = did_you_mean(node.id, known)
        given = f"a parameter needs a value, such as --param {node.id}=0.1"
        raise self.refuse(node, f"unknown name{hint}; {given}; {GRAMMAR}")

    def outside(self, name: str) -> None:
        """Refuse what is no function of error and row powers, with the reason."""
        why = reason(name, pairs=False)
        if why is not None:
            raise ObjectiveError(why)

    def operation(
        self, node: ast.BinOp, op: ast.operator, sides: tuple[ast.expr, ast.expr], depth: int
    ) -> Value:
        left, right = (self.value(side, depth + 1) for side in sides)
        if type(op) not in _RULES:
            raise self.refuse(node, f"this operator is not part of the language; {GRAMMAR}")
        if isinstance(op, ast.Pow) and any(
            part.variables for part in (right if isinstance(right, tuple) else (right,))
        ):
            raise self.refuse(node, "an exponent must be a constant: write exp(b*log(a))")
        kind = _RULES[type(op)]

        def joined(a: Node, b: Node) -> Node:
            second = negative(b) if isinstance(op, ast.Sub) else b
            return folded(kind, a, second)

        return self.each(node, joined, left, right)

    def part(self, node: ast.AST, found: Value, place: ast.expr) -> Value:
        """Some entries of a list, or one, counted from 0 as Python does: s[0] is s1."""
        if not isinstance(found, tuple):
            raise self.refuse(node, "only a list can be cut: s[2:] is s without its 2 largest")
        if isinstance(place, ast.Slice):
            if place.step is not None:
                raise self.refuse(node, "a list is cut without steps, as s[2:]")
            return self.slice(node, found, (place.lower, place.upper))
        index = self.one(place, 0).data
        if not isinstance(index, Fraction) or index.denominator != 1:
            raise self.refuse(node, "the place of an entry is a whole number, r, d or kappa")
        if not -len(found) <= index < len(found):
            raise self.refuse(node, f"the list has {len(found)} entries, counted from 0")
        return found[int(index)]

    def slice(
        self, node: ast.AST, found: tuple[Node, ...], ends: tuple[ast.expr | None, ...]
    ) -> Value:
        bounds: list[int | None] = []
        for end in ends:
            value = None if end is None else self.one(end, 0)
            if value is not None and (
                value.kind != "number"
                or not isinstance(value.data, Fraction)
                or value.data.denominator != 1
            ):
                raise self.refuse(node, "the ends of a cut are whole numbers, r, d or kappa")
            bounds.append(None if value is None else int(value.data))  # type: ignore[arg-type]
        return found[bounds[0] : bounds[1]]

    def test(self, node: ast.expr, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"nests deeper than {MAX_DEPTH}: simplify the objective")
        match node:
            case ast.BoolOp(op, values):
                kind = "and" if isinstance(op, ast.And) else "or"
                parts = [self.test(value, depth + 1) for value in values]
                return self.each(node, lambda *x: Node(kind, x), *parts)
            case ast.UnaryOp(ast.Not(), operand):
                inner = self.test(operand, depth + 1)
                return self.each(node, lambda x: Node("not", (x,)), inner)
            case ast.Compare(left, ops, others) if all(type(op) in _OPERATORS for op in ops):
                sides = [self.value(side, depth + 1) for side in (left, *others)]
                found = [
                    self.each(node, lambda a, b, op=op: compared(op, a, b), a, b)
                    for op, a, b in zip(ops, sides, sides[1:], strict=False)
                ]
                if len(found) == 1:
                    return found[0]
                return self.each(node, lambda *x: Node("and", x), *found)
        raise self.refuse(node, "not a condition; conditions are like e > 0 or count <= 2")

    def call(
        self, node: ast.Call, arguments: list[ast.expr], keywords: list[ast.keyword], depth: int
    ) -> Value:
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if name == "Piecewise":
            return self.value(self.cases(node, arguments), depth + 1)
        # The first argument of where is a condition, which is no value.
        skip = int(SAME.get(name, name) == "where")
        if name not in NAMES and name not in NAMED:
            self.outside(name)
        values = [number(0)] * skip + [self.value(x, depth + 1) for x in arguments[skip:]]
        given = [k.arg for k in keywords]
        if None in given or len(set(given)) < len(given):
            raise self.refuse(node, "a parameter is given once, as name=number")
        if name in NAMES and name not in SCALAR:
            return self.penalty(node, name, values, keywords)
        if name in NAMED:
            return self.of_literature(node, name, values, keywords)
        if keywords:
            raise self.refuse(node, "only penalties take parameters by name")
        if name in ENTRYWISE:
            if len(values) < 2:
                raise self.refuse(
                    node, f"{name} compares at least two; of a list: {ENTRYWISE[name]}"
                )
            return self.each(node, lambda *x: Node(ENTRYWISE[name], x), *values)
        name = "count" if name == "count_nonzero" else SAME.get(name, name)
        if name in SCALAR:
            return self.scalar(node, name, arguments, values, depth)
        if name in REDUCING:
            return self.made_of(node, self.reduced(node, name, values))
        hint = did_you_mean(
            name, tuple(dict.fromkeys((*SCALAR, *ENTRYWISE, *REDUCING, *NAMES, *NAMED)))
        )
        raise self.refuse(node, f"unknown function{hint}; {GRAMMAR}")

    def cases(self, node: ast.Call, arguments: list[ast.expr]) -> ast.expr:
        """Piecewise((a, condition), (b, True)) as a conditional."""
        pairs = [a.elts for a in arguments if isinstance(a, ast.Tuple) and len(a.elts) == 2]
        last = pairs[-1][1] if pairs else None
        if len(pairs) < len(arguments) or not (
            isinstance(last, ast.Constant) and last.value is True
        ):
            raise self.refuse(node, "write Piecewise((value, condition), ..., (value, True))")
        whole = pairs.pop()[0]
        for value, test in reversed(pairs):
            whole = ast.copy_location(ast.IfExp(test, value, whole), node)
        return whole

    def scalar(
        self, node: ast.Call, name: str, arguments: list[ast.expr], values: list[Value], depth: int
    ) -> Value:
        """A function of numbers, applied to each entry of lists."""
        wanted = MADE[name][0].split() if name in MADE and name not in _KEPT else ["x"]
        if name == "where":
            wanted = ["condition", "x", "y"]
        if name == "heaviside" and len(arguments) == 2:  # NumPy's, with the value at 0
            wanted = ["x", "y"]
        if len(arguments) != len(wanted):
            raise self.refuse(node, f"{name} takes {len(wanted)} arguments: {', '.join(wanted)}")
        if name == "where":
            test = self.test(arguments[0], depth + 1)
            return self.each(node, lambda *x: Node("if", x), test, *values[1:])
        if name in _BASIC:
            return self.each(node, lambda x: applied(name, x), values[0])
        source = MADE[name][1] if name in MADE else _STEPS[name, len(wanted)]

        def made(*parts: Node) -> Node:
            found = _ObjectiveReader(source, dict(zip(wanted, parts, strict=True))).read()
            assert isinstance(found, Node)
            return found

        return self.each(node, made, *values)

    def reduced(self, node: ast.Call, name: str, values: list[Value]) -> Node:
        if name == "symmetric":
            return self.symmetric(node, values)
        if name == "dot":
            if len(values) != 2:
                raise self.refuse(node, "dot takes two lists")
            values = [self.each(node, lambda a, b: Node("multiply", (a, b)), *values)]
        if name not in ("max", "min") and len(values) != 1:
            raise self.refuse(node, f"{name} takes one list")
        entries = tuple(x for v in values for x in (v if isinstance(v, tuple) else (v,)))
        if name == "count":
            zero, one = number(0), number(1)
            entries = tuple(
                Node("if", (Node("compare", (x, zero), ">"), one, zero)) for x in entries
            )
        if not entries and name in ("max", "min", "mean"):
            raise self.refuse(node, f"{name} of an empty list")
        if not entries:
            return number(1 if name == "prod" else 0)
        kind = {"prod": "multiply", "max": "max", "min": "min"}.get(name, "add")
        made = entries[0] if len(entries) == 1 else Node(kind, entries)
        return Node("divide", (made, number(len(entries)))) if name == "mean" else made

    def symmetric(self, node: ast.Call, values: list[Value]) -> Node:
        """The sum over all sets of `degree` entries of the product of the entries of the set."""
        if len(values) == 2 and isinstance(values[0], Node) and isinstance(values[1], tuple):
            degree = values[0].data
            if isinstance(degree, Fraction) and degree in range(1, MAX_ROWS + 1):
                return Node("symmetric", values[1], int(degree))
        raise self.refuse(
            node, "write symmetric(j, list) with a whole number j >= 1: the sum over all sets of j"
            " entries of the product of the set"
        )  # fmt: skip

    def penalty(
        self, node: ast.Call, name: str, values: list[Value], keywords: list[ast.keyword]
    ) -> Value:
        """A penalty of the catalogue, applied to one argument or to each entry of a list."""
        if len(values) != 1 or name == "indicator":
            raise self.refuse(
                node, f"{name} takes one argument, and parameters by name; for the indicator write"
                " (inf if e > 0 else 0)"
            )  # fmt: skip
        found = entry(name)
        chosen: dict[str, Value] = {}
        known = {p.name: p for p in found.parameters}
        for keyword in keywords:
            if keyword.arg not in known:
                names = ", ".join(known) or "none"
                raise self.refuse(node, f"the parameters of {name} are: {names}")
            given = self.one(keyword.value, 0)
            if given.kind != "number" or not isinstance(given.data, Fraction):
                raise self.refuse(node, f"{name} needs a rational number for {keyword.arg}")
            chosen[keyword.arg] = given
        for key, parameter in known.items():
            default = Fraction(int(parameter.default.p), int(parameter.default.q))
            value = chosen.setdefault(key, number(default))
            assert isinstance(value, Node)
            self.check(node, name, parameter, value)
        source = " ".join(found.text.split())

        def at(argument: Node) -> Node:
            self.power(node, name, argument)
            made = _ObjectiveReader(source, {**chosen, "u": argument, "pi": Node("pi")}).read()
            assert isinstance(made, Node)
            return made

        return self.each(node, at, values[0])

    def power(self, node: ast.AST, name: str, argument: Node) -> None:
        """Refuse an argument that may be negative: a penalty is a function of powers."""
        if not nonnegative(argument):
            raise self.refuse(
                node, f"{name} is a function of numbers that are at least 0, as powers are, and"
                f" {argument.text[:60]} may be negative: write abs(...) or maximum(..., 0)"
            )  # fmt: skip

    def of_literature(
        self, node: ast.Call, name: str, values: list[Value], keywords: list[ast.keyword]
    ) -> Value:
        """A penalty of the literature, infinite values included, applied in the same way."""
        if len(values) != 1:
            raise self.refuse(node, f"{name} takes one argument, and parameters by name")
        given = {str(k.arg): self.one(k.value, 0) for k in keywords}
        for key, value in given.items():
            if value.variables:
                raise self.refuse(node, f"{name} needs a number for {key}")
        text = ", ".join(["u", *(f"{key}={value.text}" for key, value in given.items())])
        try:
            source = side_of(read_any(f"{name}({text})"), "u")
        except (ExpressionError, PenaltyError) as problem:
            raise self.refuse(node, str(problem)) from None

        def at(argument: Node) -> Node:
            self.power(node, name, argument)
            names = {"u": argument, "pi": Node("pi")}
            names |= dict.fromkeys(("inf", "oo"), Node("infinity"))
            made = _ObjectiveReader(" ".join(source.split()), names).read()
            assert isinstance(made, Node)
            return made

        return self.each(node, at, values[0])

    def check(self, node: ast.AST, name: str, parameter: object, value: Node) -> None:
        from sympy import Rational  # noqa: PLC0415 - for a bound only

        from sparsity_theory.penalties.parameters import Parameter  # noqa: PLC0415

        assert isinstance(parameter, Parameter)
        assert isinstance(value.data, Fraction)
        try:
            parameter.check(Rational(value.data.numerator, value.data.denominator), name)
        except PenaltyError as problem:
            raise self.refuse(node, str(problem)) from None
