"""The checker's bound on cells: no point lies below it, and points do lie below false ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numerics.certificates.nonlinear import cells, moments
from numerics.certificates.nonlinear.cells import Rows, lower_bounds
from numerics.certificates.nonlinear.intervals import FloatInterval, Floats, thin
from numerics.certificates.nonlinear.jets import GraphJets, Jet, JetInputs, MeanValue, evaluate
from numerics.certificates.nonlinear.proof import NonlinearProblem
from numerics.certificates.nonlinear.terms import sample_loss
from numerics.nonlinear.examples import autoencoder, hat, vae

TWO = {"a": (-2.0, 2.0), "b": (-2.0, 2.0)}
PROBLEMS = {
    "polynomial": autoencoder(("z", "a*z**2 + b*z"), TWO, hat(1)),
    "relu": autoencoder(("z + b*relu(-z)", "a*relu(z) + b*relu(-z)"), TWO, hat(1)),
    "tanh": autoencoder(("b*tanh(z)", "tanh(a*z)"), TWO, hat(1)),
    "vae": vae(("a*z", "b*relu(z) - z"), TWO, hat(1), Fraction(1, 10)),
}
COUNT, POINTS = 200, 60


def random_rows(problem: NonlinearProblem, q: int, rng: np.random.Generator) -> Rows:
    centre, half = rng.uniform(-1.5, 1.5, (2, COUNT)), 10 ** rng.uniform(-2, -0.5, (2, COUNT))
    data = [thin(rng.normal(size=COUNT)) for _ in range(2)]
    if problem.h:
        data.append(thin(rng.uniform(0.1, 2, COUNT)))
    quadratic = rng.normal(size=(2, 2, COUNT))
    return Rows(
        centre - half, centre + half, centre, tuple(data), np.zeros(COUNT),
        rng.uniform(-1, 1, (q, COUNT)), rng.normal(size=(q, 2, COUNT)),
        rng.normal(size=(2, COUNT)), quadratic + np.swapaxes(quadratic, 0, 1),
    )  # fmt: skip


def below(name: str) -> int:
    """How many points of random cells and boxes are below the bound."""
    problem, rng = PROBLEMS[name], np.random.default_rng(3)
    loss = sample_loss(problem)
    rows = random_rows(problem, loss.inner, rng)
    start, width = rng.uniform(-0.5, 0.2, (2, loss.inner, COUNT))
    zeta = FloatInterval(start, start + abs(width))
    bound, _ = lower_bounds(loss, rows, zeta)
    assert np.isfinite(bound).all()
    found = 0
    for number in range(POINTS):
        part, move = rng.random(start.shape), rng.random(rows.centre.shape)
        if number % 2:  # corners
            part, move = np.rint(part), np.rint(move)
        delta = (2 * move - 1) * (rows.high - rows.centre)
        z = rows.anchor + start + part * abs(width) + np.einsum("qpn,pn->qn", rows.shear, delta)
        at = JetInputs(list(map(thin, z)), list(map(thin, rows.centre + delta)), rows.data)
        pieces = {k: np.zeros(COUNT, bool) for k in range(len(loss.graph.ops))}
        value = evaluate(loss.graph, loss.root, at, pieces, second=False).jet.value.high
        tilt = np.einsum("pn,pn->n", rows.linear, delta)
        tilt += 0.5 * np.einsum("pn,pqn,qn->n", delta, rows.quadratic, delta)
        found += int((value - tilt < bound - 1e-9 * (1 + abs(bound))).sum())
    return found


@pytest.mark.parametrize("name", PROBLEMS)
def test_no_point_is_below_the_bound(name: str) -> None:
    assert below(name) == 0


def without_shear(
    inner: list[FloatInterval],
    theta: list[FloatInterval],
    datum: tuple[FloatInterval, ...],
    _shear: Floats,
) -> JetInputs:
    """Derivatives that forget that inner variables move."""
    return JetInputs(inner, theta, datum)


def only_at_points(self: MeanValue, at: int, jet: Jet) -> Jet:
    """A mean value theorem without its gradient."""
    return jet if jet.gradient is None else replace(jet, value=self.jets[at].value)


def uncoupled(jet: Jet, size: int) -> dict[tuple[int, int], FloatInterval]:
    """A Hessian without what inner variables and theta have together."""
    found = cells_full_hessian(jet, size)
    zero = thin(np.zeros_like(jet.value.low))
    return {(a, b): zero if a < size - 2 <= b else x for (a, b), x in found.items()}


cells_full_hessian = cells._full_hessian


@pytest.mark.parametrize(
    ("what", "false"),
    [("_SHARES", (0.5,)), ("JetInputs", without_shear), ("_full_hessian", uncoupled)],
    ids=["a smaller cell", "no shear", "no coupling"],
)
def test_points_are_below_a_false_bound(
    monkeypatch: pytest.MonkeyPatch, what: str, false: object
) -> None:
    monkeypatch.setattr(cells, what, false)
    assert sum(below(name) for name in PROBLEMS) > 0


def without_spread(kind: str, c: FloatInterval, s: FloatInterval) -> tuple[FloatInterval, ...]:
    """Moments of rectified Gaussians that do not know that they grow with s."""
    found = true_moment(kind, c, s)
    return *found[:2], thin(np.zeros_like(found[2].low)), *found[3:]


true_moment = moments.moment


def test_points_are_below_a_bound_by_false_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "moment", without_spread)
    assert below("vae") > 0


def escaped() -> int:
    """How many values of tanh(a z) lie outside what the mean value theorem leaves of a box."""
    rng, loss = np.random.default_rng(5), sample_loss(PROBLEMS["tanh"])
    rows = random_rows(PROBLEMS["tanh"], 1, rng)
    half = 0.5 * (rows.high - rows.low)
    data, size = rows.data, abs(np.einsum("qpn,pn->n", abs(rows.shear), half))
    wide = [FloatInterval(rows.anchor[0] - size, rows.anchor[0] + size)]
    theta = [FloatInterval(c - h, c + h) for c, h in zip(rows.centre, half, strict=True)]
    zero = np.zeros((1, COUNT))

    def jets(
        inner: list[FloatInterval], parameters: list[FloatInterval], around: MeanValue | None = None
    ) -> GraphJets:
        at = JetInputs(inner, parameters, data, rows.shear)
        return evaluate(loss.graph, loss.root, at, {}, second=False, around=around)

    middle = jets([thin(rows.anchor[0])], list(map(thin, rows.centre)))
    reach = np.concatenate([zero, half])
    over = jets(wide, theta, MeanValue(middle.jets, FloatInterval(-reach, reach))).jet.value
    found = 0
    for _ in range(POINTS):
        delta = half * np.clip(rng.normal(size=half.shape), -1, 1)
        z = rows.anchor[0] + np.einsum("pn,pn->n", rows.shear[0], delta)
        value = jets([thin(z)], list(map(thin, rows.centre + delta))).jet.value
        found += int(((value.high < over.low) | (value.low > over.high)).sum())
    return found


def test_values_stay_where_the_mean_value_theorem_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert escaped() == 0
    monkeypatch.setattr(MeanValue, "nearer", only_at_points)
    assert escaped() > 0
