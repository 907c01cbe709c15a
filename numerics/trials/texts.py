"""Random texts: expressions in and near the language, and hostile ones."""

from __future__ import annotations

import random
import re

_NUMBERS = ["1", "2", "3", "1/2", "1/3", "0.1", "5/3", "10", "1/100", "1e-6", "7/5"]
_IRRATIONAL = ["pi", "e", "sqrt(2)", "log(2)", "exp(-1)", "log(1+1e-9)", "sqrt(3)-sqrt(2)"]
_EXPONENTS = [
    "2", "3", "(1/2)", "(1/3)", "0.3", "(3/2)", "(2/3)", "4", "pi", "(1/e)", "0.12345",
]  # fmt: skip
_ZEROS = [
    "((u+1)**2 - u**2 - 2*u - 1)", "(log(u**2+2*u+1) - 2*log(1+u))", "(abs(u-1) - abs(1-u))",
    "(max(u,1) - (u+1+abs(u-1))/2)", "(cosh(u)**2 - sinh(u)**2 - 1)", "(sqrt(u**2+2*u+1)-u-1)",
    "(expm1(log1p(u)) - u)", "(erf(u) + erfc(u) - 1)", "(u**pi*u**(4-pi) - u**4)",
    "(sigmoid(u) - 1/2 - tanh(u/2)/2)", "(sin(min(u,1))**2 + cos(min(u,1))**2 - 1)",
    "(exp(u)*exp(-u) - 1)", "(tanh(u) - sinh(u)/cosh(u))", "(sqrt(u)*sqrt(u) - u)",
]  # fmt: skip
_KINKS = [
    "sqrt(u**2-2*u+1)", "sqrt((u-1/3)**2)", "sqrt(u**4-4*u**2+4)", "abs(u**2-2)", "abs(log(u+1)-1)",
    "min(u,sqrt(2))", "max(u,log(1+2*u))", "cbrt(abs(u-1))", "abs(u-1)*(u-1)", "min(u**2,1+1/u)",
    "abs(abs(u-2)-1)", "max(0,u-1)**2", "(u-1)/sqrt(u**2-2*u+1) if u != 1 else 0",
    "sqrt(abs(u-1))", "min(max(u,1),2)", "sign(u-1)", "u if u < sqrt(2) else sqrt(2)",
    "where(u**2 < 4, u, 2)", "1 - cos(min(u, pi))", "(u if log1p(u) < 1 else e - 1)",
]  # fmt: skip


def random_text(draw: random.Random, size: int | None = None) -> str:
    """An expression in u, of a few operations, with hidden zeros and kinks among its leaves.

    >>> random_text(random.Random(0)) == random_text(random.Random(0))
    True
    """
    left = draw.randint(1, 5) if size is None else size
    text = _text(draw, left)
    jump = draw.random()
    return f"0 if u == 0 else {draw.choice(_NUMBERS)} + ({text})" if jump < 0.3 else text


def _text(draw: random.Random, size: int) -> str:
    if size <= 1:
        leaf = draw.random()
        if leaf < 0.5:
            return "u"
        choices = _NUMBERS if leaf < 0.7 else _IRRATIONAL if leaf < 0.78 else _KINKS
        return draw.choice(choices if leaf < 0.93 else _ZEROS)
    part = draw.randint(1, size - 1)
    a, b = _text(draw, part), _text(draw, max(1, size - part))
    number, power = draw.choice(_NUMBERS), draw.choice(_EXPONENTS)
    return draw.choice(
        [
            f"({a} + {b})", f"({a} - {b})", f"({a})*({b})", f"({a})/(1 + ({b})**2)",
            f"min({a}, {b})", f"max({a}, {b})", f"({a})**{power}", f"log(1 + abs({a}))",
            f"exp(-({a}))", f"atan({a})", f"abs({a} - {number})", f"sqrt(abs({a}))",
            f"tanh({a})", f"asinh({a})", f"sqrt(({a})**2 + {number})", f"({a})*{b}",
            f"({a} if u < {number} else {b})", f"({a} if u <= {number} else {a})",
            f"({a} + {draw.choice(_ZEROS)})", f"log({number} + ({a})**2)",
            f"(({a})**2 - ({b})**2)", f"{number}*({a})", f"erf({a})", f"erfc({a})",
            f"log1p(abs({a}))", f"sigmoid({a})", f"softplus({a})", f"sign({a} - {number})",
            f"sech({a})", f"cos(min(abs({a}), {number}))", f"where({a} < {number}, {a}, {b})",
            f"sin({a})",
        ]
    )  # fmt: skip


