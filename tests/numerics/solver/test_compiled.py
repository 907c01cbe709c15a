"""Compiled loops and NumPy find the same proofs, byte for byte."""

from __future__ import annotations

from fractions import Fraction
from types import ModuleType

import numpy as np
import pytest

from numerics.benchmarks.cases import Case, Origin
from numerics.certificates.linear_family import LinearFamily
from numerics.certificates.writing import dump
from numerics.solver import branching, loops, slopes, third_order
from numerics.solver.dense import random_family
from numerics.solver.minimise_family import Minimised, minimise_family
from numerics.solver.objective import Objective
from numerics.solver.slopes import SlopeSearch
from numerics.solver.third_order import DualBound
from sparsity_theory.penalties.penalties import penalty

SMALL = [(Case(Origin.THEOREM, 7, h, 0).family, "1000*u", h) for h in ("log1p", "sqrt", "capped")]
DENSE = [
    (random_family(8, 4, 4, p, 1), "1000*u", h)
    for p, h in ((0, "sqrt"), (1, "capped"), (2, "huber"), (2, "log1p"))
]


@pytest.fixture(scope="module")
def native() -> ModuleType:
    """The loops; compiled when they are first run after a change."""
    pytest.importorskip("numba")
    loops.load()
    found = loops.loaded()
    assert found is not None
    return found


def use(monkeypatch: pytest.MonkeyPatch, native: ModuleType | None) -> None:
    for module in (third_order, slopes, branching):
        monkeypatch.setattr(module, "loaded", lambda: native)


@pytest.mark.parametrize(("family", "g", "h"), SMALL + DENSE)
def test_the_certificates_are_the_same(
    family: LinearFamily, g: str, h: str, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solved(loops_or_none: ModuleType | None) -> Minimised:
        use(monkeypatch, loops_or_none)
        gap = Fraction(1, 10**6)
        return minimise_family(family, penalty(g), penalty(h), tolerance=gap, seconds=60)

    plain, compiled = solved(None), solved(native)
    assert plain.closed
    assert plain.boxes == compiled.boxes
    assert dump(plain.certificate) == dump(compiled.certificate)


@pytest.mark.parametrize("p", range(5))
def test_bounds_and_slopes_agree(
    p: int, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    loss = Objective(random_family(8, 4, 4, p, 0), penalty("1000*u"), penalty("log1p"))
    rng = np.random.default_rng(p)
    low = rng.random((40, p))
    high = np.minimum(low + 10.0 ** rng.uniform(-4, -0.5, (40, p)), 1.0)
    lam, b = np.full(40, 1000.0), 10.0 ** rng.uniform(-3, 1, (40, 4))
    ends = np.sort(10.0 ** rng.uniform(-3, 0.5, (2, 40, 4)), axis=0)
    least = np.full((40, 4), 1e-7)

    def found() -> list[np.ndarray]:
        bounds = DualBound(loss.arrays, 32.0).bounds(low, high, lam, b)
        middle = 0.5 * (low + high)
        best = SlopeSearch(loss).best(middle, lam, b, (ends[0], ends[1]), least)
        return [bounds.value, bounds.codes, bounds.excess, best]

    use(monkeypatch, None)
    plain = found()
    use(monkeypatch, native)
    for one, other in zip(plain, found(), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-8, atol=1e-11)


def test_a_long_search_loads_the_loops_and_its_proof_is_no_other(
    native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loops come in half way; the time that loading takes is not the search's."""
    family, g, h = DENSE[-1]
    seen: list[int] = []
    use(monkeypatch, native)
    whole = minimise_family(family, penalty(g), penalty(h), seconds=60)
    use(monkeypatch, None)
    monkeypatch.setattr(branching, "WORTH_LOADING", 100)
    monkeypatch.setattr(branching, "load", lambda: (seen.append(1), use(monkeypatch, native))[0])
    half = minimise_family(family, penalty(g), penalty(h), seconds=60)
    assert seen == [1]
    assert dump(half.certificate) == dump(whole.certificate)
