r"""The propositions that derivations are made of.

>>> a, x = sympy.symbols("a x", positive=True)
>>> law = Equal(sympy.log(a * x), sympy.log(a) + sympy.log(x))
>>> law.latex
'\\log{\\left(a x \\right)} = \\log{\\left(a \\right)} + \\log{\\left(x \\right)}'
>>> law.decide(), law.denied().decide()
(<Verdict.HOLDS: 'holds'>, <Verdict.FAILS: 'fails'>)
>>> OnlyMinimum(a / x + sympy.log(x), x, a).decide()
<Verdict.HOLDS: 'holds'>
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sympy

from sparsity_theory.ledger.proposition import CHANGES, All, Not, Proposition, changes_of
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.proving import derivations, matrices, row_sums, sums
from sparsity_theory.proving.terms import written_out

__all__ = [
    "All",
    "AtMost",
    "Equal",
    "Increasing",
    "Less",
    "LogBelowTangent",
    "Not",
    "NotNegative",
    "OnlyMinimum",
    "Positive",
    "Proposition",
    "Same",
]


def _formula(value: Any) -> Any:
    return sympy.sympify(value, strict=True)


class _Relation(Proposition):
    """Two sides and a sign between them."""

    lhs: Any
    rhs: Any
    sign: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "lhs", _formula(self.lhs))
        object.__setattr__(self, "rhs", _formula(self.rhs))

    @property
    def latex(self) -> str:
        """Both sides as they were given."""
        return f"{sympy.latex(self.lhs)} {self.sign} {sympy.latex(self.rhs)}"


@dataclass(frozen=True)
class Equal(_Relation):
    """``lhs = rhs``: numbers, sums of any length, or matrices of any size.

    ``sizes`` are dimensions at which a false equation of matrices or of sums is refuted; they
    never help a true one.
    """

    lhs: Any
    rhs: Any
    sizes: Mapping[sympy.Symbol, int] = field(default_factory=dict, compare=False)
    sign = "="

    @property
    def latex(self) -> str:
        """Both sides; where SymPy made them one formula as soon as it saw them, this says so."""
        if self.lhs == self.rhs:
            alike = r"\quad\text{(computed, and the same as stated)}"
            return f"{sympy.latex(self.rhs)}{alike}"
        return super().latex

    def decide(self) -> Verdict:
        """By exact rewriting; FAILS by one point or one example."""
        lhs, rhs = written_out(self.lhs), written_out(self.rhs)
        if lhs.has(*derivations.UNDEFINED) or rhs.has(*derivations.UNDEFINED):
            return Verdict.UNKNOWN
        if isinstance(lhs, sympy.MatrixExpr) or isinstance(rhs, sympy.MatrixExpr):
            return matrices.matrix_identity(lhs, rhs, self.sizes)
        if lhs.has(sympy.Sum) or rhs.has(sympy.Sum):
            return self._sums(lhs, rhs)
        if not (lhs - rhs).is_commutative:  # products of unspecified matrices
            return Verdict.of(sympy.expand(lhs - rhs) == 0)
        return derivations.zero(row_sums.generic(lhs - rhs))

    def _sums(self, lhs: sympy.Expr, rhs: sympy.Expr) -> Verdict:
        sizes = self.sizes or _small_sizes(lhs - rhs)
        found = sums.sum_identity(lhs, rhs, sizes)
        return row_sums.equal_sums(lhs, rhs) if found is Verdict.UNKNOWN else found

    def denied(self) -> Proposition:
        """The same with something that is not zero added to the right side."""
        added: Any = sympy.Integer(1)
        if isinstance(self.rhs, sympy.MatrixExpr):
            added = sympy.OneMatrix(*self.rhs.shape)
        return Equal(self.lhs, self.rhs + added, self.sizes)


def _small_sizes(expression: sympy.Expr) -> dict[sympy.Symbol, int]:
    ends = {
        end
        for found in expression.atoms(sympy.Sum)
        for limits in found.limits
        for end in limits[1:]
    }
    lengths = sorted({s for end in ends for s in end.free_symbols}, key=lambda s: s.name)
    return {symbol: 2 + place % 2 for place, symbol in enumerate(lengths)}


@dataclass(frozen=True)
class Less(_Relation):
    """``lhs < rhs``."""

    lhs: Any
    rhs: Any
    sign = "<"

    def decide(self) -> Verdict:
        """Whether the difference is positive."""
        return derivations.positive(row_sums.generic(written_out(self.rhs) - written_out(self.lhs)))

    def denied(self) -> Proposition:
        """The sides exchanged."""
        return AtMost(self.rhs, self.lhs)


@dataclass(frozen=True)
class AtMost(_Relation):
    """``lhs <= rhs``."""

    lhs: Any
    rhs: Any
    sign = r"\le"

    def decide(self) -> Verdict:
        """Whether the difference is not negative."""
        difference = written_out(self.rhs) - written_out(self.lhs)
        return derivations.positive(row_sums.generic(difference), strict=False)

    def denied(self) -> Proposition:
        """The sides exchanged, strictly."""
        return Less(self.rhs, self.lhs)


@dataclass(frozen=True)
class Positive(Proposition):
    """``expression > 0``.

    With ``after_zero`` it is shown for all positive values of that variable: the expression is not
    negative where the variable is 0, and increases with it.
    """

    expression: Any
    after_zero: sympy.Symbol | None = None

    @property
    def latex(self) -> str:
        """The expression and its sign."""
        return f"{sympy.latex(_formula(self.expression))} > 0"

    def decide(self) -> Verdict:
        """By a product or sum of positive terms, or by growth from zero."""
        expression = row_sums.generic(written_out(_formula(self.expression)))
        if self.after_zero is not None:
            return derivations.positive_after_zero(expression, self.after_zero)
        return derivations.positive(expression)

    def denied(self) -> Proposition:
        """It is nowhere positive."""
        return AtMost(self.expression, 0)

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number of the expression, and the 0 that it is compared with."""
        yield from super().perturbed()
        yield (Less(bound, self.expression) for bound in _instead_of(0))


