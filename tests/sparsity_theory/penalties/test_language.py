"""What can be typed: parameters, named penalties, arithmetic, infinite values, what is outside."""

from fractions import Fraction

import pytest
from flint import fmpq
from sympy import Expr, Rational, S, cos, log, pi, sqrt

from sparsity_theory.characterisation import Decision, Dimensions, Guarantee, characterise
from sparsity_theory.errors import ExpressionError, PenaltyError, SparsityTheoryError
from sparsity_theory.exact.variable import U
from sparsity_theory.infinite_values import answer, read_any
from sparsity_theory.penalties.infinite import InfinitePenaltyError
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.penalties.values import TextFunction, UndecidedBallError, UndefinedError

DIMS = Dimensions(3, 2, 1)


@pytest.mark.parametrize("value", ["0.1", 0.1, Fraction(1, 10), Rational(1, 10)])
def test_parameters_are_exact_whatever_they_are_given_as(value: object) -> None:
    assert penalty("lam*log(1 + u)", lam=value).expression == log(1 + U) / 10  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "given", "message"),
    [
        ("lam*u", {}, "--param lam=0.1"),
        ("lam*u", {"lam": "1", "mu": "2"}, "mu occurs in no penalty"),
        ("lam*u", {"lam": "abc"}, "lam needs a number"),
        ("lam*u", {"lam": "u"}, "it depends on u"),
        ("lam*u", {"lam": "oo"}, "lam needs a number"),
        ("lam*u", {"lam": True}, "lam needs a number"),
        ("lam*u", {"lam": float("nan")}, "lam needs a number"),
        ("e*u", {"e": "1"}, "cannot be called 'e'"),
        ("mcp", {"tua": "1"}, "occurs in no penalty"),
        ("mcp(lam=-1)", {}, "out of range"),
        ("mcp_skglm(sqrt(u), gamm=3)", {}, "did you mean gamma"),
        ("mcp_skglm(gamma=0)", {}, "out of range"),
        ("mcpp(lam=1)", {}, "no penalty is called 'mcpp'"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(
    text: str, given: dict[str, object], message: str
) -> None:
    with pytest.raises((PenaltyError, ExpressionError), match=message):
        penalty(text, **given)  # type: ignore[arg-type]


def test_a_named_penalty_stands_in_an_expression() -> None:
    assert penalty("2*mcp(lam=1, tau=2) + l0()")(4) == 3
    assert penalty("mcp(sqrt(u), lam=1, tau=2)").pieces == penalty("mcp").of_norm().pieces
    assert penalty("mcp", lam=2).text == "mcp(lam=2, tau=2)"
    assert penalty("scad_fan(lam=sqrt(2), a=3)")(100) == 4
    assert penalty("log(1 + u)").expression == penalty("log(gamma=1)").expression == log(1 + U)


def test_penalties_are_added_and_scaled_in_python() -> None:
    mcp, log_sum = penalty("mcp"), penalty("log(1 + u/eps)", eps="1/10")
    together = 2 * mcp + log_sum / 4 - 1
    for u in (0, 1, 5):
        assert (together(u) - 2 * mcp(u) - log_sum(u) / 4 + 1).equals(0)
    assert log_sum.scaled(Rational(1, 5))(2) == log_sum(10)
    assert log_sum.of_norm()(Rational(1, 4)) == log_sum(Rational(1, 2))
    assert ((-mcp)(1), (2 - mcp)(1)) == (-mcp(1), 2 - mcp(1))
    assert penalty("np.power(u, 0.5)") == penalty("sqrt(u)")
    assert (penalty("l0") + penalty("u*log(u)"))(0) == 0
    with pytest.raises(PenaltyError, match="by a number"):
        mcp * mcp  # type: ignore[operator]
    with pytest.raises(PenaltyError, match="indicator"):
        2 * penalty("indicator")
    with pytest.raises(PenaltyError, match="positive"):
        mcp.scaled(0)


def test_a_text_of_a_penalty_reads_back_with_real_powers_and_waves() -> None:
    for text in ("u**pi", "u**0.1234567", "1 - cos(min(u, pi))", "erf(u)/(1 + u)", "sign(u)*u"):
        assert penalty(penalty(text).text) == penalty(text)
    assert penalty("1 - cos(min(u, 1))").expression.has(cos)
    assert penalty("u**pi").expression == U**pi


@pytest.mark.parametrize(
    ("text", "slope", "supremum", "concave"),
    [
        ("erf(u)", 2 / sqrt(pi), S.One, True),
        ("u**(1/pi)", S.Infinity, S.Infinity, True),
        ("u**pi", S.Zero, S.Infinity, False),
        ("1 - erfc(sqrt(u))", S.Infinity, S.One, True),
        ("u if u < sqrt(2) else sqrt(2)", S.One, sqrt(2), True),
        ("sigmoid(u) - 1/2", Rational(1, 4), Rational(1, 2), True),
        ("sqrt(u) if sqrt(u) < 2 else 2", S.Infinity, S(2), True),
    ],
)
def test_facts_of_the_new_functions(text: str, slope: S, supremum: S, concave: bool) -> None:
    facts = penalty(text).facts
    found = (facts.right_slope_at_zero, facts.supremum, facts.concave)
    assert found == (slope, supremum, concave)


@pytest.mark.parametrize(
    ("text", "supremum", "concave", "slope_bound"),
    [
        ("1 - cos(min(u, pi))", 2, False, 1),
        ("1 - cos(min(sqrt(u), pi))", 2, True, S.Half),
        ("scad_fan(u, lam=sqrt(2), a=3)", 4, True, sqrt(2)),
        ("mcp_zhang(u, lam=sqrt(2))", 2, True, sqrt(2)),
        ("cel0", 1, True, sqrt(2)),
        ("truncated_quadratic(u, alpha=2)", 2, False, 2 * sqrt(2)),
        ("min(u, u**2, 3)", 3, False, 2),
        ("min(sqrt(2), u, pi, u**2)", sqrt(2), False, 2),
        ("min(u, sqrt(2)) + min(u, sqrt(3))", sqrt(2) + sqrt(3), True, 2),
        ("abs(u**2 - 2) if u < 9 else 79", 79, False, 18),
    ],
)
def test_facts_are_exact_where_joints_are_irrational(
    text: str, supremum: Expr, concave: bool | None, slope_bound: Expr
) -> None:
    facts = penalty(text).facts
    assert (facts.supremum, facts.concave) == (supremum, concave)
    assert facts.slope_bound == slope_bound


def test_joints_without_a_common_unit_have_exact_facts() -> None:
    h = penalty("1 - cos(min(u, pi)) + min(u, sqrt(2)) - sqrt(2)")
    assert (h.facts.supremum, h.facts.nondecreasing) == (2, True)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("u if u >= sqrt(2) or u < sqrt(2) else 7", "u"),
        ("7 if u < sqrt(2) and u > sqrt(2) else u", "u"),
        ("u if not u < sqrt(2) else sqrt(2)", "max(sqrt(2), u)"),
    ],
)
def test_conditions_that_do_not_change_at_an_irrational_point(text: str, same: str) -> None:
    assert penalty(text).name == penalty(same).name


