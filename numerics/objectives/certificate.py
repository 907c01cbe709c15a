"""Certificates about objectives: what is claimed, and by which numbers; the types are the formats.

That an objective fails is shown by an instance: data, one or two injective linear decoders, the
exact code with r active rows, and a code that is as good, by Theorem A0. That it guarantees optimal
sparsity is shown by a number between: by A0 it is enough that every exact code with r active rows
has a loss on one side of it, and every point that A0 compares it with has one on the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from numerics.certificates.format import Infinite, decoded, opened

FAILURE, GUARANTEE = "sparsity-theory objective certificate", "sparsity-theory objective guarantee"
VERSION = 1
SIDES = ("sparse", "others")
Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class ObjectiveCertificate:
    """What is claimed to fail, and on what.

    Attributes:
        objective: text in e, count, p1, ..., s1, ....
        dims: (d, kappa, r).
        scale: data and decoders are its square root times what is stored.
        data: (d, n).
        decoders: one or two, (d, kappa); the first has the sparse exact code.
        sparse: the exact code with r active rows, (kappa, n).
        other: a code of the last decoder that is as good, (kappa, n).
    """

    objective: str
    dims: tuple[int, int, int]
    scale: Fraction
    data: Matrix
    decoders: tuple[Matrix, ...]
    sparse: Matrix
    other: Matrix


@dataclass(frozen=True)
class GuaranteeCertificate:
    """What is claimed to be guaranteed, and by which numbers.

    Attributes:
        objective: text in e, count, p1, ..., s1, ....
        dims: (d, kappa, r).
        between: no sparse exact code has a larger loss, no other point a smaller one; may be
            infinite; None where nothing is shown: the claim is the prover's word.
        strictly: the side, of `SIDES`, of which no loss is equal to it; None with `between`.
        cuts: for functions of one variable u > 0 in the objective, points at which (0, oo) is cut.
    """

    objective: str
    dims: tuple[int, int, int]
    between: Fraction | Infinite | None
    strictly: str | None
    cuts: Mapping[str, tuple[Fraction, ...]]

    @property
    def shown(self) -> bool:
        """Whether there is evidence, which the checker can check."""
        return self.between is not None


def load_failure(text: str) -> ObjectiveCertificate:
    """Read a certificate; raises CertificateError where it is none."""
    found: ObjectiveCertificate = decoded(ObjectiveCertificate, opened(text, FAILURE, VERSION))
    return found


def load_guarantee(text: str) -> GuaranteeCertificate:
    """Read a certificate; raises CertificateError where it is none."""
    found: GuaranteeCertificate = decoded(GuaranteeCertificate, opened(text, GUARANTEE, VERSION))
    return found
