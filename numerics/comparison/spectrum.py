r"""The affine VAE whose columns are orthogonal, certified in ball arithmetic.

Its minimiser (claim beta-affine) is that of the instance of Theorem A1 (claim affine-vae-a1); and
what learned gamma does to it (claim beta-collapse).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics.certificates.balls import ball
from numerics.comparison.rows import add_up
from numerics.errors import InstanceError, NumericsError
from sparsity_theory.characterisation import Dimensions

# Directions of the beta-VAE; more would only make the table long.
MAX_SPECTRUM = 1000


@dataclass(frozen=True)
class SpectralPoint:
    """The minimiser of the affine beta-VAE at fixed gamma, for data of these eigenvalues.

    Claim beta-affine: column k is orthogonal to the others, of squared norm lambda - beta gamma,
    its code has power 1 - beta gamma/lambda and its variance is beta gamma/lambda; eigenvalues up
    to beta gamma are left out.  All of it is rational.

    Attributes:
        eigenvalues: of the second moment of the data along the columns, positive.
        d: data dimension.
        kappa: latent dimension, at least the number of eigenvalues.
        noise: gamma.
        beta: weight of the divergence.
    """

    eigenvalues: tuple[Fraction, ...]
    d: int
    kappa: int
    noise: Fraction
    beta: Fraction = Fraction(1)

    @property
    def floor(self) -> Fraction:
        """Beta gamma: directions with less variance are given up."""
        return self.beta * self.noise

    @property
    def kept(self) -> list[Fraction]:
        """Eigenvalues of the active directions."""
        return [value for value in self.eigenvalues if value > self.floor]

    @property
    def error(self) -> Fraction:
        """A, the expected squared error."""
        return sum((min(value, self.floor) for value in self.eigenvalues), Fraction(0))

    @property
    def powers(self) -> list[Fraction]:
        """Powers of the active rows of the encoder mean."""
        return [1 - self.floor / value for value in self.kept]

    @property
    def loss(self) -> arb:
        """L_beta, from eq. (3)."""
        logarithms = add_up([ball(self.floor / value).log() for value in self.kept])
        # Inactive rows have mean 0 and variance 1; active ones p + s^2 = 1.
        latent = self.kappa - logarithms
        data = ball(self.error / self.noise)
        return data + self.d * ball(self.noise).log() + ball(self.beta) * latent

    def theorem_d_bound(self) -> arb:
        """The bound of claim theorem-d at beta = 1: below the loss of every point with these rows.

        Columns are orthogonal, so the decoder separates codes with slopes l_k = ||w_k||.
        """
        rows = [
            ball(1 + (value - self.floor) * power / self.error).log()
            for value, power in zip(self.kept, self.powers, strict=True)
        ]
        base = self.d + self.kappa + self.d * ball(self.error / self.d).log()
        return base + add_up(rows)


def theorem_a1_minimiser(dims: Dimensions, noise: Fraction) -> SpectralPoint:
    """The minimiser on the instance of Theorem A1 (theta = 1), with rows of the data of power 1.

    Claim affine-vae-a1: the two coordinates that agree have variance 2 in the direction that
    column r has at theta = 1; the other r - 1 coordinates meet one column each.
    """
    values = (Fraction(2), *(Fraction(1),) * (dims.r - 1))
    return SpectralPoint(values, dims.d, dims.kappa, noise)


@dataclass(frozen=True)
class Learned:
    """What learned gamma does to the affine beta-VAE: `active` of `rank` directions are kept.

    ``noise`` is the minimising gamma; None where the loss has no minimiser, as it falls without
    bound when gamma -> 0 (beta < d/r), or is constant for small gamma (beta = d/r).
    """

    active: int
    noise: Fraction | None
    tie: bool = False


def learned(spectrum: Sequence[Fraction], d: int, beta: Fraction) -> Learned:
    """The minimum of the affine beta-VAE over gamma as well, for data of rank r <= kappa; exact.

    Claim beta-collapse: with m active directions and T the sum of the other eigenvalues the only
    stationary gamma is T/(d - beta m), and m is the number that reproduces itself.

    >>> learned([Fraction(2), Fraction(1), Fraction(1, 2)], 12, Fraction(5))
    Learned(active=1, noise=Fraction(3, 14), tie=False)

    Raises:
        InstanceError: on an empty spectrum, eigenvalues or beta that are not positive, or rank > d.
    """
    values = sorted(spectrum, reverse=True)
    if not values or values[-1] <= 0 or len(values) > min(d, MAX_SPECTRUM) or beta <= 0:
        raise InstanceError(
            f"{len(values)} eigenvalues in d = {d} dimensions, beta = {beta}: give between 1 and"
            f" {min(d, MAX_SPECTRUM)} positive eigenvalues and a positive beta"
        )
    if beta * len(values) <= d:
        return Learned(len(values), None, tie=beta * len(values) == d)
    for m in range(len(values)):
        if beta * m >= d:
            break
        noise = sum(values[m:], Fraction(0)) / (d - beta * m)
        if sum(value > beta * noise for value in values) == m:
            return Learned(m, noise)
    raise NumericsError(f"no stationary gamma for {values}, d = {d}, beta = {beta}")
