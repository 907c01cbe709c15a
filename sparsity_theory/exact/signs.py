"""Where a smooth function of u is positive and where negative, with proof.

The answer is a partition of an open interval by rational points into parts on which the sign is
known, or not (None): an irrational zero is left inside a narrow part of unknown sign. Three
rules, applied to the factors of the function:

- a rational function of u^(1/q) over Q: real root isolation, exact;
- obviously signed pieces: exp > 0, even powers, log g has the sign of g - 1, sums of one sign;
- the ladder: where m has no zero and (f/m)' has known sign, f/m is monotone, so the sign of f
  follows from its eventual signs at the two ends. Dividing by one of its own terms takes away a
  logarithm or exponential, so repeated steps end in a rational function (Rolle's argument).
"""

from __future__ import annotations

import math
from functools import lru_cache

from sympy import (
    Abs,
    Add,
    Expr,
    Max,
    Min,
    Mul,
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

from sparsity_theory.exact import constants, effort
from sparsity_theory.exact.crossings import enclose_on, monotone_signs, settle, sign_by_enclosure
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.elementary import elementary
from sparsity_theory.exact.forms import factors, is_plain_power, reduced
from sparsity_theory.exact.opaque import Absolute
from sparsity_theory.exact.partitions import Part, Parts, absolute, clip, combine
from sparsity_theory.exact.polynomials import RESOLUTION, rational_function, rational_signs
from sparsity_theory.exact.variable import U

_MAX_DEPTH = 7
_MAX_STEPS = 12
"""How many sums one search may differentiate."""

_MAX_OPERATIONS = 200
"""Larger functions are left undecided."""

_KERNELS = (exp, log, atan, asinh, erf)
_MAX_CANDIDATES = 3
_MAX_TURNS = 20
_FARTHEST = 2**20  # turns; so many are rounded by less than _ULP
_ULP = 1e-9
"""More than the rounding of a number of turns: a range that is too wide does no harm."""


@lru_cache(maxsize=4096)
def signs(f: Expr, left: Rational, right: Expr) -> Parts:
    """Partition (left, right) by rational points into parts of known or unknown sign of f.

    >>> [(p.left, p.right, p.sign) for p in signs((1 - U)*exp(-U), S.Zero, S.Infinity)]
    [(0, 1, 1), (1, oo, -1)]
    """
    return _Prover().signs(elementary(f), left, right, _MAX_DEPTH)


@lru_cache(maxsize=8192)
def obvious_sign(f: Expr) -> int | None:
    """The sign of f on all of (0, oo) when the signs of its parts show it, else None.

    >>> obvious_sign(log(1 + U) / (U**2 + 3)), obvious_sign(1 - U)
    (1, None)
    """
    if not f.has(U):
        return constants.sign(f)
    if f == U or isinstance(f, exp | cosh):
        return 1
    if isinstance(f, Mul | Max | Min | Add):
        parts = list(f.args)
        if isinstance(f, Add):
            constant = Add(*[part for part in parts if not part.has(U)])
            parts = [part for part in parts if part.has(U)] + ([constant] if constant else [])
        return _obvious_sign_of_many(f, [obvious_sign(part) for part in parts])
    if isinstance(f, Pow):
        base = obvious_sign(f.base)
        if base == -1 and f.exp.is_Integer:
            return -1 if f.exp.p % 2 == 1 else 1
        return base if base in {0, 1} else None
    if isinstance(f, Abs):
        inner = obvious_sign(f.args[0])
        return None if inner is None else abs(inner)
    if isinstance(f, log):
        return obvious_sign(f.args[0] - 1)
    if isinstance(f, atan | asinh | sinh | tanh | erf):
        return obvious_sign(f.args[0])
    return None


def is_square(f: Expr) -> bool:
    """Whether f >= 0 because its factors are even powers or obviously not negative.

    >>> is_square(U**4 - 4*U**2 + 4), is_square(U - 1)
    (True, False)
    """
    found = factors(f)
    return found is not None and all(
        power % 2 == 0 or obvious_sign(base) in {0, 1} for base, power in found
    )


def root_of_square(base: Expr, exponent: Rational) -> Expr | None:
    """base**exponent with absolute values for roots of squares of rational functions, else None.

    >>> root_of_square(U**2 - 2*U + 1, Rational(1, 2))
    Abs(u - 1)
    """
    if not base.has(U) or exponent.q % 2 == 1 or rational_function(base) is None:
        return None
    result: Expr = S.One
    for factor, power in factors(base) or ():
        if factor.has(U) and power % 2:
            return None
        if not factor.has(U) and not factor > 0:
            return None
        size = factor if obvious_sign(factor) == 1 else Absolute(factor)
        result *= size ** (power * exponent)
    return result


def _obvious_sign_of_many(f: Expr, found: list[int | None]) -> int | None:
    if isinstance(f, Max) and 1 in found:
        return 1
    if isinstance(f, Min) and -1 in found:
        return -1
    known = [sign for sign in found if sign is not None]
    if len(known) < len(found):
        return None
    if isinstance(f, Mul):
        return int(math.prod(known))
    return known[0] if len(set(known)) == 1 else None


class _Prover:
    """One proof search, with its memory and a bound on its effort."""

    def __init__(self) -> None:
        self.known: dict[tuple[Expr, Rational, Expr, int], Parts] = {}
        self.steps = _MAX_STEPS

    def signs(self, f: Expr, left: Rational, right: Expr, depth: int) -> Parts:
        """The partition for any function, from those of its factors."""
        key = (f, left, right, depth)
        if key not in self.known:
            self.known[key] = self.product_signs(f, left, right, depth)
        return self.known[key]

    def product_signs(self, f: Expr, left: Rational, right: Expr, depth: int) -> Parts:
        if not f.has(U):
            return (Part(left, right, constants.sign(f)),)
        effort.check()
        unknown: Parts = (Part(left, right, None),)
        if depth == 0 or f.count_ops() > _MAX_OPERATIONS:
            return unknown
        obvious = obvious_sign(f)
        if obvious is not None:
            return (Part(left, right, obvious),)
        found = factors(f)
        if found is None:
            return self.factor_signs(f, left, right, depth) if isinstance(f, Add) else unknown
        result: Parts = (Part(left, right, 1),)
        for base, power in found:
            if power % 2 == 0:
                result = combine(result, absolute(self.factor_signs(base, left, right, depth)))
            else:
                result = combine(result, self.factor_signs(base, left, right, depth))
            if all(part.sign is None for part in result):
                return (Part(left, right, None),)
        return result

    def factor_signs(self, f: Expr, left: Rational, right: Expr, depth: int) -> Parts:
        if not f.has(U):
            return (Part(left, right, constants.sign(f)),)
        if f == U or isinstance(f, exp):
            return (Part(left, right, 1),)
        if isinstance(f, Mul):
            return self.signs(f, left, right, depth)
        if isinstance(f, log):
            return self.signs(f.args[0] - 1, left, right, depth)
        if isinstance(f, atan | asinh | erf):
            return self.signs(f.args[0], left, right, depth)
        if isinstance(f, sin | cos):
            return self.wave_signs(f, left, right, depth)
        if isinstance(f, Pow):
            base = self.signs(f.base, left, right, depth)
            # A fractional power presumes a base >= 0, so it is positive wherever the base is not 0.
            return base if f.exp.is_Integer and f.exp.p % 2 == 1 else absolute(base)
        roots = rational_signs(f)
        if roots is not None:
            return clip(roots, left, right)
        if isinstance(f, Add):
            return self.sum_signs(f, left, right, depth)
        return (Part(left, right, None),)

    def wave_signs(self, f: Expr, left: Rational, right: Expr, depth: int) -> Parts:
        """The signs of sin(x) or cos(x) where x passes a few half turns."""
        unknown = (Part(left, right, None),)
        shift = S.Zero if isinstance(f, sin) else pi / 2
        turns = None if right is S.Infinity else enclose_on((f.args[0] + shift) / pi, left, right)
        if turns is None or not abs(turns) < _FARTHEST or not 2 * turns.rad() < _MAX_TURNS:
            return unknown
        first = math.floor(float(turns.lower()) - _ULP)
        last = math.floor(float(turns.upper()) + _ULP)
        # Below (first + 1) pi the sign is that of the turn; each multiple of pi changes it.
        result: Parts = (Part(left, right, (-1) ** (first % 2)),)
        for turn in range(first + 1, last + 1):
            before = self.signs(turn * pi - shift - f.args[0], left, right, depth - 1)
            result = combine(result, before)
        return result

    def sum_signs(self, f: Expr, left: Rational, right: Expr, depth: int) -> Parts:
        """The sign partition of a transcendental sum, by the ladder."""
        best: Parts = (Part(left, right, None),)
        if self.steps == 0:
            return best
        self.steps -= 1
        groups = _groups(f)
        # A polynomial with irrational coefficients is one group: differentiate it as it is.
        choices = _divisors(groups) if len(groups) > 1 else [(S.One, S.One)]
        for coefficient, divisor in choices[:_MAX_CANDIDATES]:
            slope = _slope_of_quotient(groups, divisor)
            if slope is None:
                continue
            found: list[Part] = []
            for part in self.signs(coefficient, left, right, depth - 1):
                if part.sign in {None, 0}:
                    found.append(Part(part.left, part.right, sign_by_enclosure(f, part)))
                    continue
                # f/|m| moves by the slope of f/m, times the sign of m.
                for piece in self.signs(slope, part.left, part.right, depth - 1):
                    direction = None if piece.sign is None else piece.sign * part.sign
                    found.extend(monotone_signs(f, Part(piece.left, piece.right, direction)))
            settled = settle(f, tuple(found))
            if _unknown_width(settled) == 0:
                return settled
            best = min(best, settled, key=_unknown_width)
        return best


def _groups(f: Expr) -> list[tuple[Expr, Expr]]:
    """A sum as pairs (coefficient, kernel), the kernels being products of transcendental parts."""
    grouped: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(f):
        kernel = Mul(*[part for part in Mul.make_args(term) if _is_kernel(part)])
        grouped.setdefault(kernel, []).append(term / kernel)
    return [(reduced(Add(*cs)), kernel) for kernel, cs in grouped.items()]


def _is_kernel(f: Expr) -> bool:
    base = f.base if isinstance(f, Pow) else f
    radical = isinstance(f, Pow) and not f.exp.is_Integer and (base != U or not is_plain_power(f))
    return f.has(U) and (radical or isinstance(base, _KERNELS))


def _divisors(groups: list[tuple[Expr, Expr]]) -> list[tuple[Expr, Expr]]:
    """Pairs (c, m): dividing a sum by m = c*k, k > 0, and differentiating makes it simpler.

    The group of c*k becomes constant and disappears, or, where its kernel has a logarithm of
    highest degree, loses one degree. The sign of m is that of c.
    """
    found = []
    for coefficient, kernel in groups:
        parts = Mul.make_args(kernel)
        positive = Mul(*[p for p in parts if isinstance(p, exp) or not _is_logarithmic(p)])
        degree = sum(p.exp if isinstance(p, Pow) else 1 for p in parts if _is_logarithmic(p))
        size = coefficient.count_ops() + kernel.count_ops()
        found.append(((-degree, size), coefficient, coefficient * positive))
    found.sort(key=lambda item: item[0])
    return [(coefficient, divisor) for _, coefficient, divisor in found]


def _is_logarithmic(f: Expr) -> bool:
    return isinstance(f.base if isinstance(f, Pow) else f, log | atan | asinh | erf)


def _slope_of_quotient(groups: list[tuple[Expr, Expr]], divisor: Expr) -> Expr | None:
    """(f/m)', or None when it is too large to go on with."""
    quotient = Add(*[reduced(c / divisor) * k for c, k in groups])
    if quotient.count_ops() > _MAX_OPERATIONS:
        return None
    slope = derivative(quotient)
    return slope if slope.count_ops() <= 2 * _MAX_OPERATIONS else None


def _unknown_width(parts: Parts) -> Rational:
    """How much of the interval is undecided, not counting narrow brackets of a zero."""
    unknown = [p for p in parts if p.sign is None]
    narrow = 16 * RESOLUTION
    wide = [p for p in unknown if p.right is S.Infinity or p.right - p.left > narrow * p.right]
    if any(p.right is S.Infinity for p in wide):
        return S.Infinity
    return sum((p.right - p.left for p in wide), S.Zero)
