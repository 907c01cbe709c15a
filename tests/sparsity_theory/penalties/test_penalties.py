"""The catalogue's declared facts are verified, and penalties that are no functions are refused."""

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from sympy import E, Rational, S, exp, log, oo, sqrt

from sparsity_theory.errors import ExpressionError, PenaltyError
from sparsity_theory.exact.effort import OutOfTimeError, allowance
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.penalties.analysis import analyse
from sparsity_theory.penalties.catalogue import ENTRIES, Entry, entry, verify
from sparsity_theory.penalties.expressions import read
from sparsity_theory.penalties.facts import FACT_NAMES
from sparsity_theory.penalties.penalties import Penalty, penalty
from sparsity_theory.penalties.values import _whole_power as whole_power

OTHER_PARAMETERS = [
    "power(p=1/2)", "power(p=9/10)", "log(gamma=1)", "log(gamma=3)", "log(gamma=1e-8)",
    "log1p(tau=1/100)", "rational(tau=1e-6)", "rational(tau=7/3)", "exponential(tau=1/50)",
    "exponential(tau=20)", "scad(lam=1/10)", "scad(lam=3, a=21/10)", "mcp(lam=1, tau=1/7)",
    "mcp(lam=5/2, tau=30)", "huber(delta=1/9)", "huber(delta=12)", "capped(tau=1/1000)",
]  # fmt: skip

ALL = [e.make().text for e in ENTRIES] + OTHER_PARAMETERS


@pytest.mark.parametrize("text", ALL)
def test_every_declared_fact_holds(text: str) -> None:
    verdicts = verify(penalty(text))
    assert set(verdicts.values()) == {Verdict.HOLDS}, verdicts


@pytest.mark.parametrize("text", ALL)
def test_text_reads_back_to_an_equal_penalty(text: str) -> None:
    assert penalty(penalty(text).text) == penalty(text)


@pytest.mark.parametrize("e", ENTRIES, ids=lambda e: e.name)
def test_entries_are_described(e: Entry) -> None:
    made = e.make()
    assert e.latex
    assert e.reference
    assert made.latex
    assert made.name == e.name
    assert str(made) == made.text


@pytest.mark.parametrize("name", FACT_NAMES)
@pytest.mark.parametrize("text", ["mcp", "log", "l0", "huber"])
def test_a_falsified_declaration_fails(text: str, name: str) -> None:
    made = penalty(text)
    assert made.declared is not None
    true = getattr(made.declared, name)
    false = (not true) if isinstance(true, bool) else (S.Zero if true.is_infinite else true + 1)
    falsified = replace(made, declared=replace(made.declared, **{name: false}))
    assert verify(falsified)[name] is Verdict.FAILS


def test_verify_needs_a_declaration() -> None:
    with pytest.raises(PenaltyError, match="declares no facts"):
        verify(penalty("log(2 + u)"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("log(u - 1)", "not a finite real number at u = 1/2"),
        ("1/(u - 1)", "not a finite real number at u = 1,"),
        ("sqrt(1 - u)", "not a finite real number at u = 2"),
        ("sqrt(1 - u)*sqrt(1 - u)", "not a finite real number at u = 2"),
        ("log(u - 1) - log(u - 1)", "not a finite real number at u = 1/2"),
        ("1/(u**2 - 2)", r"not a finite real number at u = sqrt\(2\)"),
        ("1/(u**5 - u - 1)", "some u between"),
        ("log(abs(u - 1))", "not a finite real number at u = 1,"),
        ("(u - 1)**2/(u - 1)", "not a finite real number at u = 1,"),
        ("log(u)", "infinite at u = 0"),
        ("1/u", r"infinite at u = 0"),
        ("mcp(nu=1)", "mcp has no parameter nu; its parameters are: lam, tau"),
        ("mcp(tau=0)", "tau = 0 is out of range; it needs 0 < tau"),
        ("power(p=1)", "0 < p < 1"),
        ("mcp(tau=1, tau=2)", "write them once each"),
        ("lasso(tau=1)", "no penalty is called 'lasso'"),
    ],
)
def test_refused_penalties(text: str, message: str) -> None:
    with pytest.raises(PenaltyError, match=message):
        penalty(text)


