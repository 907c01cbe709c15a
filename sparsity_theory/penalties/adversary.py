"""The facts about a penalty, confronted with its text at points chosen against them.

This shares nothing with the analysis but the text and the clock: it walks Python's syntax tree,
computes with exact fractions where it can and with balls where it must, and only certain
comparisons count. A contradiction is an error of this package, never an answer. What points cannot
refute (that a supremum is as high as claimed) is not examined here.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx, fmpq
from sympy import Expr

from sparsity_theory.errors import ContradictionError
from sparsity_theory.penalties.values import (
    Number,
    TextFunction,
    UndecidedBallError,
    UndefinedError,
    size,
)

_BITS = 256
_MORE_BITS = 2048
_FAR_POINTS = tuple(Fraction(2) ** k for k in range(-1200, 1201, 24))
"""Where a strict claim is looked for that could not be seen elsewhere."""

_READING_POINTS = tuple(map(Fraction, ("0", "1/1000", "1/7", "1", "5/3", "11", "1000")))

_RANDOM_POINTS = 12
_CLOSE = (1, 4, 12, 24, 40)
"""Points are taken at the relative distances 2^-k from each joint, on both sides."""


@dataclass(frozen=True)
class ShapeClaim:
    """What is claimed on (left, right): monotone and convex as signs, strictly or not.

    `right` is None for oo; a sign is None where nothing is claimed.
    """

    left: Fraction
    right: Fraction | None
    monotone: int | None = None
    convex: int | None = None
    strict: bool = False


@dataclass(frozen=True)
class Claims:
    """Everything claimed about a penalty, in plain numbers; None where nothing is claimed."""

    defined: bool
    supremum: Expr | None = None
    supremum_attained: bool | None = None
    infimum: Expr | None = None
    infimum_attained: bool | None = None
    slope_bound: Expr | None = None
    constant_value: Expr | None = None
    parts: tuple[ShapeClaim, ...] = ()
    joints: tuple[Fraction, ...] = ()


def confront(text: str, parameters: Mapping[str, Fraction], claims: Claims) -> bool:
    """Try to refute the claims; False if a strict one could not be seen anywhere, as of a constant.

    >>> rising = Claims(defined=True, parts=(ShapeClaim(Fraction(0), None, monotone=1),))
    >>> confront("u/(1 + u)", {}, rising)
    True
    >>> confront("abs(u - 1)", {}, rising)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    sparsity_theory.errors.ContradictionError: the penalty 'abs(u - 1)' was taken to be ...

    Raises:
        ContradictionError: a claim is false at some points; the message names all three.
    """
    before, ctx.prec = ctx.prec, _BITS
    try:
        return _Adversary(text, parameters, claims).attack()
    finally:
        ctx.prec = before


def same_reading(
    text: str, parameters: Mapping[str, Fraction], value: Callable[[Fraction], arb | None]
) -> None:
    """Compare the values of the expression that was made of a text with those of the text.

    Raises:
        ContradictionError: they differ, so the text was misread.
    """
    before, ctx.prec = ctx.prec, _BITS
    try:
        function = TextFunction(text, parameters)
        for u in _READING_POINTS:
            try:
                told, found = function.at(u), value(u)
            except (UndecidedBallError, UndefinedError):
                continue
            if found is not None and (told > found or told < found):
                raise ContradictionError(
                    f"the penalty {text!r} was misread: at u = {u} it is {told}, not {found}."
                    " This is an error of this package, not of the input; please report it"
                )
    finally:
        ctx.prec = before


class _Adversary:
    """One penalty and its values at the chosen points."""

    def __init__(self, text: str, parameters: Mapping[str, Fraction], claims: Claims) -> None:
        self.text = text
        self.claims = claims
        self.function = TextFunction(text, parameters)
        self.values: list[tuple[Fraction, Number]] = []

    def attack(self) -> bool:
        self.values = self.sampled(_points(self.text, self.claims.joints))
        self.extremes()
        self.slope()
        found = [self.seen(part) for part in self.claims.parts]  # all are attacked
        return all(found)

    def sampled(self, points: Iterable[Fraction]) -> list[tuple[Fraction, Number]]:
        found = []
        for u in points:
            try:
                found.append((u, self.function.at(u)))
            except UndecidedBallError:
                continue
            except UndefinedError as error:
                if self.claims.defined:
                    self.refuted("finite and real on u > 0", f"{error} at u = {u}")
        return found

    def seen(self, part: ShapeClaim) -> bool:
        """Attack a part; whether its strict claims were seen to be strict somewhere."""
        inside = [v for v in self.values if _within(v[0], part)]
        moves, bends = self.monotone(part, inside), self.convex(part, inside)
        if not part.strict or (moves and bends):
            return True
        ctx.prec = _MORE_BITS
        try:
            far = self.sampled(u for u in _FAR_POINTS if _within(u, part))
            near = self.sampled(u for u, _ in inside)
            more = sorted(far + near, key=lambda v: v[0])
            return self.monotone(part, more) and self.convex(part, more)
        finally:
            ctx.prec = _BITS

    def refuted(self, fact: str, where: str) -> None:
        raise ContradictionError(
            f"the penalty {self.text!r} was taken to be {fact}, which is false: {where}. This is"
            " an error of this package, not of the input; please report it"
        )

    def extremes(self) -> None:
        c = self.claims
        for value, attained, side, name in (
            (c.supremum, c.supremum_attained, 1, "supremum"),
            (c.infimum, c.infimum_attained, -1, "infimum"),
        ):
            extreme = _constant(value)
            if extreme is None:
                continue
            for u, h in self.values:
                if _certain(side, h, extreme):
                    self.refuted(f"of {name} {value}", f"h({u}) is beyond it")
                if attained is False and isinstance(h, fmpq) and h == extreme:
                    self.refuted(f"of {name} {value}, not attained", f"h({u}) equals it")
        constant = _constant(c.constant_value)
        if constant is None:
            return
        for u, h in self.values:
            if _certain(1, h, constant) or _certain(-1, h, constant):
                self.refuted(f"the constant {c.constant_value}", f"h({u}) differs")

    def slope(self) -> None:
        bound = _constant(self.claims.slope_bound)
        if bound is None:
            return
        for (x, fx), (y, fy) in pairwise(self.values):
            rise = bound * fmpq((y - x).numerator, (y - x).denominator)
            if _certain(1, size(fy - fx), rise):
                slope = self.claims.slope_bound
                self.refuted(f"of slope at most {slope}", f"it moves more from {x} to {y}")

    def monotone(self, part: ShapeClaim, inside: list[tuple[Fraction, Number]]) -> bool:
        if part.monotone is None:
            return True
        word = {1: "nondecreasing", 0: "constant", -1: "nonincreasing"}[part.monotone]
        seen = len(inside) < 4
        for (x, fx), (y, fy) in pairwise(inside):
            if part.strict and part.monotone and isinstance(fy - fx, fmpq) and fx == fy:
                self.refuted(f"strictly {word} on {_named(part)}", f"h({x}) = h({y})")
            for side in (1, -1):
                if _certain(side, fy, fx):
                    seen = True
                    if side != part.monotone:
                        self.refuted(f"{word} on {_named(part)}", f"compare u = {x} with u = {y}")
        return seen or not part.monotone

    def convex(self, part: ShapeClaim, inside: list[tuple[Fraction, Number]]) -> bool:
        if part.convex is None:
            return True
        word = {1: "convex", 0: "linear", -1: "concave"}[part.convex]
        seen = len(inside) < 5
        for (x, fx), (y, fy), (z, fz) in zip(inside, inside[1:], inside[2:], strict=False):
            weight = fmpq(((y - x) / (z - x)).numerator, ((y - x) / (z - x)).denominator)
            chord = fx + (fz - fx) * weight
            if part.strict and part.convex and isinstance(chord - fy, fmpq) and chord == fy:
                where = f"it is linear at u = {x}, {y} and {z}"
                self.refuted(f"strictly {word} on {_named(part)}", where)
            for side in (1, -1):
                if _certain(side, chord, fy):
                    seen = True
                    if side != part.convex:
                        self.refuted(f"{word} on {_named(part)}", f"look at u = {x}, {y} and {z}")
        return seen or not part.convex


def _named(part: ShapeClaim) -> str:
    return f"({part.left}, {'oo' if part.right is None else part.right})"


def _within(u: Fraction, part: ShapeClaim) -> bool:
    return u > part.left and (part.right is None or u < part.right)


def _certain(side: int, first: Number, second: Number) -> bool:
    """Whether first > second (side 1) or first < second (side -1) for certain."""
    return bool(first > second) if side > 0 else bool(first < second)


def _points(text: str, joints: Iterable[Fraction]) -> list[Fraction]:
    """Powers of two, both sides of every joint, and some rationals drawn by the text."""
    found = {Fraction(2) ** k for k in (*range(-64, -8, 8), *range(-8, 9), *range(16, 65, 8))}
    edges = sorted(joints)
    for joint in edges:
        found.add(joint)
        for k in _CLOSE:
            found |= {joint * (1 - Fraction(1, 2**k)), joint * (1 + Fraction(1, 2**k))}
    for a, b in pairwise(edges):
        found |= {a + (b - a) * Fraction(k, 8) for k in range(1, 8)}
    draw = random.Random(zlib.crc32(text.encode()))  # noqa: S311 - points, not secrets
    for _ in range(_RANDOM_POINTS):
        found.add(Fraction(draw.randint(1, 10**4), draw.randint(1, 10**3)))
    return sorted(found)


def _constant(value: Expr | None) -> Number | None:
    """A claimed constant (SymPy, exact) as a number, by its own rules; None if it is infinite."""
    if value is None:
        return None
    if value.is_Rational:
        return fmpq(int(value.p), int(value.q))
    try:
        return TextFunction(_python(str(value)), {}).at(Fraction(1))
    except (UndecidedBallError, UndefinedError, SyntaxError, KeyError):
        return None


def _python(text: str) -> str:
    """SymPy's spelling of a constant in the language of penalties."""
    return text.replace("Max(", "max(").replace("Min(", "min(").replace("Abs(", "abs(")
