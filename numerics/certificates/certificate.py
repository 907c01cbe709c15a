"""Certificates as text: how they are written and read.

A certificate is JSON.  Texts such as ``"1/3"`` are exact rationals; every other number is a float
and stands for exactly that binary fraction.  Each leaf and the rest carry a digest, so that damage
is found and located before any mathematics is done; the truth of a certificate rests on
`numerics.certificates.verify` alone.
"""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from numerics.certificates.instances import Instance
from numerics.certificates.linear_family import LinearFamily, Matrix
from numerics.certificates.proof import Certificate, Leaf, Minimum, Patch
from numerics.errors import CertificateError, InstanceError
from sparsity_theory.characterisation import Dimensions

FORMAT = "sparsity-theory certificate"
VERSION = 2
MAX_BYTES = 200_000_000

__all__ = [
    "FORMAT", "VERSION", "Certificate", "Leaf", "Minimum", "Patch", "decode", "decode_matrix",
    "dump", "encode", "encode_matrix", "family_record", "load",
]  # fmt: skip

T = TypeVar("T")


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
    minimum = certificate.minimum
    return {
        "format": FORMAT,
        "version": VERSION,
        "g": certificate.g,
        "h": certificate.h,
        "verdict": certificate.verdict,
        "part": certificate.part,
        **_problem_record(certificate.problem),
        "theta": [encode(t) for t in certificate.theta],
        "codes": encode_matrix(certificate.codes),
        "minimum": None
        if minimum is None
        else {
            "tolerance": str(minimum.tolerance),
            "e_max": minimum.e_max,
            "patches": [
                [
                    list(p.low),
                    list(p.high),
                    list(p.ceilings),
                    None if p.inverse is None else [list(row) for row in p.inverse],
                ]
                for p in minimum.patches
            ],
            "splits": [None if split is None else list(split) for split in minimum.splits],
        },
    }


def _problem_record(problem: Instance | LinearFamily) -> dict[str, Any]:
    if isinstance(problem, LinearFamily):
        return {"family": family_record(problem)}
    return {
        "instance": {
            "dims": [problem.dims.d, problem.dims.kappa, problem.dims.r],
            "dense_amplitudes": [str(a) for a in problem.dense_amplitudes],
            "sparse_amplitudes": [str(a) for a in problem.sparse_amplitudes],
            "samples": problem.samples,
            "scale": str(problem.scale),
            "connected": problem.connected,
        }
    }


def family_record(family: LinearFamily) -> dict[str, Any]:
    """The family as a JSON-ready record: exact matrices, row by row."""
    return {
        "data": encode_matrix(family.data),
        "start": encode_matrix(family.start),
        "directions": [encode_matrix(direction) for direction in family.directions],
        "connected": family.connected,
    }


def encode_matrix(matrix: Matrix) -> list[list[float | str]]:
    """The entries, each by `encode`."""
    return [[encode(x) for x in row] for row in matrix]


def decode_matrix(rows: Any) -> Matrix:
    """The matrix that `encode_matrix` wrote."""
    return tuple(tuple(decode(x) for x in row) for row in rows)


def _leaf_rows(minimum: Minimum) -> list[list[Any]]:
    return [
        [node, leaf.lam, list(leaf.slopes), leaf.exponent, list(leaf.dual)]
        for node, leaf in sorted(minimum.leaves.items())
    ]


def _certificate(record: Mapping[str, Any], leaves: list[list[Any]]) -> Certificate:
    minimum = record["minimum"]
    return Certificate(
        g=str(record["g"]),
        h=str(record["h"]),
        verdict=str(record["verdict"]),
        part=str(record["part"]),
        problem=_problem(record),
        theta=tuple(decode(t) for t in record["theta"]),
        codes=decode_matrix(record["codes"]),
        minimum=None if minimum is None else _minimum(minimum, leaves),
    )


def _problem(record: Mapping[str, Any]) -> Instance | LinearFamily:
    if "family" in record:
        family = record["family"]
        return LinearFamily(
            decode_matrix(family["data"]),
            decode_matrix(family["start"]),
            tuple(decode_matrix(direction) for direction in family["directions"]),
            bool(family["connected"]),
        )
    recipe = record["instance"]
    return Instance(
        Dimensions(*recipe["dims"]),
        tuple(decode(a) for a in recipe["dense_amplitudes"]),
        tuple(decode(a) for a in recipe["sparse_amplitudes"]),
        int(recipe["samples"]),
        decode(recipe["scale"]),
        bool(recipe["connected"]),
    )


def _minimum(record: Mapping[str, Any], leaves: list[list[Any]]) -> Minimum:
    return Minimum(
        tolerance=decode(record["tolerance"]),
        e_max=_float(record["e_max"]),
        patches=tuple(
            Patch(
                _all_floats(low),
                _all_floats(high),
                _all_floats(ceilings),
                None if inverse is None else tuple(map(_all_floats, inverse)),
            )
            for low, high, ceilings, inverse in record["patches"]
        ),
        splits=tuple(
            None if split is None else (int(split[0]), _float(split[1]), int(split[2]))
            for split in record["splits"]
        ),
        leaves={
            int(node): Leaf(
                _float(lam),
                _all_floats(slopes),
                int(exponent),
                array("q", map(_integer, dual)),
            )
            for node, lam, slopes, exponent, dual, _ in leaves
        },
    )


def _float(value: Any) -> float:
    return float(decode(value))


def _all_floats(values: Any) -> tuple[float, ...]:
    return tuple(map(_float, values))


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CertificateError(f"a whole number was expected, not {value!r}")
    return value


def _reading(read: Callable[[], T]) -> T:
    """Turn every way in which a malformed record can break the reader into one clear error."""
    try:
        return read()
    except InstanceError as why:
        raise CertificateError(f"the certificate is about an impossible problem: {why}") from why
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
