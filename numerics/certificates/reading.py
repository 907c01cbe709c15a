"""Certificates as text, read: JSON that the published schema allows, and nothing else.

Each leaf and the rest carry a digest, so that damage is found and located before any mathematics is
done; the truth of a certificate rests on `numerics.certificates.verify` alone.
"""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from fractions import Fraction
from typing import Any

from numerics.certificates import schema
from numerics.certificates.linear_family import LinearFamily, Matrix
from numerics.certificates.proof import Candidate, Certificate, Evidence, Leaf, Minimum, Patch
from numerics.errors import CertificateError, InstanceError

FORMAT, VERSION = "sparsity-theory certificate", 3
MAX_BYTES = 200_000_000
_MAX_DIGITS = 700


def load(text: str) -> Certificate:
    """Read a certificate and check its digests.

    Raises:
        CertificateError: if it is truncated, of another version, damaged, or has anything that the
            schema does not allow; the message says where.
    """
    if len(text) > MAX_BYTES:
        raise CertificateError(f"the certificate is larger than {MAX_BYTES} bytes")
    try:
        record = json.loads(
            text,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_float,
            object_pairs_hook=_once,
        )
    except RecursionError:
        raise CertificateError("the certificate nests too deeply") from None
    except json.JSONDecodeError as failure:
        raise CertificateError(f"not a whole JSON text, perhaps truncated: {failure}") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise CertificateError(f"not a certificate: its format is not {FORMAT!r}")
    if record.get("version") != VERSION:
        raise CertificateError(
            f"the certificate is of another version; this program reads version {VERSION}: make it"
            " anew with python -m numerics.counterexample --certificate, or numerics.minimise"
        )
    schema.check(record)
    head = {key: value for key, value in record.items() if key not in ("leaves", "digest")}
    if digest(head) != record["digest"]:
        raise CertificateError("the head of the certificate was changed: its digest does not match")
    for position, row in enumerate(record["leaves"]):
        if digest(row[:-1]) != row[-1]:
            raise CertificateError(f"leaf {position} was changed: its digest does not match")
    try:
        return _certificate(record)
    except InstanceError as why:
        raise CertificateError(f"the certificate is about an impossible problem: {why}") from why
    except OverflowError:
        raise CertificateError("a number is too large for a float") from None


def digest(value: Any) -> str:
    """Eight hex digits: enough to find an accident; a forgery is caught by the mathematics."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _certificate(record: dict[str, Any]) -> Certificate:
    family, evidence, sparse = record["family"], record["evidence"], record["sparse"]
    return Certificate(
        g=record["g"],
        h=record["h"],
        verdict=record["verdict"],
        dims=None if record["dims"] is None else tuple(record["dims"]),
        evidence=None if evidence is None else _evidence(evidence),
        family=LinearFamily(
            _matrix(family["data"]),
            _matrix(family["start"]),
            tuple(map(_matrix, family["directions"])),
            family["connected"],
        ),
        best=_point(record["best"]),
        sparse=None if sparse is None else _point(sparse),
        minimum=None if record["minimum"] is None else _minimum(record),
    )


def _evidence(record: dict[str, Any]) -> Evidence:
    numbers = {name: Fraction(x) for name, x in record["numbers"].items()}
    cuts = {name: tuple(map(Fraction, row)) for name, row in record["cuts"].items()}
    return Evidence(record["theorem"], numbers, cuts)


def _point(record: dict[str, Any]) -> Candidate:
    return tuple(map(Fraction, record["theta"])), _matrix(record["codes"])


def _matrix(rows: list[list[Any]]) -> Matrix:
    return tuple(tuple(map(Fraction, row)) for row in rows)


def _minimum(record: dict[str, Any]) -> Minimum:
    proof, leaves = record["minimum"], record["leaves"]
    found = {
        node: Leaf(float(lam), _floats(slopes), exponent, array("q", dual))
        for node, lam, slopes, exponent, dual, _ in leaves
    }
    if len(found) != len(leaves):
        raise CertificateError("a node has two leaves")
    return Minimum(
        tolerance=Fraction(proof["tolerance"]),
        e_max=float(proof["e_max"]),
        patches=tuple(
            Patch(
                _floats(p["low"]),
                _floats(p["high"]),
                _floats(p["ceilings"]),
                None if p["inverse"] is None else tuple(map(_floats, p["inverse"])),
            )
            for p in proof["patches"]
        ),
        splits=tuple(None if s is None else (s[0], float(s[1]), s[2]) for s in proof["splits"]),
        leaves=found,
    )


def _floats(row: list[Any]) -> tuple[float, ...]:
    return tuple(map(float, row))


def _integer(text: str) -> int:
    """A whole number; where a float is wanted, one that is exactly a float."""
    if len(text) > _MAX_DIGITS:
        raise CertificateError(f"a number has more than {_MAX_DIGITS} digits")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise CertificateError("a number is too large for a float")
    return value


def _no_constant(name: str) -> float:
    raise CertificateError(f"{name} is not a number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CertificateError("a key occurs twice")
    return found
