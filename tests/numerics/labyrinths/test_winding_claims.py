"""The winding decoders of the claims are those of the code; what the local proof refuses."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from numerics.certificates.balls import BITS, ball, precision
from numerics.errors import NumericsError
from numerics.labyrinth import main
from numerics.labyrinths.bounds import ExactCodeLoss, solve
from numerics.labyrinths.instance import Labyrinth, only_sparse_at_one
from sparsity_theory.notation import epsilon
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.statements.winding import winding_family
from sparsity_theory.statements.winding.winding_family import omega, rho, stretch, theta

INSTANCE = Labyrinth(samples=4)


@pytest.mark.parametrize("delta", [Fraction(1, 1000), Fraction(2, 7), Fraction(9, 10), Fraction(1)])
def test_the_codes_are_those_of_the_claim(delta: Fraction) -> None:
    rational = sympy.Rational
    numbers = {
        epsilon: rational(str(INSTANCE.epsilon)),
        stretch: rational(str(INSTANCE.stretch)),
        omega: 2 * sympy.pi * INSTANCE.turns / rational(str(INSTANCE.centre)),
        theta: 1 - rational(str(delta)),
    }
    with precision(BITS):
        entries = INSTANCE.code_entries(ball(delta))
    for share, (first, second) in zip(INSTANCE.shares, entries, strict=True):
        at = {**numbers, rho: rational(str(INSTANCE.centre * share))}
        for name, value in (("code_1", first), ("code_2", ball(delta) * second)):
            wanted = float(winding_family.CLAIM.parts[name].subs(at).evalf(30))
            assert float(value.mid()) == pytest.approx(wanted, abs=1e-13)


def test_a_row_that_is_lost_on_the_way_is_not_overlooked() -> None:
    # One sample more than a quarter turn away: its first code changes sign.
    assert not only_sparse_at_one(Labyrinth(samples=1))
    assert only_sparse_at_one(Labyrinth(samples=2))


@pytest.mark.parametrize("text", ["u**(1/20)", "u**(1/10)", "l0", "u**(1/20) + u**(1/10)"])
def test_the_neighbourhood_of_a_local_proof_has_larger_losses(text: str) -> None:
    loss = ExactCodeLoss(INSTANCE, penalty(text))
    with precision(BITS):
        width = loss.local_proof()
        assert width is not None
        start = loss.at(Fraction(0))
        for k in range(1, 40):
            assert loss.at(width * Fraction(k, 39)) > start
            assert loss.at(width / 2**k) > start


@pytest.mark.parametrize("text", ["u", "log(u+1e-4)", "min(u**(1/20), 1)", "1 - exp(-u)"])
def test_there_is_no_local_proof_where_its_hypotheses_are_not_proved(text: str) -> None:
    with precision(BITS):
        assert ExactCodeLoss(INSTANCE, penalty(text)).local_proof() is None


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(u)/10**9 if u < 1/10**10 else u**(1/20)",  # jumps up: h(a^2) is not concave
        "sqrt(u)/10**9 + max(0, sqrt(u) - 1/100)",  # a convex kink of h(a^2)
    ],
)
def test_jumps_and_kinks_that_a_derivative_does_not_see_are_not_proved_away(text: str) -> None:
    h = penalty(text)
    found, loss = solve(INSTANCE, h), ExactCodeLoss(INSTANCE, h)
    assert not found.sparse_is_best
    assert found.sparse_is_beaten
    with precision(BITS):
        assert loss.at(1 - found.theta) < found.at_sparse


@pytest.mark.parametrize(
    "text", ["2 if u == 0 else u**(1/20)", "1/2 if u == 0 else u**(1/20)", "1 if u == 0 else u"]
)
def test_a_value_at_zero_above_the_limit_is_refused(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NumericsError, match="nondecreasing on u >= 0"):
        solve(INSTANCE, penalty(text))
    assert main(["--h", text]) == 2
    assert capsys.readouterr().err.startswith("labyrinth: ")


def test_a_value_at_zero_below_the_limit_is_allowed() -> None:
    assert solve(INSTANCE, penalty("-1 if u == 0 else u**(1/20)")).sparse_is_best
