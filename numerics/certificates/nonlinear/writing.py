"""Certificates with nonlinear decoders, written."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from numerics.certificates.format import digest
from numerics.certificates.nonlinear.proof import NonlinearCertificate
from numerics.certificates.nonlinear.reading import FORMAT, VERSION


def dump(certificate: NonlinearCertificate) -> str:
    """The certificate as text: JSON, one leaf a line."""
    record = _encoded(certificate)
    whole = {"format": FORMAT, "version": VERSION, **record, "digest": digest(record)}
    parts = [
        f"{json.dumps(key)}: {_lines(value) if key == 'leaves' else json.dumps(value)}"
        for key, value in whole.items()
    ]
    return "{" + ",\n ".join(parts) + "}\n"


def _lines(leaves: list[Any]) -> str:
    return "[\n  " + ",\n  ".join(json.dumps(leaf, allow_nan=False) for leaf in leaves) + "]"


def _encoded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value) if Fraction(float(value)) == value else str(value)
    if isinstance(value, tuple):
        return [_encoded(x) for x in value]
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    return value
