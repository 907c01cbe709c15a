"""Moments of a rectified Gaussian: the checker's enclosures and the search's ranges hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx

from numerics.certificates.nonlinear.intervals import FloatInterval, Floats, thin
from numerics.certificates.nonlinear.moments import moment
from numerics.certificates.nonlinear.verify import verify
from numerics.errors import CertificateError
from numerics.nonlinear import rectified
from numerics.nonlinear.examples import curve_data, vae
from numerics.nonlinear.solve import minimise_nonlinear

Six = tuple[arb, arb, arb, arb, arb, arb]


@pytest.fixture(autouse=True)
def precise() -> Iterator[None]:
    before, ctx.prec = ctx.prec, 3000
    yield
    ctx.prec = before


def exact(kind: str, centre: float, spread: float) -> Six:
    """By second derivatives of the integral over y > 0, written without a = c/s but for F and f."""
    c, s = arb(centre), arb(spread)
    below = (-c / (s * arb(2).sqrt())).erfc() / 2
    f = (-(c * c) / (2 * s * s)).exp() / (2 * arb.pi()).sqrt()
    mean = c * below + s * f
    f_c, f_s = -c * f / s**2, c * c * f / s**3
    if kind == "rectified_mean":
        return mean, below, f, f / s, f_c, f_s
    if kind == "rectified_covariance":
        # F_c = f/s, F_s = -c f/s^2
        by_s = 2 * s * below - c * f
        return (
            s * s * below, s * f, by_s, s * f_c, f + s * f_s, 2 * below - 2 * c * f / s - c * f_s
        )  # fmt: skip
    second = (c * c + s * s) * below + c * s * f
    # E y_+^2 has derivatives 2 mean, 2 s F; 2 F, 2 f, 2 F - 2 c f/s.
    return (
        second - mean**2,
        2 * mean - 2 * mean * below,
        2 * s * below - 2 * mean * f,
        2 * below - 2 * below**2 - 2 * mean * f / s,
        2 * f - 2 * f * below - 2 * mean * f_c,
        2 * below - 2 * c * f / s - 2 * f**2 - 2 * mean * f_s,
    )


def draw(count: int, seed: int) -> tuple[Floats, Floats]:
    """Centres and deviations, with c/s from far below 0 to far above."""
    rng = np.random.default_rng(seed)
    s = 10 ** rng.uniform(-3, 1, count)
    wide = rng.random(count) < 0.3
    return s * np.where(wide, rng.uniform(-50, 50, count), rng.uniform(-9.5, 9.5, count)), s


@pytest.mark.parametrize("kind", rectified.KINDS)
def test_moments_at_points_lie_in_their_enclosures_which_are_tight(kind: str) -> None:
    c, s = draw(150, 0)
    found = moment(kind, thin(c), thin(s))
    for i in range(len(c)):
        for number, (some, value) in enumerate(
            zip(found, exact(kind, float(c[i]), float(s[i])), strict=True)
        ):
            low, high = float(some.low[i]), float(some.high[i])
            assert arb(low) <= value <= arb(high), (number, c[i] / s[i])
            assert high - low < 1e-10 * (1 + abs(high)), number


@pytest.mark.parametrize("kind", rectified.KINDS)
def test_what_the_search_takes_at_points_is_so(kind: str) -> None:
    c, s = draw(150, 1)
    found = rectified.at_points(kind, c, s)
    for i in range(len(c)):
        values = [float(x) for x in exact(kind, float(c[i]), float(s[i]))]
        assert [float(x[i]) for x in found] == pytest.approx(values, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("kind", rectified.KINDS)
def test_ranges_over_boxes_hold_what_is_at_their_points(kind: str) -> None:
    c, s = draw(400, 2)
    rng = np.random.default_rng(3)
    width = 10 ** rng.uniform(-3, 0.5, (2, len(c)))
    ends = (c, c + width[0]), (s, s * (1 + width[1]))
    checked = moment(kind, *(FloatInterval(*end) for end in ends))
    searched = rectified.over_boxes(kind, *ends)
    for number in range(40):
        part = rng.random((2, len(c)))
        if number % 2:
            part = np.rint(part)
        x, y = (low + t * (high - low) for t, (low, high) in zip(part, ends, strict=True))
        for at, some, other in zip(rectified.at_points(kind, x, y), checked, searched, strict=True):
            margin = 1e-9 * (1 + abs(at))
            assert ((some.low <= at + margin) & (at <= some.high + margin)).all()
            assert ((other[0] <= at + margin) & (at <= other[1] + margin)).all()


@pytest.mark.parametrize("kind", rectified.KINDS)
@pytest.mark.parametrize("c", [(-1.0, 2.0), (0.5, 2.0), (-np.inf, np.inf), (0.0, 0.0)])
def test_deviations_down_to_0_are_allowed(kind: str, c: tuple[float, float]) -> None:
    with np.errstate(all="ignore"):
        found = moment(kind, *(FloatInterval(*map(np.array, end)) for end in (c, (-1e-300, 3.0))))
    assert not any(np.isnan(end) for some in found for end in some)
    for point in (1e-200, 1e-3, 3.0):
        for some, value in zip(found, exact(kind, max(c[0], -1.0), point), strict=True):
            assert not arb(float(some.low)) > value
            assert not value > arb(float(some.high))


def test_away_from_the_kink_nothing_bends_however_small_the_deviation() -> None:
    """There 1/s is as large as it likes."""
    small = FloatInterval(np.array(1e-40), np.array(1e-4))
    found = moment("rectified_mean", FloatInterval(np.array(1.0), np.array(2.0)), small)
    assert all(float(abs(np.array(some)).max()) < 1e-12 for some in found[3:])


def test_a_relu_at_a_small_decoder_variance_closes_and_is_checked() -> None:
    """By way of c/s alone the checker refused what the search had closed at gamma = 1/100."""
    asked = vae(
        ("z", "b*relu(z) - z"), {"b": (-3.0, 4.0)}, curve_data(abs, 6, 1.5, 0.02), Fraction(1, 100)
    )
    made = minimise_nonlinear(asked, None, tolerance=Fraction(1, 1000), seconds=600)
    assert made.boxes <= 35
    assert made.certificate is not None
    assert verify(made.certificate).leaves == len(made.certificate.leaves)
    leaves = list(made.certificate.leaves)
    for k in (0, len(leaves) // 2):
        rows = tuple((row[0] + 40.0, *row[1:]) for row in leaves[k].samples)
        forged = (*leaves[:k], replace(leaves[k], samples=rows), *leaves[k + 1 :])
        with pytest.raises(CertificateError, match=f"leaf {k}, sample"):
            verify(replace(made.certificate, leaves=forged))


Change = Callable[[FloatInterval], FloatInterval]


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (1, lambda x: FloatInterval(x.low, 0.9 * x.high)),
        (2, lambda x: FloatInterval(x.low, 0.9 * x.high)),
        (3, lambda x: FloatInterval(0 * x.low, 0 * x.high)),
        (4, lambda x: FloatInterval(-x.high, -x.low)),
        (5, lambda x: FloatInterval(x.low, 0.5 * (x.low + x.high))),
    ],
)
def test_a_false_derivative_would_be_noticed(number: int, change: Change) -> None:
    """That the values at the points of boxes do not agree with a range that is cut."""
    c, s = draw(400, 2)
    wide = FloatInterval(c, c + 0.3 * s), FloatInterval(s, 1.3 * s)
    at = rectified.at_points("rectified_variance", wide[0].high, wide[1].high)[number]
    false = change(moment("rectified_variance", *wide)[number])
    assert ((at < false.low - 1e-9) | (at > false.high + 1e-9)).any()
