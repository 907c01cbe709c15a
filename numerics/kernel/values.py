"""Values of a penalty's text at rational points, in balls: where to look for a witness.

Nothing rests on them: Coq proves every inequality again.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb, ctx, fmpq

from numerics.kernel.language import PenaltyText, constant

_BITS = 200
_METHODS = frozenset(
    ("exp", "log", "log1p", "expm1", "sqrt", "atan", "asinh", "sinh", "cosh", "tanh", "sin", "cos")
)


@dataclass
class Evaluator:
    """One penalty; ``largest`` is the greatest argument of an exponential met so far.

    The tactic that encloses exp and tanh needs time that grows with their argument, so a witness
    with small arguments is preferred.
    """

    source: PenaltyText
    largest: float = field(default=0.0)

    def __call__(self, u: Fraction) -> arb | None:
        """h(u), None where it could not be enclosed."""
        before = ctx.prec
        ctx.prec = _BITS
        try:
            value = self._visit(self.source.tree, u)
        except (ValueError, ZeroDivisionError, OverflowError):
            return None
        finally:
            ctx.prec = before
        return value if value.is_finite() else None

    def _visit(self, node: ast.expr, u: Fraction) -> arb:
        exact = self._exact(node, u)
        if exact is not None:
            return _ball(exact)
        if isinstance(node, ast.Name):
            return {"pi": arb.pi(), "e": arb(1).exp(), "E": arb(1).exp()}[node.id]
        if isinstance(node, ast.UnaryOp):
            inner = self._visit(node.operand, u)
            return -inner if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.BinOp):
            return self._operation(node, u)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._call(node.func.id, [self._visit(each, u) for each in node.args])
        if isinstance(node, ast.IfExp):
            return self._visit(node.body if self._truth(node.test, u) else node.orelse, u)
        raise ValueError(ast.unparse(node))

    def _exact(self, node: ast.expr, u: Fraction) -> Fraction | None:
        return constant(node, {**self.source.parameters, "u": u})

    def _operation(self, node: ast.BinOp, u: Fraction) -> arb:
        left, right = self._visit(node.left, u), self._visit(node.right, u)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
        exponent = self._exact(node.right, u)
        if exponent is not None and exponent.denominator == 1:
            return left ** int(exponent)
        if left == 0 and exponent is not None and exponent > 0:
            return arb(0)
        return (right * left.log()).exp()

    def _call(self, name: str, values: list[arb]) -> arb:
        if name in ("min", "max"):
            best = values[0]
            for value in values[1:]:
                best = best.min(value) if name == "min" else best.max(value)
            return best
        (x,) = values
        if name in ("exp", "expm1", "sinh", "cosh", "tanh"):
            self.largest = max(self.largest, float(abs(x).mid()))
            if self.largest > 1e6:
                raise OverflowError
        if name == "cbrt":
            return arb(0) if x == 0 else x.root(3)
        if name == "abs":
            return abs(x)
        name = {"ln": "log", "arctan": "atan"}.get(name, name)
        if name not in _METHODS:
            raise ValueError(name)
        found: arb = getattr(x, name)()
        return found

    def _truth(self, test: ast.expr, u: Fraction) -> bool:
        if isinstance(test, ast.UnaryOp):
            return not self._truth(test.operand, u)
        if isinstance(test, ast.BoolOp):
            truths = (self._truth(each, u) for each in test.values)
            return all(truths) if isinstance(test.op, ast.And) else any(truths)
        assert isinstance(test, ast.Compare)
        sides = [test.left, *test.comparators]
        return all(
            self._relation(relation, left, right, u)
            for left, relation, right in zip(sides, test.ops, sides[1:], strict=False)
        )

    def _relation(self, relation: ast.cmpop, left: ast.expr, right: ast.expr, u: Fraction) -> bool:
        difference = self._visit(left, u) - self._visit(right, u)
        sign = 0 if difference == 0 else 1 if difference > 0 else -1 if difference < 0 else None
        if sign is None:
            raise ValueError("a comparison that balls cannot decide")
        return {
            ast.Lt: sign < 0, ast.LtE: sign <= 0, ast.Gt: sign > 0, ast.GtE: sign >= 0,
            ast.Eq: sign == 0, ast.NotEq: sign != 0,
        }[type(relation)]  # fmt: skip


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))
