# ruff: noqa: E501 - tables of cases are easier to read in long lines
"""Certificates of every verdict, changed in meaning with digests made anew: each accepted is true.

By hand 10 000 (`python -m numerics.trials mutants`), which are stored.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest

from numerics.certificates.proof import load
from numerics.certificates.verify import verify
from numerics.errors import CertificateError
from numerics.trials.kinds import IN_CI
from numerics.trials.mutants import (
    KNOWN,
    mutant_case,
    originals,
    schema,
    untruths,
    verdict_holds,
    written_anew,
)  # fmt: skip
from numerics.trials.trial import Trial, each


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"dims": [3, 2]}, {"dims": [3, 2, 1.5]}, {"g": 5}, {"best": {"theta": []}},
     {"evidence": {"theorem": "A1", "numbers": {"a": "1e9"}, "cuts": {}}}, {"leaves": [1]},
     {"verdict": None}, {"minimum": []}],
)  # fmt: skip
def test_what_the_published_schema_forbids_is_refused(change: dict[str, Any]) -> None:
    record = {**copy.deepcopy(originals()[0]), **change}
    assert not schema().is_valid(record)
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
        assert schema().is_valid(record)
        found = verify(load(json.dumps(record)))
        assert untruths(record, found) == []


def test_each_accepted_mutant_is_true() -> None:
    trial = Trial("mutants", seed=20).grow(each(mutant_case), IN_CI["mutants"])
    print(trial)
    assert trial.wrong == []
    assert trial.ended["refused"] > trial.ended["accepted"] > 0


@pytest.mark.parametrize("seed", range(3))
def test_the_judge_sees_a_lie(seed: int) -> None:
    """A negative control: with the tolerance taken as negative, what is claimed is false."""
    record = copy.deepcopy(originals()[(0, 1, 6)[seed]])
    found = verify(load(json.dumps(record)))
    assert found.lower is not None
    assert untruths(record, replace(found, lower=found.loss + 1e-3))
    record["evidence"] = {"theorem": "A1", "numbers": {"a": "1/100", "b": "1"}, "cuts": {}}
    record["dims"], record["verdict"] = [3, 2, 1], "fails"
    assert not verdict_holds(record, KNOWN[record["g"]], KNOWN[record["h"]])