_CUTS = [
    "sqrt(2)", "pi", "e", "log(2)", "log(3)", "(1+sqrt(5))/2", "2**(1/3)", "1/pi", "exp(-1)",
    "sqrt(2)*sqrt(3)", "sqrt(5+2*sqrt(6))-sqrt(3)", "1/(sqrt(2)-1)-1", "log(9)/2", "4*atan(1)",
    "log2(8)/3", "(1+sqrt(2))*(sqrt(2)-1)", "1", "2",
]  # fmt: skip
_SIDES = [
    "u", "0", "3", "u**2", "sqrt(u)", "log(1+u)", "u/(1+u)", "1/(1+u)", "2-u", "c", "c*u", "u/c",
    "c-u", "abs(u-c)", "min(u,c)", "(u-c)**2", "-(u-c)**2", "c/(1+u)", "u**c", "cos(min(u,c))",
    "exp(-u)", "erf(u)", "u*(3-u)",
]  # fmt: skip
_CONDITIONS = [
    "u < {c}", "u <= {c}", "u > {c}", "u >= {c}", "u**2 < ({c})**2", "sqrt(u) <= {c}", "u == {c}",
    "log(1+u) < {c}", "u != {c}", "u < {c} or u > {d}", "{d} < u <= {c}", "not u < {c}",
]  # fmt: skip


def cut_text(draw: random.Random, depth: int = 2) -> str:
    """Formulas on both sides of cuts, which are irrational, or rational in another dress.

    >>> cut_text(random.Random(1)) == cut_text(random.Random(1))
    True
    """
    c, d = draw.choice(_CUTS), draw.choice(_CUTS)
    sides = [
        cut_text(draw, depth - 1)
        if depth > 1 and draw.random() < 0.4
        else f"({re.sub(r'(?<![a-z])c(?![a-z])', f'({draw.choice([c, d])})', draw.choice(_SIDES))})"
        for _ in range(2)
    ]
    text = f"where({draw.choice(_CONDITIONS).format(c=c, d=d)}, {sides[0]}, {sides[1]})"
    return f"where(u == 0, 0, {text})" if draw.random() < 0.3 else text


def hostile_text(draw: random.Random) -> str:
    """An expression chosen to cost time or memory: extreme numbers, degrees and coincidences.

    >>> hostile_text(random.Random(0)) == hostile_text(random.Random(0))
    True
    """
    tiny, huge = f"1e-{draw.randint(20, 300)}", f"1e{draw.randint(3, 300)}"
    odd = f"{draw.randint(1, 10**6)}/{draw.randint(1, 10**6)}"
    n, m = draw.randint(2, 200), draw.randint(2, 200)
    inner = random_text(draw, draw.randint(1, 3))
    return draw.choice(
        [
            f"u**3/3 - {tiny}*u", f"abs(u**2 - {tiny})", f"u**2/(u**2 + {tiny})",
            f"tanh({odd}*u) + tanh({inner})", f"2/(1 + exp(-{odd}*u)) - 1 + {tiny}*u",
            f"tanh(u/{tiny})", f"tanh({huge}*u) + tanh(u)", f"log(1 + u/{tiny})*exp(-u*{odd})",
            f"(1 + u)**{n}/(1 + u**{m})", f"u**(1/{n}) + u**(1/{m}) - u**({n}/{m})",
            f"(1 + u**{n} + exp(u))**{m}", f"log(1 + u**{n})**{m}/(1 + u)",
            f"(u**{n} - {odd})**2*({inner})", f"exp(-u*{odd}) - exp(-u*{odd}/{n}) + exp(-u/{m})",
            f"max({inner}, {tiny}, u**{n})", f"min({huge}, ({inner})**2)",
            f"((1 + u)**{n} + 1)**{m}", f"sqrt(sqrt(sqrt({inner} + {huge}) + {tiny}) + u)",
            "+".join(f"exp(-u*{k}/{draw.randint(1, 99)})" for k in range(1, draw.randint(3, 20))),
            "*".join(f"log(1 + u*{k})" for k in range(1, draw.randint(3, 12))),
            "+".join(f"abs(u - {k}/{n})" for k in range(1, draw.randint(3, 30))),
            "max(" + ",".join(f"u**{k}/{n}" for k in range(1, draw.randint(3, 12))) + ")",
            f"atan({inner})*exp(-({inner})**2)/(1 + ({inner})**4)", f"exp(exp(-u*{odd}))*({inner})",
            f"exp(exp(u/{n}))", f"1/(exp({huge}*u) + {tiny})", f"cosh(u)**{n}/cosh({odd}*u)",
            f"(u - {odd})**{n}*(u - {odd} - {tiny})**{m}", f"log(log({huge} + u) + ({inner})**2)",
            f"erf(erf(erf({inner}*{huge})))", f"erf({tiny}*u) - {tiny}*erf({odd}*u)",
            f"u**(pi*{n}/200)/(1 + u**({m}/{odd}))", "u**pi**pi", "10**10**10", "u**u**u",
            f"cos({huge}*min(u, {odd}))", f"sin(1/u)*u**{n}", f"u**({odd}) - u**({odd} + {tiny})",
            f"softplus({huge}*({inner}))/{huge}", f"sign(sin({inner}))", f"erfc({huge}*u)*exp(u)",
            f"u if u**{n} + u < {odd} else 1", f"where(erf(u) < {tiny}, u, {inner})",
            f"abs(({inner}) - ({random_text(draw, 3)}))", f"u**{n} - {n}*u + {n - 1}",
            f"{tiny}*({inner}) + {huge}*({inner})", f"asinh({huge}*({inner}))/atan({tiny} + u)",
        ]
    )  # fmt: skip
