"""Certificates that an objective guarantees optimal sparsity, as text: a small JSON record.

The claim is a number between: by Theorem A0 it is enough that every exact code with r active rows
has a loss on one side of it, and every point that A0 compares it with has one on the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numerics.errors import CertificateError
from numerics.objectives.certificate import MAX_BYTES, parsed, rational

FORMAT, VERSION = "sparsity-theory objective guarantee", 1
MAX_CUTS = 4096
SIDES = ("sparse", "others")


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
    between: Fraction | float | None
    strictly: str | None
    cuts: Mapping[str, tuple[Fraction, ...]]

    @property
    def shown(self) -> bool:
        """Whether there is evidence, which the checker can check."""
        return self.between is not None


def dump(certificate: GuaranteeCertificate) -> str:
    """The certificate as text."""
    c = certificate
    record = {
        "format": FORMAT,
        "version": VERSION,
        "objective": c.objective,
        "dims": list(c.dims),
        "between": None if c.between is None else str(c.between),
        "strictly": c.strictly,
        "cuts": {text: list(map(str, points)) for text, points in c.cuts.items()},
    }
    return json.dumps(record, indent=1, allow_nan=False) + "\n"


def is_one(text: str) -> bool:
    """Whether a text says that it is such a certificate; it may still be damaged."""
    return f'"format": "{FORMAT}"' in text[:200]


def load(text: str) -> GuaranteeCertificate:
    """Read a certificate.

    Raises:
        CertificateError: it is truncated, of another version, or has what the format lacks.
    """
    record = parsed(text, FORMAT, VERSION, MAX_BYTES)
    if set(record) != {"objective", "dims", "between", "strictly", "cuts"}:
        raise CertificateError("the certificate has unknown or missing keys")
    objective, dims, cuts = record["objective"], record["dims"], record["cuts"]
    if not isinstance(objective, str) or not isinstance(dims, list) or len(dims) != 3:
        raise CertificateError("the objective must be a text, the dimensions three numbers")
    if any(type(x) is not int for x in dims):
        raise CertificateError("the dimensions must be whole numbers")
    between, strictly = record["between"], record["strictly"]
    if strictly not in (SIDES if between is not None else (None,)):
        raise CertificateError(f"strictly is neither of {SIDES}, or has no number beside it")
    if not isinstance(cuts, dict) or sum(map(_length, cuts.values())) > MAX_CUTS:
        raise CertificateError(f"cuts are no lists, or more than {MAX_CUTS}")
    return GuaranteeCertificate(
        objective,
        (dims[0], dims[1], dims[2]),
        None if between is None else _between(between),
        strictly,
        {key: tuple(map(rational, points)) for key, points in cuts.items()},
    )


def _length(points: Any) -> int:
    if not isinstance(points, list):
        raise CertificateError("cuts are no list")
    return len(points)


def _between(value: Any) -> Fraction | float:
    return float(value) if value in ("inf", "-inf") else rational(value)
