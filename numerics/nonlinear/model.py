"""A problem in floats: the loss of every sample at points and over boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from numerics.certificates.nonlinear.proof import AUTOENCODER, NonlinearProblem
from numerics.nonlinear.arithmetic import Boxes, Floats, Indices, Points
from numerics.nonlinear.jets import Evaluated, Tape
from numerics.nonlinear.losses import tape
from numerics.solver.minorants import FloatPenalty


@dataclass(frozen=True)
class Derivatives:
    """Value (N,), gradient (v, N) and Hessian (v, v, N) at points."""

    value: Floats
    gradient: Floats
    hessian: Floats
    evaluated: Evaluated


class SampleModel:
    """The problem for the search; arrays have one column for each pair of theta and a sample.

    Args:
        problem: what to minimise.
        penalty: h in floats; None for a VAE.
    """

    def __init__(self, problem: NonlinearProblem, penalty: FloatPenalty | None) -> None:
        self.problem, self.penalty = problem, penalty
        self.tape: Tape = tape(problem)
        self.data = np.array([[float(x) for x in row] for row in problem.data])
        self.d, self.n = self.data.shape
        self.q, self.p = self.tape.inner, self.tape.parameters
        self.low = np.array([x.low for x in problem.parameters])
        self.high = np.array([x.high for x in problem.parameters])
        self.vae = problem.objective != AUTOENCODER
        self.rows = 0 if self.vae else problem.latents
        # The loss is offset + (sum of sample losses) / scale + sum of the h-terms / d.
        self.scale = float(self.n if self.vae else self.d * self.n)
        self.offset = self.d * float(np.log(float(problem.gamma))) if self.vae else 0.0

    def inputs(
        self, z: Floats, theta: Floats, extra: Floats, sample: Indices
    ) -> dict[str, list[Floats]]:
        """What a tape takes at points.

        Args:
            z: inner variables (q, N).
            theta: (p, N).
            extra: slopes (rows, N).
            sample: which samples (N,).
        """
        return {
            "inner": list(z), "theta": list(theta), "datum": [*self.data[:, sample], *extra],
        }  # fmt: skip

    def value(self, z: Floats, theta: Floats, extra: Floats, sample: Indices) -> Floats:
        """Sample losses."""
        with np.errstate(all="ignore"):
            found = self.tape(Points(), self.inputs(z, theta, extra, sample), order=0).value
        return np.where(np.isfinite(found), found, 1e300)

    def derivatives(
        self, z: Floats, theta: Floats, extra: Floats, sample: Indices, order: int = 2
    ) -> Derivatives:
        """Sample losses with gradients and, for order 2, Hessians."""
        with np.errstate(all="ignore"):
            found = self.tape(Points(), self.inputs(z, theta, extra, sample), order=order)
        shape = (self.tape.count, z.shape[1])
        gradient = np.array(np.broadcast_to(found.gradient, shape))
        hessian = np.zeros((self.tape.count, *shape))
        if order == 2 and found.hessian is not None:
            i, j = self.tape.pairs
            hessian[i, j] = found.hessian
            hessian[j, i] = found.hessian
        return Derivatives(np.broadcast_to(found.value, shape[1:]), gradient, hessian, found)

    def boxes(
        self, box: dict[str, list[tuple[Floats, Floats]]], point: dict[str, list[Floats]]
    ) -> list[tuple[Indices, Evaluated, Evaluated]]:
        """The pieces of the loss over boxes, with the same pieces at a point of each box.

        Returns:
            For every choice of the pieces of relus: to which boxes it belongs, the jets over these
            boxes, and the jets of order 1 at their points.
        """
        relus, count = self.tape.relus, len(point["inner"][0])
        found = []
        straddling = np.zeros((len(relus), count), bool)
        for number, pattern in enumerate(product((False, True), repeat=len(relus))):
            index = np.arange(count)
            if number:
                chosen = np.array(pattern, bool)[:, None]
                index = np.flatnonzero((straddling | ~chosen).all(axis=0))
                if not len(index):
                    continue
            flags = {at: np.full(len(index), on) for at, on in zip(relus, pattern, strict=True)}
            some = {
                key: [_taken(low, high, index) for low, high in part] for key, part in box.items()
            }
            with np.errstate(all="ignore"):
                over = self.tape(Boxes(), some, pieces=flags)
                at_point = self.tape(
                    Points(),
                    {key: [x[index] for x in part] for key, part in point.items()},
                    order=1,
                    pieces={at: np.broadcast_to(on, index.shape) for at, on in over.pieces.items()},
                )
            if not number and relus:
                straddling = np.array([
                    np.broadcast_to((a[0][0] < 0) & (a[0][1] > 0), index.shape)
                    for a in over.arguments.values()
                ])  # fmt: skip
            found.append((index, over, at_point))
        return found

    def loss(self, theta: Floats, z: Floats) -> Floats:
        """The loss itself, by its definition, at K points: theta (p, K), inner (q, K, n)."""
        count = theta.shape[1]
        flat = z.reshape(self.q, -1)
        sample = np.tile(np.arange(self.n), count)
        extra = np.zeros((self.rows, count * self.n))
        samples = self.value(flat, np.repeat(theta, self.n, axis=1), extra, sample)
        total = samples.reshape(count, self.n).sum(axis=1) / self.scale + self.offset
        if self.penalty is not None:
            total = total + self.penalty.value((z * z).mean(axis=2)).sum(axis=0) / self.d
        return np.asarray(total)


def _taken(low: Floats, high: Floats, index: Indices) -> tuple[Floats, Floats]:
    if low is high:
        thin = low[index]
        return thin, thin
    return low[index], high[index]
