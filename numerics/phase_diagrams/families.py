"""Five families of the catalogue, and the parameter below which each prefers the sparse code.

Theorem B compares ``few`` rows of power ``large`` with a rival that pays for ``many`` at ``small``:
with phi(u) = h(u) - h(0) the sparse code is preferred iff

    many phi(small) > few phi(large).

Against the exact dense code many = r + 1, small = eps^2, few = r, large = M^2.  Against a point of
error e_0 without active rows, with g one of the family and h = beta g, it is many = d, small = e_0,
few = beta r, large = M^2.  Both are the same question, answered here once.

For many > few the margin ``many phi(small) - few phi(large)`` is positive below one threshold in
the parameter and negative above it, or positive at every parameter:

- u^p: threshold log(many/few) / log(large/small) if large > small.
- u/(u+tau): with few large > many small, t_0 = (many-few) small large / (few large - many small).
- log(u+gamma) and log(1+u/tau), whose phi is the same function: the margin falls until t_0, rises
  after it and tends to 0 at infinity, hence has exactly one root, below t_0.
- 1-exp(-u/tau): with y = exp(-small/tau) the margin is many-few - many y + few y^(large/small),
  strictly convex in y, positive at 0, zero and increasing at 1: exactly one root in (0, 1).

Where few large <= many small these four are positive throughout, because they are strictly concave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache

import sympy
from flint import arb

from numerics.certificates.balls import ball, enclose, precision
from numerics.errors import NumericsError
from sparsity_theory.near import did_you_mean
from sparsity_theory.penalties.catalogue import entry
from sparsity_theory.penalties.expressions import U, read

PARAMETER = sympy.Symbol("t", positive=True)
_STAND_IN, _OTHER = sympy.Rational(7919, 104729), sympy.Rational(3, 7)
_LETTERS = {"gamma": "γ", "tau": "τ"}
# Signs are tried at these precisions; what the last one leaves open is undecided (or a tie).
_BITS = (128, 512, 2048)
_RELATIVE_WIDTH = Fraction(1, 2**40)
_MAX_HALVINGS = 2**15
# Not 1/2: a threshold that is a short dyadic number must not be hit again and again.
_CUT = Fraction(7, 16)


@dataclass(frozen=True)
class Rivalry:
    """The sparse code's few rows of power large, against a rival that pays for many at small.

    Raises:
        NumericsError: if a number is not positive.
    """

    many: Fraction
    small: Fraction
    few: Fraction
    large: Fraction

    def __post_init__(self) -> None:
        if min(self.many, self.small, self.few, self.large) <= 0:
            raise NumericsError("ranks, powers, errors and beta must be positive")


def against_dense(r: int, M: Fraction, epsilon: Fraction) -> Rivalry:
    """Against the exact code with r + 1 rows of power epsilon^2.

    >>> against_dense(1, Fraction(2), Fraction(1)).large
    Fraction(4, 1)
    """
    return Rivalry(Fraction(r + 1), epsilon**2, Fraction(r), M**2)


def against_error(
    d: int, r: int, M: Fraction, error: Fraction, beta: Fraction = Fraction(1)
) -> Rivalry:
    """Against a point with this error and no active row, for h = beta g."""
    return Rivalry(Fraction(d), error, beta * r, M**2)


class PreferenceRegion(Enum):
    """Where, in the parameter, the sparse code is preferred."""

    BELOW = "below a threshold"
    ALWAYS = "at every parameter"
    NEVER = "at no parameter"


@dataclass(frozen=True)
class Boundary:
    """The threshold between two rationals: low < threshold < high unless low = high."""

    region: PreferenceRegion
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def at(self) -> Fraction | None:
        """The middle of the enclosure."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True)
class PenaltyFamily:
    """A penalty of the catalogue with one positive parameter, and how Theorem B writes it.

    Attributes:
        name: what the catalogue and the command line call it.
    """

    name: str

    @property
    def parameter(self) -> str:
        """What the catalogue calls the parameter."""
        (only,) = entry(self.name).parameters
        return only.name

    @property
    def symbol(self) -> str:
        """What Theorem B calls the parameter.

        >>> family("log").symbol
        'γ'
        """
        return _LETTERS.get(self.parameter, self.parameter)

    @property
    def formula(self) -> str:
        """The penalty as text, in u and the symbol.

        >>> family("power").formula
        'u^p'
        """
        text = entry(self.name).text.replace(self.parameter, self.symbol)
        return text.replace("**", "^").replace(" ", "")

    def text(self, parameter: Fraction) -> str:
        """The penalty at a parameter, in the language of `penalties.penalties.penalty`.

        >>> family("rational").text(Fraction(1, 8))
        'u/(u+(1/8))'
        """
        return self.formula.replace(self.symbol, f"({parameter})").replace("^", "**")

    def rise(self, u: Fraction, parameter: Fraction, bits: int = _BITS[0]) -> arb:
        """A ball around phi(u) = h(u) - h(0) at a positive u."""
        return enclose(_rise(self.name), {U: u, PARAMETER: parameter}, bits)

    def margin(self, comparison: Rivalry, parameter: Fraction, bits: int = _BITS[0]) -> arb:
        """A ball around many phi(small) - few phi(large)."""
        small = self.rise(comparison.small, parameter, bits)
        large = self.rise(comparison.large, parameter, bits)
        with precision(bits):
            return ball(comparison.many) * small - ball(comparison.few) * large

    def sign(self, comparison: Rivalry, parameter: Fraction) -> int:
        """The certified sign of the margin; 0 where balls do not tell it from a tie."""
        return certified_sign(lambda bits: self.margin(comparison, parameter, bits))

    def boundary(self, comparison: Rivalry) -> Boundary:
        """Where the sparse code is preferred, the threshold enclosed to 12 digits.

        >>> family("rational").boundary(against_dense(1, Fraction(2), Fraction(1))).at
        Fraction(2, 1)

        Raises:
            NumericsError: if few >= many and large < small, which Theorem B does not treat.
        """
        many, small = comparison.many, comparison.small
        few, large = comparison.few, comparison.large
        if few >= many:
            if large < small:
                raise NumericsError(
                    f"beta r = {few} is not below d = {many} and the sparse power {large} is below"
                    f" the error {small}: no threshold is known here; lower beta"
                )
            return Boundary(PreferenceRegion.NEVER)  # phi increases
        if (large <= small) if self.name == "power" else (few * large <= many * small):
            return Boundary(PreferenceRegion.ALWAYS)
        return Boundary(PreferenceRegion.BELOW, *self._threshold(comparison))

    def _threshold(self, comparison: Rivalry) -> tuple[Fraction, Fraction]:
        many, small = comparison.many, comparison.small
        few, large = comparison.few, comparison.large
        if self.name == "power":
            exact = [
                sympy.Rational(x.numerator, x.denominator) for x in (many / few, large / small)
            ]
            return _ends(enclose(sympy.log(exact[0]) / sympy.log(exact[1]), {}))
        turn = (many - few) * small * large / (few * large - many * small)
        if self.name == "rational":
            return turn, turn
        return _root(lambda t: self.sign(comparison, t), turn)


