"""What `numerics.nonlinear` is asked about: an example or a file, perhaps with other numbers."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from numerics.certificates.nonlinear.proof import (
    AUTOENCODER,
    MAX_ENTRIES,
    MAX_PARAMETERS,
    VAE,
    NonlinearProblem,
    ParameterRange,
)
from numerics.errors import NumericsError
from numerics.nonlinear.examples import examples
from numerics.running.values import GivenParameters, positive, read_penalty
from sparsity_theory.near import did_you_mean
from sparsity_theory.penalties.penalties import Penalty

MAX_BYTES = 2_000_000
_NUMBER = re.compile(r"[+-]?\d{1,60}(/\d{1,60}|\.\d{1,60})?([eE][+-]?\d{1,2})?")
_KEYS = {"decoder", "latents", "parameters", "data"}


def read_problem(options: argparse.Namespace) -> tuple[NonlinearProblem, Penalty | None]:
    """The problem, and its penalty h; None for a VAE.

    Raises:
        NumericsError: if there is none, or it is not as it should be.
    """
    if (options.example is None) == (options.problem is None):
        raise NumericsError("give either --example NAME (see --list) or --problem FILE.json")
    problem = _from_file(options.problem) if options.problem else _example(options.example)
    problem = replace(problem, parameters=_other_ranges(problem.parameters, options.box or []))
    if problem.objective == VAE:
        if options.h is not None or options.slope is not None:
            raise NumericsError("--h and --slope are for L_{g,h}; the loss (3) takes --gamma")
        if options.gamma is not None:
            problem = replace(problem, gamma=positive("--gamma", options.gamma))
        return problem, None
    if options.gamma is not None:
        raise NumericsError("--gamma is for the loss (3); L_{g,h} takes --h and --slope")
    if options.slope is not None:
        problem = replace(problem, slope=positive("--slope", options.slope))
    given = GivenParameters(options.param)
    h = read_penalty("--h", options.h or problem.h, given)
    given.check_used()
    return replace(problem, h=h.text), h


def _example(name: str) -> NonlinearProblem:
    known = examples()
    if name not in known:
        raise NumericsError(
            f"--example {name}: there is no such problem{did_you_mean(name, known)}; see --list"
        )
    return known[name].problem


def _other_ranges(
    ranges: tuple[ParameterRange, ...], texts: list[str]
) -> tuple[ParameterRange, ...]:
    """The intervals, with those that --box gives in their place."""
    found = {x.name: x for x in ranges}
    for text in texts:
        name, equals, ends = text.partition("=")
        parts = ends.split(":")
        if name not in found or not equals or len(parts) != 2:
            raise NumericsError(
                f"--box needs NAME=LOW:HIGH with a name of {', '.join(found)}, not {text[:40]!r}"
            )
        low, high = (float(_number("--box", part)) for part in parts)
        if not low < high:
            raise NumericsError(f"--box {text[:40]}: the interval is empty")
        found[name] = ParameterRange(name, low, high)
    return tuple(found.values())


def _from_file(path: Path) -> NonlinearProblem:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NumericsError(f"{path} is larger than {MAX_BYTES} bytes")
        record = json.loads(
            path.read_text(encoding="utf-8"), parse_float=str, parse_int=str, parse_constant=str
        )
    except (OSError, UnicodeDecodeError) as failure:
        raise NumericsError(f"cannot read the problem {path}: {failure}") from None
    except (ValueError, RecursionError) as failure:
        if isinstance(failure, NumericsError):
            raise
        raise NumericsError(f"{path} is not JSON: {failure}") from None
    try:
        return problem_of(record)
    except NumericsError as why:
        raise NumericsError(f"{path}: {why}") from None


def problem_of(record: Any) -> NonlinearProblem:
    """The problem that a JSON object describes, whose numbers were read as texts.

    Raises:
        NumericsError: saying what is missing or wrong.
    """
    ends = ({"slope", "h"}, {"gamma"})
    if not isinstance(record, dict) or set(record) not in [_KEYS | end for end in ends]:
        raise NumericsError(
            f"an object with the keys {', '.join(sorted(_KEYS))} and slope, h or gamma is needed"
        )
    decoder, data, latents = record["decoder"], record["data"], record["latents"]
    if not isinstance(decoder, list) or not all(isinstance(text, str) for text in decoder):
        raise NumericsError('decoder is a list of texts such as "z" and "a*z**2"')
    rows = isinstance(data, list) and bool(data) and all(isinstance(row, list) for row in data)
    if not rows or len({len(row) for row in data}) != 1 or not data[0]:
        raise NumericsError("data is a list of d rows, each with a number for every sample")
    if len(data) * len(data[0]) > MAX_ENTRIES or len(decoder) != len(data):
        raise NumericsError(
            f"data may have {MAX_ENTRIES} numbers, and decoder needs one text for each of its rows"
        )
    if latents not in ("1", "2"):
        raise NumericsError(f"latents is 1 or 2, not {str(latents)[:20]}")
    numbers = tuple(tuple(_number("data", x) for x in row) for row in data)
    vae = "gamma" in record
    if not vae and not isinstance(record["h"], str):
        raise NumericsError('h is a text such as "log(1+u)"')
    amount = _number("gamma" if vae else "slope", record["gamma" if vae else "slope"])
    if amount <= 0:
        raise NumericsError("slope and gamma must be positive")
    return NonlinearProblem(
        VAE if vae else AUTOENCODER, tuple(decoder), int(latents), _ranges(record["parameters"]),
        numbers, Fraction(0) if vae else amount, "" if vae else record["h"],
        amount if vae else Fraction(0),
    )  # fmt: skip


def _ranges(given: Any) -> tuple[ParameterRange, ...]:
    if not isinstance(given, dict) or not 1 <= len(given) <= MAX_PARAMETERS:
        raise NumericsError(
            f'parameters is an object of 1 to {MAX_PARAMETERS} names, as in {{"a": [-2, 2]}}'
        )
    found = []
    for name, ends in given.items():
        if not isinstance(ends, list) or len(ends) != 2:
            raise NumericsError(f"the parameter {name[:20]} needs two ends, as in [-2, 2]")
        low, high = (float(_number(name[:20], x)) for x in ends)
        if not low < high:
            raise NumericsError(f"the interval [{low}, {high}] of {name[:20]} is empty")
        found.append(ParameterRange(name, low, high))
    return tuple(found)


def _number(what: str, x: Any) -> Fraction:
    if not isinstance(x, str) or not _NUMBER.fullmatch(x):
        raise NumericsError(f'{what} needs numbers such as 3, 0.25 or "1/3", not {str(x)[:40]!r}')
    try:
        return Fraction(x)
    except ZeroDivisionError:
        raise NumericsError(f"{what} has a number with denominator 0: {x[:40]}") from None
