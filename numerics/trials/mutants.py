"""Trials of the checker: certificates changed in meaning, with digests made anew.

What an accepted one says is judged without the checker: penalties by mpmath, minima by points.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from numerics.certificates.format import digest
from numerics.certificates.proof import load
from numerics.certificates.verify import Verified, verify
from numerics.certificates.writing import dump
from numerics.errors import CertificateError
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family, solve
from numerics.trials.confront import DISGUISES, mp
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

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
    """Certificates of every verdict, as JSON holds them."""
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
    content = {k: v for k, v in record.items() if k not in ("format", "version", "digest")}
    return json.dumps({**record, "digest": digest(content)})


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
    place: Any
    place, key, path = (
        record,
        rng.choice(["evidence", "family", "best", "sparse", "minimum", "minimum", "minimum"]),
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
    new = value * factor + Fraction(rng.choice(["0", "0", "0", "1", "-1", "1e-7"]))
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
    if found.shown and not verdict_holds(record, g, h):
        wrong.append(f"{record['verdict']} by {record['evidence']} is not so")
    return wrong


def verdict_holds(record: dict[str, Any], g: Any, h: Any) -> bool:
    """Whether the evidence shows the verdict, with penalties computed by mpmath."""
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


@cache
def schema() -> Any:
    """The published schema's validator; jsonschema comes with the tests' requirements."""
    import jsonschema  # noqa: PLC0415 - not needed by those who only use the package

    text = files("numerics.certificates").joinpath("schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft7Validator(json.loads(text))


def mutant_case(rng: random.Random) -> tuple[str, list[str]]:
    """Each accepted mutant is true, and allowed by the published schema."""
    record = copy.deepcopy(rng.choice(originals()))
    try:
        what = mutate(record, rng)
    except (TypeError, KeyError, ValueError):
        return "nothing to change", []
    try:
        found = verify(load(written_anew(record)), seconds=60)
    except CertificateError:
        return "refused", []
    wrong = untruths(record, found)
    if not schema().is_valid(json.loads(written_anew(record))):
        wrong.append("accepted against the published schema")
    return "accepted", [f"{what}: {w}" for w in wrong]
