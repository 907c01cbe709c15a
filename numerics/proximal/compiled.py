"""Exact expressions in u as functions of arrays, in forms that do not overflow and seldom cancel.

The same closures serve NumPy, torch and any namespace with NumPy's names. What is rational in a
root of u, or in exponentials of one argument, is evaluated as a product of factors, turned over
for large u; ``log(1 + x)`` becomes ``log1p``, ``c (1 + x)^a - c`` and ``c exp(x) - c`` ``expm1``,
``log(1 + exp(x))`` and ``log(cosh(x))`` their saturating forms. Where the result is wrong all the
same near 0 or for large u, as in ``u - log(1 + u)``, a power series takes its place there
(`numerics.proximal.series`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from itertools import zip_longest
from typing import Any, TypeAlias

import numpy
from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Max,
    Min,
    Mul,
    Poly,
    PolynomialError,
    Pow,
    S,
    asinh,
    atan,
    cosh,
    exp,
    ilcm,
    lambdify,
    log,
    sinh,
    tanh,
)

from numerics.proximal.series import Expansion, expansion
from sparsity_theory.exact.variable import U

Array: TypeAlias = Any
"""An array of the namespace that the function was compiled for."""

Function: TypeAlias = Callable[[Array], Array]
_LARGE = 2.0**120  # beyond it polynomials are evaluated in 1/u
_MAX_ROOT, _MAX_DEGREE = 12, 60
_LOST = 1e-14  # a larger relative error is more than the rounding of a few operations
_TINY = 1e-290  # smaller values are not compared: they underflow on the way
_NAMES: dict[type, str] = {
    exp: "exp", log: "log", atan: "arctan", asinh: "arcsinh", sinh: "sinh", cosh: "cosh",
    tanh: "tanh", Abs: "abs",
}  # fmt: skip


def compiled(formula: Expr, namespace: Any) -> Function:
    """A smooth formula in u as a function of arrays of a namespace such as ``numpy`` or ``torch``.

    >>> import numpy
    >>> from sparsity_theory.penalties.expressions import parse
    >>> compiled(parse("log(1 + exp(u))"), numpy)(numpy.array([0.0, 1e4])).round(6).tolist()
    [0.693147, 10000.0]
    """
    return _Compiler(namespace).whole(formula)


@lru_cache(maxsize=1024)
def _series_needed(formula: Expr) -> tuple[Expansion, ...]:
    """The series that take the place of what is written, near 0 and for large u."""
    if not formula.has(U) or formula.is_rational_function(U):
        return ()
    found = [expansion(formula, far=far) for far in (False, True)]
    if found == [None, None]:
        return ()
    as_written = _Compiler(numpy).written(formula)
    return tuple(series for series in found if series and _cancels(as_written, series))


def _cancels(as_written: Function, series: Expansion) -> bool:
    """Whether floats lose digits at some u where a series has them."""
    points = numpy.array(series.probes)
    with numpy.errstate(all="ignore"):
        wanted = series.value(points)
        told = numpy.isfinite(wanted) & (abs(wanted) > _TINY)
        return not (abs(as_written(points) - wanted) <= _LOST * abs(wanted))[told].all()


def _with_series(beyond: Function, series: Expansion, xp: Any) -> Function:
    inside = series.probes[0]

    def value(u: Array) -> Array:
        here = series.within(u)
        return xp.where(here, series.value(xp.where(here, u, 0 * u + inside)), beyond(u))

    return value


class _Compiler:
    """Builds closures for one namespace."""

    def __init__(self, namespace: Any) -> None:
        self.xp = namespace

    def whole(self, formula: Expr) -> Function:
        """With power series where floats would lose digits."""
        found = self.written(formula)
        for series in _series_needed(formula):
            found = _with_series(found, series, self.xp)
        return found

    def function(self, formula: Expr) -> Function:
        # Of a sum inside of something no series of the whole can restore the digits.
        return (self.whole if isinstance(formula, Add) else self.written)(formula)

    def written(self, formula: Expr) -> Function:
        if formula == U:
            return lambda u: u
        if not formula.has(U):
            value = float(formula)
            return lambda u: 0 * u + value
        found = self.rational(formula) or self.exponential(formula)
        if found is not None:
            return found
        if isinstance(formula, Add):
            return self.added(formula)
        if isinstance(formula, Mul):
            return self.multiplied(formula)
        if isinstance(formula, Pow) and not formula.exp.has(U):
            return self.power(formula.base, formula.exp)
        if isinstance(formula, log):
            return self.logarithm(formula.args[0])
        name = next((name for head, name in _NAMES.items() if isinstance(formula, head)), None)
        if name is not None:
            inner, outer = self.function(formula.args[0]), getattr(self.xp, name)
            return lambda u: outer(inner(u))
        if isinstance(formula, Max | Min):
            return self.extreme(formula)
        # A function that has no rule here is evaluated as SymPy writes it.
        names = ["scipy", "numpy"] if self.xp.__name__ == "numpy" else self.xp.__name__
        if len(formula.args) == 1:  # its argument has rules, and no constants torch cannot take
            head: Function = lambdify(U, formula.func(U), names)
            argument = self.function(formula.args[0])
            return lambda u: head(argument(u))
        written: Function = lambdify(U, formula.evalf(17), names)
        return written

    # --- rational in a root of u, or in an exponential ---------------------------------------

    def rational(self, formula: Expr) -> Function | None:
        """What is a quotient of polynomials in t = u^(1/n), but no plain power of u."""
        if isinstance(formula, Pow) and formula.base == U:
            return None
        degrees = [p.exp.q for p in formula.atoms(Pow) if p.base == U and p.exp.is_Rational]
        root = int(ilcm(1, 1, *degrees))
        if root > _MAX_ROOT:
            return None
        t = Dummy("t", positive=True)
        inner = formula.subs(U, t**root) if root > 1 else formula.subs(U, t)
        factors = self.factors(inner, t)
        if factors is None:
            return None
        return lambda u: factors(u ** (1 / root)) if root > 1 else factors(u)

    def factors(self, formula: Expr, t: Expr) -> Function | None:
        """A rational function of t > 0 as its irreducible factors, each in 1/t where t is large."""
        if not formula.is_rational_function(t):
            return None
        try:
            top, bottom = (Poly(part, t) for part in formula.together().as_numer_denom())
            if max(top.degree(), bottom.degree()) > _MAX_DEGREE:
                return None
            top, bottom = top.cancel(bottom, include=True)
            scale = float(top.factor_list()[0] / bottom.factor_list()[0])
            parts = [(_floats(f), m) for f, m in top.factor_list()[1]]
            parts += [(_floats(f), -m) for f, m in bottom.factor_list()[1]]
        except (PolynomialError, OverflowError, TypeError, NotImplementedError):
            return None
        growth = top.degree() - bottom.degree()
        xp = self.xp

        def value(u: Array) -> Array:
            large = u > _LARGE
            near = xp.where(large, 0 * u + 1, u)
            v = 1 / xp.where(large, u, 0 * u + 1)
            found, far = 0 * u + scale, 0 * u + scale
            for coefficients, times in parts:
                found = found * _horner(coefficients, near) ** times
                far = far * _horner(coefficients[::-1], v) ** times
            return xp.where(large, far * v**-growth if growth < 0 else far / v**growth, found)

        return value

    def exponential(self, formula: Expr) -> Function | None:
        """What is rational in t = exp(-x) for one x: 1 - t is then -expm1(-x)."""
        if not formula.has(exp, sinh, cosh, tanh):
            return None
        written = formula.rewrite([sinh, cosh, tanh], exp)
        arguments = sorted({e.args[0] for e in written.atoms(exp)}, key=str)
        if not arguments or not all(a.has(U) for a in arguments):
            return None
        ratios = [(a / arguments[0]).cancel() for a in arguments]
        if not all(ratio.is_Rational for ratio in ratios):
            return None
        unit = arguments[0] / ilcm(1, 1, *[ratio.q for ratio in ratios])
        unit = -unit if unit.is_negative else unit
        t = Dummy("t", positive=True)
        inside = written.xreplace({exp(a): t ** -(a / unit).cancel() for a in arguments})
        if inside.has(U):
            return None
        return self.in_exponential(inside, t, self.function(unit), bool(unit.is_positive))

    def in_exponential(
        self, inside: Expr, t: Expr, argument: Function, positive: bool
    ) -> Function | None:
        if not inside.is_rational_function(t):
            return None
        try:
            top, bottom = (Poly(part, t) for part in inside.together().as_numer_denom())
            top, bottom = top.cancel(bottom, include=True)
            lists = top.factor_list(), bottom.factor_list()
        except (PolynomialError, TypeError, NotImplementedError):
            return None
        parts = [(_floats(f), m) for f, m in lists[0][1]]
        parts += [(_floats(f), -m) for f, m in lists[1][1]]
        scale, xp = float(lists[0][0] / lists[1][0]), self.xp
        growth = top.degree() - bottom.degree()
        turned = [(coefficients[::-1], times) for coefficients, times in parts]

        def product(start: Array, x: Array, factors: list[tuple[list[float], int]]) -> Array:
            found, point = start, xp.exp(-x)
            for coefficients, times in factors:
                if coefficients[1:] == [-coefficients[0]]:
                    found = found * (coefficients[0] * xp.expm1(-x)) ** times
                elif coefficients == [1.0, 0.0] and times != 1:
                    found = found * xp.exp(-times * x)
                else:
                    found = found * _horner(coefficients, point) ** times
            return found

        def value(u: Array) -> Array:
            x, nothing = argument(u), 0 * u
            if positive:
                return product(nothing + scale, x, parts)
            here = x >= 0  # where x < 0 in 1/t, so that nothing overflows
            above, below = xp.where(here, x, nothing), xp.where(here, nothing, -x)
            other = product(nothing + scale, below, turned) * xp.exp(growth * below)
            return xp.where(here, product(nothing + scale, above, parts), other)

        return value

    # --- sums, products, powers, logarithms ---------------------------------------------------

    def added(self, formula: Add) -> Function:
        """A sum, in which ``c exp(x) - c`` and ``c (1 + x)^a - c`` become ``c expm1``."""
        constant, rest = _without_constants(formula).as_independent(U, as_Add=True)
        parts: list[Function] = []
        for term in Add.make_args(rest):
            factor, moving = _weighted(term)
            exponent = self.exponent(moving) if constant == -factor and constant != 0 else None
            if exponent is None:
                parts.append(self.function(term))
                continue
            constant = S.Zero
            parts.append(self.grown(float(factor), exponent))
        value = float(constant)
        if value:
            parts.append(lambda u: value)
        return lambda u: sum((part(u) for part in parts[1:]), parts[0](u))

    def grown(self, scale: float, exponent: Function) -> Function:
        expm1 = self.xp.expm1
        return lambda u: scale * expm1(exponent(u))

    def exponent(self, term: Expr) -> Function | None:
        """The x of a term exp(x), or of a power of 1 + something, that is exp(x) too."""
        if isinstance(term, exp):
            return self.function(term.args[0])
        if not isinstance(term, Pow) or term.exp.has(U) or term.base.as_coeff_Add()[0] != 1:
            return None
        inner, power = self.logarithm(term.base), float(term.exp)
        return lambda u: power * inner(u)

    def multiplied(self, formula: Mul) -> Function:
        """A product, divided by what has a negative exponent; exponentials are kept together."""
        shares = self.shares(formula)
        if shares is not None:
            return shares
        constant, rest = formula.as_independent(U, as_Add=False)
        factors = list(rest.args) if isinstance(rest, Mul) else [rest]
        together = [f for f in factors if f.has(exp, sinh, cosh, tanh)]
        joint = self.exponential(Mul(*together)) if len(together) > 1 else None
        over: list[Function] = [] if joint is None else [joint]
        under: list[Function] = []
        for factor in factors if joint is None else [f for f in factors if f not in together]:
            if not (isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp < 0):
                over.append(self.function(factor))
            elif factor.exp in (-2, -3, -4):  # a square would overflow before it divides
                under += [self.function(factor.base)] * -int(factor.exp)
            else:
                under.append(self.function(1 / factor))
        scale = float(constant)

        def value(u: Array) -> Array:
            found = scale
            for times, by in zip_longest(over, under):  # by turns, so that products stay small
                found = found if times is None else found * times(u)
                found = found if by is None else found / by(u)
            return found

        return value

    def shares(self, formula: Mul) -> Function | None:
        """A quotient by a power of a sum of exponentials, term by term, so that none overflows.

        ``k exp(b) / (sum_j c_j exp(a_j))^n`` is ``k / (sum_j c_j exp(a_j - b/n))^n``.
        """
        for factor in formula.args:
            base, power = factor.as_base_exp()
            if not power.is_Integer or power >= 0 or not isinstance(base, Add):
                continue
            sums = _exponentials(base)
            if sums is None:
                continue
            parts = []
            for term in Add.make_args((formula / factor).expand(power_exp=False)):
                grown = [f for f in Mul.make_args(term) if isinstance(f, exp)]
                rest = Mul(*[f for f in Mul.make_args(term) if not isinstance(f, exp)])
                shift = sum((f.args[0] for f in grown), S.Zero) / -power
                # SymPy leaves exp(a) exp(-a) as it is where a is a sum.
                below = [c * exp((a - shift).expand()) for c, a in sums]
                parts.append((self.function(rest), [*map(self.function, below)]))
            whole = int(power)
            return lambda u: sum(
                k(u) * sum(each(u) for each in below) ** whole for k, below in parts
            )
        return None

    def power(self, base: Expr, exponent: Expr) -> Function:
        if base.is_polynomial(U) and base != U:
            return self.of_polynomial(base, lambda x: x ** float(exponent), float(exponent))
        inner = self.function(base)
        if exponent == S.Half:
            root = self.xp.sqrt
            return lambda u: root(inner(u))
        number = int(exponent) if exponent.is_Integer else float(exponent)
        return lambda u: inner(u) ** number

    def of_polynomial(self, base: Expr, outer: Function, exponent: float) -> Function:
        """A power of a polynomial, as a product of powers where u is large."""
        degree, coefficients = Poly(base, U).degree(), _floats(Poly(base, U))
        inner, xp = self.function(base), self.xp

        def value(u: Array) -> Array:
            large = u > _LARGE
            far = xp.where(large, u, 0 * u + 1)
            beyond = far ** (degree * exponent) * outer(_horner(coefficients[::-1], 1 / far))
            return xp.where(large, beyond, outer(inner(xp.where(large, 0 * u + 1, u))))

        return value

    def logarithm(self, inside: Expr) -> Function:
        xp = self.xp
        if isinstance(inside, cosh):
            return self.log_cosh(self.function(inside.args[0]))
        if isinstance(inside, Pow) and inside.base.is_positive and not inside.exp.has(U):
            of_base, exponent = self.logarithm(inside.base), float(inside.exp)
            return lambda u: exponent * of_base(u)
        rest = inside - 1
        terms = _exponentials(inside)
        if terms is not None and not isinstance(rest, exp):
            return self.of_exponentials(inside, terms)
        if not isinstance(inside, Add) or rest.as_coeff_Add()[0] != 0:
            inner = self.function(inside)
            return lambda u: xp.log(inner(u))
        if isinstance(rest, exp):
            return self.softplus(self.function(rest.args[0]))
        small = self.function(rest)
        if not inside.is_polynomial(U):
            return lambda u: xp.log1p(small(u))
        degree, coefficients = Poly(inside, U).degree(), _floats(Poly(inside, U))

        def value(u: Array) -> Array:
            large = u > _LARGE
            far = xp.where(large, u, 0 * u + 1)
            beyond = degree * xp.log(far) + xp.log(_horner(coefficients[::-1], 1 / far))
            return xp.where(large, beyond, xp.log1p(small(xp.where(large, 0 * u + 1, u))))

        return value

    def of_exponentials(self, inside: Add, terms: list[tuple[Expr, Expr]]) -> Function:
        """The logarithm of ``sum_j c_j exp(a_j)``: ``log1p`` near 0, ``logaddexp`` beyond."""
        xp = self.xp
        rises = [(float(c), self.function(a)) for c, a in terms]
        logs = [self.function(log(c) + a) for c, a in terms]
        one = inside.subs(U, 0) == 1 and all(a.subs(U, 0) == 0 for _, a in terms)
        rest = self.function(inside - 1)

        def small(u: Array) -> Array:
            return sum(c * xp.expm1(a(u)) for c, a in rises) if one else rest(u)

        def value(u: Array) -> Array:
            near = u < 1
            far = xp.where(near, 0 * u + 1, u)
            beyond = logs[0](far)
            for each in logs[1:]:
                beyond = xp.logaddexp(beyond, each(far))
            return xp.where(near, xp.log1p(small(xp.where(near, u, 0 * u))), beyond)

        return value

    def softplus(self, inner: Function) -> Function:
        xp = self.xp

        def value(u: Array) -> Array:
            x = inner(u)
            return xp.where(x > 0, x, 0 * x) + xp.log1p(xp.exp(-abs(x)))

        return value

    def log_cosh(self, inner: Function) -> Function:
        """``log1p(2 sinh(x/2)^2)`` near 0, ``|x| - log 2 + log1p(exp(-2|x|))`` beyond."""
        xp = self.xp

        def value(u: Array) -> Array:
            x = abs(inner(u))
            near = xp.log1p(2 * xp.sinh(xp.where(x < 1, x, 0 * x) / 2) ** 2)
            return xp.where(x < 1, near, x - math.log(2) + xp.log1p(xp.exp(-2 * x)))

        return value

    def extreme(self, formula: Expr) -> Function:
        parts = [self.function(part) for part in formula.args]
        join = self.xp.maximum if isinstance(formula, Max) else self.xp.minimum

        def value(u: Array) -> Array:
            found = parts[0](u)
            for part in parts[1:]:
                found = join(found, part(u))
            return found

        return value


def _exponentials(inside: Expr) -> list[tuple[Expr, Expr]] | None:
    """``(c, a)`` for each term c exp(a), c > 0, of a sum of at least two; None of anything else."""
    found = []
    for term in Add.make_args(inside.expand(power_exp=False)):
        factor, rest = term.as_independent(U, as_Add=False)
        if not factor.is_positive or not (rest == 1 or isinstance(rest, exp)):
            return None
        found.append((factor, S.Zero if rest == 1 else rest.args[0]))
    return found if inside.has(exp) and len(found) > 1 else None


def _weighted(term: Expr) -> tuple[Expr, Expr]:
    """The constant factor of a term and what is left, where exp(c + x) is exp(c) exp(x)."""
    factor, rest = term.as_independent(U, as_Add=False)
    if not isinstance(rest, exp):
        return factor, rest
    fixed, moving = rest.args[0].as_independent(U, as_Add=True)
    return factor * exp(fixed), exp(moving)


def _without_constants(formula: Add) -> Expr:
    """With logarithms that are 0 at u = 0, of sums of exponentials or of powers of u.

    Constants then cancel exactly: ``log(2 + u) - log(2)`` is ``log(1 + u/2)``, and
    ``log(1 + exp(u)) - log(2)`` is ``u/2 + log(cosh(u/2))``.
    """
    found: dict[Expr, tuple[Expr, Expr]] = {}
    written = S.Zero
    for term in formula.args:
        factor, rest = term.as_independent(U, as_Add=False)
        inside = rest.args[0] if isinstance(rest, log) else S.One
        if isinstance(inside - 1, exp):
            found[(inside - 1).args[0]] = factor, term
        at_zero = inside.subs(U, 0)
        moved = (
            at_zero.is_Rational
            and at_zero > 0
            and at_zero != 1
            and (_exponentials(inside) is not None or _of_powers(inside))
        )
        if moved and not isinstance(inside - 1, exp):
            inside = (inside / at_zero).expand(power_exp=False)
            term = factor * (log(at_zero) + log(inside))  # noqa: PLW2901
        written += term
    for x, (factor, term) in found.items():
        other = found.get(-x)
        if other is not None and other[0] == factor:
            size = x if x.is_nonnegative else -x
            joint = 2 * factor * (log(2) + log(cosh(size / 2)))
            return (written - term - other[1] + joint).expand(log=True, mul=True)
        if other is None and x.is_nonnegative:
            halves = written - term + factor * (log(2) + x / 2 + log(cosh(x / 2)))
            if halves.subs(U, 0) == 0:
                return halves
    return written


def _of_powers(inside: Expr) -> bool:
    """Whether it is a sum of a constant and of multiples of powers of u."""
    terms = [term.as_independent(U, as_Add=False)[1] for term in Add.make_args(inside)]
    return all(t == 1 or (t.as_base_exp()[0] == U and not t.as_base_exp()[1].has(U)) for t in terms)


def _floats(p: Poly) -> list[float]:
    return [float(c) for c in p.all_coeffs()]


def _horner(coefficients: list[float], v: Array) -> Array:
    """The polynomial with these coefficients, the highest power first."""
    found = 0 * v + coefficients[0]
    for coefficient in coefficients[1:]:
        found = found * v + coefficient
    return found
