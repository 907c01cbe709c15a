"""Sixty questions to the page that answers, twelve of each kind."""

from __future__ import annotations

SMALL, MIDDLE, LARGE = (3, 2, 1), (8, 5, 3), (100, 20, 5)
Question = tuple[str, str, int, int, int]


def jump(rest: str) -> str:
    """A penalty that is 0 at 0 and ``rest`` above it."""
    return f"where(u > 0, {rest}, 0)"


_HARD = "tanh(log(1+u)*atan(sqrt(u)))*exp(-asinh(u))"  # whose supremum the library cannot enclose

FAILS: list[Question] = [
    ("1000*u", "log(1+u)", *MIDDLE), ("u", "sqrt(u)", *SMALL), ("l0", "u/(1+u)", *MIDDLE),
    ("sqrt(u)", "u**(1/4)", *MIDDLE), ("indicator", "1-exp(-u)", *LARGE), ("u", "l0", *MIDDLE),
    ("log(u+1/10000)", "scad", *SMALL), ("l0", "mcp", *MIDDLE), ("indicator", "huber", *SMALL),
    ("indicator", jump("1+3*u/(1+u)"), *SMALL), (jump("1/100+u"), "l0", *LARGE),
    ("indicator", "np.log1p(u)/(1+np.log1p(u))", *MIDDLE),
]  # fmt: skip
GUARANTEES: list[Question] = [
    ("l0", "l0", *SMALL), ("indicator", "l0", *LARGE), ("l0", jump("1+u/(4+4*u)"), *MIDDLE),
    ("indicator", jump("2-exp(-u)/2"), *SMALL), ("indicator", jump("5+min(u,1)"), *MIDDLE),
    (jump("1+u"), jump("1+u/(9+9*u)"), *LARGE), (jump("4+sqrt(u)"), "l0", *MIDDLE),
    ("indicator", jump("1+atan(u)/50"), *LARGE), (jump("50"), jump("3+u*exp(-u)"), *MIDDLE),
    (jump("1/2"), jump("1/8"), *MIDDLE), ("indicator", jump("1-exp(-u)/10"), *SMALL),
    ("l0", jump("1+min(u,1)/4"), *MIDDLE),
]  # fmt: skip
UNDECIDED: list[Question] = [
    (g, jump(f"1+{c}*{_HARD}"), *dims)
    for g, c, dims in (
        ("indicator", "1", SMALL), ("l0", "1", SMALL), ("indicator", "9/10", SMALL),
        ("indicator", "1/3", MIDDLE), ("l0", "1/3", MIDDLE), ("indicator", "3/10", MIDDLE),
        (jump("1+u"), "1/3", MIDDLE), ("indicator", "1/5", LARGE), ("l0", "1/5", LARGE),
        (jump("2"), "1", SMALL), (jump("1"), "9/10", SMALL), ("indicator", "4/5", SMALL),
    )
]  # fmt: skip
TIES: list[Question] = [
    ("l0", jump("1+min(u,1)/3"), *MIDDLE), ("indicator", jump("1+u/(1+u)"), *SMALL),
    ("l0", jump("2-exp(-u)"), *SMALL), (jump("1/3"), "l0", *SMALL), ("1", "0", *MIDDLE),
    (jump("3/8"), "l0", *MIDDLE), ("indicator", "0", *SMALL), (jump("1/20"), "l0", *LARGE),
    ("indicator", jump("5+u/(1+u)"), *LARGE), ("u", "1", *MIDDLE), ("sqrt(u)", "0", *LARGE),
    ("indicator", jump("3+min(u,1)"), *MIDDLE),
]  # fmt: skip
ERRORS: list[Question] = [
    ("u", "log(1+", *MIDDLE), ("u", "foo(u)", *MIDDLE), ("u", "1/u", *MIDDLE),
    ("u", "__import__('os')", *MIDDLE), ("u", "u"*500, *MIDDLE), ("x", "u", *MIDDLE),
    ("u", "u", 2, 3, 1), ("u", "u", 3, 3, 3), ("u", "u", 3, 2, 0), ("u", "", *MIDDLE),
    ("l0+u", "u", *MIDDLE), ("u", "u)", *MIDDLE),
]  # fmt: skip
KINDS = {
    "fails": FAILS, "guarantees": GUARANTEES, "undecided": UNDECIDED, "tie": TIES, "error": ERRORS,
}  # fmt: skip