def test_names_are_looked_up_first() -> None:
    assert penalty("log").declared is not None
    assert penalty("u*1") == penalty("u")
    assert penalty("log(1 + u)").declared is None
    with pytest.raises(PenaltyError, match="did you mean group_lasso"):
        penalty("lasso")
    with pytest.raises(ExpressionError, match="unknown name"):
        penalty("qqqq")
    with pytest.raises(PenaltyError, match="no penalty is called"):
        entry("lasso")


def test_values_are_exact() -> None:
    assert penalty("scad(lam=1, a=3)")(2) == Rational(7, 4)
    assert penalty("l0")(0) == 0
    assert penalty("indicator")(1) == oo
    assert not penalty("indicator").finite
    with pytest.raises(PenaltyError, match="takes a rational u >= 0"):
        penalty("u")(-1)


def _facts(text: str) -> dict[str, object]:
    return vars(penalty(text).facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u/(1+u)**2", {"supremum": Rational(1, 4), "supremum_attained": True, "concave": False}),
        ("log(1+log(1+u))", {"slope_bound": 1, "supremum": oo, "concave": True}),
        ("1-1/(1+u)**3", {"right_slope_at_zero": 3, "supremum": 1, "supremum_attained": False}),
        (
            "(1 if u>0 else 0)+u/(1+u)/10",
            {
                "value_at_zero": 0,
                "right_limit_at_zero": 1,
                "right_slope_at_zero": oo,
                "slope_bound": Rational(1, 10),
                "supremum": Rational(11, 10),
                "bounded_gradient": False,
                "continuous_at_zero": False,
            },
        ),
        ("u**0.3/(1+u**0.3)", {"right_slope_at_zero": oo, "supremum": 1, "concave": True}),
        ("atan(u)", {"supremum": S.Pi / 2, "slope_bound": 1, "bounded_gradient": True}),
        ("tanh(u)", {"supremum": 1, "concave": True, "nondecreasing": True}),
        ("u*exp(-u)", {"supremum": exp(-1), "nondecreasing": False, "slope_bound": 1}),
        (
            "1/(1-log(u)) if u<1 else 1",
            {
                "value_at_zero": 0,
                "continuous_at_zero": True,
                "right_slope_at_zero": oo,
                "supremum": 1,
                "supremum_attained": True,
                "nondecreasing": True,
            },
        ),
        ("sqrt(u+1)-1", {"right_slope_at_zero": Rational(1, 2), "bounded_gradient": True}),
        ("log(1+sqrt(u))", {"right_slope_at_zero": oo, "concave": True}),
        ("max(0,u-1)", {"infimum": 0, "infimum_attained": True, "concave": False}),
        ("abs(u-1)", {"right_slope_at_zero": -1, "infimum": 0, "nondecreasing": False}),
        ("2", {"constant": True, "supremum": 2, "supremum_attained": True, "slope_bound": 0}),
        ("u - u", {"constant": True, "infimum": 0}),
        ("exp(-1/u)", {"value_at_zero": 0, "right_slope_at_zero": 0, "slope_bound": 4 * exp(-2)}),
        (
            "0 if u<=0 else 1+1/(1+u)",
            {"infimum": 1, "infimum_attained": False, "supremum": 2, "continuous_at_zero": False},
        ),
        ("(u**2+u)/(u+1)", {"slope_bound": 1, "concave": True}),
        ("u*log(u)", {"infimum": -exp(-1), "infimum_attained": True, "bounded_gradient": False}),
        ("u**2 - 2*pi*u", {"infimum": -(S.Pi**2), "infimum_attained": True}),
        ("u/(2+u**2)", {"supremum": sqrt(2) / 4, "supremum_attained": True}),
        ("u if u <= 1 else 1 if u < 2 else 5", {"slope_bound": oo, "supremum": 5}),
        # Hidden zeros.
        ("(u+1)**3 - u**3 - 3*u**2 - 3*u", {"constant": True, "concave": True, "supremum": 1}),
        ("log(u**2 + 2*u + 1) - 2*log(1 + u)", {"constant": True, "slope_bound": 0}),
        ("sqrt(1+u)*sqrt(1+u) - u + cosh(u)**2 - sinh(u)**2", {"constant": True, "supremum": 2}),
        ("max(u, 1) - (u + 1 + abs(u - 1))/2", {"constant": True}),
        ("exp(u)*exp(1 - u)", {"constant": True, "supremum": E}),
        ("(u**2-1)/(u-1) if u!=1 else 2", {"concave": True, "slope_bound": 1}),
        # Hidden kinks and jumps.
        ("sqrt(u**2 - 2*u + 1)", {"concave": False, "slope_bound": 1, "nondecreasing": False}),
        ("2*u + sqrt(u**2 - 2*u + 1)", {"concave": False, "slope_bound": 3, "infimum": 1}),
        ("cbrt((u - 1)**2)", {"concave": False, "slope_bound": oo, "bounded_gradient": False}),
        (
            "sqrt(u**3 - 3*u + 2)",  # (u - 1)**2 (u + 2)
            {"concave": False, "infimum": 0, "nondecreasing": False},
        ),
        (
            "-1 if u == 1 else (u - 1)/sqrt(u**2 - 2*u + 1)",
            {"bounded_gradient": False, "slope_bound": oo, "concave": False},
        ),
        # The order of numbers.
        ("max(1e-12, log(1 + 2e-12))", {"supremum": log(1 + Rational(2, 10**12))}),
        (
            "sqrt((log(1 + 2e-12) - 1e-12)**2)",
            {"infimum": log(1 + Rational(2, 10**12)) - Rational(1, 10**12)},
        ),
        # Irrational breakpoints.
        ("min(u, sqrt(2))", {"concave": True, "supremum": sqrt(2), "slope_bound": 1}),
        ("min(u**2, 2)", {"concave": False, "nondecreasing": True, "supremum": 2}),
        ("min(log(1 + u), 1)", {"concave": True, "supremum": 1, "bounded_gradient": True}),
        ("max(exp(-u) - 1/2, 0)", {"infimum": 0, "supremum": S.Half, "concave": False}),
        ("sqrt(u) if u <= 1 else sqrt(2*u - 1)", {"nondecreasing": True, "concave": False}),
        ("log(1 + u) if u <= 1 else log(2)", {"supremum": log(2), "concave": True}),
    ],
)
def test_penalties_that_are_not_in_the_catalogue(text: str, expected: dict[str, object]) -> None:
    facts = _facts(text)
    assert {name: facts[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("tanh(u)**2", "slope_bound", "0.76980035891950"),
        ("1 + tanh(u)*exp(-u)", "supremum", "1.30028310597888"),
        ("1 + u*log(u)*exp(-u)", "infimum", "0.72994662868"),
    ],
)
def test_brackets_where_there_is_no_closed_form(text: str, name: str, near: str) -> None:
    h = penalty(text)
    assert getattr(h.facts, name) is None
    found = getattr(h.bounds, name)
    assert found.contains(Rational(near)) or found.high - found.low < Rational(1, 10**9)
    assert abs(found.low - Rational(near)) < Rational(1, 10**9)
    assert abs(found.high - Rational(near)) < Rational(1, 10**9)


