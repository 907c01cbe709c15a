"""The loss along one parameter, minimised over codes or encoders: for figures, in floats."""

from __future__ import annotations

import numpy as np

from numerics.certificates.nonlinear.proof import NonlinearProblem
from numerics.nonlinear.arithmetic import Floats
from numerics.nonlinear.inner import grid
from numerics.nonlinear.model import SampleModel
from numerics.nonlinear.solve import start_reach
from numerics.nonlinear.start import alternate
from numerics.solver.minorants import FloatPenalty
from sparsity_theory.penalties.penalties import Penalty

_POINTS = 161


def along(
    problem: NonlinearProblem, h: Penalty | None, theta: Floats, k: int
) -> tuple[Floats, Floats]:
    """Values of parameter k through its interval, the others held, and the losses there."""
    model = SampleModel(problem, None if h is None else FloatPenalty(h))
    values = np.linspace(model.low[k], model.high[k], _POINTS)
    points = np.repeat(theta[:, None], _POINTS, axis=1)
    points[k] = values
    z = alternate(model, points, grid(model, start_reach(model)))
    return values, model.loss(points, z)
