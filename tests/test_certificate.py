"""Certificates verify, survive a round trip, and are rejected however they are corrupted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.certificate import Certificate, Leaf, Minimum, dump, load
from numerics.errors import CertificateError
from numerics.solve import solve
from numerics.verify import verify
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties import penalty

Change = Callable[[Minimum], Minimum]


@cache
def certificate(h: str = "log1p", g: str = "1000*u") -> Certificate:
    return solve(penalty(g), penalty(h), Dimensions(3, 2, 1)).certificate


def proof() -> Minimum:
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


def without_a_leaf(minimum: Minimum) -> Minimum:
    leaves = dict(minimum.leaves)
    leaves.popitem()
    return replace(minimum, leaves=leaves)


def with_a_stray_leaf(minimum: Minimum) -> Minimum:
    inner = next(node for node, split in enumerate(minimum.splits) if split is not None)
    return replace(minimum, leaves={**minimum.leaves, inner: next(iter(minimum.leaves.values()))})


def moved_split(value: float) -> Change:
    def change(minimum: Minimum) -> Minimum:
        splits = list(minimum.splits)
        at = next(node for node, split in enumerate(splits) if split is not None)
        column, _, child = splits[at]  # type: ignore[misc]
        splits[at] = (column, value, child)
        return replace(minimum, splits=tuple(splits))

    return change


def looping_child(minimum: Minimum) -> Minimum:
    splits = list(minimum.splits)
    at = next(node for node, split in enumerate(splits) if split is not None)
    column, value, _ = splits[at]  # type: ignore[misc]
    splits[at] = (column, value, at)
    return replace(minimum, splits=tuple(splits))


def shared_children(minimum: Minimum) -> Minimum:
    """Both children of the root split alike, into the same two nodes."""
    splits: list[tuple[int, float, int] | None] = [(0, 0.5, 1), (1, 1e-3, 3), (1, 1e-3, 3)]
    return replace(minimum, splits=(*splits, None, None), leaves=_two_leaves(minimum))


def _two_leaves(minimum: Minimum) -> dict[int, Leaf]:
    """Leaves with a trivial bound."""
    leaf = next(iter(minimum.leaves.values()))
    zero = replace(scaled(leaf, 0), lam=1e-30, slopes=tuple(1e-30 for _ in leaf.slopes))
    return {3: zero, 4: zero}


def every_leaf(change: Callable[[Leaf], Leaf]) -> Change:
    return lambda minimum: replace(
        minimum, leaves={node: change(leaf) for node, leaf in minimum.leaves.items()}
    )


def scaled(leaf: Leaf, factor: int) -> Leaf:
    return replace(leaf, dual=tuple(tuple(factor * p for p in row) for row in leaf.dual))


CORRUPTIONS: dict[str, tuple[Change, str]] = {
    "a leaf dropped": (without_a_leaf, "is missing"),
    "a stray leaf": (with_a_stray_leaf, "not in the tree"),
    "a split outside its box": (moved_split(1e9), "not inside its box"),
    "a split at nan": (moved_split(float("nan")), "not inside its box"),
    "a child that is its own parent": (looping_child, "do not exist"),
    "the tolerance made smaller": (
        lambda m: replace(m, tolerance=Fraction(1, 10**12)), "does not reach the target|excluded"
    ),
    "a child of two nodes": (shared_children, "does not reach|child of two nodes"),
    "errors cut off": (lambda m: replace(m, e_max=m.e_max / 1e7), "errors above"),
    "powers cut off": (lambda m: replace(m, u_max=m.u_max / 1e3), "row powers above"),
    "no patches": (lambda m: replace(m, patches=()), "do not cover"),
    "a patch missing": (lambda m: replace(m, patches=m.patches[1:]), "do not cover"),
    "a useless left inverse": (
        lambda m: replace(m, patches=tuple(
            replace(p, inverse=tuple(tuple(0.0 for _ in row) for row in p.inverse))
            for p in m.patches)),
        "no left inverse",
    ),
    "no tree": (lambda m: replace(m, splits=(), leaves={}), "no root"),
    "dual matrices doubled": (every_leaf(lambda leaf: scaled(leaf, 2)), "does not reach"),
    "dual matrices of the wrong shape": (
        every_leaf(lambda leaf: replace(leaf, dual=leaf.dual[1:])), "wrong shape"
    ),
    "a slope of zero": (
        every_leaf(lambda leaf: replace(leaf, slopes=(0.0, *leaf.slopes[1:]))), "not positive"
    ),
    "a slope that promises too much": (
        every_leaf(lambda leaf: replace(leaf, slopes=tuple(100 * b for b in leaf.slopes))),
        "does not reach",
    ),
    "g steeper than it is": (
        every_leaf(lambda leaf: replace(leaf, lam=100 * leaf.lam)), "does not reach"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupted_proof_is_rejected_by_the_mathematics(name: str) -> None:
    change, message = CORRUPTIONS[name]
    corrupted = replace(certificate(), minimum=change(proof()))
    with pytest.raises(CertificateError, match=message):
        verify(corrupted)


def test_a_point_that_is_not_better_does_not_prove_failure() -> None:
    good = certificate()
    sparse = replace(good, theta=Fraction(1), codes=good.instance.code(sparse=True), minimum=None)
    with pytest.raises(CertificateError, match="does not beat"):
        verify(sparse)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": "guarantees"}, "could not be proved"),
        ({"verdict": "certainly"}, "unknown verdict"),
        ({"theta": Fraction(3, 2)}, "not admitted"),
        ({"codes": ((Fraction(1),),)}, "shape"),
        ({"part": "equality"}, "tie"),
        ({"h": "u**2/(1+u)**2 + 5*u"}, "reach|beat|excluded"),
    ],
)
def test_a_false_statement_is_rejected(changes: dict[str, object], message: str) -> None:
    with pytest.raises(CertificateError, match=message):
        verify(replace(certificate(), **changes))  # type: ignore[arg-type]


@given(st.data())
def test_one_digit_changed_anywhere_is_noticed_and_located(data: st.DataObject) -> None:
    text = dump(certificate())
    digits = [i for i, character in enumerate(text) if character.isdigit()]
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    changed = text[:at] + other + text[at + 1 :]
    if json.loads(text) == _or_none(changed):
        return  # such as 1.50 for 1.5: the same number
    with pytest.raises(CertificateError, match=r"leaf \d+|head|version|truncated|malformed"):
        verify(load(changed))


def _or_none(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "other"}', "[" * 100_000, '{"format": NaN}',
     '{"format": "sparsity-theory certificate", "version": 1}'],
)  # fmt: skip
def test_what_is_not_a_certificate_is_refused(text: str) -> None:
    with pytest.raises(CertificateError):
        load(text)


@given(st.integers(0, 10**6))
def test_a_truncated_certificate_is_refused(length: int) -> None:
    text = dump(certificate())
    with pytest.raises(CertificateError, match=r"truncated|whole JSON"):
        load(text[: length % (len(text) - 2)])


def test_the_checker_imports_neither_the_search_nor_the_bounds() -> None:
    code = (
        "import sys, numerics.verify;"
        "print(sorted(m for m in sys.modules if m.startswith('numerics.')))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    for forbidden in ("search", "bound", "solve", "objective", "minorants", "coercivity"):
        assert f"numerics.{forbidden}" not in loaded
