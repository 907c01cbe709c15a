"""The certified minimum with a nonlinear decoder: a point, the search around it, a certificate."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.certificates.nonlinear.proof import InnerPoint, NonlinearCertificate, NonlinearProblem
from numerics.errors import NumericsError
from numerics.nonlinear.arithmetic import Floats
from numerics.nonlinear.model import SampleModel
from numerics.nonlinear.search import Search
from numerics.nonlinear.start import incumbent, polish
from numerics.solver.minorants import FloatPenalty
from sparsity_theory.penalties.penalties import Penalty

DEFAULT_TOLERANCE = Fraction(1, 10**4)
DEFAULT_SECONDS = 60.0
_SPREAD = 5.0  # how many times the root of a power codes are tried up to
_LARGEST = 1e9
_AIM = 0.98  # of the tolerance is what the search aims at: the rest is for its rounding


@dataclass(frozen=True)
class NonlinearMinimum:
    """What was found.

    Attributes:
        value: the loss at the best point, in floats.
        theta: of the best point.
        inner: (q, n): codes, or mean and log standard deviation of the first latent.
        certificate: of the minimum; None where the search did not close.
        note: why it did not.
        boxes: how many boxes were looked at.
        seconds: CPU seconds for the point and for the search.
    """

    value: float
    theta: Floats
    inner: Floats
    certificate: NonlinearCertificate | None
    note: str
    boxes: int
    seconds: tuple[float, float]


def minimise_nonlinear(
    problem: NonlinearProblem,
    h: Penalty | None,
    *,
    tolerance: Fraction = DEFAULT_TOLERANCE,
    seconds: float = DEFAULT_SECONDS,
    progress: Callable[[int, int], None] = lambda _boxes, _open: None,
) -> NonlinearMinimum:
    """The minimum of a problem, certified to a tolerance where time allows.

    Args:
        problem: what to minimise.
        h: its penalty; None for a VAE.
        tolerance: the certified gap.
        seconds: for the search.
        progress: told how many boxes were looked at, and how many are open.

    Raises:
        NumericsError: if the decoder or the penalty is out of reach; the text says why.
    """
    began = time.process_time()
    model = SampleModel(problem, None if h is None else FloatPenalty(h))
    theta, z, value = incumbent(model, start_reach(model))
    if model.rows:
        reach = _reach(model, value)
        theta, z, value = min(
            (theta, z, value), incumbent(model, reach, seed=1), key=lambda found: found[2]
        )
    found_point = time.process_time()
    boxes, end = 0, time.monotonic() + seconds
    while True:
        ceilings = _ceilings(model, value)
        reach = _reach(model, value) if model.rows else start_reach(model)
        search = Search(model, value - _AIM * float(tolerance), ceilings, reach)
        found = search.run(end - time.monotonic(), progress)
        boxes += found.boxes
        if found.better is None:
            break
        theta, z, value = polish(model, *found.better)
    certificate = None
    if not found.note:
        point = InnerPoint(
            tuple(map(Fraction, theta.tolist())),
            tuple(tuple(map(Fraction, row)) for row in z.tolist()),
        )
        splits, leaves = search.tree.in_order()
        certificate = NonlinearCertificate(
            problem, point, tolerance, tuple(ceilings.tolist()), splits, leaves
        )
    times = found_point - began, time.process_time() - found_point
    return NonlinearMinimum(value, theta, z, certificate, found.note, boxes, times)


def start_reach(model: SampleModel) -> Floats:
    """Where inner variables are tried before a value is known."""
    if not model.rows:
        spread = 0.5 * math.log(float(model.problem.gamma))
        return np.array([[-4.0, 4.0], [min(spread, 0.0) - 2.0, max(spread, 0.0) + 0.5]])
    middle = 0.5 * (model.low + model.high)[:, None]
    zero = model.loss(middle, np.zeros((model.q, 1, model.n)))
    return _reach(model, float(zero[0]))


def _reach(model: SampleModel, value: float) -> Floats:
    powers = _ceilings(model, value)
    reach = np.minimum(np.sqrt(model.n * powers), _SPREAD * np.sqrt(powers))
    return np.stack([-reach, reach], axis=1)


def _ceilings(model: SampleModel, value: float) -> Floats:
    """Powers above which h alone is more than the loss."""
    penalty = model.penalty
    if penalty is None:
        return np.zeros(0)
    others = (model.rows - 1) * min(
        float(penalty.at_zero), float(penalty.value(np.array([1e-12]))[0])
    )
    needed = model.d * value - others
    ceiling = 1e-3
    while float(penalty.value(np.array([ceiling]))[0]) < needed:
        ceiling *= 1.125
        if ceiling > _LARGEST:
            raise NumericsError(
                "the penalty h does not exclude large powers: it stays below the loss that was"
                " found; take one that grows without bound, such as log(1+u)"
            )
    return np.full(model.rows, ceiling)
