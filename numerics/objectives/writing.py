"""Certificates about objectives, written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from numerics.objectives.certificate import (
    FAILURE,
    GUARANTEE,
    VERSION,
    GuaranteeCertificate,
    ObjectiveCertificate,
)


def dump(certificate: ObjectiveCertificate | GuaranteeCertificate) -> str:
    """The certificate as text."""
    failure = isinstance(certificate, ObjectiveCertificate)
    content = {f.name: _encoded(getattr(certificate, f.name)) for f in fields(certificate)}
    record = {"format": FAILURE if failure else GUARANTEE, "version": VERSION, **content}
    return json.dumps(record, indent=1, allow_nan=False) + "\n"


def _encoded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _encoded(x) for key, x in value.items()}
    if isinstance(value, tuple):
        return [_encoded(x) for x in value]
    return str(value) if isinstance(value, Fraction | float) else value
