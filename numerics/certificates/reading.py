"""Certificates as text, read: the types of `numerics.certificates.proof` are the format.

Unknown keys, other types and long numbers are refused (``schema.json`` says the same to other
programs).  Each leaf and the rest carry a digest, so that damage is found and located before any
mathematics is done; the truth of a certificate rests on `numerics.certificates.verify` alone.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from numerics.certificates.proof import Certificate, Leaf
from numerics.errors import CertificateError, InstanceError

FORMAT, VERSION = "sparsity-theory certificate", 4
MAX_BYTES = 200_000_000
_MAX_DIGITS = 700
_RATIONAL = re.compile(r"-?[0-9]{1,700}(/[1-9][0-9]{0,699})?")


def load(text: str) -> Certificate:
    """Read a certificate and check its digests.

    Raises:
        CertificateError: if it is truncated, of another version, damaged, or has anything that the
            format does not allow; the message says where.
    """
    record = parsed(text)
    if not isinstance(record, dict) or record.pop("format", None) != FORMAT:
        raise CertificateError(f"not a certificate: its format is not {FORMAT!r}")
    if record.pop("version", None) != VERSION:
        raise CertificateError(
            f"the certificate is of another version; this program reads version {VERSION}: make it"
            " anew with python -m numerics.counterexample --certificate, or numerics.minimise"
        )
    leaves, found = record.pop("leaves", None), record.pop("digest", None)
    if not isinstance(leaves, list) or digest(record) != found:
        raise CertificateError("the head of the certificate was changed: its digest does not match")
    for position, row in enumerate(leaves):
        if not isinstance(row, list) or len(row) != 4 or digest(row[:-1]) != row[-1]:
            raise CertificateError(f"leaf {position} was changed: its digest does not match")
    minimum = record.get("minimum")
    if isinstance(minimum, dict):
        if "leaves" in minimum:
            raise CertificateError("leaves stand beside the minimum, each with its digest")
        minimum["leaves"] = leaves
    elif leaves:
        raise CertificateError("the certificate has leaves and no proof that they belong to")
    try:
        certificate: Certificate = decoded(Certificate, record, "the certificate")
    except (InstanceError, OverflowError) as why:
        raise CertificateError(f"the certificate is about an impossible problem: {why}") from why
    return certificate


def parsed(text: str) -> Any:
    """The JSON value of a text; raises CertificateError where there is none, or it is too large."""
    if len(text) > MAX_BYTES:
        raise CertificateError(f"the certificate is larger than {MAX_BYTES} bytes")
    hooks: Any = {"parse_int": _integer, "parse_float": _float, "parse_constant": _float}
    try:
        return json.loads(text, object_pairs_hook=_once, **hooks)
    except (json.JSONDecodeError, RecursionError) as failure:
        raise CertificateError(f"not a whole JSON text, perhaps truncated: {failure}") from None


def digest(value: Any) -> str:
    """Eight hex digits: enough to find an accident; a forgery is caught by the mathematics."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:8]


def decoded(kind: Any, x: Any, where: str) -> Any:
    """The JSON value as what the type says; ``where`` names it in messages."""
    origin, of = get_origin(kind), get_args(kind)
    if kind in (str, bool, int) and type(x) is kind:
        return x
    if kind is float and type(x) in (int, float):
        return float(x)
    if kind is Fraction and (
        type(x) in (int, float) or (type(x) is str and _RATIONAL.fullmatch(x))
    ):
        return Fraction(x)
    if origin is UnionType:
        return None if x is None else decoded(of[0], x, where)
    if kind == Mapping[int, Leaf] and type(x) is list:
        rows = [decoded(tuple[int, float, tuple[float, ...]], row[:3], where) for row in x]
        if len({node for node, *_ in rows}) < len(rows):
            raise CertificateError("a node has two leaves")
        return {node: Leaf(*leaf) for node, *leaf in rows}
    if origin is tuple and type(x) is list and (of[-1] is ... or len(of) == len(x)):
        kinds = of[:1] * len(x) if of[-1] is ... else of
        return tuple(decoded(k, y, f"{where}[{i}]") for i, (k, y) in enumerate(zip(kinds, x)))  # noqa: B905
    if origin is Mapping and type(x) is dict:
        return {key: decoded(of[1], value, f"a number in {where}") for key, value in x.items()}
    fields = _fields(kind) if isinstance(kind, type) and type(x) is dict else {}
    if not fields or set(fields) != set(x):
        raise CertificateError(f"{where} has unknown or missing keys, or is not of the right type")
    return kind(**{name: decoded(of, x[name], name) for name, of in fields.items()})


@cache
def _fields(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise CertificateError(f"a number has more than {_MAX_DIGITS} digits")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise CertificateError("a number is not finite, or too large for a float")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CertificateError("a key occurs twice")
    return found