@pytest.mark.parametrize(
    ("text", "highest", "attained"),
    [
        ("u if u == sqrt(2) else sqrt(2)", sqrt(2), True),
        ("sqrt(2) if u != sqrt(2) else 3*u", 3 * sqrt(2), True),
        ("9 if u**2 == 2 else min(u, 8)", 9, True),
        ("heaviside(u - e, 7)", 7, True), ("heaviside(u - e, 1/2)", 1, True),
        ("u/(1+u) if u >= sqrt(2) and u != pi else 1/4", 1, False),
        ("where(u <= pi, where(u < pi, 1, 2), 0)", 2, True),
    ],
)  # fmt: skip
def test_a_value_at_an_irrational_point_alone_counts(
    text: str, highest: Expr, attained: bool
) -> None:
    h = penalty(text)
    assert (h.facts.supremum, h.facts.supremum_attained) == (highest, attained)
    assert penalty(h.name).expression == h.expression


JUMPS = [
    ("1 if u < pi else 5/4", (9, 2, 1), "r H+ = 5/4 < (r+1) H- = 2"),
    ("1 if u < pi else 2", (9, 2, 1), None),  # a tie
    ("1 if u < pi else where(u < 10/3, 1, 2)", (9, 2, 1), None),
    ("1 if u < pi else where(u < 2*sqrt(3), 5/4, 9/8)", (9, 2, 1), "r H+ = 5/4 < (r+1) H- = 2"),
    (
        "where(u < sqrt(2), 1, where(u < sqrt(3), 2 - u/2, where(u < e, 1, 3/2)))",
        (9, 2, 1),
        "r H+ = 3/2 < (r+1) H- = 2",
    ),
    (
        "where(u < sqrt(2), 2, where(u < sqrt(3), 2 - u/2, where(u < e, 2, 3/2)))",
        (9, 2, 1),
        "r H+ = 2 < (r+1) H- = 4 - sqrt(3)",
    ),
    ("where(u < sqrt(2), 1, where(u < sqrt(3), 2 - u/2, where(u < e, 1, u)))", (9, 2, 1), None),
    ("1 + u/10 if u < pi else 5/4 + 1/u", (9, 2, 1), "r H+ = 1/pi + 5/4 < (r+1) H- = 2"),
    ("1 + u if u < 1/sqrt(2) else 1", (30, 2, 1), "r H+ = sqrt(2)/2 + 1 < (r+1) H- = 2"),
    ("1 + u if u < sqrt(2) else 1", (30, 2, 1), None),
    ("1 + u/sqrt(2) if u <= sqrt(2) else 1", (30, 2, 1), None),  # a tie
    ("where(u < sqrt(3), 1, 9/8)", (30, 3, 2), "r H+ = 9/4 < (r+1) H- = 3"),
    ("Piecewise((1, u <= exp(1)), (11/10, True))", (30, 4, 3), "r H+ = 33/10 < (r+1) H- = 4"),
]


