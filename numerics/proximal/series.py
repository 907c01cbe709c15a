"""A function for small or large u as a power series, for where what is written cancels.

``u - log(1 + u)`` is u**2/2 near 0 and ``sqrt(u + u**2) - u`` is 1/2 - 1/(8 u) for large u, but no
digit of that is left when the terms are added as floats. Coefficients and remainders are found in
ball arithmetic, so that how far a series reaches is proved, not tried out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import arb, arb_series, ctx
from sympy import Add, Expr, Mul, Pow, asinh, atan, cos, cosh, erf, exp, ilcm, log, sin, sinh, tanh
from sympy import sqrt as root_of

from sparsity_theory.exact.enclosures import enclose
from sparsity_theory.exact.variable import U

Array: TypeAlias = Any
Series: TypeAlias = tuple[int, arb_series]
"""(v, s) is t^v s(t)."""

_TERMS = 30
_MAX_LEADING = 8  # leading coefficients that may vanish
_MAX_ROOT = 12
_MAX_POWER = 64
_BITS, _BITS_OVER = 4096, 256  # at 0, and over an interval
_NOTHING = arb(2) ** -3000  # a coefficient below it changes no double
_RELATIVE = arb(2) ** -58
_REACHES = range(40, -100, -1)  # powers of two that are tried as the reach
_RULES: dict[type, Callable[[arb_series], arb_series]] = {
    exp: arb_series.exp, atan: arb_series.atan, sin: arb_series.sin, cos: arb_series.cos,
    erf: arb_series.erf,
}  # fmt: skip


@dataclass(frozen=True)
class Expansion:
    """``t^power (c_0 + c_1 s + c_2 s^2 + ...)``, s = t/reach, where t < reach.

    The relative error of the sum is at most 2^-57 beside the rounding of floats, and c_0 is at
    least twice the sum of the sizes of the others.

    Attributes:
        exponent: t is u to this power: 1/n near 0, -1/n for large u.
        power: the leading power of t.
        reach: the least t at which the series is not used.
        coefficients: c_0, c_1, ...
    """

    exponent: float
    power: int
    reach: float
    coefficients: tuple[float, ...]

    def value(self, u: Array) -> Array:
        """The sum; every u has to be within reach."""
        t = u**self.exponent
        s = t / self.reach
        found = 0 * u + self.coefficients[-1]
        for coefficient in self.coefficients[-2::-1]:
            found = found * s + coefficient
        return t**self.power * found

    def within(self, u: Array) -> Array:
        """Where the series is used."""
        return u < self._end if self.exponent > 0 else u > self._end

    @property
    def _end(self) -> float:
        return float(self.reach ** (1 / self.exponent))

    @property
    def probes(self) -> list[float]:
        """Some u within reach, by larger and larger factors."""
        return [self._end * 2.0 ** (-k / self.exponent) for k in (1, 3, 8, 20, 40)]


def expansion(formula: Expr, *, far: bool) -> Expansion | None:
    """The series of a formula in u at 0, or for large u, if its leading terms cancel there.

    >>> found = expansion(U - log(1 + U), far=False)
    >>> found.power, found.reach, found.coefficients[0], found.value(1e-9)
    (2, 0.25, 0.5, 4.999999996666667e-19)
    >>> expansion(log(1 + U) + exp(U), far=False) is None  # nothing cancels
    True
    """
    degrees = [p.exp.q for p in formula.atoms(Pow) if p.exp.is_Rational and p.base.has(U)]
    root = int(ilcm(1, 1, *degrees))
    if root > _MAX_ROOT:
        return None
    with _precision(_BITS):
        at_zero = _at(formula, arb(0), -root if far else root)
        if at_zero is None:
            return None
        power, series = at_zero
        exact = [series[k] for k in range(_TERMS)]
        leading = next((k for k, c in enumerate(exact) if not abs(c) < _NOTHING), _TERMS)
        if not 0 < leading <= _MAX_LEADING or 0 in exact[leading]:
            return None
        for reach in (arb(2) ** k for k in _REACHES):
            if _reaches(formula, reach, -root if far else root, exact, leading):
                scaled = [float(c * reach**k) for k, c in enumerate(exact[leading:])]
                return Expansion(
                    (-1 if far else 1) / root, power + leading, float(reach), tuple(scaled)
                )
    return None


def _reaches(formula: Expr, reach: arb, root: int, exact: list[arb], leading: int) -> bool:
    """Whether the remainder is small on [0, reach], and the sum far from 0."""
    first = abs(exact[leading]) / 2
    rest = sum((abs(c) * reach**k for k, c in enumerate(exact[leading + 1 :], 1)), arb(0))
    if not rest <= first:
        return False
    with _precision(_BITS_OVER):
        over = _at(formula, arb(reach / 2, reach / 2), root)
    if over is None:
        return False
    remainder = abs(over[1][_TERMS]) * reach ** (_TERMS - leading)
    return bool(remainder <= _RELATIVE * first)


def _at(formula: Expr, start: arb, root: int) -> Series | None:
    """The series in T of a formula, u = t^root, t = start + T; None where it has none."""
    t = arb_series([start, 1])
    try:
        found = _of(formula, t, root)
    except _NoSeriesError:
        return None
    finite = all(found[1][k].is_finite() for k in range(_TERMS + 1))
    return found if finite else None


class _NoSeriesError(Exception):
    """A formula that is no power of t times a series that was found."""


def _of(f: Expr, t: arb_series, root: int) -> Series:
    if not f.has(U):
        value = enclose(f, _BITS)
        if value is None:
            raise _NoSeriesError
        return 0, arb_series([value])
    if f == U:
        return root, arb_series([1])
    if isinstance(f, Add):
        parts = [_of(part, t, root) for part in f.args]
        least = min(power for power, _ in parts)
        return least, sum((_raised(t, v - least) * s for v, s in parts), arb_series([0]))
    if isinstance(f, Mul):
        parts = [_of(part, t, root) for part in f.args]
        product = arb_series([1])
        for _, s in parts:
            product = product * s
        return sum(power for power, _ in parts), product
    if isinstance(f, Pow) and f.exp.is_Rational:
        return _power(_of(f.base, t, root), f.exp)
    return _of_function(f, t, root)


def _of_function(f: Expr, t: arb_series, root: int) -> Series:
    if isinstance(f, sinh | cosh | tanh):
        x = f.args[0]
        sinh_x, cosh_x = (exp(x) - exp(-x)) / 2, (exp(x) + exp(-x)) / 2
        parts = {sinh: sinh_x, cosh: cosh_x, tanh: sinh_x / cosh_x}
        return _of(parts[type(f)], t, root)
    if isinstance(f, asinh):
        x = f.args[0]
        return _of(log(x + root_of(1 + x**2)), t, root)
    power, inner = _of(f.exp * log(f.base) if isinstance(f, Pow) else f.args[0], t, root)
    if isinstance(f, log):
        if power == 0 and inner[0] > 0:
            return 0, inner.log()
        raise _NoSeriesError
    rule = exp if isinstance(f, Pow) else type(f)
    if power < 0 or rule not in _RULES:
        raise _NoSeriesError
    return 0, _RULES[rule](_raised(t, power) * inner)


def _power(base: Series, exponent: Expr) -> Series:
    power, s = base
    raised = power * exponent
    if exponent.is_Integer and exponent > 0:
        return int(raised), _raised(s, int(exponent))
    if not raised.is_Integer or not s[0] > 0:
        raise _NoSeriesError
    ball = arb(int(exponent.p)) / int(exponent.q)
    return int(raised), (s.log() * ball).exp()


def _raised(s: arb_series, power: int) -> arb_series:
    if power > _MAX_POWER:
        raise _NoSeriesError
    found = arb_series([1])
    for _ in range(power):
        found = found * s
    return found


class _precision:  # noqa: N801 - read as a statement
    """Bits and terms of flint, set back at the end."""

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        self._before = ctx.prec, ctx.cap
        ctx.prec, ctx.cap = self._bits, _TERMS + 1

    def __exit__(self, *_: object) -> None:
        ctx.prec, ctx.cap = self._before
