"""Families for `numerics.minimise`: from a JSON file, or random."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from numerics.certificates.linear_family import MAX_PARAMETERS, LinearFamily, Matrix
from numerics.certificates.proof import Point
from numerics.errors import InstanceError, NumericsError
from numerics.own_family.exact_codes import check_exact
from numerics.solver.dense import random_family

MAX_BYTES = 10_000_000
_KEYS = ("data", "start", "directions", "connected")
_CODE_KEYS = ("theta", "codes")
_NUMBER = re.compile(r"[+-]?\d{1,60}(/\d{1,60}|\.\d{1,60})?([eE][+-]?\d{1,3})?")


def random_from(text: str) -> LinearFamily:
    """The random family that follows --random: d,kappa,n,p,seed.

    >>> random_from("4,2,3,1,0").shape
    (4, 2, 3)

    Raises:
        NumericsError: if these are not five whole numbers.
        InstanceError: if one is out of range.
    """
    parts = text.split(",")
    if len(parts) != 5 or not all(part.strip().isdecimal() and len(part) < 10 for part in parts):
        raise NumericsError(
            f"--random needs five whole numbers d,kappa,n,p,seed such as 8,5,3,1,0, not {text!r}"
        )
    d, kappa, n, p, seed = (int(part) for part in parts)
    return random_family(d, kappa, n, p, seed)


def read_family(path: Path) -> LinearFamily:
    """The family in a JSON file.

    The file has ``data`` (d rows of n numbers), ``start`` (d rows of kappa), ``directions`` (0 to 5
    such matrices) and ``connected`` (true or false).  Numbers are exact: whole or decimal, or texts
    such as "1/3".

    Raises:
        NumericsError: if the file cannot be read or is not such JSON; the message says where.
        InstanceError: if the shapes do not fit together.
    """
    record = _object(path, "family", _KEYS)
    try:
        return _family(record)
    except InstanceError as problem:
        raise InstanceError(f"{path}: {problem}") from None


def read_code(path: Path, family: LinearFamily) -> Point:
    """The exact code in a JSON file with ``theta`` (p numbers) and ``codes`` (kappa rows of n).

    Raises:
        NumericsError: if the file cannot be read or is not such JSON.
        InstanceError: if the code does not fit the family, or does not reconstruct its data.
    """
    record = _object(path, "code", _CODE_KEYS)
    try:
        (theta,) = _matrix("theta", [record["theta"]])
        if len(theta) != family.parameters or not all(0 <= t <= 1 for t in theta):
            raise InstanceError(f"theta needs {family.parameters} numbers from 0 to 1")
        code = Point(theta, _matrix("codes", record["codes"]))
        check_exact(family, code)
    except InstanceError as problem:
        raise InstanceError(f"{path}: {problem}") from None
    return code


def _object(path: Path, what: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """The JSON object with these very keys in a file; numbers with a point stay texts."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NumericsError(f"{path} is larger than {MAX_BYTES} bytes")
        record = json.loads(path.read_text("utf-8"), parse_float=str, parse_constant=str)
    except (OSError, UnicodeDecodeError) as failure:
        raise NumericsError(f"cannot read the {what} {path}: {failure}") from None
    except (ValueError, RecursionError) as failure:
        if isinstance(failure, NumericsError):
            raise
        raise NumericsError(f"{path} is not JSON: {failure}") from None
    if not isinstance(record, dict) or set(record) != set(keys):
        found = ", ".join(map(str, record)) if isinstance(record, dict) else "no object"
        raise NumericsError(f"{path} must have the keys {', '.join(keys)}, not {found[:200]}")
    return record


def _family(record: Mapping[str, Any]) -> LinearFamily:
    if not isinstance(record["connected"], bool):
        raise InstanceError(f"connected is true or false, not {record['connected']!r}")
    if not isinstance(record["directions"], list):
        raise InstanceError(f"directions is a list of 0 to {MAX_PARAMETERS} matrices")
    return LinearFamily(
        _matrix("data", record["data"]),
        _matrix("start", record["start"]),
        tuple(_matrix(f"directions[{j}]", rows) for j, rows in enumerate(record["directions"])),
        record["connected"],
    )


def _matrix(name: str, rows: Any) -> Matrix:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise InstanceError(f"{name} is a list of rows, each a list of numbers")
    return tuple(
        tuple(_number(f"{name}[{j}][{i}]", entry) for i, entry in enumerate(row))
        for j, row in enumerate(rows)
    )


def _number(where: str, entry: Any) -> Fraction:
    text = str(entry)
    if isinstance(entry, bool) or not isinstance(entry, int | str) or not _NUMBER.fullmatch(text):
        raise InstanceError(
            f'{where} is {text[:40]!r}: give a number such as 3, 0.25, 1e-3 or "1/3"'
        )
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise InstanceError(f"{where} is {text[:40]!r}, which is no rational number") from None