@pytest.mark.parametrize(("text", "dims", "numbers"), JUMPS)
def test_jumps_at_irrational_points_are_decided(
    text: str, dims: tuple[int, int, int], numbers: str | None
) -> None:
    whole = f"where(u == 0, 0, {text})"
    found = characterise("l0", whole, Dimensions(*dims))
    assert found == characterise(penalty("l0"), penalty(whole), Dimensions(*dims))
    assert isinstance(found, Decision)
    if numbers is None:
        assert found.verdict is Guarantee.FAILS
    else:
        assert found.verdict is Guarantee.GUARANTEES
        assert numbers in found.explanation


def test_a_pair_is_given_as_texts_or_penalties_and_always_answered() -> None:
    assert characterise("l0", penalty("u"), DIMS) == characterise(penalty("l0"), "u", DIMS)
    assert characterise("u", "u if u <= 1 else oo", DIMS).part == "A1"
    assert characterise("log(u)", "log(u)", DIMS).part == "a tie at -oo"
    for wrong in ((1, "u", DIMS), ("u", "u", None), ("u", DIMS, DIMS)):
        with pytest.raises(TypeError, match="characterise takes"):
            characterise(*wrong)  # type: ignore[call-overload]


# Infinite values.


@pytest.mark.parametrize(
    ("g", "h", "verdict", "part"),
    [
        ("u", "u if u <= 1 else oo", "fails", "A1"),
        ("indicator", "-log(1 - u) if u < 1 else inf", "fails", "A1"),
        ("u", "u + (0 if u <= 1 else oo)", "fails", "A1"),
        ("u", "1/u", "fails", "A0"),
        ("u", "kl_sparsity", "fails", "A0"),
        ("u", "log(u)", "fails", "a tie at -oo"),
        ("log(u)", "log(u)", "fails", "a tie at -oo"),
        ("log(u)", "l0", "fails", "a tie at -oo"),
        ("indicator", "log(u)", "undecided", ""),
        ("0 if u <= 1 else oo", "l0", "fails", "A2"),
        ("0 if u == 0 else (2 if u < 1 else oo)", "l0", "guarantees", "A3"),
        ("u", "0 if u == 0 else (oo if u < 1 else 2)", "fails", "A1"),
        ("u", "u if u < sqrt(2) else oo", "fails", "A1"),
        ("u", "oo if u**2 == 2 else u", "fails", "A1"),
        ("0 if u == 0 else (2 if u < pi else oo)", "l0", "guarantees", "A3"),
        ("0 if u == 0 else where(u < pi, oo, where(u < 4, 1, 1/2))", "l0", "guarantees", "A3"),
        ("where(u < pi, oo, where(u < 4, 1, 1/2))", "l0", "fails", "A0"),
    ],
)
def test_infinite_values_are_answered(g: str, h: str, verdict: str, part: str) -> None:
    found = answer(read_any(g), read_any(h), DIMS)
    assert (found.verdict, found.part) == (Guarantee(verdict), part)
    assert all(found.lines)


