# ruff: noqa: E501 - tables of cases are easier to read in long lines
"""Penalties as texts with independent functions (mpmath), and the checker confronted with them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
from flint import arb, fmpq

from numerics.certificates.function import Function
from numerics.certificates.limits import NoInfoError, checking
from numerics.certificates.minorants import Constants
from numerics.errors import CertificateError

Real = Callable[[Any], Any]
mp = mpmath.mp.clone()
mp.dps = 50
_SECONDS = 900.0


@dataclass(frozen=True)
class Known:
    """A text of the language and the function it stands for, computed by mpmath."""

    text: str
    value: Real


def _sqrt(x: Any) -> Any:
    if x < 0:
        raise ValueError("root of a negative number")
    return mp.sqrt(x)


def _log(x: Any) -> Any:
    if x <= 0:
        raise ValueError("logarithm of what is not positive")
    return mp.log(x)


# The same few functions in many disguises, with kinks, jumps, removable points and hidden zeros.
DISGUISES: tuple[Known, ...] = (
    Known("sqrt(u**2-2*u+1)", lambda u: abs(u - 1)),
    Known("2*u+sqrt(u**2-2*u+1)", lambda u: 2 * u + abs(u - 1)),
    Known("((u-1)**4)**(1/4)", lambda u: abs(u - 1)),
    Known("abs(u-1)", lambda u: abs(u - 1)),
    Known("max(u-1,1-u)", lambda u: abs(u - 1)),
    Known("sqrt(u*(u-1)**2)", lambda u: mp.sqrt(u) * abs(u - 1)),
    Known("sqrt(u**2*(u-1)**2+0*u)", lambda u: u * abs(u - 1)),
    Known("sqrt((log(1+u)-1)**2)", lambda u: abs(mp.log(1 + u) - 1)),
    Known("abs(log(1+u)-1)+u", lambda u: abs(mp.log(1 + u) - 1) + u),
    Known("5*(sqrt(u**2-u/2+1/16)+u-1/4)+u/5", lambda u: 5 * (abs(u - 0.25) + u - 0.25) + u / 5),
    Known("-1 if u == 1 else (u-1)/sqrt(u**2-2*u+1)", lambda u: mp.sign(u - 1) if u != 1 else -1),
    Known("(u**2-1)/(u-1) if u != 1 else 2", lambda u: u + 1),
    Known("(u**2-1)/(u-1) if u != 1 else 7", lambda u: u + 1 if u != 1 else mp.mpf(7)),
    Known("(u**2-1)/(u-1) if u != 1 else -7", lambda u: u + 1 if u != 1 else mp.mpf(-7)),
    Known("(u+1)**3-u**3-3*u**2-3*u", lambda u: mp.mpf(1)),
    Known("1+log(u**2+2*u+1)-2*log(1+u)", lambda u: mp.mpf(1)),
    Known("u if u <= 1/100 else 1/100", lambda u: min(u, mp.mpf(1) / 100)),
    Known("u**2/2 if u <= 1/3 else (u-1/6)/3", lambda u: u**2 / 2 if 3 * u <= 1 else (u - mp.mpf(1) / 6) / 3),
    Known("0 if u == 0 else 3", lambda u: mp.mpf(3 if u else 0)),
    Known("3 if u == 0 else 1+u", lambda u: 1 + u if u else mp.mpf(3)),
    Known("tanh(3.1416*u)", lambda u: mp.tanh(mp.mpf("3.1416") * u)),
    Known("2/(1+exp(-1.702*u))-1", lambda u: 2 / (1 + mp.exp(-mp.mpf("1.702") * u)) - 1),
    Known("(exp(u)-exp(-u))/(exp(u)+exp(-u))", mp.tanh),
    Known("tanh(u)**2", lambda u: mp.tanh(u) ** 2),
    Known("min(u,sqrt(2))", lambda u: min(u, mp.sqrt(2))),
    Known("min(u**2,2)", lambda u: min(u**2, mp.mpf(2))),
    Known("max(exp(-u)-1/2,0)", lambda u: max(mp.exp(-u) - 0.5, mp.mpf(0))),
    Known("0 if u == 0 else 1+tanh(u)*exp(-u)", lambda u: 1 + mp.tanh(u) * mp.exp(-u) if u else mp.mpf(0)),
    Known("0 if u == 0 else 1+u*log(u)*exp(-u)", lambda u: 1 + u * mp.log(u) * mp.exp(-u) if u else mp.mpf(0)),
    Known("0 if u == 0 else 5+log(1+sqrt(u))/(1+u**3)",
          lambda u: 5 + mp.log(1 + mp.sqrt(u)) / (1 + u**3) if u else mp.mpf(0)),
    Known("u*exp(-u)", lambda u: u * mp.exp(-u)),
    Known("u**2/(u**2+1e-6)", lambda u: u**2 / (u**2 + mp.mpf("1e-6"))),
    Known("abs(u**2-2e-8)", lambda u: abs(u**2 - mp.mpf("2e-8"))),
    Known("atan(u)/(1+u)", lambda u: mp.atan(u) / (1 + u)),
    Known("asinh(sqrt(u))+cosh(u/10)", lambda u: mp.asinh(mp.sqrt(u)) + mp.cosh(u / 10)),
    Known("u**(3/2)-u", lambda u: u ** mp.mpf("1.5") - u),
    Known("u**0.125", lambda u: u ** mp.mpf("0.125")),
    Known("min(abs(u-1/3),u/2)", lambda u: min(abs(u - mp.mpf(1) / 3), u / 2)),
    Known("10*u**2-abs(u-1)", lambda u: 10 * u**2 - abs(u - 1)),
    Known("3*u**2+min(u,2-u)", lambda u: 3 * u**2 + min(u, 2 - u)),
    Known("4*u**2-sqrt(u**2-2*u+1)", lambda u: 4 * u**2 - abs(u - 1)),
    Known("exp(u/4)-max(u,1/3)+2*u", lambda u: mp.exp(u / 4) - max(u, mp.mpf(1) / 3) + 2 * u),
    Known("erf(u)+u/7", lambda u: mp.erf(u) + u / 7),
)  # fmt: skip


def random_known(rng: random.Random, depth: int = 3) -> Known:
    """A random expression in and near the language."""
    if depth == 0 or rng.random() < 0.15:
        if rng.random() < 0.6:
            return Known("u", lambda u: u)
        c = Fraction(rng.randint(-4, 9), rng.choice([1, 1, 2, 3, 5]))
        return Known(f"({c})", lambda u: mp.mpf(c.numerator) / c.denominator)
    kind = rng.choice(
        ["+", "-", "*", "/", "sum", "min", "max", "if", "power", "one", "one", "square"]
    )
    a = random_known(rng, depth - 1)
    if kind == "one":
        return _applied(rng, a)
    if kind == "square":  # a root of a square: a hidden absolute value
        return Known(f"sqrt(({a.text})**2)", lambda u: abs(a.value(u)))
    if kind == "power":
        k = rng.choice([2, 3])
        return Known(f"({a.text})**{k}", lambda u: a.value(u) ** k)
    b = random_known(rng, depth - 1)
    if kind in ("min", "max"):
        pick: Callable[..., Any] = min if kind == "min" else max
        return Known(f"{kind}({a.text},{b.text})", lambda u: pick(a.value(u), b.value(u)))
    if kind == "if":
        at = Fraction(rng.randint(0, 6), rng.choice([1, 2, 3]))
        return Known(
            f"(({a.text}) if u <= {at} else ({b.text}))",
            lambda u: a.value(u) if u * at.denominator <= at.numerator else b.value(u),
        )
    if kind == "sum":
        return Known(f"({a.text}+({b.text})+u)", lambda u: a.value(u) + b.value(u) + u)
    operation: dict[str, Callable[[Any, Any], Any]] = {
        "+": lambda x, y: x + y, "-": lambda x, y: x - y,
        "*": lambda x, y: x * y, "/": lambda x, y: x / y,
    }  # fmt: skip
    return Known(f"({a.text}{kind}({b.text}))", lambda u: operation[kind](a.value(u), b.value(u)))


def _applied(rng: random.Random, a: Known) -> Known:
    name, f = rng.choice(
        [("sqrt", _sqrt), ("log", _log), ("exp", mp.exp), ("tanh", mp.tanh), ("atan", mp.atan),
         ("abs", abs), ("asinh", mp.asinh), ("erf", mp.erf), ("log1p", lambda x: _log(1 + x)),
         ("expm1", mp.expm1)]
    )  # fmt: skip
    if name in ("exp", "expm1"):
        return Known(f"{name}(-abs({a.text}))", lambda u: f(-abs(a.value(u))))
    if name in ("sqrt", "log"):
        return Known(f"{name}(1+abs({a.text}))", lambda u: f(1 + abs(a.value(u))))
    if name == "log1p":
        return Known(f"{name}(abs({a.text}))", lambda u: f(abs(a.value(u))))
    return Known(f"{name}({a.text})", lambda u: f(a.value(u)))


def read(known: Known, seconds: float = _SECONDS) -> Function | None:
    """The checker's view; None where it refuses the penalty."""
    try:
        with checking(seconds):
            h = Function(known.text)
            return h if h.defined else None
    except (CertificateError, NoInfoError):
        return None