# Those of which the threshold is known, see above.
FAMILIES = tuple(map(PenaltyFamily, ("power", "log", "exponential", "rational", "log1p")))


@cache
def _rise(name: str) -> sympy.Expr:
    """The rise of a penalty of the catalogue as a formula in `U` and `PARAMETER`.

    The language of penalties has numbers only: the text is read at one that no text has, which is
    then replaced, and the formula is compared with what the text says at another.
    """
    (parameter,) = entry(name).parameters

    def read_at(value: sympy.Rational) -> sympy.Expr:
        found = read(entry(name).text, {parameter.name: value})
        return found.expression - found.at_zero

    made = read_at(_STAND_IN).xreplace(
        {sign * _STAND_IN**power: sign * PARAMETER**power for sign in (1, -1) for power in (1, -1)}
    )
    assert made.subs(PARAMETER, _OTHER) == read_at(_OTHER), name
    return made


def family(name: str) -> PenaltyFamily:
    """A family by its name.

    Raises:
        NumericsError: listing the names, if there is none of this one.
    """
    for candidate in FAMILIES:
        if candidate.name == name:
            return candidate
    names = [candidate.name for candidate in FAMILIES]
    hint = did_you_mean(name, names)
    raise NumericsError(f"no family is called {name!r}; choose from {', '.join(names)}{hint}")


def certified_sign(enclosure: Callable[[int], arb]) -> int:
    """The sign of a number from its balls at growing precision; 0 if none of them tells."""
    for bits in _BITS:
        value = enclosure(bits)
        if value > 0:
            return 1
        if value < 0:
            return -1
    return 0


def bracket(boundary: Boundary, digits: int = 6) -> tuple[Fraction, Fraction]:
    """Short decimals just below and just above the threshold, for a person to use."""
    assert boundary.low is not None
    assert boundary.high is not None
    return _rounded(boundary.low, digits, up=False), _rounded(boundary.high, digits, up=True)


def _rounded(value: Fraction, digits: int, *, up: bool) -> Fraction:
    """The next shorter decimal strictly beyond a value."""
    exponent = 0
    while value * Fraction(10) ** -exponent >= 10:
        exponent += 1
    while value * Fraction(10) ** -exponent < 1:
        exponent -= 1
    unit = Fraction(10) ** (exponent - digits + 1)
    steps = value // unit
    if up:
        return (steps + 1) * unit
    return (steps if steps * unit < value else steps - 1) * unit


def _ends(value: arb) -> tuple[Fraction, Fraction]:
    """Rationals on either side of a ball."""
    return tuple(_exactly(end) for end in (value.lower(), value.upper()))  # type: ignore[return-value]


def _exactly(value: arb) -> Fraction:
    """A ball without radius as a rational."""
    mantissa, exponent = value.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _root(sign: Callable[[Fraction], int], start: Fraction) -> tuple[Fraction, Fraction]:
    """Enclose the one place where a sign changes from + to -, each end with its certified sign."""
    high = start
    while sign(high) >= 0:
        high *= 2
    step = 1
    while sign(high / 2**step) <= 0:
        step *= 2
        if step > _MAX_HALVINGS:
            raise NumericsError(
                "the threshold is too small to be enclosed: choose a milder geometry"
            )
    least, most = step // 2, step  # high / 2^most is below the threshold, high / 2^least is not
    while most - least > 1:
        middle = (least + most) // 2
        if sign(high / 2**middle) > 0:
            most = middle
        else:
            least = middle
    low, high = high / 2**most, high / 2**least
    while sign(high) >= 0:  # the scan above may have stopped on a tie
        high *= 1 + _CUT
    while high - low > _RELATIVE_WIDTH * low:
        for share in (_CUT, 1 - _CUT):
            cut = low + share * (high - low)
            side = sign(cut)
            if side:
                break
        low, high = (cut, high) if side > 0 else (low, cut)
    return low, high
