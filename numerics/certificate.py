"""Certificates: what they hold, and how they are written and read.

A certificate is JSON.  Texts such as ``"1/3"`` are exact rationals; every other number is a float
and stands for exactly that binary fraction.  Each leaf and the rest carry a digest, so that damage
is found and located before any mathematics is done; the truth of a certificate rests on
`numerics.verify` alone.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from numerics.errors import CertificateError
from numerics.instances import Instance, Matrix
from sparsity_theory.characterisation import Dimensions

FORMAT = "sparsity-theory certificate"
VERSION = 1
MAX_BYTES = 200_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class Patch:
    """An interval of theta with a near left inverse V of its decoders, shape (kappa, live)."""

    low: float
    high: float
    inverse: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Leaf:
    """What proves the bound on one box: slopes and the dual matrix ``P = dual * 2^exponent``."""

    lam: float
    slopes: tuple[float, ...]
    exponent: int
    dual: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Minimum:
    """The proof that no point is better than the stored one by more than the tolerance.

    Attributes:
        tolerance: the gap.
        e_max: errors beyond it are excluded by g; row powers beyond u_max by the patches.
        u_max: see above.
        patches: left inverses; their intervals cover the admitted theta.
        splits: per node (column, value, first child), or None for a leaf; the roots come first.
            Columns are theta, e, u_1, ..., u_kappa.
        leaves: the proof of each leaf, by node.
    """

    tolerance: Fraction
    e_max: float
    u_max: float
    patches: tuple[Patch, ...]
    splits: tuple[tuple[int, float, int] | None, ...]
    leaves: Mapping[int, Leaf]


@dataclass(frozen=True)
class Certificate:
    """An answer with its proof.

    Attributes:
        g: text of the penalty on the error.
        h: text of the penalty on the row powers.
        verdict: "fails", "guarantees" or "undecided".
        part: the part of Theorem A that decides.
        instance: the recipe of data and decoders.
        theta: the best point found: its decoder parameter ...
        codes: ... and codes, exact, shape (kappa, n).
        minimum: the proof that it is the global minimiser to a tolerance, if there is one.
    """

    g: str
    h: str
    verdict: str
    part: str
    instance: Instance
    theta: Fraction
    codes: Matrix
    minimum: Minimum | None


def dump(certificate: Certificate) -> str:
    """The certificate as text: JSON, one leaf a line."""
    body = _body(certificate)
    leaves = [] if certificate.minimum is None else _leaf_rows(certificate.minimum)
    head = json.dumps({**body, "digest": _digest(body)}, indent=1, allow_nan=False)
    rows = ",\n".join(json.dumps([*leaf, _digest(leaf)], allow_nan=False) for leaf in leaves)
    return head.removesuffix("\n}") + f',\n "leaves": [\n{rows}\n ]\n}}\n'


def load(text: str) -> Certificate:
    """Read a certificate and check its digests.

    Raises:
        CertificateError: if it is truncated, of another version, or damaged; the message says
            which leaf or that it is the head.
    """
    if len(text) > MAX_BYTES:
        raise CertificateError(f"the certificate is larger than {MAX_BYTES} bytes")
    try:
        record = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as failure:
        raise CertificateError(f"not a whole JSON text, perhaps truncated: {failure}") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise CertificateError(f"not a certificate: its format is not {FORMAT!r}")
    if record.get("version") != VERSION:
        raise CertificateError(
            f"the certificate has version {record.get('version')!r}, this program reads {VERSION}:"
            " write it anew"
        )
    leaves, digest = record.pop("leaves", None), record.pop("digest", None)
    if not isinstance(leaves, list):
        raise CertificateError("the certificate has no list of leaves")
    if _digest(record) != digest:
        raise CertificateError("the head of the certificate was changed: its digest does not match")
    for position, row in enumerate(leaves):
        if not isinstance(row, list) or not row or _digest(row[:-1]) != row[-1]:
            raise CertificateError(f"leaf {position} was changed: its digest does not match")
    return _reading(lambda: _certificate(record, leaves))


def encode(value: Fraction) -> float | str:
    """A float where that is exact, else a text."""
    return float(value) if Fraction(float(value)) == value else str(value)


def decode(value: Any) -> Fraction:
    """The exact rational behind a JSON entry.

    >>> decode("1/3"), decode(0.5)
    (Fraction(1, 3), Fraction(1, 2))
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise CertificateError(f"a number was expected, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise CertificateError(f"a finite number was expected, not {value!r}")
    return Fraction(value)


def _body(certificate: Certificate) -> dict[str, Any]:
    instance, minimum = certificate.instance, certificate.minimum
    return {
        "format": FORMAT,
        "version": VERSION,
        "g": certificate.g,
        "h": certificate.h,
        "verdict": certificate.verdict,
        "part": certificate.part,
        "dims": [instance.dims.d, instance.dims.kappa, instance.dims.r],
        "instance": {
            "dense_amplitudes": [str(a) for a in instance.dense_amplitudes],
            "sparse_amplitudes": [str(a) for a in instance.sparse_amplitudes],
            "samples": instance.samples,
            "scale": str(instance.scale),
            "connected": instance.connected,
        },
        "theta": encode(certificate.theta),
        "codes": [[encode(x) for x in row] for row in certificate.codes],
        "minimum": None
        if minimum is None
        else {
            "tolerance": str(minimum.tolerance),
            "e_max": minimum.e_max,
            "u_max": minimum.u_max,
            "patches": [[p.low, p.high, [list(row) for row in p.inverse]] for p in minimum.patches],
            "splits": [None if split is None else list(split) for split in minimum.splits],
        },
    }


def _leaf_rows(minimum: Minimum) -> list[list[Any]]:
    return [
        [node, leaf.lam, list(leaf.slopes), leaf.exponent, [list(row) for row in leaf.dual]]
        for node, leaf in sorted(minimum.leaves.items())
    ]


def _certificate(record: Mapping[str, Any], leaves: list[list[Any]]) -> Certificate:
    recipe, minimum = record["instance"], record["minimum"]
    instance = Instance(
        Dimensions(*record["dims"]),
        tuple(decode(a) for a in recipe["dense_amplitudes"]),
        tuple(decode(a) for a in recipe["sparse_amplitudes"]),
        int(recipe["samples"]),
        decode(recipe["scale"]),
        bool(recipe["connected"]),
    )
    return Certificate(
        g=str(record["g"]),
        h=str(record["h"]),
        verdict=str(record["verdict"]),
        part=str(record["part"]),
        instance=instance,
        theta=decode(record["theta"]),
        codes=tuple(tuple(decode(x) for x in row) for row in record["codes"]),
        minimum=None if minimum is None else _minimum(minimum, leaves),
    )


def _minimum(record: Mapping[str, Any], leaves: list[list[Any]]) -> Minimum:
    return Minimum(
        tolerance=decode(record["tolerance"]),
        e_max=_float(record["e_max"]),
        u_max=_float(record["u_max"]),
        patches=tuple(
            Patch(_float(low), _float(high), tuple(tuple(map(_float, row)) for row in inverse))
            for low, high, inverse in record["patches"]
        ),
        splits=tuple(
            None if split is None else (int(split[0]), _float(split[1]), int(split[2]))
            for split in record["splits"]
        ),
        leaves={
            int(node): Leaf(
                _float(lam),
                tuple(map(_float, slopes)),
                int(exponent),
                tuple(tuple(map(int, row)) for row in dual),
            )
            for node, lam, slopes, exponent, dual, _ in leaves
        },
    )


def _float(value: Any) -> float:
    return float(decode(value))


def _reading(read: Callable[[], T]) -> T:
    """Turn every way in which a malformed record can break the reader into one clear error."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError) as why:
        raise CertificateError(
            f"the certificate is malformed: {type(why).__name__}: {why}"
        ) from why


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _digest(value: Any) -> str:
    """Eight hex digits: enough to find an accident; a forgery is caught by the mathematics."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]
