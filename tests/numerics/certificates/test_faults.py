# ruff: noqa: E501 - tables of cases are easier to read in long lines
"""Faults put into the checker's rules: each is noticed by the battery that the sound checker passes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from numerics.certificates import cells, enclosures, language, replay, verdicts, verify
from numerics.certificates import function as functions
from numerics.certificates import minorants as constants
from numerics.certificates.proof import Certificate, Point, VerdictEvidence
from numerics.errors import CertificateError
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family, solve
from numerics.trials.confront import DISGUISES, Known, contradictions, mp, read
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

# The cheap ones first: most faults show there.
WATCHED = ("(u**2-1)/(u-1) if u != 1 else -7", "u if u <= 1/100 else 1/100", "3 if u == 0 else 1+u",
           "min(u,sqrt(2))", "3*u**2+min(u,2-u)", "abs(log(1+u)-1)+u", "max(log(1+u),log(u**2+2*u+1)/2)+(u-2)**2")  # fmt: skip
# A maximum of equal numbers has no label: bounds there are searched for.
UNLABELLED = Known(WATCHED[-1], lambda u: mp.log(1 + u) + (u - 2) ** 2)
KNOWN = {known.text: known for known in (*DISGUISES, UNLABELLED)}
UNDEFINED = (
    "1/(u-1)",
    "log(abs(u-1))",
    "((u-1)**2+u-u)/(u-1)**2",
    "sqrt(u-1)",
    "(u-log(2))/abs(u-log(2))",
)


@cache
def certified() -> dict[str, Certificate]:
    dims = Dimensions(3, 2, 1)
    found = minimise_family(random_family(4, 2, 2, 1, 0), penalty("1000*u"), penalty("capped"),
                            tolerance=Fraction(1, 100))  # fmt: skip
    assert found.closed, found.note
    return {
        "fails": solve(penalty("1000*u"), penalty("log1p"), dims).certificate,
        "guarantees": solve(penalty("l0"), penalty("l0"), dims).certificate,
        "minimum": found.certificate,
    }


def false_certificates() -> Iterator[tuple[str, Certificate]]:
    fails, sure, minimum = (certified()[k] for k in ("fails", "guarantees", "minimum"))
    half = Fraction(1, 2)
    numbers = {"H_plus": half, "H_minus": Fraction(1), "G_minus": Fraction(1)}
    assert sure.evidence is not None
    assert fails.sparse is not None
    alone = replace(sure, minimum=None)
    yield "a bound that is not shown", replace(
        alone, h="0 if u == 0 else 1+u/(1+u)", evidence=replace(sure.evidence, numbers=numbers))  # fmt: skip
    coarse = {"H_plus": Fraction(11, 10), "H_minus": Fraction(1), "G_minus": Fraction(1)}
    yield "a cover that is too coarse", replace(
        alone, h="0 if u == 0 else 1+tanh(u)*exp(-u)", evidence=replace(sure.evidence, numbers=coarse))  # fmt: skip
    assert sure.minimum is not None
    (whole,) = sure.minimum.patches
    yield "half of theta left out", replace(
        sure, minimum=replace(sure.minimum, patches=(replace(whole, high=(0.5,)),)))  # fmt: skip
    yield "two points the wrong way round", replace(
        fails, evidence=VerdictEvidence("A1", {"a": Fraction(1, 100), "b": Fraction(1)}))  # fmt: skip
    yield "a dense code as the sparse one", replace(
        fails, sparse=Point((Fraction(0),), ((Fraction(1, 10),),) * 2))  # fmt: skip
    for name, certificate in (("fails", fails), ("minimum", minimum)):
        proof = certificate.minimum
        assert proof is not None
        patches = tuple(
            replace(p, ceilings=tuple(c / 1e3 for c in p.ceilings)) for p in proof.patches
        )
        yield (
            f"{name}: powers cut off",
            replace(certificate, minimum=replace(proof, patches=patches)),
        )
        yield f"{name}: errors cut off", replace(
            certificate, minimum=replace(proof, e_max=proof.e_max / 1e7))  # fmt: skip
        leaves = tuple((leaf[0], *(9 * b for b in leaf[1:])) for leaf in proof.leaves)
        yield f"{name}: slopes that promise too much", replace(
            certificate, minimum=replace(proof, leaves=leaves))  # fmt: skip


def noticed() -> list[str]:
    """What the battery finds wrong; it stops at the first thing."""
    for name, certificate in false_certificates():
        with suppress(CertificateError):
            verify.verify(certificate, exact=True)
            return [f"accepted: {name}"]
    for text in UNDEFINED:
        h = read(Known(text, abs))
        if h is not None:
            return [f"taken for defined: {text}"]
    for text in WATCHED:
        h = read(KNOWN[text])
        found = [] if h is None else contradictions(KNOWN[text], h, random.Random(3), points=25)
        if found:
            return found
    for certificate in certified().values():
        try:
            verify.verify(certificate)
        except CertificateError as refusal:
            return [f"refused: {refusal}"]
    return []


Enclosure, Cell, OpenCell = enclosures.Enclosure, cells.Cell, enclosures.OpenCell
FAULTS: dict[str, tuple[Any, str, Any]] = {
    "what may vanish is taken for nonzero": (Enclosure, "nonzero", property(lambda _: True)),
    "signs are taken from one end": (
        Enclosure, "sign", property(lambda x: 1 if x.interval[1] > 0 else -1)),
    "a kink at a point is overlooked": (Cell, "_side_of", lambda _, x: x.sign),
    "an unknown absolute value is smooth": (Cell, "_side_of", lambda _, x: 1),
    "cells straddle case distinctions": (
        functions.Function, "cells", lambda _, a, b, more=(): [(a, b)]),
    "points between cells are not seen": (functions.Infimum, "see", lambda *_: None),
    "an infimum is what was attained": (
        functions.Infimum, "found", property(lambda x: (x.attained, x.attained))),
    "everything is defined": (functions.Function, "defined", property(lambda _: True)),
    "convex pieces are bounded at their ends": (
        constants.Constants, "_convex", lambda _, __, s, *___: np.full(s.shape, np.inf)),
    "pieces without a label are skipped": (
        constants.Constants, "_unknown", lambda _, __, s, *___: np.full(s.shape, np.inf)),
    "limits at breakpoints are overlooked": (
        constants.Constants, "_floor_at", lambda x, u: constants._down(x.h.point(u))),
    "what cancels leaves no hole": (
        language.t, "_joined", lambda kind, a, b, rule, old=language.t._joined: _filled(old(kind, a, b, rule))),
    "theta need not be covered": (replay, "check_cover", lambda *_: None),
    "what is outside is not asked": (replay.Replay, "_outside", lambda _, **__: None),
    "leaves reach every target": (
        replay.LeafBound, "reached", lambda _, leaves, *__: np.ones(len(leaves), bool)),
    "covers show every bound": (
        verdicts, "rises", lambda *_: functions.Between(functions.arb(10), functions.arb(0))),
    "every code is sparse": (verdicts, "check_sparse", lambda _: True),
    "every inequality is shown": (verdicts, "inequality", lambda *_: "so it is"),
}  # fmt: skip


def _filled(term: Any) -> Any:
    r = term.rational
    return term if r is None else language.Term("rational", (), replace(r, hole=language.t.ONE))


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    """Terms that are read with a fault are read anew without it, and the other way round."""
    for forget in (language.read.cache_clear, verify.function.cache_clear):
        forget()
    yield
    for forget in (language.read.cache_clear, verify.function.cache_clear):
        forget()


def test_the_sound_checker_passes_the_battery() -> None:
    assert noticed() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    certified()
    owner, name, wrong = FAULTS[fault]
    monkeypatch.setattr(owner, name, wrong)
    try:
        found = noticed()
    except Exception as failure:
        found = [f"{type(failure).__name__}"]
    assert found