def contradictions(known: Known, h: Function, rng: random.Random, points: int = 60) -> list[str]:
    """Everything that the checker says about the penalty and mpmath refutes."""
    with checking(_SECONDS):
        return list(_contradictions(known, h, rng, points))


def _contradictions(known: Known, h: Function, rng: random.Random, points: int) -> Iterator[str]:
    samples = _samples(h, rng, points)
    values = {}
    for u in samples:
        try:
            values[u] = known.value(mp.mpf(u.numerator) / u.denominator)
        except (ValueError, ZeroDivisionError, OverflowError, mpmath.libmp.ComplexResult) as why:
            yield f"no value at {u}: {why}"
            continue
        if not _near(h.point(fmpq(u.numerator, u.denominator)), values[u]):
            yield f"another value at {u}"
    for name, (low, high), outer in (
        ("infimum", h.infimum(fmpq(0), None), min),
        ("supremum", -h.mirrored.infimum(fmpq(0), None), max),
    ):
        extreme = outer((v for u, v in values.items() if u > 0), default=mp.mpf(0))
        bound = low if name == "infimum" else high
        if bound.is_finite() and (extreme - _mpf(bound)) * (
            1 if name == "infimum" else -1
        ) < -_slack(extreme):
            yield f"{name} {bound} but {extreme} is taken"
        del low, high
    yield from _bends(known, h, rng)
    yield from _minorants(known, h, rng, values)


