"""The parser: exact, bounded, closed under writing and reading back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, exp, log, pi

from sparsity_theory.errors import ExpressionError
from sparsity_theory.penalties.expressions import U, parse, read, to_text

NUMBERS = st.sampled_from(["1", "2", "7", "0.1", "1e-4", "2/3", ".5", "pi", "e"])
LEAVES = st.one_of(st.just("u"), st.just("u"), NUMBERS)


def _combine(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner)
    power = st.tuples(inner, st.sampled_from(["2", "3", "(1/2)", "(-1)", "0.3", "pi", "0.1234"]))
    call = st.tuples(
        st.sampled_from(
            [
                "log",
                "exp",
                "sqrt",
                "cbrt",
                "atan",
                "tanh",
                "asinh",
                "abs",
                "erf",
                "sigmoid",
                "log1p",
                "softplus",
                "sin",
                "cos",
            ]
        ),
        inner,
    )
    pair = st.tuples(st.sampled_from(["min", "max"]), inner, inner)
    relation = st.sampled_from(["<", "<=", ">", ">="])
    choice = st.tuples(inner, relation, st.sampled_from(["1", "1/2", "3"]), inner)
    return st.one_of(
        binary.map(lambda t: f"({t[0]} {t[1]} ({t[2]}))"),
        inner.map(lambda t: f"(-{t})"),
        power.map(lambda t: f"({t[0]})**{t[1]}"),
        call.map(lambda t: f"{t[0]}({t[1]})"),
        pair.map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        choice.map(lambda t: f"({t[0]} if u {t[1]} {t[2]} else {t[3]})"),
    )


TEXTS = st.recursive(LEAVES, _combine, max_leaves=6)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_is_written_reads_back_to_the_same_expression(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return  # not a real number anywhere, such as log(-1)
    assert parse(to_text(expression)) == expression


@given(st.fractions(min_value=0, max_denominator=10**9))
def test_numbers_are_read_exactly(value: Fraction) -> None:
    assert parse(f"{value.numerator}/{value.denominator}") == Rational(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e-4", Rational(1, 10000)), ("0.1", Rational(1, 10)), (".5", Rational(1, 2)), ("2.", 2)],
)
def test_decimals_are_rational(text: str, value: Rational) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-u**2", -(U**2)),
        ("2**u", exp(U * log(2))),
        ("e**-u", exp(-U)),
        ("ln(u + tau)", log(U + Rational(1, 3))),
        ("1 if u < 0 else u", U),
        ("u if not u == 0 and u < 1 or u >= 1 else 7", U),
        ("2 if 0 < u else 3", 2),
        ("log(-u - 1) if u < 0 else u", U),
        ("|u|^2 + np.log1p(u)", U**2 + log(1 + U)),
        ("u\u00b2 \u2212 2\u00b7u", U**2 - 2 * U),
        ("where(u < 1, u, u)", U),
        ("where(u < 1, u, u**2)", parse("u if u < 1 else u**2")),
        (
            "Piecewise((u, u < 1), (2, u <= 3), (u**2, True))",
            parse("u if u < 1 else (2 if u <= 3 else u**2)"),
        ),
        ("sign(u - 1)", parse("-1 if u < 1 else (0 if u == 1 else 1)")),
        ("heaviside(u - 2, 1)", parse("0 if u < 2 else 1")),
        ("u if sqrt(u) <= 3 else 9", parse("u if u <= 9 else 9")),
        ("u if u**2 - 3*u + 2 > 0 else 1", parse("u if u < 1 or u > 2 else 1")),
        ("u if u < sqrt(2) else sqrt(2)", parse("min(u, sqrt(2))")),
        ("2*(u > 1) + (u <= 1)", parse("2*(0 if u <= 1 else 1) + (1 if u <= 1 else 0)")),
        (
            "np.where((u > 1) & (u < 2), not u < 1, 3*(u > 0.5))",
            parse(
                "3*(0 if u <= 1/2 else 1)"
                " if u <= 1 else ((0 if u < 1 else 1) if u < 2 else 3*(0 if u <= 1/2 else 1))"
            ),
        ),
        ("Piecewise(((u < 1)*u, u < 3), (1, True))", parse("u*(1 if u < 1 else 0) if u<3 else 1")),
        ("u if log(1 + u) < 1 else e - 1", parse("min(u, e - 1)")),
        ("sqrt(2 - u**2) if u**2 < 2 else 0", parse("sqrt(2 - min(u, sqrt(2))**2)")),
        ("expm1(-u) + log2(u) + log10(u)", exp(-U) - 1 + log(U) / log(2) + log(U) / log(10)),
        ("u**u", exp(U * log(U))),
        ("exp(-u)**2", exp(-2 * U)),
        ("(u**u)**3", exp(3 * U * log(U))),
        ("u**pi", U**pi),
        ("clip(u, 1, 2)", parse("min(max(u, 1), 2)")),
        ("softplus(u)", log(1 + exp(U))),
        ("logaddexp(0, u)", log(1 + exp(U))),
    ],
)
def test_meaning(text: str, expected: object) -> None:
    assert parse(text, {"tau": Rational(1, 3)}) == expected


@pytest.mark.parametrize(
    ("text", "at_zero"),
    [
        ("u*log(u)", None),
        ("exp(-1/u)", None),
        ("0 if u <= 0 else 1 + 1/u", 0),
        ("1 if u > 0 else 5", 5),
        ("3 if u == 0 else 1/u", 3),
        ("4 if u != 0 else 1", 1),
        ("u**0.3", 0),
        ("max(0, 1 - u)", 1),
    ],
)
def test_value_at_zero_comes_from_the_text(text: str, at_zero: object) -> None:
    assert read(text).at_zero == at_zero


REFUSED = [
    ("9**9**9", r"'9\*\*9\*\*9' at position 1: the exponent 387420489 is too large"),
    ("(" * 10**6, "1000000 characters, at most 2000"),
    ("(" * 900 + "u" + ")" * 900, "parentheses nest deeper"),
    ("-" * 1900 + "u", "at most 600 are allowed|nests too deeply"),
    ("exp(exp(exp(100)))", "argument of exp is too large"),
    ("exp(exp(exp(u)))", "exp nests deeper"),
    ("((((1+u)**200)**200)**200)**200", "exponents multiply"),
    ("9" * 1000, "too large"),
    ("sign(sin((1e-6*(cosh(u)**2 - sinh(u)**2 - 1))**pi))", "nowhere a real number"),
    ("1e999", "too large"),
    ("u**1e5", "exponent 100000 is too large"),
    ('"a"', "character '\"' at position 1"),
    ("u.__class__", r"'u.__class__' at position 1: not part of the language"),
    ("x + 1", "'x' at position 1: unknown name; the names are u, pi, e"),
    ("__import__(os)", "'__import__' at position 1: not a function"),
    ("lambda: u", "character ':'"),
    ("[u for u in u]", r"character '\['"),
    ("log(u, base=2)", "plain arguments only"),
    ("log(*u)", "plain arguments only"),
    ("\N{MATHEMATICAL BOLD SMALL U}", "not allowed"),
    ("2u", "write 2\\*u, not 2u"),
    ("2|u|", "opens no absolute value"),
    ("|u", "not closed"),
    ("1j*u", "not a number"),
    ("0x10", "not a number"),
    ("1_000", "not a number"),
    ("True", "not a number"),
    ("None", "not a number"),
    ("u // 2", "not part of the language"),
    ("u**pi**pi**pi", "the exponent is too large"),
    ("10**10**10", "the exponent 10000000000 is too large"),
    ("u**0.1234567890123", "denominator of at most"),
    ("u if u else 1", "compares u with numbers"),
    ("3 if 0 < 1/2 < u else 3", "compares u with numbers"),
    ("u if x < 1 else 1", "unknown name"),
    ("u if cos(u) < 1/2 else 1", "could not find exactly where"),
    ("where(u < 1, u)", r"write where\(condition, value, other value\)"),
    ("Piecewise((u, u < 1))", r"\(value, True\)"),
    ("acosh(u)*log1p(-1)", "log1p.*needs a positive argument"),
    ("(u < 1) < 2", "not part of the language"),
    ("log(-1)", "needs a positive argument, got -1"),
    ("1/0", "needs a nonzero argument, got 0"),
    ("sqrt(-2)*u", "needs a nonnegative argument"),
    ("sqrt(-u)", r"'sqrt\(-u\)' at position 1: needs a nonnegative argument, got -u"),
    ("1 + log(-u)", "needs a positive argument, got -u"),
    ("max(u)", "at least two arguments"),
    ("sqrt(u, 2)", "takes one argument"),
    ("log", r"log is a function: write log\(...\)"),
    ("gamma(u)", "not a function of the language"),
    ("", "empty"),
    ("u #", "character '#'"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[t[:20] for t, _ in REFUSED])
def test_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        parse(text)


def test_parameters_are_checked() -> None:
    with pytest.raises(ExpressionError, match="cannot be called 'log'"):
        parse("u", {"log": Rational(1)})
    with pytest.raises(ExpressionError, match="must be rational"):
        parse("u*a", {"a": 0.5})


def test_simplification_does_not_hide_requirements() -> None:
    parsed = read("log(u - 1) - log(u - 1)")
    assert parsed.expression == 0
    assert [str(r.argument) for r in parsed.requirements] == ["u - 1"]


def test_obvious_requirements_are_settled_at_once() -> None:
    assert read("log(1 + u)/sqrt(2 + u)").requirements == ()
