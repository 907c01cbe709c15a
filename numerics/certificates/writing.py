"""Certificates as text, written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from numerics.certificates.family import Matrix
from numerics.certificates.format import digest
from numerics.certificates.proof import FORMAT, VERSION, Certificate, MinimumProof, Point


def dump(certificate: Certificate) -> str:
    """The certificate as text: JSON, one leaf a line."""
    content = _content(certificate)
    record = {"format": FORMAT, "version": VERSION, **content, "digest": digest(content)}
    if certificate.minimum is None:
        return json.dumps(record, indent=1, allow_nan=False) + "\n"
    rows = ",\n".join(json.dumps(leaf, allow_nan=False) for leaf in certificate.minimum.leaves)
    content["minimum"]["leaves"] = []
    text = json.dumps(record, indent=1, allow_nan=False)
    return text.replace('"leaves": []', f'"leaves": [\n{rows}\n  ]') + "\n"


def _content(certificate: Certificate) -> dict[str, Any]:
    evidence, family = certificate.evidence, certificate.family
    return {
        "g": " ".join(certificate.g.split()),
        "h": " ".join(certificate.h.split()),
        "verdict": certificate.verdict,
        "dims": None if certificate.dims is None else list(certificate.dims),
        "evidence": None
        if evidence is None
        else {
            "theorem": evidence.theorem,
            "numbers": {name: _encode(x) for name, x in evidence.numbers.items()},
            "cuts": {name: list(map(_encode, row)) for name, row in evidence.cuts.items()},
        },
        "family": {
            "data": _matrix(family.data),
            "start": _matrix(family.start),
            "directions": [_matrix(direction) for direction in family.directions],
            "connected": family.connected,
        },
        "best": _point(certificate.best),
        "sparse": None if certificate.sparse is None else _point(certificate.sparse),
        "minimum": None if certificate.minimum is None else _minimum(certificate.minimum),
    }


def _minimum(minimum: MinimumProof) -> Mapping[str, Any]:
    return {
        "tolerance": _encode(minimum.tolerance),
        "e_max": minimum.e_max,
        "patches": [
            {
                "low": list(p.low),
                "high": list(p.high),
                "ceilings": list(p.ceilings),
                "inverse": None if p.inverse is None else [list(row) for row in p.inverse],
            }
            for p in minimum.patches
        ],
        "splits": [None if split is None else list(split) for split in minimum.splits],
        "leaves": list(map(list, minimum.leaves)),
    }


def _point(point: Point) -> dict[str, Any]:
    return {"theta": list(map(_encode, point.theta)), "codes": _matrix(point.codes)}


def _matrix(matrix: Matrix) -> list[list[float | str]]:
    return [list(map(_encode, row)) for row in matrix]


def _encode(value: Fraction) -> float | str:
    """A float where that is exact, else a text."""
    try:
        return float(value) if Fraction(float(value)) == value else str(value)
    except OverflowError:
        return str(value)
