"""Facts end within their own clock: no number of unbounded length is formed, whoever asks."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest
from flint import fmpq, fmpq_poly
from sympy import E, Expr, I, Rational, exp, log, sqrt

from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.errors import ExpressionError, PenaltyError
from sparsity_theory.exact import bounded, polynomials
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.expressions import read
from sparsity_theory.penalties.penalties import penalty

LONG = Rational(10**400 + 1, 10**399)
ENDED = {
    # u**f(u) at a point of many digits: a root of a gigantic power
    "(1+u)**(1/(1+u))": {"supremum": "exp(exp(-1))", "concave": "False"},
    "u**(1/u)": {"supremum": "exp(exp(-1))"},
    "(u**2+1)**(1/(u**2+1))": {"value_at_zero": "1"},
    "u**(u/1000003)": {"infimum": "exp(-exp(-1)/1000003)"},
    "u**u**u": {"supremum": "oo"},
    # a power that is made inside an exponential
    "softplus(1e231*asinh(u))/1e231": {"supremum": "oo"},
    # exp(exp(x)), which no float holds
    "1/(1+exp(exp(10**9*u)))": {"nondecreasing": "False"},
    # roots of very different size
    "log(log(1e291 + u) + u**2)": {"supremum": "oo"},
    # 0/0 where a case was not asked
    "max((u-1)/sqrt(u**2-2*u+1) if u != 1 else 0, 1e-104, u**157)": {"supremum": "oo"},
}
_CHILD = """
import json, resource, sys
from sparsity_theory import penalty
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
for text in sys.argv[1:]:
    print(json.dumps({k: str(v) for k, v in vars(penalty(text).facts).items()}), flush=True)
"""


def test_facts_end_without_anybody_who_ends_them() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, *ENDED], capture_output=True, text=True, check=False
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(told) == len(ENDED), f"ended in {list(ENDED)[len(told)]}: {run.stderr[-500:]}"
    for (text, wanted), found in zip(ENDED.items(), told, strict=True):
        assert {name: found[name] for name in wanted} == wanted, text


@pytest.mark.parametrize(
    "text",
    [
        "cosh(1e30*log(1+u))",
        "exp(-u*(u + 10**50*log(2)))",
        "erf(erf(erf(log(1+u)*1e285)))",
        "exp(exp(3**200*log(2))*u)",
    ],
)
def test_what_no_step_could_form_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"too many digits|too large"):
        penalty(text)


@pytest.mark.parametrize(
    ("f", "point"),
    [
        (U**U, LONG), (sqrt(U), Rational(3) ** 5000), (exp(U * log(2)), LONG),
        (exp(exp(U)), Rational(200)),
        (1 / (U - 1), Rational(1)), (U**200, Rational(7) ** 300),
    ],
)  # fmt: skip
def test_a_long_number_is_not_formed(f: Expr, point: Rational) -> None:
    assert bounded.at(f, point) is None


@pytest.mark.parametrize(
    ("base", "exponent"),
    [("12", "123/1000"), ("5/12", "-7/3"), ("2", "123456789/1000000000"), ("16/81", "3/4")],
)
def test_roots_of_short_numbers_are_what_they_are(base: str, exponent: str) -> None:
    power = bounded.power(Rational(base), Rational(exponent))
    assert abs((power / E ** (Rational(exponent) * log(Rational(base)))).evalf(40) - 1) < 1e-30
    assert not power.has(I)


def test_a_value_of_too_many_digits_is_said_not_formed() -> None:
    h = penalty("u**u")
    with pytest.raises(PenaltyError, match="too many digits"):
        h(Rational(10**40 + 1, 10**39))
    assert h(2) == 4
    assert characterise(penalty("l0"), h, Dimensions(3, 2, 1)).verdict is Guarantee.FAILS


def test_isolated_roots_are_those_of_another_library() -> None:
    draw = random.Random(5)
    seen = 0
    for _ in range(60):
        size = draw.choice([3, 10, 60, 300])
        coefficients = [draw.randint(-(2**size), 2**size) for _ in range(draw.randint(3, 24))]
        for poly, _ in fmpq_poly(coefficients).factor()[1]:
            if poly.degree() < 2:
                continue
            found = polynomials._positive_roots(poly, 1)
            real = (r.real for r, _ in poly.numer().complex_roots() if r.imag == 0)
            roots = sorted((r for r in real if r > 0), key=lambda r: float(r.mid()))
            assert len(found) == len(roots)
            for (low, high), root in zip(found, roots, strict=True):
                assert fmpq(int(low.p), int(low.q)) < root < fmpq(int(high.p), int(high.q))
                assert high - low <= polynomials.RESOLUTION * low
            seen += len(roots)
    assert seen > 50


def test_derivatives_are_those_of_sympy() -> None:
    compared = 0
    for number in range(120):
        f = penalty_expression(random.Random(number))
        if f is not None:
            first = derivative(f)
            assert (first, derivative(first)) == (f.diff(U), f.diff(U).diff(U))
            compared += 1
    assert compared > 80


def penalty_expression(draw: random.Random) -> Expr | None:
    """A random smooth expression; None where it is not in the language."""
    text = "u"
    for _ in range(draw.randint(1, 5)):
        text = draw.choice(
            [f"log(1 + {text}**2)", f"exp(-({text}))", f"atan({text})*u", f"({text})/(1 + u**3)",
             f"sqrt(1 + ({text})**2)", f"tanh({text}) + u**(1/3)", f"({text})**2 - erf({text})",
             f"cos({text})*sinh(u)", f"asinh({text}) + 3", f"(1 + u)**({text})"]
        )  # fmt: skip
    try:
        found: Expr = read(text).expression
    except ExpressionError:
        return None
    return found
