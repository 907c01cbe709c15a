"""Names with parameters, such as ``sphere(n=2000,d=16,r=2)``, read strictly."""

from __future__ import annotations

import re

from empirics.data.synthetic import EXTRA, GeneratorParameters
from empirics.errors import DataError

_CALL = re.compile(r"\s*([a-z]+)\s*\(([^()]*)\)\s*")
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,17})?(e-?\d{1,2})?", re.ASCII)
_REQUIRED = ("n", "d", "r")


def parameters(name: str, seed: int) -> tuple[str, GeneratorParameters] | None:
    """The generator and its parameters that a name stands for; None if it is no such name.

    Args:
        name: a generator with n, d and r, and if wanted seed, test (a quarter of n if not given)
            and what only that generator has.
        seed: used where the name has none.

    Raises:
        DataError: if a parameter is missing, unknown, given twice or no number.

    >>> kind, found = parameters("sphere(n=2000, d=16, r=2)", seed=7)
    >>> kind, found.n, found.test, found.seed, found.noise
    ('sphere', 2000, 500, 7, 0.0)
    """
    call = _CALL.fullmatch(name)
    if call is None or call[1] not in EXTRA:
        return None
    kind = call[1]
    numbers = _numbers(name, call[2], (*_REQUIRED, "seed", "test"), EXTRA[kind])
    missing = [key for key in _REQUIRED if key not in numbers]
    if missing:
        raise DataError(
            f"{name} lacks {', '.join(missing)}: write it as {kind}(n=2000,d=16,r=2), with n"
            " training samples of d coordinates on a manifold of dimension r"
        )
    n, d, r = (int(numbers[key]) for key in _REQUIRED)
    return kind, GeneratorParameters(
        n,
        d,
        r,
        seed=int(numbers.get("seed", seed)),
        test=int(numbers.get("test", max(1, n // 4))),
        **{key: float(numbers[key]) for key in EXTRA[kind] if key in numbers},
    )


def _numbers(
    name: str, text: str, whole: tuple[str, ...], decimal: tuple[str, ...]
) -> dict[str, str]:
    """Keys and values, each value of the form that its key asks for."""
    found: dict[str, str] = {}
    for item in text.split(","):
        key, equals, value = (part.strip() for part in item.partition("="))
        if not equals or key not in {*whole, *decimal}:
            raise DataError(
                f"{item.strip()!r} in {name!r} is no parameter: there are"
                f" {', '.join((*whole, *decimal))}, each as name=number"
            )
        if key in found:
            raise DataError(f"{name!r} gives {key} twice")
        if not (_WHOLE if key in whole else _DECIMAL).fullmatch(value):
            kind = "whole number" if key in whole else "number such as 2 or 0.5"
            raise DataError(f"{key}={value!r} in {name!r} must be a {kind}, of nine digits at most")
        found[key] = value
    return found
