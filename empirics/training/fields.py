"""The fields of a configuration, checked against their types where it is made."""

from __future__ import annotations

import dataclasses
import difflib
import numbers
import types
import typing
from typing import Any, Literal

from empirics.errors import ConfigError


def check(instance: Any) -> None:
    """Check every field of a frozen dataclass; whole numbers and lists become floats and tuples.

    Raises:
        ConfigError: on a value of another type, with the nearest word where words are allowed.
    """
    hints = typing.get_type_hints(type(instance))
    for field in dataclasses.fields(instance):
        value = typed(field.name, hints[field.name], getattr(instance, field.name))
        object.__setattr__(instance, field.name, value)


def typed(name: str, hint: Any, value: Any) -> Any:
    """A value of the type hinted at.

    >>> typed("width", float, 2)
    2.0

    Raises:
        ConfigError: if it is of another.
    """
    origin = typing.get_origin(hint)
    if origin is Literal:
        return _word(name, typing.get_args(hint), value)
    if origin is tuple:
        if isinstance(value, (list, tuple)):
            return tuple(typed(name, typing.get_args(hint)[0], item) for item in value)
        raise ConfigError(f"{name} must be a list or tuple, not {value!r}")
    if origin is types.UnionType:
        return _one_of(name, typing.get_args(hint), value)
    if hint in (int, float) and not isinstance(value, bool):
        kind = numbers.Integral if hint is int else numbers.Real
        if isinstance(value, kind):
            return hint(value)
    elif isinstance(value, hint):
        return value
    hint_text = "; whole numbers only" if hint is int and isinstance(value, float) else ""
    raise ConfigError(f"{name} must be of type {hint.__name__}, not {value!r}{hint_text}")


def nearest(word: object, allowed: typing.Iterable[str]) -> str:
    """A question about the nearest of some words, to end an error with; empty if none is near."""
    near = difflib.get_close_matches(str(word), list(allowed), 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def _word(name: str, allowed: tuple[str, ...], value: Any) -> Any:
    if isinstance(value, str) and value in allowed:
        return value
    words = ", ".join(repr(word) for word in allowed)
    raise ConfigError(f"{name} must be one of {words}, not {value!r}{nearest(value, allowed)}")


def _one_of(name: str, hints: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in hints:
        return None
    kinds = [hint for hint in hints if hint is not type(None)]
    if len(kinds) == 1:
        return typed(name, kinds[0], value)
    if isinstance(value, tuple(kinds)):
        return value
    names = " or ".join(kind.__name__ for kind in kinds)
    raise ConfigError(f"{name} must be {names}, not {value!r}")
