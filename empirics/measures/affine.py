r"""The affine (beta-)VAE solved from the eigenvalues of the data: what trained ones are held to.

Claims beta-affine, beta-slope and beta-collapse, all extensions of the paper, in floats and without
SymPy; a test holds what is computed here to the formulas of the ledger.
`numerics.comparison.spectrum` has exact rational versions for small spectra of rank at most kappa.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, matrix, positive, real
from empirics.measures.components import Components, pca


@dataclass(frozen=True)
class AffineMinimum:
    """The minimum of the affine beta-VAE at one gamma.

    Attributes:
        gamma: decoder variance; 0 stands for the limit where no minimiser exists.
        loss: V(gamma), in the units of eq. (3); -inf in that limit.
        error: A, the expected squared error, summed over coordinates.
        active: number of active dimensions, lambda_j > beta gamma among the first kappa.
    """

    gamma: float
    loss: float
    error: float
    active: int


@dataclass(frozen=True)
class Affine:
    """The affine beta-VAE of kappa latent dimensions on data of these eigenvalues.

    Attributes:
        eigenvalues: of the covariance of the data (centred, divided by n), all d of them, in
            descending order.
        kappa: latent dimension.
        beta: weight of the KL term.

    >>> vae = Affine((2.0, 1.0, 0.5, *[0.0] * 9), kappa=5, beta=5.0)
    >>> vae.learned().active, round(vae.learned().gamma, 6), round(3 / 14, 6)
    (1, 0.214286, 0.214286)
    >>> vae.breakpoints  # d / rank is the last
    (6.857142857142857, 4.8, 4.0)

    Raises:
        MeasureError: on eigenvalues that are negative or in another order, or none at all.
    """

    eigenvalues: tuple[float, ...]
    kappa: int
    beta: float = 1.0

    def __post_init__(self) -> None:
        values = real("the eigenvalues", self.eigenvalues)
        if values.ndim != 1 or not values.size or values[-1] < 0 or (np.diff(values) > 0).any():
            raise MeasureError(
                "give all d eigenvalues, none negative, in descending order; given"
                f" {len(self.eigenvalues)}"
            )
        if self.kappa < 1:
            raise MeasureError(f"kappa must be at least 1, not {self.kappa}")
        positive("beta", self.beta)

    @property
    def d(self) -> int:
        """Data dimension."""
        return len(self.eigenvalues)

    @property
    def _split(self) -> tuple[Floats, Floats]:
        values = np.array(self.eigenvalues)
        return values[: self.kappa], values[self.kappa :]

    def at(self, gamma: float) -> AffineMinimum:
        """The minimum over decoder and encoder at a fixed decoder variance.

        Raises:
            MeasureError: if gamma is not positive.
        """
        gamma = positive("gamma", gamma)
        latent, rest = self._split
        loss = (
            self.beta * float(direction_loss(latent, self.beta, gamma).sum())
            + float(rest.sum()) / gamma
            + self.d * np.log(gamma)
            + self.beta * self.kappa
        )
        error = float(direction_error(latent, self.beta, gamma).sum() + rest.sum())
        return AffineMinimum(gamma, float(loss), error, int((latent > self.beta * gamma).sum()))

    @property
    def breakpoints(self) -> tuple[float, ...]:
        """With gamma learned, dimension m is active exactly for beta below entry m (from 1).

        With ``T_m`` the sum of the eigenvalues after the m-th it is ``d lambda_m / (m lambda_m +
        T_m)``: from ``gamma = T_m / (d - beta m)`` and ``lambda_m > beta gamma``.  Descending;
        the first is the threshold of total collapse; at rank r <= kappa the last is d / r.
        """
        values = np.array(self.eigenvalues)
        tails = np.append(np.cumsum(values[::-1])[::-1][1:], 0.0)
        order = np.arange(1, self.d + 1)
        kept = (values > 0) & (order <= self.kappa)
        found = self.d / (order + tails / np.where(kept, values, 1.0))
        return tuple(found[kept].tolist())

    def learned(self) -> AffineMinimum:
        """The minimum over gamma as well.

        Where the first kappa eigenvalues hold everything and beta < d/rank there is no minimiser:
        gamma is then 0 and the loss -inf.  At beta = d/rank the loss is constant for small gamma;
        the largest of the minimising gammas is given.

        Raises:
            MeasureError: if all eigenvalues are 0.
        """
        if self.eigenvalues[0] == 0:
            raise MeasureError("data without spread: the loss has no minimum in gamma")
        active = sum(self.beta < point for point in self.breakpoints)
        tail = float(np.array(self.eigenvalues)[active:].sum())
        if tail == 0:
            return AffineMinimum(0.0, -np.inf, 0.0, active)
        found = self.at(tail / (self.d - self.beta * active))
        return AffineMinimum(found.gamma, found.loss, found.error, active)


def direction_loss(eigenvalues: Floats, beta: float, gamma: float) -> Floats:
    """What each latent direction adds to V/beta, beside the constant 1 (claim beta-affine).

    >>> direction_loss(np.array([0.5, 2.0]), beta=1.0, gamma=1.0).round(3).tolist()
    [0.5, 1.693]
    """
    modelled = np.maximum(eigenvalues, beta * gamma)  # the minimising second moment
    return np.asarray(eigenvalues / modelled + np.log(modelled / (beta * gamma)))


def direction_error(eigenvalues: Floats, beta: float, gamma: float) -> Floats:
    """What each latent direction adds to A, the expected squared error (claim beta-slope).

    >>> direction_error(np.array([0.5, 2.0]), beta=1.0, gamma=1.0).tolist()
    [0.5, 1.0]
    """
    return np.asarray(np.minimum(eigenvalues, beta * gamma))


@dataclass(frozen=True)
class Solution:
    """A global minimiser of the affine beta-VAE on given data, at one gamma.

    Attributes:
        mu: encoder means, (n, kappa).
        sigma: encoder standard deviations, (n, kappa).
        weights: decoder matrix, (d, kappa).
        offset: decoder offset, (d,).
        gamma: decoder variance.
        minimum: loss, error and active dimensions there, in closed form.
    """

    mu: Floats
    sigma: Floats
    weights: Floats
    offset: Floats
    gamma: float
    minimum: AffineMinimum

    def decode(self, z: ArrayLike) -> Floats:
        """Decoder mean at codes (n, kappa)."""
        return np.asarray(matrix("z", z) @ self.weights.T + self.offset)


def spectrum(x: ArrayLike, kappa: int, beta: float = 1.0) -> Affine:
    """The affine beta-VAE for samples (n, d): eigenvalues below the data's rounding are 0.

    Raises:
        MeasureError: if x is no finite matrix, kappa < 1 or beta is not positive.
    """
    return _affine(pca(x), kappa, beta)


def _affine(components: Components, kappa: int, beta: float) -> Affine:
    values = np.where(
        np.arange(len(components.mean)) < components.rank, components.eigenvalues, 0.0
    )
    return Affine(tuple(values.tolist()), kappa, beta)


def solve(x: ArrayLike, kappa: int, *, gamma: float | None = None, beta: float = 1.0) -> Solution:
    """Encoder and decoder that minimise eq. (3), on samples (n, d), among affine ones.

    Args:
        x: samples.
        kappa: latent dimension.
        gamma: decoder variance; None: the minimising one.
        beta: weight of the KL term.

    >>> x = np.random.default_rng(0).standard_normal((50, 3)) * [3, 2, 0.1]
    >>> solve(x, kappa=2).minimum.active
    2

    Raises:
        MeasureError: where no minimising gamma exists (`Affine.learned`): give one then.
    """
    components = pca(x)
    vae = _affine(components, kappa, beta)
    minimum = vae.learned() if gamma is None else vae.at(gamma)
    if minimum.gamma == 0:
        raise MeasureError(
            "the loss falls without bound as gamma -> 0 (claim beta-no-minimiser): give a gamma"
        )
    m, floor = minimum.active, beta * minimum.gamma
    values = np.array(vae.eigenvalues[:m])
    directions = components.directions[:m]
    samples = matrix("x", x)
    columns = np.sqrt(values - floor)
    mu, sigma = np.zeros((len(samples), kappa)), np.ones((len(samples), kappa))
    mu[:, :m] = (samples - components.mean) @ directions.T * (columns / values)
    sigma[:, :m] = np.sqrt(floor / values)
    weights = np.zeros((samples.shape[1], kappa))
    weights[:, :m] = directions.T * columns
    return Solution(mu, sigma, weights, components.mean, minimum.gamma, minimum)