def test_the_logarithm_is_answered_with_the_lemmas_and_a_question() -> None:
    lines = " ".join(answer(read_any("u"), read_any("log(u)"), DIMS).lines)
    for word in ("Lemma 2", "Lemma 3", "Theorem C", '--h "log(u + gamma)" --param gamma='):
        assert word in lines
    both = " ".join(answer(read_any("log(u)"), read_any("log(u)"), DIMS).lines)
    assert '--g "log(u + gamma)" --h "log(u + gamma)"' in both


def test_an_infinite_penalty_never_passes_for_a_finite_one() -> None:
    with pytest.raises(InfinitePenaltyError, match="infinite at u = 2"):
        penalty("u if u <= 1 else oo")
    with pytest.raises(InfinitePenaltyError, match=r"at u = 0 \(-oo\)"):
        penalty("log(u)")
    with pytest.raises(PenaltyError, match="-oo at u = "):
        penalty("u if u <= 1 else -oo")
    with pytest.raises(PenaltyError, match="computes with oo"):
        penalty("min(u, oo)")


@pytest.mark.parametrize(
    "text",
    ["rank", "rank(u)", "nuc(u)", "entropy(u)", "kl", "tv(u)", "nuclear norm", "Total-variation",
     "u + 0.1*rank(Z)", "|z|", "u + norm(Z)", "log det(Z)"],
)  # fmt: skip
def test_what_is_no_function_of_a_row_power_is_told_why(text: str) -> None:
    with pytest.raises(SparsityTheoryError, match=r"row powers|powers? of (one of )?its rows"):
        penalty(text)


@pytest.mark.parametrize("text", ["u(1 + u)", "2*u(u)", "pi(1 + u)", "(1 + u)(2 + u)", "2(u + 1)"])
def test_a_product_without_its_sign_is_refused_and_never_read_as_a_penalty_of(text: str) -> None:
    with pytest.raises(ExpressionError, match="a product needs its sign"):
        penalty(text)


@pytest.mark.parametrize("text", ["scad(3.7)", "huber(1.345, u)", "mcp(pi) + u", "mcp_skglm(u, 3)"])
def test_parameters_without_names_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"by name, as in \w+\(u, name=value\)"):
        penalty(text)


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("MCP", "mcp"), ("SCAD(a=4)", "scad(a=4)"), ("Geman-McClure", "geman_mcclure"),
     ("group lasso", "group_lasso"), ("TL1(a=1)", "tl1(a=1)"), ("Log-sum", "log_sum"),
     ("L1(sqrt(u))", "sqrt(u)"), ("Capped-L1", "capped_l1"), ("LOG(1 + u)", "log(1 + u)")],
)  # fmt: skip
def test_names_are_known_in_capitals_and_with_hyphens(typed: str, listed: str) -> None:
    assert penalty(typed) == penalty(listed)


# The adversary's own functions.


@pytest.mark.parametrize(
    ("text", "at", "low", "high"),
    [
        ("erf(u)", 1, "0.8427007929", "0.8427007930"),
        ("erfc(u)", 1, "0.1572992070", "0.1572992071"),
        ("log2(u)", 8, "2.9999999999", "3.0000000001"),
        ("sigmoid(u)", 1, "0.7310585786", "0.7310585787"),
        ("softplus(u)", 1, "1.3132616875", "1.3132616876"),
        ("sech(u)", 1, "0.6480542736", "0.6480542737"),
        ("logaddexp(u, 0)", 1, "1.3132616875", "1.3132616876"),
        ("u**pi", 2, "8.8249778270", "8.8249778271"),
        ("u if u < sqrt(2) else 0", 1, "1", "1"),
        ("where(u < 1, 5, 7)", 1, "7", "7"),
        ("Piecewise((5, u < 1), (7, True))", 1, "7", "7"),
        ("heaviside(u - 1, 1/2)", 1, "1/2", "1/2"),
        ("sign(1 - u)", 2, "-1", "-1"),
        ("ndtr(u)", 1, "0.8413447460", "0.8413447461"),
        ("acosh(u)", 2, "1.3169578969", "1.3169578970"),
    ],
)
def test_the_adversary_computes_each_function_by_itself(
    text: str, at: int, low: str, high: str
) -> None:
    value = TextFunction(text, {}).at(Fraction(at))
    ends = [fmpq(f.numerator, f.denominator) for f in (Fraction(low), Fraction(high))]
    assert value >= ends[0]
    assert value <= ends[1]


