"""A penalty: an exact, finite, real function on u >= 0, and how one is made from a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import sympy
from flint import arb
from sympy import Expr, Piecewise, Rational, S

from sparsity_theory.errors import PenaltyError
from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.constants import resolved, sign
from sparsity_theory.exact.enclosures import enclose, over
from sparsity_theory.exact.intervals import ordered
from sparsity_theory.exact.pieces import Piece
from sparsity_theory.exact.piecewise import branch_at, branches
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.adversary import confront, same_reading
from sparsity_theory.penalties.analysis import Analysis, analyse, limit_at_zero
from sparsity_theory.penalties.domain import check
from sparsity_theory.penalties.expressions import GRAMMAR, Requirement, parse, read, to_text
from sparsity_theory.penalties.facts import Bounds, Facts
from sparsity_theory.penalties.infinite import InfinitePenaltyError, split
from sparsity_theory.penalties.parameters import Value, as_text
from sparsity_theory.penalties.spelling import spelled, with_names

_INFINITIES = (S.Infinity, S.NegativeInfinity)


@dataclass(frozen=True)
class Penalty:
    """A penalty h: [0, oo) -> R, exactly.

    The argument is a *squared* norm (a row power) or an error, so the group lasso is sqrt(u).

    Attributes:
        name: the catalogue's name, or the canonical text of a user's expression.
        expression: h(u) for u > 0, in the symbol `expressions.U`; oo for the indicator.
        at_zero: h(0).
        parameters: the catalogue's parameters, exact.
        declared: what the catalogue claims about it, to be verified; None for a user's own.
        at_zero_is_limit: the text gives no value at u = 0 (as in u*log(u)) and the proved right
            limit was taken.
        requirements: the conditions on u under which the text is a finite real number.

    >>> h = from_expression("log(1 + u)")
    >>> h.facts.right_slope_at_zero, h.facts.supremum
    (1, oo)
    """

    name: str
    expression: Expr
    at_zero: Expr
    parameters: Mapping[str, Rational] = field(default_factory=dict, hash=False)
    declared: Facts | None = field(default=None, repr=False)
    at_zero_is_limit: bool = False
    requirements: tuple[Requirement, ...] = field(default=(), repr=False, compare=False)
    source: str = field(default="", repr=False, compare=False)
    proved: bool = field(default=False, repr=False, compare=False)

    @property
    def finite(self) -> bool:
        """False for the indicator only, which is oo on u > 0."""
        return self.expression is not S.Infinity

    @cached_property
    def defined(self) -> bool | None:
        """Whether h is proved to be finite and real on u > 0; None when that is undecided."""
        return True if self.proved else check(self.requirements).holds

    @property
    def irrational_ends(self) -> tuple[Expr, ...]:
        """The irrational points at which a case of the formula ends, in the order of u.

        >>> from_expression("u if u < sqrt(2) else 3").irrational_ends
        (sqrt(2),)
        >>> from_expression("u if u < sqrt(2) else sqrt(2)").irrational_ends
        ()
        """
        cases = self.expression.atoms(Piecewise)
        ends = ordered(where.right for case in cases for where, _ in branches(case))
        return tuple(end for end in ends if not (end.is_Rational or end is S.Infinity))

    @property
    def text(self) -> str:
        """The text that `penalty` reads back as an equal penalty."""
        if self.declared is None:
            return self.name
        if not self.parameters:
            return self.name
        values = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.name}({values})"

    @property
    def latex(self) -> str:
        """LaTeX of h(u), with the value at 0 where the formula does not give it."""
        if not self.finite:
            return r"I_\infty(u)"
        body = sympy.latex(self.expression, ln_notation=False)
        if self.at_zero_is_limit or self.expression.subs(U, 0) == self.at_zero:
            return str(body)
        zero = sympy.latex(self.at_zero)
        return rf"\begin{{cases}} {zero} & u = 0 \\ {body} & u > 0 \end{{cases}}"

    @property
    def description(self) -> str:
        """One line for people: the text, and where the value at 0 comes from."""
        if self.at_zero_is_limit:
            return f"{self.text}, with h(0) = {to_text(self.at_zero)}, its limit"
        return self.text

    @property
    def formula(self) -> str:
        """The penalty as a text in u, without names, that gives the same values, at 0 too.

        Raises:
            PenaltyError: it is the indicator.
        """
        if not self.finite:
            raise PenaltyError("the indicator is oo for u > 0: no arithmetic is done with it")
        body = to_text(self.expression)
        if read(body).at_zero == self.at_zero:
            return body
        return f"{to_text(self.at_zero)} if u == 0 else ({body})"

    def scaled(self, tau: Value) -> Penalty:
        """The penalty u -> h(u/tau), tau > 0: its scale in u; a factor is written tau*h.

        >>> from_expression("log(1 + u)").scaled("1/2").name
        'log(2*u + 1)'

        Raises:
            PenaltyError: tau is not a positive number.
        """
        text = as_text("tau", tau)
        if sign(parse(text)) != 1:
            raise PenaltyError(f"the scale must be positive, got {tau}")
        return from_expression(with_names(self.formula, {"u": f"u/({text})"}, GRAMMAR).text)

    def of_norm(self) -> Penalty:
        """The penalty u -> h(sqrt(u)): h of the norm of a row, u being its power.

        >>> from_expression("u if u <= 3 else 3").of_norm().name
        'sqrt(u) if u <= 9 else 3'
        """
        return from_expression(with_names(self.formula, {"u": "sqrt(u)"}, GRAMMAR).text)

    def __add__(self, other: Penalty | Value) -> Penalty:
        """The sum with a penalty, or with a number."""
        return from_expression(f"({self.formula}) + ({_operand(other)})")

    __radd__ = __add__

    def __mul__(self, factor: Value) -> Penalty:
        """The penalty times a number.

        >>> (2 * from_expression("u") + from_expression("log(1 + u)")).name
        '2*u + log(u + 1)'
        """
        if isinstance(factor, Penalty):
            raise PenaltyError("a penalty is multiplied by a number, not by a penalty")
        return from_expression(f"({_operand(factor)})*({self.formula})")

    __rmul__ = __mul__

    def __truediv__(self, divisor: Value) -> Penalty:
        """The penalty divided by a number."""
        return from_expression(f"({self.formula})/({as_text('divisor', divisor)})")

    def __neg__(self) -> Penalty:
        """The penalty times -1."""
        return self * -1

    def __sub__(self, other: Penalty | Value) -> Penalty:
        """The difference to a penalty, or to a number."""
        return from_expression(f"({self.formula}) - ({_operand(other)})")

    def __rsub__(self, other: Value) -> Penalty:
        """A number minus the penalty."""
        return self * -1 + other

    @cached_property
    def analysis(self) -> Analysis:
        """Pieces, facts and bounds, after an adversary could not refute them.

        What is claimed to move or bend, but is constant or linear to thousands of bits wherever
        it was looked at, is not believed, nor what the adversary had no time to look at: then
        only what is known next to 0 is told.

        Raises:
            ContradictionError: one of them is false at some point.
        """
        found = analyse(self)
        if self.finite:
            text = self.source or to_text(self.expression)
            values = {name: Fraction(v.p, v.q) for name, v in self.parameters.items()}
            try:
                with effort.analysis():
                    same_reading(text, values, self.enclosed)
                    believed = confront(text, values, found.claims)
            except effort.OutOfTimeError:
                believed = False
            if not believed:
                return found.doubted
        return found

    def enclosed(self, u: Fraction) -> arb | None:
        """A ball that holds h(u), u >= 0; None where the expression cannot be enclosed.

        >>> from_expression("sqrt(u)").enclosed(Fraction(4)).unique_fmpz()
        2
        """
        point = Rational(u.numerator, u.denominator)
        if point == 0:
            return enclose(self.at_zero, 128)
        return enclose(branch_at(self.expression, point), 128, at=over(point, point))

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """Pieces with rational ends that cover (0, oo), or None when they were not found."""
        return self.analysis.pieces

    @property
    def sections(self) -> tuple[Piece, ...] | None:
        """Pieces with exact ends that cover (0, oo), points included; None: not found."""
        return self.analysis.sections

    @property
    def facts(self) -> Facts:
        """Everything that could be proved about the penalty."""
        return self.analysis.facts

    @property
    def bounds(self) -> Bounds:
        """Proved brackets of supremum, infimum and slope."""
        return self.analysis.bounds

    def __call__(self, u: Expr | int) -> Expr:
        """The exact value h(u) at a rational u >= 0.

        >>> from_expression("u/(1 + u)")(3)
        3/4

        Raises:
            PenaltyError: u is not such a number, or the value has too many digits.
        """
        point = sympy.Integer(u) if isinstance(u, int) else u
        if not isinstance(point, sympy.Rational) or point < 0:
            raise PenaltyError(f"a penalty takes a rational u >= 0, got {u}")
        value = self.at_zero if point == 0 else bounded.at(self.expression, point)
        if value is None:
            raise PenaltyError(
                f"h({u}) has too many digits to be written exactly: .enclosed(u) gives an enclosure"
            )
        return resolved(value)

    def __str__(self) -> str:
        return self.description

    def __repr__(self) -> str:
        return f"penalty({self.text!r})"

    def _repr_latex_(self) -> str:
        """How notebooks show it."""
        return f"$h(u) = {self.latex}$"


def from_expression(text: str) -> Penalty:
    """A penalty from an expression in u.

    Raises:
        ExpressionError: the text is not in the language.
        PenaltyError: it is not finite and real on u > 0, or has no finite value at 0.
    """
    try:
        with effort.analysis():
            return _read(text)
    except effort.OutOfTimeError:
        raise PenaltyError(
            f"{text!r} could not be read in the time allowed: write it more simply"
        ) from None


def _read(text: str) -> Penalty:
    parsed = read(text)
    domain = check(parsed.requirements)
    at_zero = parsed.at_zero
    if at_zero is None and domain.holds is not False:
        at_zero = limit_at_zero(parsed.expression)
    if domain.holds is False:
        raise PenaltyError(
            f"{text!r} is not a finite real number at {domain.where}, because of "
            f"{domain.source!r}: a penalty must be finite and real for every u > 0; where it is"
            " meant to be infinite, write oo, as in (-log(1 - u) if u < 1 else oo)"
        )
    if at_zero in (S.Infinity, S.NegativeInfinity) or parsed.expression.has(*_INFINITIES):
        raise InfinitePenaltyError(split(text, replace(parsed, at_zero=at_zero)))
    if at_zero is None:
        raise PenaltyError(
            f"{text!r} has no value at u = 0 and no limit could be found there: a penalty needs a"
            f" value at 0; give one, as in (0 if u == 0 else {text})"
        )
    name = to_text(parsed.expression)
    natural = read(name).at_zero
    given = parsed.at_zero is not None
    if natural != at_zero and (natural is not None or given):
        name = f"{to_text(at_zero)} if u == 0 else {name}"
    return Penalty(
        name,
        parsed.expression,
        at_zero,
        at_zero_is_limit=not given and natural is None,
        requirements=parsed.requirements,
        source=spelled(text, GRAMMAR),
        proved=domain.holds is True,
    )


def _operand(other: Penalty | Value) -> str:
    return other.formula if isinstance(other, Penalty) else as_text("number", other)
