"""Certificates that an objective fails, as text: a small JSON record of exact rationals.

The claim is an instance: data, one or two injective linear decoders, the exact code with r active
rows, and a code that is as good, by Theorem A0.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, TypeAlias

from numerics.errors import CertificateError

FORMAT, VERSION = "sparsity-theory objective certificate", 1
MAX_BYTES, MAX_ENTRIES = 20_000_000, 200_000
_RATIONAL = re.compile(r"-?[0-9]{1,700}(/[1-9][0-9]{0,699})?")
Matrix: TypeAlias = tuple[tuple[Fraction, ...], ...]


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


def dump(certificate: ObjectiveCertificate) -> str:
    """The certificate as text."""
    content = {f.name: _encoded(getattr(certificate, f.name)) for f in fields(certificate)}
    record = {"format": FORMAT, "version": VERSION, **content}
    return json.dumps(record, indent=1, allow_nan=False) + "\n"


def _encoded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    return [_encoded(x) for x in value] if isinstance(value, tuple) else value


def is_one(text: str) -> bool:
    """Whether a text says that it is such a certificate; it may still be damaged."""
    return f'"format": "{FORMAT}"' in text[:200]


def load(text: str) -> ObjectiveCertificate:
    """Read a certificate.

    Raises:
        CertificateError: it is truncated, of another version, or has what the format lacks.
    """
    record = parsed(text, FORMAT, VERSION, MAX_BYTES)
    if set(record) != {f.name for f in fields(ObjectiveCertificate)}:
        raise CertificateError("the certificate has unknown or missing keys")
    objective, dims = record["objective"], record["dims"]
    if not isinstance(objective, str) or not isinstance(dims, list) or len(dims) != 3:
        raise CertificateError("the objective must be a text, the dimensions three numbers")
    if any(type(x) is not int for x in dims):
        raise CertificateError("the dimensions must be whole numbers")
    decoders = record["decoders"]
    if not isinstance(decoders, list) or len(decoders) not in (1, 2):
        raise CertificateError("there must be one decoder, or two")
    return ObjectiveCertificate(
        objective,
        (dims[0], dims[1], dims[2]),
        rational(record["scale"]),
        _matrix(record["data"]),
        tuple(_matrix(x) for x in decoders),
        _matrix(record["sparse"]),
        _matrix(record["other"]),
    )


def parsed(text: str, form: str, version: int, most: int) -> dict[str, Any]:
    """The keys of a certificate of that format and version, beside these two.

    Raises:
        CertificateError: it is none.
    """
    if len(text) > most:
        raise CertificateError(f"the certificate is larger than {most} bytes")
    try:
        record = json.loads(text, object_pairs_hook=_once, parse_int=_integer)
    except (json.JSONDecodeError, RecursionError) as failure:
        raise CertificateError(f"not a whole JSON text, perhaps truncated: {failure}") from None
    if not isinstance(record, dict) or record.pop("format", None) != form:
        raise CertificateError(f"not a certificate: its format is not {form!r}")
    found = record.pop("version", None)
    if type(found) is not int or found != version:
        raise CertificateError(
            f"the certificate is of another version; this program reads version {version}"
        )
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CertificateError("a key occurs twice")
    return found


def _integer(text: str) -> int:
    if len(text) > 10:
        raise CertificateError("a number is too long")
    return int(text)


def rational(value: Any) -> Fraction:
    """An exact rational number, which JSON holds as a text."""
    if not isinstance(value, str) or not _RATIONAL.fullmatch(value):
        raise CertificateError("a number is not a rational, written as a text such as '1/3'")
    return Fraction(value)


def _matrix(value: Any) -> Matrix:
    if not isinstance(value, list) or not value or not all(isinstance(x, list) for x in value):
        raise CertificateError("a matrix is not a list of rows")
    width = len(value[0])
    if not width or any(len(row) != width for row in value) or len(value) * width > MAX_ENTRIES:
        raise CertificateError("the rows of a matrix differ in length, or there are too many")
    return tuple(tuple(rational(x) for x in row) for row in value)
