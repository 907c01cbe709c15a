"""Methods of proof: each answers HOLDS only for all admitted values, FAILS only with a witness.

Free symbols stand for every value that their SymPy assumptions admit.  HOLDS comes from exact
rewriting or from SymPy's assumption rules; FAILS from one rational point at which the sign is
decided rigorously (`sparsity_theory.exact.constants.sign`); anything else is UNKNOWN.

>>> a, x = sympy.symbols("a x", positive=True)
>>> identity(sympy.log(a * x), sympy.log(a) + sympy.log(x))
<Verdict.HOLDS: 'holds'>
>>> identity(sympy.log(a * x), sympy.log(a) * sympy.log(x))
<Verdict.FAILS: 'fails'>
>>> unique_minimum(a / x + sympy.log(x), x, at=a)
<Verdict.HOLDS: 'holds'>
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from functools import lru_cache

import sympy
from sympy.core.function import AppliedUndef

from sparsity_theory.exact import constants
from sparsity_theory.ledger.verdict import Verdict, all_of

# Values tried when looking for a witness: small, unequal to each other, no special relations.
_POINTS = (
    sympy.Rational(3, 7),
    sympy.Rational(11, 5),
    sympy.Integer(1),
    sympy.Rational(1, 50),
    sympy.Integer(29),
)
_INTEGERS = (1, 2, 3, 5, 8, 0, -1)
_MAX_POINTS = 120
# Points at which a sign is looked at before any rewriting: factoring can take very long.
_MANY = 12
# A formula with one of these has no value: nothing is asserted, so nothing is decided.
UNDEFINED = (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)
# Bits of the enclosures that look for a quick refutation.
_ROUGH = 64


def points(symbols: set[sympy.Symbol]) -> Iterator[dict[sympy.Symbol, sympy.Expr]]:
    """Rational points that the symbols' assumptions admit, at most a hundred or so.

    >>> n = sympy.Symbol("n", integer=True, positive=True)
    >>> next(points({n}))
    {n: 1}
    """
    ordered = sorted(symbols, key=lambda symbol: symbol.name)
    choices = [_admitted(symbol) for symbol in ordered]
    # Rotating the lists makes the first points differ in every coordinate.
    rotated = [list(c[i % len(c) :]) + list(c[: i % len(c)]) for i, c in enumerate(choices) if c]
    if len(rotated) < len(ordered):
        return
    for index in _spread(math.prod(len(choice) for choice in rotated)):
        point, rest = {}, index
        for symbol, choice in zip(ordered, rotated, strict=True):
            rest, place = divmod(rest, len(choice))
            point[symbol] = choice[place]
        yield point


def _spread(size: int) -> Iterator[int]:
    """At most a hundred or so of the numbers below ``size``, each once, far from one another."""
    stride = next(k for k in itertools.count(round(0.618 * size) or 1) if math.gcd(k, size) == 1)
    return (step * stride % size for step in range(min(size, _MAX_POINTS)))


def _admitted(symbol: sympy.Symbol) -> list[sympy.Expr]:
    if symbol.is_integer:
        pool: list[sympy.Expr] = [sympy.Integer(value) for value in _INTEGERS]
    else:
        pool = [*_POINTS, *(-point for point in _POINTS[:2]), sympy.Integer(0)]
    facts = symbol.assumptions0
    return [value for value in pool if _admits(facts, value)]


def _admits(facts: dict[str, bool | None], value: sympy.Expr) -> bool:
    names = ("positive", "negative", "nonnegative", "nonpositive", "nonzero", "zero", "integer")
    return all(
        facts.get(name) is None or getattr(value, f"is_{name}") == facts[name] for name in names
    )


# A false variant changes one formula of many; what it leaves alone is remembered.
@lru_cache(maxsize=4096)
def zero(expression: sympy.Expr) -> Verdict:
    """Is the expression 0 for all admitted values?"""
    if expression == 0:
        return Verdict.HOLDS
    if expression.has(*UNDEFINED):
        return Verdict.UNKNOWN
    if _certain_signs(expression):
        return Verdict.FAILS
    for normal_form in _NORMAL_FORMS:
        expression = normal_form(expression)
        if expression == 0:
            return Verdict.HOLDS
    # A witness is much cheaper to find than a general simplification is to run.
    if _search(expression, _is_nonzero, most=3) is Verdict.FAILS:
        return Verdict.FAILS
    expression = sympy.simplify(expression)
    return Verdict.HOLDS if expression == 0 else _search(expression, _is_nonzero)


def _certain_signs(expression: sympy.Expr, most: int = 2) -> set[int]:
    """Signs that the expression certainly takes, from a few points and one rough enclosure each.

    Most false statements are refuted here, before any rewriting is paid for.
    """
    signs = set()
    expression = _with_values_for_functions(expression)
    for point in itertools.islice(points(expression.free_symbols), most):
        found = constants.enclosure(expression.xreplace(point), _ROUGH)
        if found is not None and found > 0:
            signs.add(1)
        elif found is not None and found < 0:
            signs.add(-1)
    return signs


def _is_nonzero(sign: int | None) -> bool:
    return sign not in (0, None)


def _expand_logs(expression: sympy.Expr) -> sympy.Expr:
    return sympy.expand_log(sympy.factor_terms(expression), deep=True)


def _factor_logs(expression: sympy.Expr) -> sympy.Expr:
    """Logarithms of sums of fractions as logarithms of their factors."""
    return expression.replace(
        sympy.log, lambda argument: sympy.expand_log(sympy.log(sympy.factor(argument)))
    )


def _cancel(expression: sympy.Expr) -> sympy.Expr:
    return sympy.cancel(sympy.together(expression))


_NORMAL_FORMS: tuple[Callable[[sympy.Expr], sympy.Expr], ...] = (
    sympy.expand,
    _expand_logs,
    sympy.expand,
    _factor_logs,
    sympy.expand,
    sympy.cancel,
    _cancel,
    _expand_logs,
)


def _search(
    expression: sympy.Expr, is_witness: Callable[[int | None], bool], most: int = _MAX_POINTS
) -> Verdict:
    """FAILS when some admitted rational point gives a sign that contradicts the claim."""
    expression = _with_values_for_functions(expression)
    for point in itertools.islice(points(expression.free_symbols), most):
        value = expression.xreplace(point)
        if is_witness(constants.sign(value)):
            return Verdict.FAILS
    return Verdict.UNKNOWN


def _with_values_for_functions(expression: sympy.Expr) -> sympy.Expr:
    """Undefined functions and their derivatives at a point, as independent free values.

    A function may take any value and have any slope at one point, so this is a fair witness.
    """
    derivatives = sorted(expression.atoms(sympy.Derivative), key=sympy.default_sort_key)
    expression = expression.xreplace({atom: sympy.Dummy(real=True) for atom in derivatives})
    values = sorted(expression.atoms(AppliedUndef), key=sympy.default_sort_key)
    return expression.xreplace(
        {atom: sympy.Dummy(real=True, positive=atom.is_positive) for atom in values}
    )


def identity(lhs: sympy.Expr, rhs: sympy.Expr) -> Verdict:
    """Is ``lhs = rhs`` for all admitted values?"""
    return zero(sympy.sympify(lhs, strict=True) - sympy.sympify(rhs, strict=True))


@lru_cache(maxsize=4096)
def positive(expression: sympy.Expr, *, strict: bool = True) -> Verdict:
    """Is the expression > 0 (or >= 0 with ``strict=False``) for all admitted values?

    HOLDS when some exact rewriting makes SymPy's assumption rules conclude it: a product of
    positive factors, a sum of positive terms.
    """
    if expression.has(*UNDEFINED, sympy.I):
        return Verdict.UNKNOWN
    if -1 in _certain_signs(expression, _MANY):
        return Verdict.FAILS
    for rewrite in (lambda e: e, sympy.factor, sympy.expand, _cancel, _factored_fraction):
        form = rewrite(expression)
        if form.is_positive or (not strict and form.is_nonnegative):
            return Verdict.HOLDS
    contradicting = (-1, 0) if strict else (-1,)
    return _search(expression, lambda sign: sign in contradicting)


def _factored_fraction(expression: sympy.Expr) -> sympy.Expr:
    top, bottom = sympy.fraction(sympy.together(expression))
    return sympy.expand(top) / sympy.factor(bottom)


def below(lower: sympy.Expr, upper: sympy.Expr, *, strict: bool = True) -> Verdict:
    """Is ``lower < upper`` (``<=`` with ``strict=False``) for all admitted values?"""
    return positive(upper - lower, strict=strict)


def unique_minimum(function: sympy.Expr, variable: sympy.Symbol, at: sympy.Expr) -> Verdict:
    """Is ``at`` the only minimiser over ``variable > 0``?

    The argument: the derivative equals ``(variable - at)`` times a positive factor, so the
    function decreases strictly before ``at`` and increases strictly after it.  That says nothing
    of a function which is not real: there the answer is UNKNOWN.
    """
    if sympy.Tuple(function, at).has(*UNDEFINED, sympy.I):
        return Verdict.UNKNOWN
    slope = sympy.diff(function, variable)
    stationary = zero(slope.subs(variable, at))
    if stationary is not Verdict.HOLDS:
        return stationary
    factor = _cancel(slope / (variable - at))
    return all_of([positive(factor), positive(at)])


def increasing(function: sympy.Expr, variable: sympy.Symbol) -> Verdict:
    """Is the function strictly increasing in the variable: is its derivative positive?"""
    return positive(sympy.diff(function, variable))


def log_upper_bound(argument: sympy.Expr) -> Verdict:
    """Does ``log(argument) <= argument - 1`` apply: is the argument positive?

    The inequality itself is the tangent bound of the concave logarithm at 1.
    """
    return positive(argument)


def normal_mean(polynomial: sympy.Expr, variable: sympy.Symbol) -> sympy.Expr:
    """The expectation of a polynomial in a standard normal variable, by its moments.

    >>> eps, s, mu = sympy.symbols("eps s mu")
    >>> normal_mean((mu + s * eps) ** 2, eps)
    mu**2 + s**2
    """
    coefficients = sympy.Poly(polynomial, variable).as_dict()
    moments = {power: _normal_moment(power) for (power,) in coefficients}
    return sympy.Add(*(moments[power] * factor for (power,), factor in coefficients.items()))


def _normal_moment(power: int) -> sympy.Integer:
    """E eps^power: 0 for odd powers, 1*3*5*...*(power - 1) for even ones."""
    return sympy.Integer(0) if power % 2 else sympy.factorial2(power - 1)


def positive_after_zero(function: sympy.Expr, variable: sympy.Symbol) -> Verdict:
    """Is the function > 0 for all ``variable > 0``: is it >= 0 at 0, and increasing from there?

    The function has to be defined and continuous at 0, where it is evaluated by substitution.
    """
    start = positive(function.subs(variable, 0), strict=False)
    if start is Verdict.HOLDS and increasing(function, variable) is Verdict.HOLDS:
        return Verdict.HOLDS
    return positive(function)
