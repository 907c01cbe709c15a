r"""Penalties as terms of Coq's real numbers, read from the text that the user typed.

Coq's division, logarithm and square root are total: x / 0, ln (-1) and sqrt (-1) are numbers, so a
theorem about the bare term could be a theorem about nonsense. Each term therefore comes with a
proposition that says where the text is a finite real number; a verdict file proves it wherever
the penalty is used.

>>> read("log(1 + u)").term
'(ln (1 + u))'
>>> read("log(1 + u)").defined
'(0 < (1 + u))'
>>> read("mcp(lam=1, tau=2)").term
'(if Rle_dec u 2 then ((1 * u) - ((u ^ 2) / 4)) else 1)'
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from numerics.errors import NumericsError
from sparsity_theory.penalties.catalogue import entry, lookup
from sparsity_theory.penalties.expressions import to_text
from sparsity_theory.penalties.penalties import penalty

MAX_EXPONENT = 200


@dataclass(frozen=True)
class PenaltyText:
    """A penalty as text in u: its syntax tree, and the value of each named parameter."""

    tree: ast.expr
    parameters: Mapping[str, Fraction]


@dataclass(frozen=True)
class CoqTerm:
    """A real function of ``u`` in Coq, and the proposition that it is defined at ``u``."""

    term: str
    defined: str


def read(text: str) -> CoqTerm:
    """The Coq term of a penalty: a catalogue name, or an expression in u.

    Raises:
        NumericsError: the text uses what Coq's real numbers cannot say.
        ExpressionError, PenaltyError: it is no penalty at all (`sparsity_theory`).
    """
    return translate(source(text))


def source(text: str) -> PenaltyText:
    """The text in u that defines a penalty, with the limit at 0 written out where it was taken.

    >>> translate(source("u*log(u)")).term
    '(if Req_EM_T u 0 then 0 else (u * (ln u)))'

    Raises:
        NumericsError: it is infinite somewhere.
        ExpressionError, PenaltyError: it is no penalty (`sparsity_theory`).
    """
    made = penalty(text)
    if not made.finite:
        raise NumericsError(
            f"{text!r} takes the value oo, and Coq's real numbers have none: give a finite penalty,"
            " such as l0"
        )
    if lookup(text) is not None:
        body = entry(made.name).text
        values = {name: Fraction(value.p, value.q) for name, value in made.parameters.items()}
    else:
        body, values = made.source if _is_said(made.source) else made.name, {}
        if made.at_zero_is_limit:
            body = f"{to_text(made.at_zero)} if u == 0 else ({body})"
    return PenaltyText(_exact_numbers(" ".join(body.split())), values)


def _is_said(text: str) -> bool:
    """Whether Coq has every function of a text: if not, what the package made of it may do."""
    calls = [node for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Call)]
    return all(isinstance(c.func, ast.Name) and c.func.id in _KNOWN for c in calls)


def _exact_numbers(text: str) -> ast.expr:
    """The syntax tree, with each number as the fraction that was typed, not as a float."""
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            # Any object may stand in a tree; this one is never compiled.
            node.value = Fraction(ast.get_source_segment(text, node) or "")  # type: ignore[assignment]
    return tree


def number(value: Fraction) -> str:
    """A rational number as a Coq real.

    >>> number(Fraction(-3, 4)), number(Fraction(2))
    ('(-3 / 4)', '2')
    """
    top = str(value.numerator) if value >= 0 else f"-{-value.numerator}"
    if value.denominator != 1:
        return f"({top} / {value.denominator})"
    return top if value >= 0 else f"({top})"


def constant(node: ast.expr, parameters: Mapping[str, Fraction]) -> Fraction | None:
    """The exact value of a rational subexpression without u, None where there is none."""
    if isinstance(node, ast.Constant):
        return Fraction(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return parameters.get(node.id)
    if isinstance(node, ast.UnaryOp):
        inner = constant(node.operand, parameters)
        if inner is None:
            return None
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left, right = constant(node.left, parameters), constant(node.right, parameters)
        return None if left is None or right is None else _arithmetic(node.op, left, right)
    return None


def _arithmetic(operator: ast.operator, left: Fraction, right: Fraction) -> Fraction | None:
    if isinstance(operator, ast.Add):
        return left + right
    if isinstance(operator, ast.Sub):
        return left - right
    if isinstance(operator, ast.Mult):
        return left * right
    if isinstance(operator, ast.Div) and right:
        return left / right
    if isinstance(operator, ast.Pow) and right.denominator == 1 and abs(right) <= MAX_EXPONENT:
        return left**right.numerator if left or right >= 0 else None
    return None


def translate(given: PenaltyText) -> CoqTerm:
    """The Coq term of a source.

    Raises:
        NumericsError: a function that Coq's real numbers lack.
    """
    return _Translator(given.parameters).visit(given.tree)


TRUE = "True"


def both(*propositions: str) -> str:
    """The conjunction of propositions, True left out."""
    kept = list(dict.fromkeys(each for each in propositions if each != TRUE))
    if not kept:
        return TRUE
    return kept[0] if len(kept) == 1 else "(" + " /\\ ".join(kept) + ")"


# name -> (term of the argument, what the argument must satisfy)
_FUNCTIONS: dict[str, tuple[str, str]] = {
    "exp": ("(exp {0})", TRUE),
    "log": ("(ln {0})", "(0 < {0})"),
    "ln": ("(ln {0})", "(0 < {0})"),
    "log1p": ("(ln (1 + {0}))", "(0 < 1 + {0})"),
    "expm1": ("(exp {0} - 1)", TRUE),
    "sqrt": ("(sqrt {0})", "(0 <= {0})"),
    "cbrt": ("(if Rle_dec {0} 0 then 0 else Rpower {0} (1 / 3))", "(0 <= {0})"),
    "abs": ("(Rabs {0})", TRUE),
    "atan": ("(atan {0})", TRUE),
    "arctan": ("(atan {0})", TRUE),
    "asinh": ("(ln ({0} + sqrt ({0} ^ 2 + 1)))", "(0 < {0} + sqrt ({0} ^ 2 + 1))"),
    "sinh": ("((exp {0} - exp (- {0})) / 2)", TRUE),
    "cosh": ("((exp {0} + exp (- {0})) / 2)", TRUE),
    "tanh": ("(1 - 2 / (exp (2 * {0}) + 1))", "(exp (2 * {0}) + 1 <> 0)"),
    "sin": ("(sin {0})", TRUE),
    "cos": ("(cos {0})", TRUE),
}
_FOLDED = {"min": "Rmin", "max": "Rmax"}
_KNOWN = {*_FUNCTIONS, *_FOLDED}
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
# relation -> (decision procedure, are the sides swapped, are the branches swapped)
_RELATIONS: dict[type[ast.cmpop], tuple[str, bool, bool]] = {
    ast.LtE: ("Rle_dec", False, False),
    ast.Lt: ("Rlt_dec", False, False),
    ast.GtE: ("Rle_dec", True, False),
    ast.Gt: ("Rlt_dec", True, False),
    ast.Eq: ("Req_EM_T", False, False),
    ast.NotEq: ("Req_EM_T", False, True),
}


class _Translator:
    """Python's syntax tree to Coq; every node of the language of penalties, and no other."""

    def __init__(self, parameters: Mapping[str, Fraction]) -> None:
        self.parameters = parameters

    def visit(self, node: ast.expr) -> CoqTerm:
        value = constant(node, self.parameters)
        if value is not None:
            return CoqTerm(number(value), TRUE)
        if isinstance(node, ast.Name):
            return self.name(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = self.visit(node.operand)
            sign = "- " if isinstance(node.op, ast.USub) else ""
            return CoqTerm(f"({sign}{inner.term})", inner.defined)
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self.call(node.func.id, [self.visit(each) for each in node.args])
        if isinstance(node, ast.IfExp):
            return self.branch(node.test, self.visit(node.body), self.visit(node.orelse))
        raise NumericsError(f"{ast.unparse(node)!r} cannot be said in Coq's real numbers")

    def name(self, node: ast.Name) -> CoqTerm:
        known = {"u": "u", "pi": "PI", "e": "(exp 1)", "E": "(exp 1)"}
        if node.id not in known:
            raise NumericsError(f"{node.id!r} cannot be said in Coq's real numbers")
        return CoqTerm(known[node.id], TRUE)

    def operation(self, node: ast.BinOp) -> CoqTerm:
        if isinstance(node.op, ast.Pow):
            return self.power(node)
        left, right = self.visit(node.left), self.visit(node.right)
        sign = _OPERATORS.get(type(node.op))
        if sign is None:
            raise NumericsError(f"{ast.unparse(node)!r} cannot be said in Coq's real numbers")
        divisor = f"({right.term} <> 0)" if isinstance(node.op, ast.Div) else TRUE
        if divisor != TRUE and constant(node.right, self.parameters):
            divisor = TRUE  # a literal that is not 0
        return CoqTerm(
            f"({left.term} {sign} {right.term})", both(left.defined, right.defined, divisor)
        )

    def power(self, node: ast.BinOp) -> CoqTerm:
        base, exponent = self.visit(node.left), constant(node.right, self.parameters)
        if exponent is not None and exponent.denominator == 1:
            return self.integer_power(base, exponent.numerator)
        if isinstance(node.left, ast.Name) and node.left.id in ("e", "E"):
            return self.call("exp", [self.visit(node.right)])
        above = self.visit(node.right)
        if exponent is not None and exponent > 0:
            # Rpower is exp (y ln x), which is not 0 at x = 0.
            term = f"(if Rle_dec {base.term} 0 then 0 else Rpower {base.term} {above.term})"
            return CoqTerm(term, both(base.defined, f"(0 <= {base.term})"))
        term = f"(Rpower {base.term} {above.term})"
        return CoqTerm(term, both(base.defined, above.defined, f"(0 < {base.term})"))

    def integer_power(self, base: CoqTerm, exponent: int) -> CoqTerm:
        if abs(exponent) > MAX_EXPONENT:
            raise NumericsError(f"the exponent {exponent} is too large: at most {MAX_EXPONENT}")
        if exponent >= 0:
            return CoqTerm(f"({base.term} ^ {exponent})", base.defined)
        return CoqTerm(
            f"(/ ({base.term} ^ {-exponent}))", both(base.defined, f"({base.term} <> 0)")
        )

    def call(self, name: str, arguments: list[CoqTerm]) -> CoqTerm:
        defined = both(*(each.defined for each in arguments))
        if name in _FOLDED:
            return CoqTerm(_fold(_FOLDED[name], [each.term for each in arguments]), defined)
        if name not in _FUNCTIONS or len(arguments) != 1:
            raise NumericsError(
                f"{name!r} is not among the functions of Coq's real numbers that the proof can"
                f" enclose: {', '.join(sorted((*_FUNCTIONS, *_FOLDED)))}"
            )
        term, condition = _FUNCTIONS[name]
        inner = arguments[0].term
        return CoqTerm(term.format(inner), both(defined, condition.format(inner)))

    def branch(self, test: ast.expr, then: CoqTerm, other: CoqTerm) -> CoqTerm:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.branch(test.operand, other, then)
        if isinstance(test, ast.BoolOp):
            head, rest = test.values[0], test.values[1:]
            tail = rest[0] if len(rest) == 1 else ast.BoolOp(test.op, rest)
            if isinstance(test.op, ast.And):
                return self.branch(head, self.branch(tail, then, other), other)
            return self.branch(head, then, self.branch(tail, then, other))
        if not isinstance(test, ast.Compare):
            raise NumericsError(f"the condition {ast.unparse(test)!r} cannot be said in Coq")
        if len(test.ops) > 1:
            middle = test.comparators[0]
            first = ast.Compare(test.left, test.ops[:1], [middle])
            rest_of_chain = ast.Compare(middle, test.ops[1:], test.comparators[1:])
            return self.branch(first, self.branch(rest_of_chain, then, other), other)
        return self.decide(test, then, other)

    def decide(self, test: ast.Compare, then: CoqTerm, other: CoqTerm) -> CoqTerm:
        decision, swapped, negated = _RELATIONS[type(test.ops[0])]
        left, right = self.visit(test.left), self.visit(test.comparators[0])
        sides = f"{right.term} {left.term}" if swapped else f"{left.term} {right.term}"
        first, second = (other, then) if negated else (then, other)
        term = f"(if {decision} {sides} then {first.term} else {second.term})"
        if first.defined == second.defined == TRUE:
            return CoqTerm(term, both(left.defined, right.defined))
        defined = f"(if {decision} {sides} then {first.defined} else {second.defined})"
        return CoqTerm(term, both(left.defined, right.defined, defined))


def _fold(function: str, terms: list[str]) -> str:
    folded = terms[-1]
    for term in reversed(terms[:-1]):
        folded = f"({function} {term} {folded})"
    return folded