def _samples(h: Function, rng: random.Random, points: int) -> list[Fraction]:
    found = {Fraction(0)} | {Fraction(2) ** k for k in (-40, -10, -3, -1, 0, 1, 2, 3, 6, 12)}
    for x in h.breaks:
        at = Fraction(int(x.p), int(x.q))
        found |= {at, at * (1 + Fraction(1, 2**20)), at * (1 - Fraction(1, 2**20))}
    found |= {Fraction(rng.random() * rng.choice([0.01, 1, 4, 30])) for _ in range(points)}
    return sorted(found)


def _bends(known: Known, h: Function, rng: random.Random) -> Iterator[str]:
    """Convexity on labelled pieces: the middle of a chord lies above the graph."""
    labelled = [piece for piece in h.pieces if piece.label is not None]
    for piece in rng.sample(labelled, min(12, len(labelled))):
        left = Fraction(int(piece.left.p), int(piece.left.q))
        right = (
            (left + 1) * 16
            if piece.right is None
            else Fraction(int(piece.right.p), int(piece.right.q))
        )
        for _ in range(6):
            a, b = sorted(left + (right - left) * Fraction(rng.randint(1, 999), 1000) for _ in "ab")
            u = [mp.mpf(x.numerator) / x.denominator for x in (a, (a + b) / 2, b)]
            try:
                first, middle, last = map(known.value, u)
            except (ValueError, ZeroDivisionError, OverflowError):
                continue
            gap, slack = (first + last) / 2 - middle, _slack(max(abs(first), abs(last)))
            wrong = {"+": gap < -slack, "-": gap > slack, "0": abs(gap) > slack}
            if wrong[str(piece.label)]:
                yield f"not {piece.label!r} between {a} and {b}"


def _minorants(
    known: Known, h: Function, rng: random.Random, values: dict[Fraction, Any]
) -> Iterator[str]:
    constants = Constants(h, 1e-9)
    inside = [float(u) for u in values if u < 64]
    queries = [(rng.choice([0.01, 0.3, 1.0, 2.5, 10.0]) * rng.random() + 1e-6,
                *sorted(rng.sample(inside, 2))) for _ in range(8)]  # fmt: skip
    queries += _at_kinks(known, h)
    if not queries:
        return
    slope, low, high = (np.array([column]) for column in zip(*queries, strict=True))
    found = constants(slope, low, high)[0].tolist()
    for (b, left, right), c in zip(queries, found, strict=True):
        for k in range(41):
            u = mp.mpf(left) + (mp.mpf(right) - mp.mpf(left)) * k / 40
            try:
                value = known.value(u)
            except (ValueError, ZeroDivisionError, OverflowError):
                continue
            if value - mp.mpf(b) * u < c:
                yield f"h(u) < {b} u + {c} at u = {float(u)} in [{left}, {right}]"


def _at_kinks(known: Known, h: Function) -> list[tuple[float, float, float]]:
    """Boxes that end at breakpoints or straddle them, with slopes between those on both sides."""
    found = []
    for x in [float(b) for b in h.breaks if b < 64][:4]:
        tiny = mp.mpf(x) * mp.mpf(10) ** -12
        try:
            before, at, after = (known.value(mp.mpf(x) + k * tiny) for k in (-1, 0, 1))
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        s, w = float((at - before) / tiny), float((after - at) / tiny)
        slopes = [t for t in (s, w, (s + w) / 2, s * 0.999, w * 1.001) if 0 < t < 1e6]
        boxes = [(x / 2, x), (x * 0.9, x), (x, x * 1.1), (x, 2 * x), (x * 0.8, x * 1.2)]
        found += [(t, *box) for t in slopes for box in boxes]
    return found


def _mpf(x: arb) -> Any:
    man, exp = x.man_exp()
    return mp.mpf(int(man)) * mp.mpf(2) ** int(exp)


def _slack(x: Any) -> Any:
    return (1 + abs(x)) * mp.mpf(10) ** -18


def _near(x: arb, value: Any) -> bool:
    return bool(_mpf(x.lower()) - _slack(value) <= value <= _mpf(x.upper()) + _slack(value))
