"""What the checker sees in the text of an objective: terms, symmetry, ratios that ignore scale."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from hashlib import sha256

from flint import fmpq

from numerics.certificates.limits import LimitError, ask
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError
from numerics.objectives.evaluation import constant
from numerics.objectives.ranges import Range, point

CONSTANTS = frozenset({"pi", "inf"})
_ROOTS = {"sqrt": Fraction(1, 2), "cbrt": Fraction(1, 3)}


@lru_cache(maxsize=2**17)
def names(node: ast.AST) -> frozenset[str]:
    """The variables of a node; functions have names, too, which are none."""
    if isinstance(node, ast.Name):
        return frozenset({node.id}) - CONSTANTS
    parts = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    return frozenset().union(*map(names, parts))


@lru_cache(maxsize=2**17)
def text_digest(node: ast.AST) -> str:
    """The same for nodes of the same text and, by SHA-256, for no others."""

    def written(value: object) -> str:
        if isinstance(value, list):
            return ",".join(map(written, value))
        return text_digest(value) if isinstance(value, ast.AST) else repr(value)

    parts = [f"{name}({written(value)})" for name, value in ast.iter_fields(node)]
    return sha256(f"{type(node).__name__}:{'|'.join(parts)}".encode()).hexdigest()


def terms(node: ast.expr) -> list[ast.expr]:
    """The node as a sum; constant factors that are finite are taken inside.

    >>> [ast.unparse(t) for t in terms(ast.parse("2*(e - p1) + 1", mode="eval").body)]
    ['2 * e', '2 * -p1', '1']
    """
    ask()
    match node:
        case ast.BinOp(left, ast.Add(), right):
            return terms(left) + terms(right)
        case ast.BinOp(left, ast.Sub(), right):
            return terms(left) + terms(ast.UnaryOp(ast.USub(), right))
        case ast.UnaryOp(ast.USub(), operand):
            return [ast.UnaryOp(ast.USub(), term) for term in terms(operand)]
        case ast.BinOp(left, ast.Mult() as op, right) if _finite(left):
            return [ast.BinOp(left, op, term) for term in terms(right)]
        case ast.BinOp(left, ast.Mult() | ast.Div() as op, right) if _finite(right):
            return [ast.BinOp(term, op, right) for term in terms(left)]
    return [node]


def _finite(node: ast.expr) -> bool:
    infinite = any(isinstance(part, ast.Name) and part.id == "inf" for part in ast.walk(node))
    return not names(node) and not infinite and not isinstance(constant(node), float)


def joined(parts: list[ast.expr]) -> ast.expr:
    """Their sum."""
    return reduce(lambda a, b: ast.BinOp(a, ast.Add(), b), parts)


def symmetric(node: ast.expr, kappa: int) -> bool:
    """Whether the text stays the same when p1, ..., p_kappa exchange their names.

    The order of sums, products and the like does not count.
    """
    plain = _written(node, {})
    return all(_written(node, {"p1": f"p{k}", f"p{k}": "p1"}) == plain for k in range(2, kappa + 1))


def _written(node: ast.AST, renamed: Mapping[str, str]) -> str:
    ask()

    def parts(nodes: list[ast.expr]) -> str:
        return ",".join(sorted(_written(part, renamed) for part in nodes))

    match node:
        case ast.Name(name):
            return renamed.get(name, name)
        case ast.BinOp(_, ast.Add() | ast.Mult() as op, _):
            return f"{type(op).__name__}({parts(_flat(node, type(op)))})"
        case ast.BoolOp(op, values):
            return f"{type(op).__name__}({parts(values)})"
        case ast.Call(ast.Name("min" | "max" as name), arguments, []):
            return f"{name}({parts(arguments)})"
        case ast.Call(ast.Name("symmetric"), [degree, *arguments], []):
            return f"symmetric({ast.unparse(degree)};{parts(arguments)})"
    inner = ",".join(_written(part, renamed) for part in ast.iter_child_nodes(node))
    value = repr(node.value) if isinstance(node, ast.Constant) else ""
    return f"{type(node).__name__}{value}({inner})"


def _flat(node: ast.expr, op: type[ast.operator]) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, op):
        return _flat(node.left, op) + _flat(node.right, op)
    return [node]


def repeated(node: ast.expr, variables: frozenset[str]) -> list[ast.expr]:
    """The parts that occur at least twice, and outside of which the variables do not occur.

    >>> tree = ast.parse("(p1 + p2)/(1 + (p1 + p2))", mode="eval").body
    >>> [ast.unparse(part) for part in repeated(tree, frozenset({"p1", "p2"}))]
    ['p1 + p2']
    """
    met: dict[str, list[ast.expr]] = {}
    for part in ast.walk(node):
        ask()
        if isinstance(part, ast.expr) and not isinstance(part, ast.Name):
            met.setdefault(text_digest(part), []).append(part)
    found = []
    for same in met.values():
        if len(same) > 1 and names(same[0]) >= variables:
            ask()
            inside = {id(part) for whole in same for part in ast.walk(whole)}
            outside = (part for part in ast.walk(node) if id(part) not in inside)
            if not any(isinstance(x, ast.Name) and x.id in variables for x in outside):
                found.append(same[0])
    return found


def ratio(node: ast.expr, kappa: int, active: int) -> Range | None:
    r"""The range of ``(sum_k p_k^a)^alpha / (sum_k p_k^b)^beta`` over codes with active rows.

    Here 0 < a < b and alpha a = beta b; b = oo stands for ``(max_k p_k)^beta``, beta = alpha a. The
    scale of p drops out: let the denominator be 1. Then p_k <= 1, so sum p_k^a >= sum p_k^b, with
    equality for one active row only; it is near 1 where all rows but one are small. By Jensen it is
    at most m^(1 - a/b), reached where all are equal. Of any other node: None.
    """
    factors: dict[Fraction | None, Fraction] = {}
    if not active or not _collect(node, Fraction(1), factors, kappa):
        return None
    if len(factors) != 2 or 0 in factors.values():
        return None
    a, b = sorted(factors, key=lambda degree: (degree is None, degree or 0))
    alpha = factors[a]
    if a is None or alpha * a + factors[b] * (1 if b is None else b) != 0:
        return None
    exponent = alpha * (1 if b is None else 1 - a / b)
    other = point(fmpq(active)).power(point(to_fmpq(exponent))).low
    one, reached = fmpq(1), active == 1
    return Range(one, other, reached, True) if alpha > 0 else Range(other, one, True, reached)


def _collect(
    node: ast.expr, exponent: Fraction, factors: dict[Fraction | None, Fraction], kappa: int
) -> bool:
    """Add the node's factors, by the degree of what is summed; whether it has no others."""
    ask()
    node, exponent = _base(node, exponent)
    match node:
        case ast.BinOp(left, ast.Mult() | ast.Div() as op, right):
            turn = 1 if isinstance(op, ast.Mult) else -1
            return _collect(left, exponent, factors, kappa) and _collect(
                right, exponent * turn, factors, kappa
            )
        case ast.Constant(1):
            return True
        case ast.Name("s1"):
            degree: Fraction | None = None
        case ast.Call(ast.Name("max"), [*parts], []):
            found = _degree(parts, kappa)
            if found is None:
                return False
            degree, exponent = None, exponent * found
        case _:
            degree = _degree(_flat(node, ast.Add), kappa)
            if degree is None:
                return False
    factors[degree] = factors.get(degree, Fraction(0)) + exponent
    return True


def _degree(parts: list[ast.expr], kappa: int) -> Fraction | None:
    """The one positive exponent of which the parts are the powers of all rows, each once."""
    found = [_base(part, Fraction(1)) for part in parts]
    rows = {base.id for base, _ in found if isinstance(base, ast.Name)}
    degrees = {degree for _, degree in found}
    whole = [{f"{letter}{k}" for k in range(1, kappa + 1)} for letter in "ps"]
    if len(found) != kappa or rows not in whole or len(degrees) != 1:
        return None
    degree = degrees.pop()
    return degree if degree > 0 else None


def _base(node: ast.expr, exponent: Fraction) -> tuple[ast.expr, Fraction]:
    """What a node to that exponent is a rational power of, and the exponent of that."""
    match node:
        case ast.BinOp(base, ast.Pow(), right) if (other := _rational(right)) is not None:
            return _base(base, exponent * other)
        case ast.Call(ast.Name("sqrt" | "cbrt" as root), [inner], []):
            return _base(inner, exponent * _ROOTS[root])
    return node, exponent


def _rational(node: ast.expr) -> Fraction | None:
    if names(node):
        return None
    try:
        value = constant(node)
    except LimitError:
        raise
    except CertificateError:
        return None
    return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else None
