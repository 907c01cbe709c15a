"""Ratios that ignore the scale of the powers, such as (sum sqrt p)^2 / sum p and sum p / max p."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from sympy import Integer, Rational, S

from sparsity_theory.objectives.extremes import Bound, exactly
from sparsity_theory.objectives.nodes import Node

_ROOTS = {"sqrt": Fraction(1, 2), "cbrt": Fraction(1, 3)}
_ROW = re.compile(r"[ps]\d+")


@dataclass(frozen=True)
class ScaleFreeRatio:
    r"""``(sum_k p_k^a)^alpha / (sum_k p_k^b)^beta`` with 0 < a < b, alpha a = beta b; b may be oo.

    For b = oo the denominator is ``(max_k p_k)^beta``, beta = alpha a.  On codes with m active
    rows it ranges, for alpha > 0, from 1 to ``m^(alpha (1 - a/b))``: it does not change with the
    scale of p, so let the denominator be 1. Then p_k^b <= 1, hence p_k^a >= p_k^b, with equality
    for p_k in {0, 1} only: the sum of p_k^a is at least 1, reached iff m = 1, approached as all
    rows but one tend to 0.  By Jensen it is at most ``m^(1 - a/b)``, reached where all are equal.
    For alpha < 0 it is the reciprocal of such a ratio.
    """

    a: Fraction
    b: Fraction | None
    alpha: Fraction

    def extreme(self, active: int, *, above: bool) -> Bound:
        """The supremum (above) or infimum over codes with so many active rows, at least one.

        >>> ratio = ScaleFreeRatio(Fraction(1, 2), Fraction(1), Fraction(2))
        >>> ratio.extreme(3, above=True).value, ratio.extreme(3, above=False).attained
        (3, False)
        """
        if above == (self.alpha > 0):
            share = 1 if self.b is None else 1 - self.a / self.b
            exponent = self.alpha * share
            return exactly(Integer(active) ** Rational(exponent.numerator, exponent.denominator))
        return exactly(S.One, attained=active == 1)


def ratio_of(node: Node, kappa: int) -> ScaleFreeRatio | None:
    """The node as such a ratio in all rows, or None."""
    factors: dict[Fraction | None, Fraction] = {}
    if not _collect(node, Fraction(1), factors, kappa):
        return None
    used = {degree: power for degree, power in factors.items() if power != 0}
    if len(used) != 2 or any(power == 0 for power in factors.values()):
        return None
    a, b = sorted(used, key=lambda degree: (degree is None, degree or 0))
    assert a is not None
    if used[a] * a + used[b] * (1 if b is None else b) != 0:
        return None
    return ScaleFreeRatio(a, b, used[a])


def _collect(
    node: Node, power: Fraction, factors: dict[Fraction | None, Fraction], kappa: int
) -> bool:
    """Add the node's factors, by the degree of what is summed; whether it has no others."""
    if node.kind == "multiply":
        return all(_collect(part, power, factors, kappa) for part in node.parts)
    if node.kind == "divide":
        first, second = node.parts
        return _collect(first, power, factors, kappa) and _collect(second, -power, factors, kappa)
    if node.kind == "power" and node.parts[1].kind == "number":
        exponent = node.parts[1].data
        assert isinstance(exponent, Fraction)
        return _collect(node.parts[0], power * exponent, factors, kappa)
    if node.kind == "call" and node.data in _ROOTS:
        return _collect(node.parts[0], power * _ROOTS[str(node.data)], factors, kappa)
    if node.kind == "number" and node.data == 1:
        return True
    if node.kind not in ("add", "max") and not _is_largest(node):
        return False
    if _is_largest(node):
        factors[None] = factors.get(None, Fraction(0)) + power
        return True
    found = [_monomial(part) for part in _terms(node)]
    degrees = {degree for _, degree in found}
    names = {name for name, _ in found}
    if len(names) != kappa or len(found) != kappa or len(degrees) != 1:
        return False
    if len({name[0] for name in names}) != 1:
        return False
    degree = degrees.pop()
    if degree is None or degree <= 0:
        return False
    if node.kind == "max":
        factors[None] = factors.get(None, Fraction(0)) + power * degree
    else:
        factors[degree] = factors.get(degree, Fraction(0)) + power
    return True


def _is_largest(node: Node) -> bool:
    return node.kind == "variable" and node.data == "s1"


def _terms(node: Node) -> list[Node]:
    if node.kind != "add":
        return list(node.parts)
    return [x for part in node.parts for x in (_terms(part) if part.kind == "add" else [part])]


def _monomial(node: Node) -> tuple[str, Fraction | None]:
    """The name and exponent of a power of one row."""
    if node.kind == "variable" and _ROW.fullmatch(str(node.data)):
        return str(node.data), Fraction(1)
    if node.kind == "power" and node.parts[1].kind == "number":
        name, degree = _monomial(node.parts[0])
        exponent = node.parts[1].data
        assert isinstance(exponent, Fraction)
        return name, None if degree is None else degree * exponent
    if node.kind == "call" and node.data in _ROOTS:
        name, degree = _monomial(node.parts[0])
        return name, None if degree is None else degree * _ROOTS[str(node.data)]
    return "", None