@dataclass(frozen=True)
class NotNegative(Proposition):
    """``expression >= 0``."""

    expression: Any

    @property
    def latex(self) -> str:
        """The expression and its sign."""
        return rf"{sympy.latex(_formula(self.expression))} \ge 0"

    def decide(self) -> Verdict:
        """By a product or sum of terms that are not negative."""
        expression = row_sums.generic(written_out(_formula(self.expression)))
        return derivations.positive(expression, strict=False)

    def denied(self) -> Proposition:
        """It is negative everywhere."""
        return Less(self.expression, 0)

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number of the expression, and the 0 that it is compared with."""
        yield from super().perturbed()
        yield (AtMost(bound, self.expression) for bound in _instead_of(0))


def Increasing(function: Any, variable: sympy.Symbol) -> Positive:
    r"""The function increases strictly with the variable: its derivative is positive.

    >>> x = sympy.Symbol("x", positive=True)
    >>> Increasing(x**2, x).latex
    '\\frac{d}{d x} x^{2} > 0'
    """
    return Positive(sympy.Derivative(function, variable))


@dataclass(frozen=True)
class OnlyMinimum(Proposition):
    """``place`` is the only minimiser of the function over all values of the variable above 0."""

    function: Any
    variable: sympy.Symbol
    place: Any
    above: Any = sympy.S.Zero

    @property
    def latex(self) -> str:
        """The set of minimisers."""
        x, f = sympy.latex(self.variable), sympy.latex(self.function)
        place, above = (sympy.latex(_formula(each)) for each in (self.place, self.above))
        return rf"\arg\min_{{{x} > {above}}} \left({f}\right) = \left\{{{place}\right\}}"

    def decide(self) -> Verdict:
        """The derivative is ``variable - place`` times a positive factor.

        Over another domain there is a rule for FAILS only: the place has to lie in it.
        """
        place = written_out(_formula(self.place))
        if self.above != 0:
            inside = derivations.positive(place - self.above)
            return inside if inside is Verdict.FAILS else Verdict.UNKNOWN
        return derivations.unique_minimum(written_out(self.function), self.variable, at=place)

    def denied(self) -> Proposition:
        """Another place."""
        return replace(self, place=1 + 2 * _formula(self.place))


@dataclass(frozen=True)
class LogBelowTangent(Proposition):
    """``log(argument) <= argument - 1``, the tangent of the concave logarithm at 1."""

    argument: Any

    @property
    def latex(self) -> str:
        """The logarithm below its tangent."""
        argument = sympy.latex(self.argument)
        return rf"\log\left({argument}\right) \le {argument} - 1"

    def decide(self) -> Verdict:
        """The bound applies where the argument is positive."""
        return derivations.log_upper_bound(row_sums.generic(written_out(self.argument)))

    def denied(self) -> Proposition:
        """The logarithm above its tangent."""
        return Less(self.argument - 1, sympy.log(self.argument))

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number of the argument, and the 1 of the tangent."""
        yield from super().perturbed()
        below = sympy.log(self.argument) - self.argument
        yield (AtMost(below, -number) for number in _instead_of(1))


@dataclass(frozen=True)
class Same(Proposition):
    r"""What was computed exactly is what the statement says; ``None`` computed is undecided.

    >>> Same(r"active rows", 2, 2).latex
    '\\text{active rows: } 2 = 2'
    """

    what: str
    found: Any
    expected: Any

    @property
    def latex(self) -> str:
        """The name, what was found, what is expected."""
        found, expected = map(_exact, (self.found, self.expected))
        return rf"\text{{{self.what}: }} {found} = {expected}"

    def decide(self) -> Verdict:
        """By comparing the two."""
        if self.found is None:
            return Verdict.UNKNOWN
        return Verdict.of(bool(self.found == self.expected))

    def denied(self) -> Proposition:
        """Anything else expected."""
        return Same(self.what, self.found, ("not", self.expected))

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number that was found or is expected, and each of the two as a whole."""
        for found in _others(self.found):
            yield (Same(self.what, other, self.expected) for other in found)
        for expected in _others(self.expected):
            yield (Same(self.what, self.found, other) for other in expected)


def _instead_of(number: int) -> Iterator[Any]:
    changed = (change(sympy.Integer(number)) for change in CHANGES)
    return (other for other in changed if other != number)


def _others(value: Any) -> Iterator[Iterator[Any]]:
    """For the value as a whole and every number in it, values with that one changed."""
    yield iter([("not", value)])
    if isinstance(value, tuple | list):
        for place, item in enumerate(value):
            for other in _others(item):
                yield (type(value)((*value[:place], new, *value[place + 1 :])) for new in other)
    elif isinstance(value, sympy.Basic):
        yield from changes_of(value)


def _exact(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return rf"\text{{{ {True: 'yes', False: 'no', None: 'undecided'}[value] }}}"
    if isinstance(value, str):
        return rf"\text{{{value}}}"
    if isinstance(value, tuple | list):
        return rf"\left({', '.join(map(_exact, value))}\right)"
    return str(sympy.latex(sympy.sympify(value)))
