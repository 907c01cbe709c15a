"""A problem in floats: the loss of every sample at points and over boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from numerics.certificates.nonlinear.proof import AUTOENCODER, NonlinearProblem
from numerics.nonlinear.arithmetic import Boxes, Floats, Indices, Points
from numerics.nonlinear.jets import Around, Evaluated, Tape
from numerics.nonlinear.losses import tape
from numerics.solver.minorants import FloatPenalty


@dataclass(frozen=True)
class Derivatives:
    """Value (N,), gradient (v, N) and Hessian (v, v, N) at points."""

    value: Floats
    gradient: Floats
    hessian: Floats
    evaluated: Evaluated


SHARES = 1.0, 0.5
"""Parts of a box, around its point, over which Hessians are enclosed."""


@dataclass(frozen=True)
class Surroundings:
    """N points (z, theta), and boxes of ``(zeta, delta)``: ``z + zeta + S delta, theta + delta``.

    Attributes:
        point: z, (q, N).
        centre: theta, (p, N).
        shear: S (q, p, N).
        starts: lower ends of the boxes, (q + p, N), at most 0.
        ends: upper ends, at least 0.
    """

    point: Floats
    centre: Floats
    shear: Floats
    starts: Floats
    ends: Floats

    def take(self, index: Indices) -> Surroundings:
        """Some of them."""
        return Surroundings(*(x[..., index] for x in vars(self).values()))

    def middle(self, data: list[Floats]) -> dict[str, list[Floats]]:
        """What a tape takes at the points."""
        return {"inner": list(self.point), "theta": list(self.centre), "datum": data}

    def box(self, share: float, data: list[Floats]) -> dict[str, list[tuple[Floats, Floats]]]:
        """What a tape takes over boxes of which so much is left, around the points."""
        q = len(self.point)
        low, high = share * self.starts, share * self.ends
        moved = np.einsum("qpn,pn->qn", abs(self.shear), np.maximum(high, -low)[q:])
        inner = self.point + low[:q] - moved, self.point + high[:q] + moved
        return {
            "inner": list(zip(*inner, strict=True)),
            "theta": list(zip(self.centre + low[q:], self.centre + high[q:], strict=True)),
            "datum": [(x, x) for x in data],
        }


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
        self, at: Surroundings, sample: Indices, extra: Floats
    ) -> list[tuple[Indices, Evaluated, list[Evaluated]]]:
        """The pieces of the loss around points of boxes.

        Returns:
            For every choice of the pieces of relus: to which boxes it belongs, the jets of order 1
            at their points, and those of order 2 over the boxes and over smaller and smaller parts
            of them around the points (`SHARES`), with the same pieces.
        """
        relus, count = self.tape.relus, at.point.shape[1]
        data = [*self.data[:, sample], *extra]
        found = []
        straddling = np.zeros((len(relus), count), bool)
        for number, pattern in enumerate(product((False, True), repeat=len(relus))):
            index = np.arange(count)
            if number:
                chosen = np.array(pattern, bool)[:, None]
                index = np.flatnonzero((straddling | ~chosen).all(axis=0))
                if not len(index):
                    continue
            flags = {relu: np.full(len(index), on) for relu, on in zip(relus, pattern, strict=True)}
            some = at.take(index)
            thin = [x[index] for x in data]
            with np.errstate(all="ignore"):
                if relus:
                    whole = self.tape(Boxes(), some.box(1.0, thin), order=0, pieces=flags)
                    flags = {
                        relu: np.broadcast_to(on, index.shape) for relu, on in whole.pieces.items()
                    }
                    if not number:
                        straddling = np.array([
                            np.broadcast_to((low < 0) & (high > 0), index.shape)
                            for relu in relus
                            for low, high in [whole.jets[self.tape.graph.ops[relu].parts[0]][0]]
                        ])  # fmt: skip
                middle = self.tape(
                    Points(), some.middle(thin), order=1,
                    pieces=flags, forced=True, shear=some.shear,
                )  # fmt: skip
                parts = [
                    self.tape(
                        Boxes(), some.box(share, thin), pieces=flags, forced=True,
                        shear=some.shear,
                        around=Around(middle.jets, share * some.starts, share * some.ends),
                    )
                    for share in SHARES
                ]  # fmt: skip
            found.append((index, middle, parts))
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