def test_a_zero_at_a_tiny_irrational_point_is_found() -> None:
    facts = penalty("abs(u**2 - 2e-80)").facts
    assert (facts.infimum, facts.infimum_attained) == (0, True)


def test_the_value_at_a_tiny_point_is_the_larger_one() -> None:
    u = Rational(1, 10**18)
    assert penalty("max(u, log(1 + 2*u))")(u) == log(1 + 2 * u)


def test_nothing_over_nothing_is_refused() -> None:
    zero = "((u+1)**2 - u**2 - 2*u - 1)"
    with pytest.raises(PenaltyError, match="not a finite real number"):
        penalty(f"0 if u == 0 else {zero}/{zero}")


def test_an_analysis_ends_with_its_time() -> None:
    text = "min(exp(-u)*u**2 + atan(u)*log(1+u), 3 + exp(-u**2)*asinh(u)*tanh(u)*log(1+u))"
    with allowance(0.0):
        h = penalty(text)
        assert h.facts.supremum is None
        assert h.pieces is None


def test_the_limit_stands_in_for_a_missing_value_and_this_is_said() -> None:
    h = penalty("u*log(u)")
    assert h.at_zero == 0
    assert h.at_zero_is_limit
    assert "its limit" in str(h)
    assert not penalty("u").at_zero_is_limit


