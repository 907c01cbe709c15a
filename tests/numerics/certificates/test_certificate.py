"""Certificates verify, survive a round trip, and are rejected however they are corrupted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.certificates.boxes import leaf_boxes
from numerics.certificates.function import Function
from numerics.certificates.leaves import LeafBound
from numerics.certificates.limits import LimitError, checking
from numerics.certificates.minorants import Constants
from numerics.certificates.proof import (
    Certificate,
    MinimumProof,
    Patch,
    Point,
    VerdictEvidence,
    load,
)
from numerics.certificates.report import VERIFIED, check, in_one_line
from numerics.certificates.verify import verify
from numerics.certificates.writing import dump
from numerics.errors import CertificateError
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family, solve
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

Change = Callable[[MinimumProof], MinimumProof]
Leaf = tuple[float, ...]  # slopes of g, and of h in every row


@cache
def certificate(h: str = "log1p", g: str = "1000*u") -> Certificate:
    return solve(penalty(g), penalty(h), Dimensions(3, 2, 1)).certificate


def proof() -> MinimumProof:
    minimum = certificate().minimum
    assert minimum is not None
    return minimum


@pytest.mark.parametrize(
    ("g", "h"),
    [("1000*u", "log1p"), ("10*u", "huber"), ("log(u + 1/10000)", "sqrt"), ("l0", "l0"),
     ("indicator", "l0"), ("l0", "3*(1 if u > 0 else 0)"), ("u/(1+u)", "atan(u)")],
)  # fmt: skip
def test_a_certificate_reads_back_as_itself_and_verifies(g: str, h: str) -> None:
    original = certificate(h, g)
    again = load(dump(original))
    assert again == original
    found = verify(again)
    if original.minimum is not None:
        assert found.leaves == len(original.minimum.leaves) > 0


def without_a_leaf(minimum: MinimumProof) -> MinimumProof:
    return replace(minimum, leaves=minimum.leaves[:-1])


def with_a_stray_leaf(minimum: MinimumProof) -> MinimumProof:
    return replace(minimum, leaves=(*minimum.leaves, minimum.leaves[0]))


def moved_split(value: float) -> Change:
    def change(minimum: MinimumProof) -> MinimumProof:
        splits = list(minimum.splits)
        at = next(node for node, split in enumerate(splits) if split is not None)
        column, _ = splits[at]  # type: ignore[misc]
        splits[at] = (column, value)
        return replace(minimum, splits=tuple(splits))

    return change


def without_a_node(minimum: MinimumProof) -> MinimumProof:
    return replace(minimum, splits=minimum.splits[:-1])


def with_a_node_more(minimum: MinimumProof) -> MinimumProof:
    return replace(minimum, splits=(*minimum.splits, None))


def leaves_exchanged(minimum: MinimumProof) -> MinimumProof:
    """Each leaf on the box of the next one."""
    return replace(minimum, leaves=(*minimum.leaves[1:], minimum.leaves[0]))


def every_leaf(change: Callable[[Leaf], Leaf]) -> Change:
    return lambda minimum: replace(minimum, leaves=tuple(map(change, minimum.leaves)))


CORRUPTIONS: dict[str, tuple[Change, str]] = {
    "a leaf dropped": (without_a_leaf, "are stored"),
    "a stray leaf": (with_a_stray_leaf, "are stored"),
    "a node dropped": (without_a_node, "ends before"),
    "a node more": (with_a_node_more, "goes on after its end"),
    "leaves exchanged": (leaves_exchanged, "does not reach the target"),
    "a split outside its box": (moved_split(1e9), "not inside its box"),
    "a split at nan": (moved_split(float("nan")), "not inside its box"),
    "the tolerance made smaller": (
        lambda m: replace(m, tolerance=Fraction(1, 10**12)), "does not reach the target|excluded"
    ),
    "errors cut off": (lambda m: replace(m, e_max=m.e_max / 1e7), "errors above"),
    "powers cut off": (
        lambda m: replace(m, patches=tuple(
            replace(p, ceilings=tuple(c / 1e3 for c in p.ceilings)) for p in m.patches)),
        "are not excluded by patch",
    ),
    "too few ceilings": (
        lambda m: replace(m, patches=tuple(
            replace(p, ceilings=p.ceilings[1:]) for p in m.patches)),
        "ceiling >= 0 for every row",
    ),
    "no patches": (lambda m: replace(m, patches=()), "no root"),
    "a patch that does not reach": (
        lambda m: replace(m, patches=(replace(m.patches[0], high=(0.25,)), *m.patches[1:])),
        "do not cover",
    ),
    "no tree": (lambda m: replace(m, splits=(), leaves=()), "ends before"),
    "too few slopes": (
        every_leaf(lambda leaf: leaf[:-1]), "slopes, all positive"
    ),
    "a slope of zero": (
        every_leaf(lambda leaf: (*leaf[:-1], 0.0)),
        "slopes, all positive",
    ),
    "a slope that promises too much": (
        every_leaf(lambda leaf: (leaf[0], *(100 * b for b in leaf[1:]))),
        "does not reach",
    ),
    "g steeper than it is": (
        every_leaf(lambda leaf: (100 * leaf[0], *leaf[1:])), "does not reach"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupted_proof_is_rejected_by_the_mathematics(name: str) -> None:
    change, message = CORRUPTIONS[name]
    corrupted = replace(certificate(), minimum=change(proof()))
    with pytest.raises(CertificateError, match=message):
        verify(corrupted)


def patched(change: Callable[[Patch], Patch]) -> MinimumProof:
    """The proof for a bounded h on a dense family, which rests on left inverses, changed."""
    minimum = dense_certificate().minimum
    assert minimum is not None
    assert len(minimum.patches) > 1
    assert all(patch.inverse is not None for patch in minimum.patches)
    return replace(minimum, patches=tuple(map(change, minimum.patches)))


@cache
def dense_certificate() -> Certificate:
    family = random_family(6, 3, 2, 1, 0)
    found = minimise_family(family, penalty("1000*u"), penalty("mcp"))
    assert found.closed, found.note
    return found.certificate


def _scaled_inverse(patch: Patch, factor: float) -> Patch:
    assert patch.inverse is not None
    inverse = tuple(tuple(factor * v for v in row) for row in patch.inverse)
    return replace(patch, inverse=inverse)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: _scaled_inverse(p, 0.0), "not excluded by patch"),
        (lambda p: replace(p, inverse=p.inverse[1:]), "wrong shape"),
        (lambda p: replace(p, ceilings=tuple(c / 2 for c in p.ceilings)), "not excluded by patch"),
        (lambda p: replace(p, inverse=None), "not excluded by patch"),
        (lambda p: replace(p, low=(*p.low, 0.0), high=(*p.high, 1.0)), "coordinates"),
        (lambda p: replace(p, high=(0.5 * (p.low[0] + p.high[0]),)), "do not cover"),
    ],
)
def test_corrupted_left_inverses_are_rejected(
    change: Callable[[Patch], Patch], message: str
) -> None:
    with pytest.raises(CertificateError, match=message):
        verify(replace(dense_certificate(), minimum=patched(change)))


def test_a_certificate_of_a_family_holds_the_family_and_has_no_verdict() -> None:
    certificate = dense_certificate()
    again = load(dump(certificate))
    assert again == certificate
    found = verify(again)
    assert found.loss_sparse is None
    assert found.lower is not None
    assert found.lower <= found.loss
    for verdict in ("fails", "guarantees", "undecided"):
        with pytest.raises(CertificateError, match="dimensions and a sparse code"):
            verify(replace(certificate, verdict=verdict))
    with pytest.raises(CertificateError, match="needs its proof"):
        verify(replace(certificate, minimum=None))


def test_a_changed_matrix_entry_is_rejected() -> None:
    certificate = dense_certificate()
    family = certificate.family
    (first, *rest), *rows = family.start
    start = ((first * 2, *rest), *rows)
    changed = replace(certificate, family=replace(family, start=start))
    with pytest.raises(CertificateError):
        verify(changed)


@given(st.data())
@settings(max_examples=25)
def test_floats_never_accept_a_leaf_that_balls_refuse(data: st.DataObject) -> None:
    """The first look and the ball arithmetic agree on sound leaves and on corrupted ones."""
    certificate = data.draw(st.sampled_from([dense_certificate(), one_kink(), two_parameters()]))
    minimum = certificate.minimum
    assert minimum is not None
    with checking(60):
        penalties = Function(certificate.g), Function(certificate.h)
        # Targets a little higher show that the bound on the rounding is not vacuous.
        target = verify(certificate).loss - float(minimum.tolerance)
        target += data.draw(st.sampled_from([0, 1e-7, 5e-7, 1e-3]))
        floor = (0.0,) * (1 + certificate.family.shape[1])
        roots = [((*x.low, *floor), (*x.high, minimum.e_max, *x.ceilings)) for x in minimum.patches]
        low, high = map(np.array, zip(*leaf_boxes(minimum.splits, roots), strict=True))
        leaves = [_corrupted(leaf, data) for leaf in minimum.leaves]
        p = certificate.family.parameters
        of_g, of_h = (Constants(f, 1e-9) for f in penalties)
        slopes = np.array(leaves)
        constants = np.concatenate(
            [of_g(slopes[:, :1], low[:, p : p + 1], high[:, p : p + 1]),
             of_h(slopes[:, 1:], low[:, p + 1 :], high[:, p + 1 :])], axis=1
        )  # fmt: skip
        floats, balls = (
            LeafBound(certificate.family, target, in_balls=kind).reached(
                slopes, low[:, :p], high[:, :p], constants
            )
            for kind in (False, True)
        )
    assert not (floats & ~balls).any()


def _corrupted(leaf: Leaf, data: st.DataObject) -> Leaf:
    kind = data.draw(st.sampled_from(["sound", "sound", "slopes", "slope", "lam"]))
    factor = data.draw(st.sampled_from([0.5, 0.999, 1 - 1e-9, 1 + 1e-9, 1.001, 2.0]))
    if kind == "slopes":
        return (leaf[0], *(factor * b for b in leaf[1:]))
    if kind == "sound":
        return leaf
    at = 0 if kind == "lam" else data.draw(st.integers(1, len(leaf) - 1))
    return (*leaf[:at], factor * leaf[at], *leaf[at + 1 :])


@cache
def one_kink() -> Certificate:
    return certificate("huber", "log(u + 1/10000)")


@cache
def two_parameters() -> Certificate:
    family = random_family(5, 2, 2, 2, 0)
    found = minimise_family(family, penalty("100*u"), penalty("log1p"), tolerance=Fraction(1, 1000))
    assert found.closed, found.note
    return found.certificate


@pytest.mark.parametrize("make", [certificate, dense_certificate, one_kink, two_parameters])
def test_floats_settle_nearly_all_leaves_and_balls_agree(
    make: Callable[[], Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, reached = [], LeafBound.reached

    def counted(bound: LeafBound, leaves: Any, *boxes: Any) -> Any:
        asked.append((bound.in_balls, len(leaves)))
        return reached(bound, leaves, *boxes)

    monkeypatch.setattr(LeafBound, "reached", counted)
    quick = verify(make())
    assert sum(count for in_balls, count in asked if in_balls) <= 0.1 * quick.leaves
    asked.clear()
    exact = verify(make(), exact=True)
    assert all(in_balls for in_balls, _ in asked)
    assert sum(count for _, count in asked) == exact.leaves == quick.leaves
    assert quick.lower is not None
    assert exact.lower is not None
    assert float(quick.lower) == float(exact.lower)


def test_a_point_that_is_not_better_does_not_prove_failure() -> None:
    good = certificate()
    assert good.sparse is not None
    sparse = replace(good, best=good.sparse, minimum=None)
    with pytest.raises(CertificateError, match="does not beat"):
        verify(sparse)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": "guarantees"}, "does not show"),
        ({"verdict": "certainly"}, "unknown"),
        ({"verdict": "undecided"}, "has no evidence"),
        ({"evidence": None}, "no evidence"),
        (
            {"evidence": VerdictEvidence("A1", {"a": Fraction(1, 100), "b": Fraction(1)})},
            "not shown",
        ),
        (
            {"evidence": VerdictEvidence("A1", {"a": Fraction(-1), "b": Fraction(1)})},
            "not positive",
        ),
        (
            {"evidence": VerdictEvidence("A2", {"a": Fraction(1), "b": Fraction(1)})},
            "other numbers",
        ),
        ({"evidence": VerdictEvidence("A3", {"H_plus": Fraction(1)})}, "other numbers"),
        ({"evidence": VerdictEvidence("A9", {"a": Fraction(1)})}, "another theorem"),
        ({"evidence": VerdictEvidence("A9")}, "another theorem"),
        ({"best": Point((Fraction(3, 2),), ((Fraction(0),),) * 2)}, "not admitted"),
        ({"best": Point((Fraction(0),), ((Fraction(1),),))}, "shape"),
        ({"dims": (3, 2, 2)}, "dimensions"),
        ({"dims": (4, 3, 1)}, "those of the family"),
        ({"h": "u**2/(1+u)**2 + 5*u"}, "reach|beat|excluded"),
    ],
)
def test_a_false_statement_is_rejected(changes: dict[str, object], message: str) -> None:
    with pytest.raises(CertificateError, match=message):
        verify(replace(certificate(), **changes))  # type: ignore[arg-type]


@given(st.data())
def test_one_digit_changed_anywhere_is_noticed(data: st.DataObject) -> None:
    text = dump(certificate())
    digits = [i for i, character in enumerate(text) if character.isdigit()]
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    changed = text[:at] + other + text[at + 1 :]
    if json.loads(text) == _or_none(changed):
        return  # such as 1.50 for 1.5: the same number
    with pytest.raises(CertificateError, match=r"was changed|version|truncated|digits"):
        verify(load(changed))


def _or_none(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "other"}', "[" * 100_000, '{"format": NaN}',
     '{"format": "sparsity-theory certificate", "version": 2}'],
)  # fmt: skip
def test_what_is_not_a_certificate_is_refused(text: str) -> None:
    with pytest.raises(CertificateError):
        load(text)


@given(st.integers(0, 10**6))
def test_a_truncated_certificate_is_refused(length: int) -> None:
    text = dump(certificate())
    with pytest.raises(CertificateError, match=r"truncated|whole JSON"):
        load(text[: length % (len(text) - 2)])


def test_a_tolerance_that_no_float_holds_proves_nothing_and_says_so() -> None:
    minimum = replace(proof(), tolerance=Fraction(10**400))
    outcome, lines = check(dump(replace(certificate(), minimum=minimum)))
    assert outcome == VERIFIED  # the verdict, which needs no proof of the minimum
    assert "the proof of the minimum says nothing" in lines[-1]


def test_penalties_are_printed_in_one_line_of_printable_characters() -> None:
    h = "log(1 +\n\n  u\t)"
    _, lines = check(dump(replace(certificate(), h=h, minimum=None)))
    assert lines[1] == "h = log(1 + u )"
    assert in_one_line("a\x1b[2J\u202e\r\nb") == "a [2J b"


def test_a_check_without_time_is_open_and_no_refusal() -> None:
    """The first thing that asks the clock is the value of a penalty at 0."""
    with pytest.raises(LimitError):
        verify(replace(certificate(), g="exp(u) - 1"), seconds=0)
