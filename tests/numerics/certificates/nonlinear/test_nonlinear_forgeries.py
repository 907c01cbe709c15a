"""Files that a referee made against the checker of nonlinear decoders: none is accepted."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from numerics.certificates.limits import LimitError
from numerics.certificates.nonlinear import functions
from numerics.certificates.nonlinear.cells import _side
from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    add,
    down,
    multiply,
    power,
    rational,
    reciprocal,
    scale,
    up,
)
from numerics.certificates.nonlinear.proof import (
    AUTOENCODER,
    InnerPoint,
    NonlinearCertificate,
    NonlinearProblem,
    ParameterRange,
    TiltedLeaf,
)
from numerics.certificates.nonlinear.reading import load
from numerics.certificates.nonlinear.report import check
from numerics.certificates.nonlinear.verify import verify
from numerics.certificates.nonlinear.writing import dump
from numerics.errors import CertificateError

ZERO, ONE = Fraction(0), Fraction(1)


def certificate(
    decoder: str,
    ranges: dict[str, tuple[float, float]],
    *,
    data: Fraction = ONE,
    theta: tuple[Fraction, ...] | None = None,
    level: float = 0.999,
    shear: float = 0.0,
    tolerance: Fraction = Fraction(1, 100),
    h: str = "u",
    slope: float = 0.5,
    ceiling: float = 2.0,
) -> NonlinearCertificate:
    """One leaf, one sample, one code: 0 is the stored code."""
    parameters = tuple(ParameterRange(name, *ends) for name, ends in ranges.items())
    p = len(parameters)
    row = (level, 0.0, *[shear] * p, *[0.0] * (p + p * (p + 1) // 2))
    problem = NonlinearProblem(AUTOENCODER, (decoder,), 1, parameters, ((data,),), ONE, h, ZERO)
    point = InnerPoint(theta or tuple(Fraction(x.low) for x in parameters), ((ZERO,),))
    leaf = TiltedLeaf((slope,), (row,))
    return NonlinearCertificate(problem, point, tolerance, (ceiling,), (None,), (leaf,))


@pytest.mark.parametrize(
    ("decoder", "b"),
    [
        ("relu((((b**8)**8)**8)*a)", (0.0, 4.1)),
        ("relu(a*b**8)", (0.0, 4e38)),
        ("relu(a*b**8)", (0.0, 1e100)),
        ("relu((((b**8)**8)**8)*a)", (-4.1, 4.1)),
    ],
)
def test_an_overflow_does_not_switch_a_relu_off(decoder: str, b: tuple[float, float]) -> None:
    """The loss is 0 at a = b = 1, z = 0; the file says 0.99."""
    forged = certificate(decoder, {"a": (0.0, 1.0), "b": b}, theta=(ZERO, Fraction(b[0])))
    if b[0] < 0:
        forged = certificate(decoder, {"a": (0.0, 1.0), "b": b}, theta=(ZERO, ZERO))
    with pytest.raises(CertificateError, match="not reach"):
        verify(forged)


def test_a_slope_that_is_no_number_loses_everything() -> None:
    """By the shear in the file the chain rule meets inf - inf; the loss is 0.13 % lower."""
    most = sys.float_info.max
    root = math.sqrt(most)
    factor = int(0.7 * root / 1e140)
    steep, r = Fraction(factor * 10**140), Fraction(1, 128)
    data = Fraction(0.99 * root)
    level = most * (0.9801 - 2 * 0.99 * 0.55 / 128 - 0.001)
    stored = (-steep * r - data) ** 2
    forged = certificate(
        f"z + {factor}*1e99*1e41*a",
        {"a": (-1 / 128, 1 / 128)},
        data=data, theta=(-r,), level=level, shear=-0.51 * root,
        tolerance=stored - Fraction(level) * (1 - Fraction(1, 10**6)),
        h="0 if u <= 1 else 2e308", slope=1e-300, ceiling=1.0,
    )  # fmt: skip
    with pytest.raises(CertificateError, match="not reach"):
        verify(forged)


ENDS = [-np.inf, -1e308, -1.0, -5e-324, 0.0, 5e-324, 1.0, 1e308, np.inf, np.nan]
UNARY: dict[str, Callable[[FloatInterval], FloatInterval]] = {
    "square": lambda x: power(x, 2), "cube": lambda x: power(x, 3),
    "scale": lambda x: scale(0.0, x), "reciprocal": reciprocal,
    "exp": lambda x: functions.exp(x)[0], "log": lambda x: functions.log(x)[0],
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", UNARY)
def test_no_end_of_an_answer_is_nan(name: str) -> None:
    for low in ENDS[:-1]:
        for high in ENDS[:-1]:
            found = UNARY[name](FloatInterval(np.array(low), np.array(high)))
            assert not np.isnan(found.low)
            assert not np.isnan(found.high)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("operation", [add, multiply])
def test_where_nothing_is_known_everything_is_possible(
    operation: Callable[[FloatInterval, FloatInterval], FloatInterval],
) -> None:
    for end in ENDS:
        unknown = FloatInterval(np.array(np.nan), np.array(end))
        found = operation(unknown, FloatInterval(np.array(0.0), np.array(np.inf)))
        assert found.low == -np.inf
        assert found.high == np.inf or operation is add


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_rounding_outwards_of_infinite_and_unknown_ends() -> None:
    assert down(np.array([np.inf, -np.inf, np.nan])).tolist() == [-np.inf] * 3
    assert up(np.array([np.inf, -np.inf, np.nan])).tolist() == [np.inf] * 3


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_functions_of_the_unknown_are_unknown() -> None:
    unknown = FloatInterval(np.array(np.nan), np.array(np.nan))
    assert functions.exp(unknown)[0].high == np.inf
    assert functions.exp(unknown)[0].low == 0
    assert functions.log(unknown)[0].high == np.inf
    infinite = functions.log(FloatInterval(np.array(1.0), np.array(np.inf)))[0]
    assert infinite.high == np.inf


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("slope", "curve", "reach"),
    [(np.nan, 1, 1), (-1, -1, np.nan), (-1, np.nan, 1), (np.nan, -1, 1)],
)
def test_an_unknown_side_proves_nothing(slope: float, curve: float, reach: float) -> None:
    found = _side(np.array(slope), np.array(float(curve)), np.array(reach))
    assert np.isnan(found) or found == -np.inf


def test_rationals_beyond_the_floats_are_enclosed() -> None:
    huge = Fraction(10**400)
    assert rational(huge).high == np.inf
    assert rational(-huge).low == -np.inf
    assert Fraction(float(rational(huge).low)) < huge


def test_what_is_printed_of_box_and_point_is_exact() -> None:
    """With six digits the box would hold a = -2, where the loss is 0."""
    found = check(dump(certificate(
        "1000000000*(a+2)", {"a": (-1.9999999, -1.9999998)}, data=ZERO,
        level=9999.5, tolerance=ONE, h="1000000*u",
    )))  # fmt: skip
    assert "a in [-1.9999999, -1.9999998]" in found[1]
    assert "a = -1.9999999" in found[2]


@pytest.mark.parametrize(
    "decoder",
    ["relu(z)+relu(z+1)+relu(z+2)+relu(z+3)+relu(z+4)", "relu(1)+relu(z)", "z*((10**8)**8)**8",
     "z+0*" + "(" * 12 + "9" + "**8)" * 12],
)  # fmt: skip
def test_odd_decoders_are_refused_in_words_and_at_once(decoder: str) -> None:
    with pytest.raises((CertificateError, LimitError)):
        verify(certificate(decoder, {"a": (0.0, 1.0)}, level=10.0), seconds=20)


def test_numbers_beyond_the_floats_are_refused_in_words() -> None:
    text = dump(certificate("z", {"a": (0.0, 1.0)}))
    for old, new in (("[2.0]", "[" + "1" + "0" * 400 + "]"), ('"version": 1', '"version": true')):
        assert old in text
        with pytest.raises(CertificateError):
            load(text.replace(old, new, 1))
    huge = certificate("z", {"a": (0.0, 1.0)}, data=Fraction(10**400))
    with pytest.raises(CertificateError):
        verify(huge)
