"""The adapters beside the libraries' own penalties, on the same problems."""

from __future__ import annotations

import numpy as np
import pytest


def draws(size: int = 300) -> np.ndarray:
    return np.random.default_rng(0).normal(size=size) * 3


SKGLM = [
    ("MCPenalty", (0.2, 3.0), "mcp(lam=1/5, tau=3)", 1.0),
    ("SCAD", (0.2, 3.7), "scad(lam=1/5, a=37/10)", 1.0),
    ("L1", (0.4,), "u", 0.4),
    ("L1_plus_L2", (0.4, 0.3), "3*u/10 + 7*u**2/20", 0.4),
    ("L0_5", (0.1,), "sqrt", 0.1),
    ("L2_3", (0.1,), "u**(2/3)", 0.1),
    ("LogSumPenalty", (0.5, 0.3), "log(1 + 10*u/3)", 0.5),
]


@pytest.mark.parametrize(("name", "parameters", "text", "alpha"), SKGLM, ids=[s[0] for s in SKGLM])
def test_skglm_s_own_penalties_are_reproduced(
    name: str, parameters: tuple[float, ...], text: str, alpha: float
) -> None:
    penalties = pytest.importorskip("skglm.penalties", reason="skglm is not installed")
    from numerics.proximal.skglm import skglm_penalty

    theirs, ours = getattr(penalties, name)(*parameters), skglm_penalty(text, alpha)
    x = draws()
    proximal = [[p.prox_1d(v, 0.7, 0) for v in x] for p in (theirs, ours)]
    assert np.allclose(*proximal, rtol=0, atol=1e-9)
    assert ours.value(x) == pytest.approx(theirs.value(x))
    w, every = np.where(np.abs(x) < 0.5, 0.0, x), np.arange(len(x))
    distances = [p.subdiff_distance(w, x[::-1].copy() / 9, every) for p in (theirs, ours)]
    assert np.allclose(*distances, rtol=0, atol=1e-12)


BLOCKS = [
    ("BlockMCPenalty", (0.5, 3.0), "mcp_skglm(u, alpha=1/2, gamma=3)"),
    ("BlockSCAD", (0.5, 3.7), "scad_skglm(u, alpha=1/2, gamma=3.7)"),
    ("L2_1", (0.5,), "u/2"),
    ("L2_05", (0.5,), "sqrt(u)/2"),
]


@pytest.mark.parametrize(("name", "parameters", "text"), BLOCKS, ids=[b[0] for b in BLOCKS])
def test_skglm_s_own_penalties_of_rows_are_reproduced(
    name: str, parameters: tuple[float, ...], text: str
) -> None:
    penalties = pytest.importorskip("skglm.penalties", reason="skglm is not installed")
    from numerics.proximal.rows import ProximalRows

    theirs, ours = getattr(penalties, name)(*parameters), ProximalRows(text)
    x = np.random.default_rng(1).normal(size=(100, 3))
    proximal = np.array([theirs.prox_1feat(row, 0.7, 0) for row in x])
    assert np.allclose(proximal, ours.prox(x, 0.7), rtol=0, atol=1e-12)
    assert ours.value(x).sum() == pytest.approx(theirs.value(x))
    w, every = np.where(np.abs(x[:, :1]) < 0.3, 0.0, x), np.arange(len(x))
    distances = (
        theirs.subdiff_distance(w, x[::-1] / 3, every),
        ours.subdiff_distance(w, x[::-1] / 3),
    )
    assert np.allclose(*distances, rtol=0, atol=1e-12)


def test_skglm_gets_the_global_operator_at_irrational_joints_too() -> None:
    pytest.importorskip("skglm", reason="skglm is not installed")
    from numerics.proximal.prox import ProximalPenalty
    from numerics.proximal.skglm import skglm_penalty

    compiled, x = skglm_penalty("cel0"), draws()
    found = [compiled.prox_1d(v, 0.7, 0) for v in x]
    assert np.allclose(found, ProximalPenalty("cel0").prox(x, 0.7), rtol=0, atol=1e-12)


def test_skglm_fits_the_same_coefficients_with_either() -> None:
    skglm = pytest.importorskip("skglm", reason="skglm is not installed")
    from skglm.datafits import Quadratic
    from skglm.penalties import MCPenalty
    from skglm.solvers import AndersonCD

    from numerics.proximal.skglm import skglm_penalty

    draw = np.random.default_rng(1)
    X, w = draw.normal(size=(60, 20)), np.zeros(20)
    w[:3] = 3, -2, 1
    y = X @ w + 0.1 * draw.normal(size=60)
    solver = AndersonCD(fit_intercept=False, tol=1e-10)
    fits = [
        skglm.GeneralizedLinearEstimator(Quadratic(), p, solver).fit(X, y).coef_
        for p in (MCPenalty(0.2, 3.0), skglm_penalty("mcp(lam=1/5, tau=3)"))
    ]
    assert np.allclose(*fits, rtol=0, atol=1e-9)
    assert np.flatnonzero(fits[1]).tolist() == [0, 1, 2]


