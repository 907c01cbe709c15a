"""The part of JSON Schema that the published schema of certificates uses.

The reader refuses whatever the schema does not allow: unknown keys, other types, long numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from numerics.errors import CertificateError

_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda x: x is None,
    "boolean": lambda x: type(x) is bool,
    "integer": lambda x: type(x) is int,
    "number": lambda x: type(x) in (int, float),
    "string": lambda x: type(x) is str,
    "array": lambda x: type(x) is list,
    "object": lambda x: type(x) is dict,
}


@cache
def published() -> dict[str, Any]:
    """The schema, as it is published."""
    text = files("numerics.certificates").joinpath("schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def check(value: Any, schema: dict[str, Any] | None = None, where: str = "") -> None:
    """Check a JSON value.

    Raises:
        CertificateError: at the first thing that is not allowed; the message says where.
    """
    schema = published() if schema is None else schema
    if "$ref" in schema:
        schema = published()["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        _check_any(value, schema["anyOf"], where)
        return
    if not _allowed(value, schema):
        raise CertificateError(f"{where or 'the certificate'} is not what the schema allows")
    if type(value) is dict:
        _check_object(value, schema, where)
    if type(value) is list and not _all_scalars(value, schema):
        first = schema.get("prefixItems", [])
        for i, item in enumerate(value):
            of = first[i] if i < len(first) else schema.get("items", {})
            check(item, of, f"{where}[{i}]")


def _allowed(value: Any, schema: dict[str, Any]) -> bool:
    """Whether the value by itself, without what is in it, is allowed."""
    if "type" in schema and not _TYPES[schema["type"]](value):
        return False
    if "const" in schema and (type(value), value) != (type(schema["const"]), schema["const"]):
        return False
    if "enum" in schema and not (type(value) is str and value in schema["enum"]):
        return False
    if type(value) is str:
        return "pattern" not in schema or bool(re.fullmatch(schema["pattern"], value))
    if type(value) is list:
        return bool(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)))
    if type(value) in (int, float):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def _all_scalars(value: list[Any], schema: dict[str, Any]) -> bool:
    """A long list of plain numbers, checked at once."""
    of = schema.get("items", {})
    kinds: tuple[type, ...] = {"integer": (int,), "number": (int, float)}.get(
        of.get("type", ""), ()
    )
    if not value or "prefixItems" in schema or not set(map(type, value)) <= set(kinds):
        return False
    return bool(of.get("minimum", min(value)) <= min(value)) and bool(
        max(value) <= of.get("maximum", max(value))
    )


def _check_any(value: Any, schemas: list[dict[str, Any]], where: str) -> None:
    failures = []
    for schema in schemas:
        try:
            check(value, schema, where)
        except CertificateError as failure:
            failures.append(failure)
        else:
            return
    raise max(failures, key=lambda failure: len(str(failure)))


def _check_object(value: dict[str, Any], schema: dict[str, Any], where: str) -> None:
    known = schema["properties"]
    if not schema.get("additionalProperties", True) and not set(value) <= set(known):
        raise CertificateError(f"{where or 'the certificate'} has a key that is not known")
    missing = sorted(set(schema.get("required", ())) - set(value))
    if missing:
        raise CertificateError(f"{where or 'the certificate'} has no {missing[0]}")
    for key, item in value.items():
        check(item, known[key], f"{where}.{key}" if where else key)