def test_the_adversary_says_where_a_text_has_no_value() -> None:
    with pytest.raises(UndefinedError):
        TextFunction("log1p(-u)", {}).at(Fraction(2))
    with pytest.raises(UndefinedError):
        TextFunction("acosh(u)", {}).at(Fraction(1, 2))
    with pytest.raises(UndecidedBallError):
        TextFunction("u if sqrt(2)**2 < 2 else 1", {}).at(Fraction(1))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("u if u<=sqrt(2) else (sqrt(2) if u<2 else sqrt(2)+u-2)", "min(u,sqrt(2)) + max(u-2,0)"),
        ("(u if u<1 else 1+log(u)) if u<pi else 1+log(pi)", "min(u,1) + log(max(1, min(u, pi)))"),
        ("(u if u < 1 else (1 if u < 4 else log(u-7/2))) if u < sqrt(2) else 1", "min(u, 1)"),
        ("(u if u<1 else 1) if u < sqrt(2) else (1 if u<2 else 2)", "min(u,1) + (0 if u<2 else 1)"),
    ],
)  # fmt: skip
def test_cases_at_rational_points_within_cases_at_irrational_ones(text: str, same: str) -> None:
    mixed, plain = penalty(text), penalty(same)
    assert mixed.defined is True
    for name in ("nondecreasing", "supremum_attained", "infimum", "bounded_gradient"):
        assert getattr(mixed.facts, name) == getattr(plain.facts, name), name
    for at in map(Rational, ("1/2", "1", "7/5", "3/2", "2", "5/2", "4", "9")):
        difference = mixed.expression.subs(U, at) - plain.expression.subs(U, at)
        assert abs(float(difference)) < 1e-12


@pytest.mark.parametrize(
    ("point", "number"),
    [
        ("log2(8)", 3), ("log10(100)", 2), ("log1p(7)/log(2)", 3), ("log(9)/log(3)", 2),
        ("tanh(log(3))", Rational(4, 5)), ("cosh(log(2))", Rational(5, 4)),
        ("(1+sqrt(2))*(sqrt(2)-1)", 1), ("sqrt(1+sqrt(2))*sqrt(sqrt(2)-1)", 1),
        ("2**log2(3)", 3), ("exp(log(2))", 2),
    ],
)  # fmt: skip
@pytest.mark.parametrize("relation", ["<", "<=", ">", ">="])
def test_a_rational_point_in_another_dress_is_that_point(
    point: str, number: Rational, relation: str
) -> None:
    """A rational that was not seen as one had no sides: a branch was lost, and l0 guaranteed."""
    dressed = penalty(f"where(u > 0, 1, 0) + where(u {relation} {point}, u/(1+u), 5)")
    plain = penalty(f"where(u > 0, 1, 0) + where(u {relation} {number}, u/(1+u), 5)")
    shift = Rational(1, 10**9)
    for u in (number - shift, number, number + shift, Rational(100)):
        assert dressed(u) == plain(u)
    assert dressed.facts.supremum == plain.facts.supremum
    assert dressed.facts.nondecreasing == plain.facts.nondecreasing


def test_a_case_inside_a_case_at_a_dressed_point() -> None:
    assert penalty("where(u<(1+sqrt(2))*(sqrt(2)-1), where(u<1, 0, 7), 0)")(1) == 0
    high = penalty("where(u>0,1,0)+where(u>log2(8),where(u<=3.001,5,0),0)")
    assert high(Rational("3.0005")) == high.facts.supremum == 6


def test_a_root_against_an_irrational_number() -> None:
    found = penalty("mcp_skglm(sqrt(u), alpha=1, gamma=pi)")
    assert found.facts.supremum == pi / 2
    assert found.facts.concave
