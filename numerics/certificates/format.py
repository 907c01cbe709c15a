"""How all certificates are read: JSON of a known format, whose contents a type describes.

Unknown keys, other types and long numbers are refused (the schemas say the same to other programs).
What a certificate says is true or not for other reasons: the mathematics is checked elsewhere.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from hashlib import sha256
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from numerics.errors import CertificateError, InstanceError

MAX_BYTES = 200_000_000
_MAX_DIGITS = 700
_RATIONAL = re.compile(r"-?[0-9]{1,700}(/[1-9][0-9]{0,699})?")
Infinite = NewType("Infinite", float)  # "inf" or "-inf"


def is_one(text: str, name: str) -> bool:
    """Whether a text says that it is a certificate of that format; it may still be damaged."""
    return f'"format": "{name}"' in text[:200]


def opened(text: str, name: str, version: int) -> dict[str, Any]:
    """The keys of a certificate of that format and version, beside these two.

    Raises:
        CertificateError: if it is truncated, too large, or another.
    """
    if len(text) > MAX_BYTES:
        raise CertificateError(f"the certificate is larger than {MAX_BYTES} bytes")
    hooks: Any = {"parse_int": _integer, "parse_float": _float, "parse_constant": _float}
    try:
        record = json.loads(text, object_pairs_hook=_once, **hooks)
    except (json.JSONDecodeError, RecursionError) as failure:
        raise CertificateError(f"not a whole JSON text, perhaps truncated: {failure}") from None
    if not isinstance(record, dict) or record.pop("format", None) != name:
        raise CertificateError(f"not a certificate: its format is not {name!r}")
    found = record.pop("version", None)
    if type(found) is not int or found != version:
        why = f"it is of another version than {version}, which this program reads"
        raise CertificateError(f"{why}: make it anew with --certificate")
    return record


def digest(value: Any) -> str:
    """Eight hex digits: enough to find an accident; a forgery is caught by the mathematics."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:8]


_origin: Callable[[Any], Any] = cache(get_origin)
_arguments: Callable[[Any], tuple[Any, ...]] = cache(get_args)
_fields: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def decoded(kind: Any, x: Any, where: str = "the certificate") -> Any:
    """The JSON value as what the type says; ``where`` names it in messages.

    Raises:
        CertificateError: if it is not of that type, or what it describes is impossible.
    """
    if type(x) is kind and kind in (str, bool, int, float):
        return x
    if kind is float and type(x) is int:
        return _float(str(x))
    number = type(x) in (int, float) or (type(x) is str and _RATIONAL.fullmatch(x))
    if kind is Fraction and number:
        return Fraction(x)
    origin, of = _origin(kind), _arguments(kind)
    if origin in (UnionType, Union):
        if x is None and NoneType in of:
            return None
        return float(x) if Infinite in of and x in ("inf", "-inf") else decoded(of[0], x, where)
    if origin is tuple and type(x) is list and (of[-1] is ... or len(of) == len(x)):
        kinds = of[:1] * len(x) if of[-1] is ... else of
        return tuple(map(decoded, kinds, x, repeat(f"a part of {where}")))
    if origin is Mapping and type(x) is dict:
        return {key: decoded(of[1], value, f"a number in {where}") for key, value in x.items()}
    fields = _fields(kind) if isinstance(kind, type) and type(x) is dict else {}
    if not fields or set(fields) != set(x):
        raise CertificateError(f"{where} has unknown or missing keys, or is not of the right type")
    try:
        return kind(**{name: decoded(of, x[name], name) for name, of in fields.items()})
    except InstanceError as why:
        raise CertificateError(f"{where} is about an impossible problem: {why}") from why


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
