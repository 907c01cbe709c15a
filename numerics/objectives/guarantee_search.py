"""The search for a certificate that an objective guarantees optimal sparsity."""

from __future__ import annotations

import ast
import math
from fractions import Fraction

from flint import arb, fmpq

from numerics.certificates.format import Infinite
from numerics.certificates.function import Function
from numerics.certificates.limits import LimitError, NoInfoError, checking
from numerics.errors import CertificateError
from numerics.objectives import guarantee_check
from numerics.objectives.certificate import GuaranteeCertificate
from numerics.objectives.evaluation import ObjectiveText, constant
from numerics.objectives.numbers import BITS, Number, order
from numerics.objectives.over_regions import ObjectiveRanges
from numerics.objectives.ranges import Range
from numerics.objectives.shapes import names
from numerics.solver.infima import TracedInfimum

_HALVINGS, _GAP, _ROUNDS = 100, 1e-3, 3
_NEAR, _LARGEST = 2**20, 2**40  # irrational ends of cases are bracketed this closely


def guarantee(
    objective: str, dims: tuple[int, int, int], *, seconds: float = 5.0
) -> GuaranteeCertificate | None:
    """A certificate that the checker has verified, or None where none was found.

    >>> guarantee("e + s2 + s3", (3, 3, 1)).between
    Fraction(0, 1)
    """
    try:
        with checking(seconds, BITS):
            certificate = _found(objective, dims)
        if certificate is not None:
            guarantee_check.verify(certificate, seconds=seconds)
    except CertificateError:
        return None
    return certificate


def _found(objective: str, dims: tuple[int, int, int]) -> GuaranteeCertificate | None:
    text, cuts = ObjectiveText(objective), dict[str, tuple[Fraction, ...]]()
    for _ in range(_ROUNDS):
        found = ObjectiveRanges(text, dims[1], cuts)
        between = _attempt(found, dims)
        new = found.functions.keys() - cuts.keys()
        if between is not None or not new:
            break
        cuts |= {function: _cuts(function) for function in sorted(new)}
    if between is None:
        return None
    used = {function: points for function, points in cuts.items() if points}
    return GuaranteeCertificate(objective, dims, *between, used)


def _attempt(
    found: ObjectiveRanges, dims: tuple[int, int, int]
) -> tuple[Fraction | Infinite, str] | None:
    try:
        return _between(*guarantee_check.sides(found, dims))
    except LimitError:
        raise
    except CertificateError:  # perhaps for want of cuts
        return None


def _cuts(text: str) -> tuple[Fraction, ...]:
    """Where a function is cut so that its extremes are enclosed well, by branch and bound."""
    found = _breaks(text)
    try:
        h = Function(f"(0 if u == 0 else {text})")
        found |= set(h.breaks)
        for f in (h, h.mirrored):
            found |= set(TracedInfimum(f, cells=_HALVINGS, gap=_GAP).middles)
    except LimitError:
        raise
    except (CertificateError, NoInfoError):
        pass  # the text has what only objectives may have, such as inf
    return tuple(Fraction(int(x.p), int(x.q)) for x in sorted(found) if x > 0)


def _breaks(text: str) -> set[fmpq]:
    """The numbers in comparisons; an irrational one between two rational numbers near it."""
    found = set()
    for part in ast.walk(ast.parse(text, mode="eval")):
        for side in (part.left, *part.comparators) if isinstance(part, ast.Compare) else ():
            value = None if names(side) else constant(side)
            if isinstance(value, fmpq):
                found.add(value)
            elif isinstance(value, arb) and value < _LARGEST:
                middle = fmpq(math.floor(float(value) * _NEAR), _NEAR)
                found |= {middle - fmpq(1, _NEAR), middle + fmpq(2, _NEAR)}
    return found


def _between(sparse: Range, others: Range) -> tuple[Fraction | Infinite, str] | None:
    """A number of few digits between the two sides, and the side that never reaches it."""
    side = order(sparse.high, others.low)
    if side == 0 and not (sparse.high_in and others.low_in):
        exact = sparse.high
        if isinstance(exact, arb):
            return None
        value = (
            Infinite(exact) if isinstance(exact, float) else Fraction(int(exact.p), int(exact.q))
        )
        return value, "others" if not others.low_in else "sparse"
    if side != -1:
        return None
    return _simple(sparse.high, others.low), "others"


def _simple(a: Number, b: Number) -> Fraction | Infinite:
    """A number in [a, b), or a = -oo."""
    if a == -math.inf:
        return Infinite(-math.inf)
    low = _float(a, up=True)
    if b == math.inf:
        return Fraction(math.floor(low) + 1)
    high = _float(b, up=False)
    for bits in range(200):
        scale = Fraction(2) ** bits
        found = Fraction(math.ceil((low + high) / 2 * scale)) / scale
        if low <= found < high:
            return found
    raise CertificateError("the two sides are too near to each other")


def _float(x: Number, *, up: bool) -> Fraction:
    if isinstance(x, fmpq):
        return Fraction(int(x.p), int(x.q))
    end = arb(x).upper() if up else arb(x).lower()
    mantissa, exponent = end.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