PYPROXIMAL = [
    ("SCAD", (0.8, 3.7), "scad(lam=4/5, a=37/10)", 1.0),
    ("L1", (0.5,), "u", 0.5),
    ("Log", (1.3, 2.0), "log(2*u + 1)/log(3)", 1.3),
    ("Geman", (1.3, 0.7), "u/(u + 7/10)", 1.3),
    ("ETP", (1.3, 0.7), "(1 - exp(-7*u/10))/(1 - exp(-7/10))", 1.3),
    ("L2", (None, None, None, 0.8), "u**2/2", 0.8),
]


@pytest.mark.parametrize(
    ("name", "parameters", "text", "sigma"), PYPROXIMAL, ids=[p[0] for p in PYPROXIMAL]
)
def test_pyproximal_s_own_operators_are_reproduced(
    name: str, parameters: tuple[float, ...], text: str, sigma: float
) -> None:
    pyproximal = pytest.importorskip("pyproximal", reason="pyproximal is not installed")
    from numerics.proximal.pyproximal import PenaltyOperator

    theirs, ours, x = getattr(pyproximal, name)(*parameters), PenaltyOperator(text, sigma), draws()
    assert np.allclose(theirs.prox(x.copy(), 0.7), ours.prox(x, 0.7), rtol=0, atol=1e-12)
    assert ours(x) == pytest.approx(theirs(x))


def test_pyproximal_s_relaxed_mumford_shah_operator_is_reproduced() -> None:
    pyproximal = pytest.importorskip("pyproximal", reason="pyproximal is not installed")
    from numerics.proximal.pyproximal import PenaltyOperator

    x, ours = draws(), PenaltyOperator("min(6*u**2/5, 7/10)")
    theirs = pyproximal.RelaxedMumfordShah(1.2, 0.7)  # its value is of all entries together
    assert np.allclose(theirs.prox(x.copy(), 0.7), ours.prox(x, 0.7), rtol=0, atol=1e-12)


LOCAL = [
    ("L0", (1.3,), "1 if u > 0 else 0", 1.3),  # its threshold is tau*sigma
    ("Log1", (1.3, 0.2), "log(u + 1/5)", 1.3),  # its root is that of half the weight
    ("Huber", (0.6,), "u**2/1.2 if u <= 0.6 else u - 0.3", 1.0),  # it looks at x for the case
]


@pytest.mark.parametrize(("name", "parameters", "text", "sigma"), LOCAL, ids=[c[0] for c in LOCAL])
def test_pyproximal_s_operators_that_are_not_global_ones_reach_no_less(
    name: str, parameters: tuple[float, ...], text: str, sigma: float
) -> None:
    pyproximal = pytest.importorskip("pyproximal", reason="pyproximal is not installed")
    from numerics.proximal.prox import ProximalPenalty
    from numerics.proximal.pyproximal import PenaltyOperator

    x, tau, h = draws(), 0.7, ProximalPenalty(text)
    operators = getattr(pyproximal, name)(*parameters), PenaltyOperator(text, sigma)
    points = [p.prox(x.copy(), tau) for p in operators]
    theirs, ours = ((z - x) ** 2 / 2 + tau * sigma * h.value(np.abs(z)) for z in points)
    assert (ours <= theirs + 1e-12).all()
    assert (ours < theirs - 1e-3).any()
    same = np.abs(points[0] - points[1]) < 1e-9
    assert 0 < same.mean() < 1


def test_pyproximal_s_solver_reaches_the_same_point_with_either() -> None:
    pyproximal = pytest.importorskip("pyproximal", reason="pyproximal is not installed")
    from pylops import MatrixMult
    from pyproximal.optimization.primal import ProximalGradient

    from numerics.proximal.pyproximal import PenaltyOperator

    draw = np.random.default_rng(2)
    A, x = draw.normal(size=(40, 15)), np.zeros(15)
    x[:3] = 3, -2, 1
    smooth = pyproximal.L2(Op=MatrixMult(A), b=A @ x)
    step = 0.9 / np.linalg.norm(A, 2) ** 2
    found = [
        ProximalGradient(smooth, p, x0=np.zeros(15), tau=step, niter=200, show=False)
        for p in (pyproximal.SCAD(0.8, 3.7), PenaltyOperator("scad(lam=4/5, a=37/10)"))
    ]
    assert np.allclose(*found, rtol=0, atol=1e-10)
    assert np.allclose(found[1], x, atol=0.05)


def test_skglm_moves_just_beyond_a_threshold() -> None:
    pytest.importorskip("skglm.penalties", reason="skglm is not installed")
    from numerics.proximal.skglm import skglm_penalty

    ours = skglm_penalty("1000000 + u")
    assert [ours.prox_1d(x, 1.0, 0) for x in (1 + 1e-9, -1.001, 1.0)] == pytest.approx(
        [1e-9, -1e-3, 0], rel=1e-6, abs=0
    )
