"""When minimising L_{g,h} guarantees optimal sparsity: Theorem A, decided exactly.

L_{g,h} = g(error) + (1/d) sum_k h(power of row k), eq. (7). Theorem A (this project's extension
of Theorem 4) reads the answer off three numbers,

    H+ = sup_{u>0} h - h(0),   H- = inf_{u>0} h - h(0),   G- = inf_{u>0} g - g(0):

A1 (too dense)   r H+ > (r+1) H-: exact codes with r+1 active rows beat the sparse ones;
A2 (imperfect)   r H+ > d G-: the zero code, which does not reconstruct, beats the sparse ones;
A3 (guarantee)   r H+ < (r+1) H- and r H+ < d G-.

With equality the sparse codes are still strictly best unless both extremes are attained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, overload

from flint import arb
from sympy import Expr, Rational, S

from sparsity_theory.errors import DimensionError, PenaltyError
from sparsity_theory.exact.constants import compare, enclosure, midpoint, smallest
from sparsity_theory.exact.enclosures import precision
from sparsity_theory.exact.ranges import EVERYTHING, Bracket, bracket, strictly_less
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.penalties.penalties import Penalty

if TYPE_CHECKING:
    from sparsity_theory.infinite_values import InfiniteAnswer
    from sparsity_theory.objectives.decision import ObjectiveDecision


@dataclass(frozen=True, order=True)
class Dimensions:
    """Data dimension d, latent dimension kappa, manifold dimension r, with d >= kappa > r > 0.

    >>> Dimensions(3, 2, 1)
    Dimensions(d=3, kappa=2, r=1)

    Raises:
        DimensionError: they are not such integers.
    """

    d: int
    kappa: int
    r: int

    def __post_init__(self) -> None:
        """Check the three numbers."""
        given = f"got d = {self.d}, kappa = {self.kappa}, r = {self.r}"
        if any(type(value) is not int for value in (self.d, self.kappa, self.r)):
            raise DimensionError(f"dimensions are integers with d >= kappa > r > 0; {given}")
        if self.r < 1:
            raise DimensionError(f"the manifold dimension r must be at least 1; {given}")
        if self.kappa <= self.r:
            raise DimensionError(
                f"the latent dimension kappa must exceed r, or no code is too dense; {given}"
            )
        if self.d < self.kappa:
            raise DimensionError(f"the data dimension d must be at least kappa; {given}")


@dataclass(frozen=True)
class Jumps:
    """H+, H-, G- of Theorem A, with whether each extreme is attained; None is UNKNOWN.

    The brackets are proved also where no closed form was found: strict comparisons need no more.
    """

    H_plus: Expr | None
    H_plus_attained: bool | None
    H_minus: Expr | None
    H_minus_attained: bool | None
    G_minus: Expr | None
    G_minus_attained: bool | None
    H_plus_bracket: Bracket = field(default=EVERYTHING, repr=False)
    H_minus_bracket: Bracket = field(default=EVERYTHING, repr=False)
    G_minus_bracket: Bracket = field(default=EVERYTHING, repr=False)


class Guarantee(Enum):
    """The answer to "does minimising L_{g,h} guarantee an optimal sparse representation?"."""

    FAILS = "fails"
    GUARANTEES = "guarantees"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class FailureWitness:
    """Powers that show a failure: of the sparse rows (a) and of the alternative.

    For A1 the alternative has r + 1 rows of power b; for A2 it is the zero code with error e.
    """

    part: str
    a: Rational
    b: Rational | None = None
    e: Rational | None = None


@dataclass(frozen=True)
class Decision:
    """Theorem A's verdict on (g, h) at (d, kappa, r).

    Attributes:
        verdict: FAILS also when the sparse codes are only tied (`part` is "equality"): then
            nothing strictly beats them, but they do not strictly win either.
        part: which part of Theorem A decides: "A1", "A2", "A1 and A2", "A1 or A2", "A3",
            "equality", or "" when undecided.
        explanation: one sentence with the numbers.
        jumps: the numbers.
        margin: for A3, delta: any point with L < inf L + delta is optimal sparse.
        witness: concrete powers, where the verdict rests on them.
    """

    verdict: Guarantee
    part: str
    explanation: str
    jumps: Jumps
    margin: Expr | None = None
    witness: FailureWitness | None = None

    def __repr__(self) -> str:
        by = f" by {self.part}" if self.part else ""
        return f"<Decision: {self.verdict.value}{by}>"

    def _repr_html_(self) -> str:
        """How notebooks show it."""
        return f"<b>{self.verdict.value}</b> {escape(self.part)}: {escape(self.explanation)}"


def jumps(g: Penalty, h: Penalty) -> Jumps:
    """The numbers of Theorem A.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> jumps(penalty("indicator"), penalty("l0"))
    Jumps(H_plus=1, H_plus_attained=True, H_minus=1, H_minus_attained=True, G_minus=oo, \
G_minus_attained=True)
    """
    return Jumps(
        _difference(h.facts.supremum, h.at_zero),
        h.facts.supremum_attained,
        _difference(h.facts.infimum, h.at_zero),
        h.facts.infimum_attained,
        _difference(g.facts.infimum, g.at_zero),
        g.facts.infimum_attained,
        _risen(h.bounds.supremum, h),
        _risen(h.bounds.infimum, h),
        _risen(g.bounds.infimum, g),
    )


def _risen(found: Bracket, p: Penalty) -> Bracket:
    """A bracket of an extreme of p, minus p(0)."""
    zero = bracket(p.at_zero)
    if zero == EVERYTHING:
        return EVERYTHING
    return Bracket(found.low - zero.high, found.high - zero.low)


@overload
def characterise(g: Penalty, h: Penalty, dims: Dimensions) -> Decision: ...
@overload
def characterise(g: str, h: Dimensions, /) -> ObjectiveDecision: ...
@overload
def characterise(
    g: Penalty | str, h: Penalty | str, dims: Dimensions
) -> Decision | InfiniteAnswer: ...
def characterise(
    g: Penalty | str, h: Penalty | str | Dimensions, dims: Dimensions | None = None
) -> Decision | InfiniteAnswer | ObjectiveDecision:
    """Whether minimising L_{g,h}, or any objective of error and row powers, guarantees sparsity.

    Args:
        g: penalty on the error, or its text; or an objective Psi, as a text, followed by the
            dimensions only: `sparsity_theory.objectives.decision.characterise_objective` decides
            about it.
        h: penalty on the row powers, or its text. A text may have infinite values
            (`sparsity_theory.infinite_values` answers).
        dims: (d, kappa, r).

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> decision = characterise(penalty("u"), penalty("log1p"), Dimensions(3, 2, 1))
    >>> decision.verdict.value, decision.part
    ('fails', 'A1 and A2')
    >>> characterise(penalty("l0"), penalty("l0"), Dimensions(3, 2, 1)).margin
    1/3
    >>> characterise("e + 3*s1 + 2*s2", Dimensions(3, 2, 1)).verdict.value
    'fails'
    >>> characterise("l0", "log(u)", Dimensions(3, 2, 1)).part
    'a tie at -oo'

    Raises:
        PenaltyError: h is the indicator, which may serve as g only.
        ObjectiveError: the objective is not in its language.
        TypeError: the arguments are neither two penalties nor a text, with dimensions.
    """
    if isinstance(g, str) and isinstance(h, Dimensions) and dims is None:
        from sparsity_theory.objectives.decision import (  # noqa: PLC0415 - it imports this module
            characterise_objective,
        )

        return characterise_objective(g, h)
    pair = isinstance(g, Penalty | str) and isinstance(h, Penalty | str)
    if not pair or not isinstance(dims, Dimensions):
        raise TypeError(
            "characterise takes penalties g and h, made by penalty(...) or as texts, and"
            " Dimensions; or the text of an objective and Dimensions"
        )
    assert not isinstance(h, Dimensions)
    if isinstance(g, Penalty) and isinstance(h, Penalty):
        return _by_theorem_a(g, h, dims)
    from sparsity_theory.objectives.texts import (  # noqa: PLC0415 - it imports this module
        characterise_texts,
    )

    return characterise_texts(g, h, dims)


def _by_theorem_a(g: Penalty, h: Penalty, dims: Dimensions) -> Decision:
    if not h.finite:
        raise PenaltyError("the indicator may serve as g only: h must be finite on u > 0")
    found = jumps(g, h)
    for p in (g, h):
        if p.defined is not True:
            text = f"could not prove that {p.text} is finite and real for every u > 0"
            return Decision(Guarantee.UNDECIDED, "", text, found)
    dense = _compare_to_dense(found, dims)
    imperfect = _compare_to_imperfect(found, dims, g)
    failures = [c.part for c in (dense, imperfect) if c.order == 1]
    if failures:
        text = "; ".join(c.explanation for c in (dense, imperfect) if c.order == 1)
        return Decision(Guarantee.FAILS, " and ".join(failures), text, found)
    ties = [c for c in (dense, imperfect) if c.wins is False]
    if ties:
        text = "; ".join(c.explanation for c in ties)
        return Decision(Guarantee.FAILS, "equality", text, found)
    text = f"{dense.explanation}; {imperfect.explanation}"
    if dense.wins and imperfect.wins:
        if dense.order == imperfect.order == -1:
            return Decision(Guarantee.GUARANTEES, "A3", text, found, _margin(found, dims))
        return Decision(Guarantee.GUARANTEES, "equality", text, found)
    return (
        _by_limits(g, h, found)
        or _by_witness(g, h, dims, found)
        or Decision(Guarantee.UNDECIDED, "", text, found)
    )


@dataclass(frozen=True)
class _Comparison:
    """The sparse codes against one alternative.

    `order` is the sign of r H+ minus the alternative's infimum, `wins` whether every sparse code
    is strictly better; None is UNKNOWN.
    """

    part: str
    order: int | None
    wins: bool | None
    explanation: str


def _compare_to_dense(found: Jumps, dims: Dimensions) -> _Comparison:
    attained = _both(found.H_plus_attained, found.H_minus_attained)
    sparse = _Extreme("r H+", dims.r, found.H_plus, found.H_plus_bracket)
    dense = _Extreme("(r+1) H-", dims.r + 1, found.H_minus, found.H_minus_bracket)
    return _compared("A1", sparse, dense, attained=attained)


def _compare_to_imperfect(found: Jumps, dims: Dimensions, g: Penalty) -> _Comparison:
    if not g.finite:
        # A sparse code has a finite loss and an imperfect one an infinite loss, even if H+ = oo.
        return _Comparison("A2", -1, wins=True, explanation="g is oo on imperfect codes")
    attained = _both(found.H_plus_attained, found.G_minus_attained)
    sparse = _Extreme("r H+", dims.r, found.H_plus, found.H_plus_bracket)
    imperfect = _Extreme("d G-", dims.d, found.G_minus, found.G_minus_bracket)
    return _compared("A2", sparse, imperfect, attained=attained)


@dataclass(frozen=True)
class _Extreme:
    """factor * value for one of H+, H-, G-: exactly, where that is known, and as a bracket."""

    name: str
    factor: int
    unit: Expr | None
    unit_bracket: Bracket

    @property
    def value(self) -> Expr | None:
        return None if self.unit is None else self.factor * self.unit

    @property
    def bracket(self) -> Bracket:
        return Bracket(self.factor * self.unit_bracket.low, self.factor * self.unit_bracket.high)

    @property
    def known(self) -> bool:
        return self.unit is not None or self.unit_bracket != EVERYTHING

    def __str__(self) -> str:
        if self.value is not None:
            return f"{self.name} = {self.value}"
        low, high = (_decimal(end) for end in (self.bracket.low, self.bracket.high))
        return f"{self.name} = {low}" if low == high else f"{self.name} in [{low}, {high}]"


def _decimal(value: Expr) -> str:
    return str(value) if value in (S.Infinity, S.NegativeInfinity) else f"about {float(value):.6g}"


def _both(first: bool | None, second: bool | None) -> bool | None:
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def _compared(
    part: str, sparse: _Extreme, other: _Extreme, *, attained: bool | None
) -> _Comparison:
    """Compare r H+, a supremum, with an infimum; `attained`: both are."""
    order = None
    if sparse.value is not None and other.value is not None:
        order = compare(sparse.value, other.value)
    if order is None:
        if strictly_less(sparse.bracket, other.bracket):
            order = -1
        elif strictly_less(other.bracket, sparse.bracket):
            order = 1
    if order is None:
        unknown = [e.name for e in (sparse, other) if e.value is None and not e.known]
        if unknown:
            what = " and ".join(unknown)
            text = f"{sparse.name} against {other.name}: {what} could not be determined"
        else:
            text = f"{sparse} and {other} are too close"
        return _Comparison(part, None, None, text)
    relation = {1: ">", 0: "=", -1: "<"}[order]
    text = f"{sparse} {relation} {other}"
    if order != 0:
        return _Comparison(part, order, order < 0, text)
    if attained is None:
        return _Comparison(part, 0, None, f"{text}, whether attained could not be determined")
    tail = "both attained: a tie" if attained else "not both attained, so never met"
    return _Comparison(part, 0, not attained, f"{text}, {tail}")


def _margin(found: Jumps, dims: Dimensions) -> Expr | None:
    if found.H_plus is None or found.H_minus is None or found.G_minus is None:
        return None
    to_dense = (dims.r + 1) * found.H_minus - dims.r * found.H_plus
    to_imperfect = dims.d * found.G_minus - dims.r * found.H_plus
    least = smallest([to_dense, to_imperfect])
    return None if least is None else least / dims.d


def _by_limits(g: Penalty, h: Penalty, found: Jumps) -> Decision | None:
    """Failure from the limits at 0 alone, where sup or inf is unknown (Theorem A, (1)).

    With phi = h - h(0): if phi has a right limit <= 0 at 0 and is not 0 throughout, some a, b
    have r phi(a) > (r+1) phi(b). If g - g(0) has a right limit <= 0 at 0, then G- <= 0; and
    either H+ > 0, which is A2, or H- < 0, so r H+ >= r H- > (r+1) H-, which is A1.
    """
    if h.facts.constant is not False:
        return None
    if _starts_low(h):
        text = "h is not constant and does not jump up at 0, so r H+ > (r+1) H-"
        return Decision(Guarantee.FAILS, "A1", text, found)
    if _starts_low(g):
        text = "h is not constant and g does not jump up at 0, so G- <= 0"
        return Decision(Guarantee.FAILS, "A1 or A2", text, found)
    return None


def _starts_low(p: Penalty) -> bool:
    """Whether the right limit at 0 is proved to be at most the value at 0."""
    right = p.facts.right_limit_at_zero
    return right is not None and compare(right, p.at_zero) in (-1, 0)


def _by_witness(g: Penalty, h: Penalty, dims: Dimensions, found: Jumps) -> Decision | None:
    witness = find_witness(g, h, dims)
    if witness is None:
        return None
    if witness.part == "A1":
        text = f"r (h({witness.a}) - h(0)) > (r+1) (h({witness.b}) - h(0))"
    else:
        text = f"r (h({witness.a}) - h(0)) > d (g({witness.e}) - g(0))"
    return Decision(Guarantee.FAILS, witness.part, text, found, witness=witness)


def is_witness_A1(h: Penalty, r: int, a: Rational, b: Rational) -> Verdict:
    """Whether r (h(a) - h(0)) > (r+1) (h(b) - h(0)): r+1 rows of power b beat r of power a.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> is_witness_A1(penalty("sqrt"), 1, Rational(1), Rational(1, 100))
    <Verdict.HOLDS: 'holds'>
    """
    return _exceeds((r, h, a), (r + 1, h, b))


def is_witness_A2(  # noqa: PLR0917 - the quantities of the inequality, in its order
    g: Penalty, h: Penalty, d: int, r: int, a: Rational, e: Rational
) -> Verdict:
    """Whether r (h(a) - h(0)) > d (g(e) - g(0)): the zero code with error e beats the sparse."""
    return _exceeds((r, h, a), (d, g, e))


def find_witness(g: Penalty, h: Penalty, dims: Dimensions) -> FailureWitness | None:
    """Search powers of ten for powers that prove a failure; only verified ones are returned.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> find_witness(penalty("l0"), penalty("u"), Dimensions(3, 2, 1))
    FailureWitness(part='A1', a=1, b=1/10, e=None)
    """
    rises, errors = _approximate_rises(h), _approximate_rises(g)
    verified = 0
    for a, high in rises:
        for b, low in rises:
            if dims.r * high > (dims.r + 1) * low and verified < _MAX_VERIFIED:
                verified += 1
                if is_witness_A1(h, dims.r, a, b) is Verdict.HOLDS:
                    return FailureWitness("A1", a, b=b)
        for e, low in errors:
            if dims.r * high > dims.d * low and verified < _MAX_VERIFIED:
                verified += 1
                if is_witness_A2(g, h, dims.d, dims.r, a, e) is Verdict.HOLDS:
                    return FailureWitness("A2", a, e=e)
    return None


_MAX_VERIFIED = 50
"""How many promising pairs are verified exactly before the search gives up."""

_POWERS = [Rational(10) ** k for k in sorted(range(-60, 61), key=abs)]
"""Where the search looks, the moderate powers first."""


def _approximate_rises(p: Penalty) -> list[tuple[Rational, Expr]]:
    """Points u with approximate values of h(u) - h(0), wherever these can be enclosed."""
    found = []
    if p.finite:
        for u in _POWERS:
            rise = _rise(p, u)
            middle = None if rise is None else midpoint(rise)
            if middle is not None:
                found.append((u, middle))
    return found


def _rise(p: Penalty, u: Rational) -> arb | None:
    """A ball around h(u) - h(0) at a rational u > 0."""
    if not u > 0:
        raise PenaltyError(f"a witness is a positive rational power, got {u}")
    value, start = p.enclosed(Fraction(u.p, u.q)), enclosure(p.at_zero, 128)
    if value is None or start is None:
        return None
    with precision(128):
        return value - start


def _exceeds(
    first: tuple[int, Penalty, Rational], second: tuple[int, Penalty, Rational]
) -> Verdict:
    """Whether m (p(u) - p(0)) is larger for the first: by balls, exactly where these overlap."""
    low, high = (_rise(p, u) for _, p, u in (second, first))
    if low is not None and high is not None:
        low, high = second[0] * low, first[0] * high
        if high > low or high < low:
            return Verdict.of(bool(high > low))
    try:
        more, less = (m * (p(u) - p.at_zero) for m, p, u in (first, second))
    except PenaltyError:  # the values are too long
        return Verdict.of(None)
    order = compare(more, less)
    return Verdict.of(None if order is None else order > 0)


def _difference(extreme: Expr | None, at_zero: Expr) -> Expr | None:
    return None if extreme is None else extreme - at_zero
