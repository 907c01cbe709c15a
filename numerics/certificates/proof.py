"""What a certificate holds, and how it is read: these types are the format.

A digest finds damage before any mathematics is done; the truth of a certificate rests on
`numerics.certificates.verify` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from numerics.certificates.family import Family, Matrix, Theta
from numerics.certificates.format import decoded, digest, opened
from numerics.errors import CertificateError

FORMAT, VERSION = "sparsity-theory certificate", 6
INDICATOR = "indicator"


class Point(NamedTuple):
    """Decoder parameters and codes (kappa, n), exact."""

    theta: Theta
    codes: Matrix

    @property
    def active_rows(self) -> int:
        """How many rows of the codes are not zero."""
        return sum(map(any, self.codes))


@dataclass(frozen=True)
class Patch:
    """A box of theta, ceilings of the row powers in it, and a near left inverse that shows them.

    The inverse V, shape (kappa, live), is None where h alone shows the ceilings.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    ceilings: tuple[float, ...]
    inverse: tuple[tuple[float, ...], ...] | None


@dataclass(frozen=True)
class MinimumProof:
    """The proof that no point is better than the stored one by more than the tolerance.

    Attributes:
        tolerance: the gap.
        e_max: errors beyond it are excluded by g.
        patches: boxes that cover the admitted theta, with ceilings of the row powers.
        splits: the trees of boxes, one for each patch, from their roots on, each node before its
            children, the lower child first: (column, value), or None for a leaf.
            Columns are theta_1, ..., theta_p, e, u_1, ..., u_kappa.
        leaves: in the order of the trees, slopes of affine minorants of g and of h in every row.
    """

    tolerance: Fraction
    e_max: float
    patches: tuple[Patch, ...] = field(repr=False)
    splits: tuple[tuple[int, float] | None, ...] = field(repr=False)
    leaves: tuple[tuple[float, ...], ...] = field(repr=False)


@dataclass(frozen=True)
class VerdictEvidence:
    """What shows a verdict (`numerics.certificates.verdicts` says how).

    Attributes:
        theorem: "A0" (the stored points), "A1" or "A2" (two powers; a power and an error), "A3"
            (bounds over covers), or "symbolic": an identity that only the prover vouches for.
        numbers: the powers or bounds, by name.
        cuts: for "A3", where the covers of (0, oo) for "h" and "g" are cut.
    """

    theorem: str
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    cuts: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Certificate:
    """An answer with its proof.

    Attributes:
        g: text of the penalty on the error.
        h: text of the penalty on the row powers.
        verdict: "fails", "guarantees" or "undecided"; "minimum" where nothing but the minimum of
            one family is claimed.
        dims: (d, kappa, r) of the verdict; None with the verdict "minimum".
        evidence: what shows the verdict "fails" or "guarantees".
        family: data and decoders of an instance, with which a verdict is illustrated.
        best: the best point found.
        sparse: an exact representation of the data with r active rows, with a verdict.
        minimum: the proof that the best point is the minimiser to a tolerance, if there is one.
    """

    g: str
    h: str
    verdict: str
    dims: tuple[int, int, int] | None
    evidence: VerdictEvidence | None
    family: Family = field(repr=False)
    best: Point = field(repr=False)
    sparse: Point | None = field(repr=False)
    minimum: MinimumProof | None = field(repr=False)


def load(text: str) -> Certificate:
    """Read a certificate and check its digest.

    Raises:
        CertificateError: if it is truncated, of another version, damaged, or has anything that the
            format does not allow.
    """
    record = opened(text, FORMAT, VERSION)
    if record.pop("digest", None) != digest(record):
        raise CertificateError("the certificate was changed: its digest does not match")
    certificate: Certificate = decoded(Certificate, record)
    return certificate
