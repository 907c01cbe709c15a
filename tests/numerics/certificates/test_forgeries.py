"""Files that a referee made against the checker: each was accepted once, or ended it."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numerics.certificates.family import Family
from numerics.certificates.format import digest
from numerics.certificates.proof import Certificate, MinimumProof, Patch, Point, load
from numerics.certificates.third_order import _least_of_quadratics
from numerics.certificates.verify import verify
from numerics.certificates.writing import dump
from numerics.errors import CertificateError
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family
from sparsity_theory.penalties.penalties import penalty

LEAST = Fraction(1, 2**1074)  # the least float above 0


def below_the_normal_floats() -> Certificate:
    """A statement about losses of a few times 2^-1074 that is 35 % off: at W = 3.953 it is less."""
    unit = Fraction(1, 2**530)
    power, least = "((1/2)**200*(1/2)**200*(1/2)**130)", "((1/2)**200)*" * 5 + "(1/2)**74"
    h = (
        f"1 if u < (1/512)*{power} else"
        f" ({least})*((98/100)*u/{power} + (4/1000)*{power}/u + 5265/10000)"
    )
    loss = LEAST * Fraction(15105, 10000)
    cut, above, top = (float(x * unit) for x in (Fraction(1, 512), Fraction(513, 512), 47))
    slope = float(Fraction(49, 100) * LEAST / unit)
    proof = MinimumProof(
        loss - LEAST * Fraction(999, 1000),
        0.0,
        (Patch((0.0,), (1.0,), (top,), ((0.4,),)),),
        ((2, cut), None, (2, above), None, None),
        ((1.0, 5e-324), (1.0, slope), (1.0, 5e-324)),
    )
    data = ((Fraction(1, 2**265),),)
    family = Family(data, ((Fraction(1),),), (((Fraction(3),),),), True)
    best = Point((Fraction(0),), data)
    return Certificate("indicator", h, "minimum", None, None, family, best, None, proof)


@pytest.mark.parametrize("exact", [False, True])
def test_what_underflows_is_taken_off(exact: bool) -> None:
    with pytest.raises(CertificateError, match="does not reach the target"):
        verify(below_the_normal_floats(), exact=exact)


def test_pivots_are_of_a_symmetric_form() -> None:
    """Its pivots are positive, its symmetric part has the eigenvalue -4."""
    bend = np.array([[[1e-33, 1e-16, -1e-16], [-1e-16, 1, 5], [1e-16, 5, 1]]])
    lower, proved = _least_of_quadratics(np.zeros(1), np.zeros((1, 3)), bend)
    assert proved.all()
    assert lower[0] <= -4 * 2  # at t = (0, 1, -1)


def record() -> dict[str, Any]:
    found = minimise_family(random_family(3, 2, 2, 1, 0), penalty("u"), penalty("log1p"))
    made: dict[str, Any] = json.loads(dump(found.certificate))
    return made


def sealed(made: dict[str, Any]) -> str:
    content = {k: v for k, v in made.items() if k not in ("format", "version", "digest")}
    return json.dumps({**made, "digest": digest(content)})


def with_huge_entry(made: dict[str, Any]) -> None:
    made["family"]["data"][0][0] = "1" + "0" * 400


def with_leaves(rows: list[Any]) -> Callable[[dict[str, Any]], None]:
    def change(made: dict[str, Any]) -> None:
        made["minimum"]["leaves"] = rows

    return change


@pytest.mark.parametrize(
    "change",
    [with_huge_entry, *map(with_leaves, ([1], [{}], [None], [[1.0, [1.0], "x"]], [[]]))],
)
def test_odd_files_are_refused_in_words(change: Callable[[dict[str, Any]], None]) -> None:
    made = record()
    change(made)
    with pytest.raises(CertificateError):
        verify(load(sealed(made)))
