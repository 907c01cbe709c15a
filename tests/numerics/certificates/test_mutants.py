# ruff: noqa: E501 - tables of cases are easier to read in long lines
"""Certificates of every verdict, changed in meaning with digests made anew: each accepted is true.

What a changed certificate says is judged without the checker: penalties by mpmath, minima by points.
In CI 150 mutants; with SPARSITY_LONG=1, by hand, 10 000.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import numpy as np
import pytest

from numerics.certificates.reading import digest, load
from numerics.certificates.verify import Verified, verify
from numerics.certificates.writing import dump
from numerics.errors import CertificateError
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family, solve
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty
from tests.numerics.certificates.confront import DISGUISES, mp

MUTANTS = 10_000 if "SPARSITY_LONG" in os.environ else 150
KNOWN: dict[str, Callable[[Any], Any]] = {known.text: known.value for known in DISGUISES} | {
    "1000*u": lambda u: 1000 * u,
    "10*u": lambda u: 10 * u,
    "50*u": lambda u: 50 * u,
    "u": lambda u: u,
    "log(1 + u/(1))": lambda u: mp.log(1 + u),
    "log(1+u)": lambda u: mp.log(1 + u),
    "u**2/2 if u <= (1) else (1)*(u - (1)/2)": lambda u: u**2 / 2 if u <= 1 else u - mp.mpf(1) / 2,
    "min(u, (1))": lambda u: min(u, mp.mpf(1)),
    "0 if u == 0 else 1": lambda u: mp.mpf(u > 0),
    "3*(1 if u > 0 else 0)": lambda u: 3 * mp.mpf(u > 0),
    "0 if u == 0 else 1+u/(4+4*u)": lambda u: 1 + u / (4 + 4 * u) if u > 0 else mp.mpf(0),
    "indicator": lambda u: mp.mpf(0) if u == 0 else mp.inf,
}


@cache
def originals() -> list[dict[str, Any]]:
    dims = Dimensions(3, 2, 1)
    pairs = [("1000*u", "log1p"), ("10*u", "huber"), ("l0", "l0"), ("indicator", "l0"),
             ("l0", "3*(1 if u > 0 else 0)"), ("l0", "0 if u == 0 else 1+u/(4+4*u)")]  # fmt: skip
    made = [solve(penalty(g), penalty(h), dims).certificate for g, h in pairs]
    for g, h, size in (("1000*u", "capped", (4, 2, 2, 1)), ("50*u", "log(1+u)", (3, 2, 1, 2))):
        found = minimise_family(random_family(*size, 0), penalty(g), penalty(h),
                                tolerance=Fraction(1, 100), seconds=20)  # fmt: skip
        assert found.closed, found.note
        made.append(found.certificate)
    records = [json.loads(dump(certificate)) for certificate in made]
    assert {record["verdict"] for record in records} == {"fails", "guarantees", "minimum"}
    return records


def written_anew(record: dict[str, Any]) -> str:
    """With right digests: only the mathematics can tell."""
    if not isinstance(record["leaves"], list):
        return json.dumps(record)
    head = {k: v for k, v in record.items() if k not in ("format", "version", "digest", "leaves")}
    leaves = [
        [*row[:5], digest(row[:5])] if isinstance(row, list) else row for row in record["leaves"]
    ]
    return json.dumps({**record, "digest": digest(head), "leaves": leaves})


def mutate(record: dict[str, Any], rng: random.Random) -> str:
    """Change one thing; says which."""
    if rng.random() < 0.25:
        key = rng.choice(["g", "h", "verdict", "evidence", "sparse", "best", "minimum", "dims"])
        record[key] = rng.choice(
            [*KNOWN] if key in "gh" else
            ["fails", "guarantees", "undecided", "minimum"] if key == "verdict" else
            [[3, 2, 1], [4, 2, 1], [3, 2, 2], None, [5, 3, 1]] if key == "dims" else
            [copy.deepcopy(other[key]) for other in originals()]
        )  # fmt: skip
        return key
    place, key, path = (
        record,
        rng.choice(["evidence", "family", "best", "sparse", "minimum", "minimum", "leaves"]),
        [],
    )
    while True:
        path.append(key)
        inside = place[key]
        if not isinstance(inside, dict | list) or not inside or rng.random() < 0.03:
            break
        place, key = (
            inside,
            rng.choice([*inside] if isinstance(inside, dict) else range(len(inside))),
        )
    place[key] = _other(place[key], rng)
    return ".".join(map(str, path[:3]))


def _other(x: Any, rng: random.Random) -> Any:
    if isinstance(x, bool) or x is None:
        return rng.choice([True, False, None, "false", 0])
    if isinstance(x, list):
        return rng.choice([x[:-1], x + x[-1:], x[::-1], [], None])
    if isinstance(x, dict):
        return rng.choice([{}, None, {**x, "more": 1}, []])
    if isinstance(x, str) and not x.lstrip("-").replace("/", "").isdigit():
        return rng.choice(["A0", "A1", "A2", "A3", "symbolic", "x\x1b[2J", ""])
    value = Fraction(x)
    factor = Fraction(
        rng.choice([-1, 0, 1, 2, 3, 99, 101, 1000, 1]), rng.choice([1, 1, 2, 100, 1000])
    )
    new = value * factor + rng.choice([0, 0, 0, 1, -1, Fraction(1, 10**7)])
    if isinstance(x, str):
        return str(new)
    if isinstance(x, int):
        return int(new)
    return rng.choice([float(new), float(new), 0.0, 1e300, -float(x), str(new)])


def untruths(record: dict[str, Any], found: Verified) -> list[str]:
    """What the accepted certificate says that is not so."""
    g, h = (KNOWN[record[key]] for key in "gh")
    wrong = []
    loss = _loss(record, record["best"], g, h)
    if not abs(loss - float(found.loss)) <= 1e-9 * (1 + abs(loss)):
        wrong.append(f"the loss is {loss}, not {found.loss}")
    if found.lower is not None:
        least = min(_losses(record, g, h))
        if least < float(found.lower.lower()) - 1e-9 * abs(least):
            wrong.append(f"a point has {least}, below {found.lower}")
    if found.shown and not _verdict_holds(record, g, h):
        wrong.append(f"{record['verdict']} by {record['evidence']} is not so")
    return wrong


def _verdict_holds(record: dict[str, Any], g: Any, h: Any) -> bool:
    d, _, r = record["dims"]
    e = record["evidence"]
    numbers = {k: Fraction(v) for k, v in e["numbers"].items()}
    at = {k: mp.mpf(v.numerator) / v.denominator for k, v in numbers.items()}
    tiny = mp.mpf(10) ** -30
    if e["theorem"] == "A0":
        return (
            float(_loss(record, record["best"], g, h))
            < float(_loss(record, record["sparse"], g, h)) + 1e-12
        )
    if record["verdict"] == "fails":
        first = r * (h(at["a"]) - h(mp.mpf(0)))
        second = (
            (r + 1) * (h(at["b"]) - h(mp.mpf(0)))
            if e["theorem"] == "A1"
            else d * (g(at["e"]) - g(mp.mpf(0)))
        )
        return bool(first >= second - tiny)
    points = [mp.mpf(2) ** k for k in range(-60, 61)] + [mp.mpf(k) / 16 for k in range(1, 200)]
    high, low = (f(h(u) for u in points) - h(mp.mpf(0)) for f in (max, min))
    imperfect = min(g(u) for u in points) - g(mp.mpf(0))
    return bool(r * high < (r + 1) * low + tiny and r * high < d * imperfect + tiny)


def _loss(record: dict[str, Any], point: dict[str, Any], g: Any, h: Any) -> float:
    data, start, *moves = (_array(m) for m in (record["family"]["data"], record["family"]["start"],
                                               *record["family"]["directions"]))  # fmt: skip
    codes = _array(point["codes"])
    for t, move in zip(point["theta"], moves, strict=True):
        start = start + Fraction(t) * move
    residual = data - start @ codes
    error = sum((residual**2).ravel()) / data.size
    powers = (codes**2).sum(axis=1) / codes.shape[1]
    value = g(_mpf(error)) + sum(h(_mpf(p)) for p in powers) / data.shape[0]
    return float(value)


def _array(rows: Any) -> Any:
    return np.array([[Fraction(x) for x in row] for row in rows], dtype=object)


def _mpf(x: Any) -> Any:
    x = Fraction(x)
    return mp.mpf(x.numerator) / x.denominator


def _losses(record: dict[str, Any], g: Any, h: Any) -> list[float]:
    """Of points that may be good: stored ones, and exact or shrunk codes of some decoders."""
    family = record["family"]
    data, start = _array(family["data"]), _array(family["start"])
    shape = start.shape[1], data.shape[1]
    points = [p for p in (record["best"], record["sparse"]) if p is not None]
    points += [other["best"] for other in originals()
               if np.shape(other["best"]["codes"]) == shape
               and len(other["best"]["theta"]) == len(family["directions"])]  # fmt: skip
    rng = np.random.default_rng(0)
    p = len(family["directions"])
    thetas = [np.zeros(p), np.ones(p), *rng.random((6, p))]
    for theta in thetas:
        theta = theta if family["connected"] else np.rint(theta)  # noqa: PLW2901
        decoder = start.astype(float) + sum(
            (t * _array(m).astype(float) for t, m in zip(theta, family["directions"], strict=True)),
            np.zeros(start.shape),
        )
        exact = np.linalg.lstsq(decoder, data.astype(float))[0]
        for share in (1.0, 0.99, 0.5, 0.0):
            points.append({"theta": theta.tolist(), "codes": (share * exact).tolist()})
    return [_loss(record, point, g, h) for point in points]


SCHEMA = jsonschema.Draft7Validator(
    json.loads(files("numerics.certificates").joinpath("schema.json").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"dims": [3, 2]}, {"dims": [3, 2, 1.5]}, {"g": 5}, {"best": {"theta": []}},
     {"evidence": {"theorem": "A1", "numbers": {"a": "1e9"}, "cuts": {}}}, {"leaves": [1]},
     {"verdict": None}, {"minimum": []}],
)  # fmt: skip
def test_what_the_published_schema_forbids_is_refused(change: dict[str, Any]) -> None:
    record = {**copy.deepcopy(originals()[0]), **change}
    assert not SCHEMA.is_valid(record)
    with pytest.raises(CertificateError):
        load(written_anew(record))


@pytest.mark.parametrize(
    ("old", "new"),
    [('"connected": true', '"connected": "false"'), ('"dims": [', '"dims": [1e999, '),
     ('"verdict": "fails"', '"verdict": "fails", "verdict": "guarantees"'),
     ('"theta": [\n   0.0', '"theta": [\n   "1e999999999"'), ('"dims": [', '"dims": [' + "9" * 5000 + ", "),
     ('"g": "1000*u"', '"g": "1000*u\\u001b[31m"'), ('"dims": [', '"dims": [NaN, ')],
)  # fmt: skip
def test_hostile_texts_are_refused_and_not_echoed(old: str, new: str) -> None:
    text = json.dumps(originals()[0], indent=1)
    changed = text.replace(old, new, 1)
    assert changed != text
    with pytest.raises(CertificateError) as refusal:
        load(changed)
    assert "\x1b" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_originals_are_true() -> None:
    for record in originals():
        assert SCHEMA.is_valid(record)
        found = verify(load(json.dumps(record)))
        assert untruths(record, found) == []


def test_each_accepted_mutant_is_true() -> None:
    rng = random.Random(20)
    counts: Counter[str] = Counter()
    false: list[Any] = []
    for _ in range(MUTANTS):
        record = copy.deepcopy(rng.choice(originals()))
        try:
            what = mutate(record, rng)
        except (TypeError, KeyError, ValueError):
            counts["nothing to change"] += 1
            continue
        try:
            found = verify(load(written_anew(record)), seconds=60)
        except CertificateError:
            counts["refused"] += 1
            continue
        counts["accepted"] += 1
        if not SCHEMA.is_valid(json.loads(written_anew(record))):
            false.append((what, "accepted against the published schema"))
        wrong = untruths(record, found)
        if wrong:
            false.append((what, wrong))
    print(f"{MUTANTS} mutants: {dict(counts)}, {len(false)} accepted and false")
    assert false == []
    assert counts["refused"] > counts["accepted"] > 0


@pytest.mark.parametrize("seed", range(3))
def test_the_judge_sees_a_lie(seed: int) -> None:
    """A negative control: with the tolerance taken as negative, what is claimed is false."""
    record = copy.deepcopy(originals()[(0, 1, 6)[seed]])
    found = verify(load(json.dumps(record)))
    assert found.lower is not None
    from dataclasses import replace

    assert untruths(record, replace(found, lower=found.loss + 1e-3))
    record["evidence"] = {"theorem": "A1", "numbers": {"a": "1/100", "b": "1"}, "cuts": {}}
    record["dims"], record["verdict"] = [3, 2, 1], "fails"
    assert not _verdict_holds(record, KNOWN[record["g"]], KNOWN[record["h"]])
