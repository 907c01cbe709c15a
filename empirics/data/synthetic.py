"""Samples of manifolds whose dimension r is known, exact or with noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from empirics.data.dataset import Dataset, Record
from empirics.errors import DataError

Rows: TypeAlias = NDArray[np.float64]
Draw: TypeAlias = Callable[[np.random.Generator, int], Rows]

# Largest number of coordinates of all samples together: 1 GiB of float32.
MOST_ENTRIES = 2**28


@dataclass(frozen=True)
class GeneratorParameters:
    """What the generators are told.

    Attributes:
        n: training samples.
        d: coordinates of one sample.
        r: dimension of the manifold.
        seed: of the manifold and the samples; a larger n extends the same samples.
        test: test samples, drawn independently from the same manifold.
        noise: variance of Gaussian noise on every coordinate, as a multiple of the mean variance of
            a coordinate of the exact training samples; 0: none.
        condition: linear only: ratio of the largest standard deviation along the subspace (1) to
            the smallest; those between are spaced geometrically.
        offset: linear only: distance of the mean from 0.
    """

    n: int
    d: int
    r: int
    seed: int
    test: int
    noise: float = 0.0
    condition: float = 2.0
    offset: float = 1.0


def generate(kind: str, parameters: GeneratorParameters) -> Dataset:
    """Samples of a "linear", "sphere" or "sigmoid" manifold.

    Without noise values are rounded to float32: "on the manifold" holds to about seven digits.

    Raises:
        DataError: if numbers are out of range.

    >>> circle = generate("sphere", GeneratorParameters(n=100, d=5, r=1, seed=0, test=10))
    >>> circle.rank, circle.train.shape, bool(np.allclose((circle.train**2).sum(axis=1), 1))
    (1, (100, 5), True)
    """
    extra = _check(kind, parameters)
    geometry, train, test, noise = (
        np.random.default_rng(each) for each in np.random.SeedSequence(parameters.seed).spawn(4)
    )
    draw = _MANIFOLDS[kind](geometry, parameters)
    settings: Record = {
        "n": parameters.n,
        "d": parameters.d,
        "r": parameters.r,
        "seed": parameters.seed,
        "test": parameters.test,
    } | {name: getattr(parameters, name) for name in extra if name != "noise" or parameters.noise}
    exact = [draw(train, parameters.n), draw(test, parameters.test)]
    if parameters.noise:
        deviation = np.sqrt(parameters.noise * exact[0].var(axis=0).mean())
        exact = [x + deviation * noise.standard_normal(x.shape) for x in exact]
    return Dataset(
        name=f"{kind}({','.join(f'{key}={value}' for key, value in settings.items())})",
        train=exact[0].astype(np.float32),
        test=exact[1].astype(np.float32),
        train_labels=None,
        test_labels=None,
        shape=(parameters.d,),
        rank=parameters.r,
        source={"kind": "generated", "generator": kind} | settings,
    )


def _linear(geometry: np.random.Generator, parameters: GeneratorParameters) -> Draw:
    """Gaussian samples on a random affine subspace: rank r after centring."""
    d, r = parameters.d, parameters.r
    basis, _ = np.linalg.qr(geometry.standard_normal((d, r)))
    direction = geometry.standard_normal(d)
    mean = parameters.offset * direction / np.linalg.norm(direction)
    deviations = np.geomspace(1, 1 / parameters.condition, r)
    return lambda rng, n: mean + (rng.standard_normal((n, r)) * deviations) @ basis.T


def _sphere(_geometry: np.random.Generator, parameters: GeneratorParameters) -> Draw:
    """Koehler et al. 2022: uniform on the unit r-sphere in r + 1 coordinates, then zeros."""

    def draw(rng: np.random.Generator, n: int) -> Rows:
        points = rng.standard_normal((n, parameters.r + 1))
        return _padded(points / np.linalg.norm(points, axis=1, keepdims=True), parameters.d)

    return draw


def _sigmoid(geometry: np.random.Generator, parameters: GeneratorParameters) -> Draw:
    """Koehler et al. 2022: Gaussian z in R^r, then sigmoid(<a, z>) with Gaussian a, then zeros."""
    a = geometry.standard_normal(parameters.r)

    def draw(rng: np.random.Generator, n: int) -> Rows:
        z = rng.standard_normal((n, parameters.r))
        return _padded(np.column_stack([z, expit(z @ a)]), parameters.d)

    return draw


_MANIFOLDS: dict[str, Callable[[np.random.Generator, GeneratorParameters], Draw]] = {
    "linear": _linear,
    "sphere": _sphere,
    "sigmoid": _sigmoid,
}
KINDS = tuple(_MANIFOLDS)
# Coordinates that a manifold needs beyond r, and the parameters that only it has.
_SPARE = {"linear": 0, "sphere": 1, "sigmoid": 1}
EXTRA: dict[str, tuple[str, ...]] = {
    "linear": ("noise", "condition", "offset"),
    "sphere": ("noise",),
    "sigmoid": ("noise",),
}


def _padded(points: Rows, d: int) -> Rows:
    return np.pad(points, ((0, 0), (0, d - points.shape[1])))


def _check(kind: str, parameters: GeneratorParameters) -> tuple[str, ...]:
    """The names of the parameters that only this kind has."""
    p = parameters
    if min(p.n, p.test, p.r) < 1 or p.seed < 0:
        raise DataError(f"{kind} needs n, test and r of at least 1 and a seed from 0 on; given {p}")
    if p.d < p.r + _SPARE[kind]:
        raise DataError(
            f"{kind} of dimension r={p.r} needs d of at least {p.r + _SPARE[kind]}, not {p.d}"
        )
    if p.n <= p.r:
        raise DataError(f"n={p.n} samples cannot show a manifold of dimension r={p.r}: take n > r")
    if (p.n + p.test) * p.d > MOST_ENTRIES:
        raise DataError(
            f"{kind} with {p.n} + {p.test} samples of {p.d} coordinates is too large: at most"
            f" {MOST_ENTRIES} numbers"
        )
    if not 0 <= p.noise < np.inf:
        raise DataError(f"{kind} needs a finite noise of at least 0, not {p.noise}")
    if not (1 <= p.condition < np.inf and 0 <= p.offset < np.inf):
        raise DataError(
            f"linear needs a condition of at least 1 and an offset of at least 0, both finite;"
            f" given {p.condition} and {p.offset}"
        )
    return EXTRA[kind]
