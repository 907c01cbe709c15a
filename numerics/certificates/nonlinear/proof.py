"""What a certificate of a nonlinear decoder's minimum holds: a problem, a point, and a proof."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Matrix = tuple[tuple[Fraction, ...], ...]
AUTOENCODER, VAE = "autoencoder", "vae"
MAX_PARAMETERS, MAX_ENTRIES = 3, 4000


@dataclass(frozen=True)
class ParameterRange:
    """A decoder parameter and the interval it ranges over, whose ends are floats."""

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class NonlinearProblem:
    """A loss to minimise over the box of the parameters and over all codes or encoders.

    Attributes:
        objective: "autoencoder": L_{g,h} of eq. (7) with g(u) = slope u. "vae": the loss (3) at a
            fixed gamma, every sample with a Gaussian encoder of its own.
        decoder: d expressions in the latents and parameters (`certificates.nonlinear.language`).
        latents: kappa.
        parameters: what theta consists of.
        data: (d, n).
        slope: of g; 0 for a VAE.
        h: the penalty on the powers of the rows of the codes; empty for a VAE.
        gamma: the decoder variance; 0 for an autoencoder.
    """

    objective: str
    decoder: tuple[str, ...]
    latents: int
    parameters: tuple[ParameterRange, ...]
    data: Matrix
    slope: Fraction
    h: str
    gamma: Fraction


@dataclass(frozen=True)
class InnerPoint:
    """Parameters, and the inner variables of every sample (one row each, n columns).

    They are the codes of an autoencoder; for a VAE the mean and the logarithm of the standard
    deviation of the first latent.
    """

    theta: tuple[Fraction, ...]
    inner: Matrix


@dataclass(frozen=True)
class TiltedLeaf:
    """The proof on one box.

    Attributes:
        slopes: of affine minorants of h on the interval of each row's power.
        samples: for each sample i the numbers L, z, S, a, A, one after the other, such that
            ``f_i(z + zeta + S delta, centre + delta) >= L + a delta + delta' A delta / 2`` for all
            zeta and all delta in the box: a level, q inner variables, (q, p) by rows, p, and the
            p (p+1)/2 entries of the upper triangle of A.
    """

    slopes: tuple[float, ...]
    samples: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class NonlinearCertificate:
    """A point and the proof that no other is better by more than the tolerance.

    Attributes:
        problem: what is minimised.
        best: the point.
        tolerance: the gap.
        ceilings: powers above them are excluded, one for each row of the codes.
        splits: the tree of boxes from its root on, each node before its children, the lower child
            first: (coordinate, where) or None for a leaf. Coordinates are theta, then the powers.
        leaves: in the order of the tree.
    """

    problem: NonlinearProblem
    best: InnerPoint
    tolerance: Fraction
    ceilings: tuple[float, ...]
    splits: tuple[tuple[int, float] | None, ...]
    leaves: tuple[TiltedLeaf, ...]