def test_an_isolated_value_is_the_infimum_that_is_attained_there() -> None:
    h = penalty("1 if u < 1 else (0 if u <= 1 else 1)")
    assert h.pieces is None
    assert (h.facts.supremum, h.facts.infimum, h.facts.infimum_attained) == (1, 0, True)
    assert h.facts.nondecreasing is False
    assert h(1) == 0


def test_what_cannot_be_proved_to_be_real_is_left_open() -> None:
    undecided = Penalty("?", penalty("u").expression, S.Zero, requirements=())
    assert undecided.defined is True
    assert (
        Penalty(
            "?", penalty("u").expression, S.Zero, requirements=read("log(u-1)").requirements
        ).pieces
        is None
    )


@pytest.mark.parametrize("u", ["__import__('os')", "1", 0.5, -1, None])
def test_a_penalty_is_evaluated_at_exact_rationals_only(u: object) -> None:
    with pytest.raises(PenaltyError, match="rational u >= 0"):
        penalty("u")(u)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "supremum", "infimum"),
    [("2**u", oo, 1), ("4**(u + 1/2)", oo, 2), ("2**(u**100)", oo, 1), ("2**2**u", oo, 2),
     ("1 - 0.5**u", 1, 0), ("2**u/(1 + 2**u)", 1, Rational(1, 2))],
)  # fmt: skip
def test_powers_with_u_in_the_exponent_are_analysed(
    text: str, supremum: object, infimum: object
) -> None:
    facts = penalty(text).facts
    assert (facts.supremum, facts.infimum) == (supremum, infimum)
    assert facts.nondecreasing


def test_a_whole_power_is_exact_while_short_and_enclosed_beyond() -> None:
    # 2^(2^64) itself would not fit into any memory; its logarithm is 2^64 log 2.
    before, ctx.prec = ctx.prec, 256
    try:
        for base, sign in ((fmpq(2), 1), (fmpq(-2), -1)):
            power = sign * arb(whole_power(base, 2**64 + 1))
            assert abs(power.log() / (2**64 + 1) - arb(2).log()) < 1e-9
        assert whole_power(fmpq(2), -(2**64)) > 0
        assert arb(whole_power(arb(0, 1), 2)).is_finite()
    finally:
        ctx.prec = before
    exact = [((2, 3), 5), ((2, 3), -5), ((-1, 2), 3), ((0, 1), 0), ((0, 1), 2**64), ((1, 1), 2**64)]
    for (p, q), exponent in exact:
        expected = Fraction(p, q) ** exponent if p not in (0, q) else Fraction(p or exponent == 0)
        found = whole_power(fmpq(p, q), exponent)
        assert isinstance(found, fmpq)
        assert (found.p, found.q) == (expected.numerator, expected.denominator)


def test_what_the_adversary_had_no_time_to_look_at_is_not_believed() -> None:
    h = penalty("u/(1 + u)")
    assert analyse(h).facts.supremum == 1

    def late(*_: object) -> bool:
        raise OutOfTimeError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sparsity_theory.penalties.definition.confront", late)
        assert h.facts.supremum is None
        assert h.facts.right_slope_at_zero == 1
