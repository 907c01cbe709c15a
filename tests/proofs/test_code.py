"""The code of a claim's checks is in its record: what computes counts, texts do not."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from empirics.frame import code as frame_code
from proofs import code
from proofs.code import code_hash, reached
from proofs.ledger import full_ledger
from sparsity_theory.ledger.claims import Kind

ROOT = Path(__file__).parents[2]
MODULE = '''
"""Text."""
from functools import partial

from sparsity_theory.ledger import verdict

LIMIT, OTHER = 3, 4
TEXT = """
# no comment
"""


class Rule:
    """Text."""

    def holds(self, x):
        return x < LIMIT


def check(parts):
    """Text."""
    # comment
    return partial(_inner, Rule(), TEXT)(parts)


def _inner(rule, text, parts):
    from sparsity_theory.errors import ClaimError

    return verdict.all_of(()) if rule.holds(parts) else ClaimError


def beside():
    return OTHER
'''


@pytest.fixture
def hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """The hash of a module's check with some of its text replaced."""
    name = "ours_made_up"
    monkeypatch.setattr(frame_code, "OURS", (*frame_code.OURS, name))
    monkeypatch.syspath_prepend(tmp_path)

    def of(old: str = "", new: str = "") -> str:
        assert old in MODULE
        (tmp_path / f"{name}.py").write_text(MODULE.replace(old, new))
        sys.modules.pop(name, None)
        for memory in (code.digest, code._read, code._parsed, frame_code.path_of):
            memory.cache_clear()
        return code.digest(frozenset({(name, "check")}))

    yield of
    for memory in (code.digest, code._read, code._parsed, frame_code.path_of):
        memory.cache_clear()


@pytest.mark.parametrize(
    ("old", "new"),
    [('"""Text."""', '"""Other."""'), ("    # comment\n", ""), ("return OTHER", "return LIMIT"),
     ("\n\n\ndef beside", "\n\ndef beside")],
)  # fmt: skip
def test_texts_and_what_is_not_reached_do_not_count(
    hashed: Callable[..., str], old: str, new: str
) -> None:
    assert hashed(old, new) == hashed()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT, OTHER = 3", "LIMIT, OTHER = 5"),
        ("x < LIMIT", "x > LIMIT"),
        ("# no comment", "# another"),
        ("verdict.all_of(())", "verdict.Verdict.HOLDS"),
        ("def beside", "Rule.holds = lambda self, x: True\n\n\ndef beside"),
        ("def beside", "setattr(Rule, 'holds', None)\n\n\ndef beside"),
        ("def beside", "def check(parts):\n    return True\n\n\ndef beside"),
        ("ClaimError\n\n    return", "SparsityError\n\n    return"),
    ],
)
def test_what_is_computed_counts(hashed: Callable[..., str], old: str, new: str) -> None:
    assert hashed(old, new) != hashed()


def test_the_code_of_a_claim_reaches_its_rules() -> None:
    ledger = full_ledger()
    proving = "sparsity_theory.proving.propositions"
    for id_, module, name in (
        ("eq-6", "sparsity_theory.statements.eq.eq_6", "_derive"),
        ("eq-6", "numerics.evidence.propositions", "Compared"),
        ("eq-6", proving, "OnlyMinimum"),
        ("data-beta-falls", "empirics.frame.verdicts", "MOST_MOVED"),
        ("data-beta-falls", "empirics.frame.statistics", "holm"),
        ("data-beta-falls", "empirics.experiments.beta", "_fallen"),
        ("data-beta-falls", "empirics.experiments.beta", "FALLS"),
    ):
        found = reached(code._starts(ledger[id_]))
        assert (module, name) in found, (id_, module, name)


def test_the_code_of_every_check_is_found() -> None:
    """A digest of nothing would never change."""
    alone = [claim.id for claim in full_ledger() if claim.evidence and len(_texts(claim.id)) < 20]
    assert not alone
    assert len({code_hash(claim) for claim in full_ledger() if claim.evidence}) > 60


def _texts(id_: str) -> list[str]:
    places = reached(code._starts(full_ledger()[id_]))
    return [text for place in places if (text := code._read(*place)[0])]


def test_data_that_a_check_reads_are_in_its_record() -> None:
    measured = [
        claim
        for claim in full_ledger()
        if any(evidence.kind is Kind.EMPIRICAL for evidence in claim.evidence)
    ]
    assert measured
    assert all(code.data_hash(claim) for claim in measured)
    names = {path.name for claim in measured for each in claim.evidence for path in each.files}
    assert names == {"plan.json", "results.jsonl", "summary.json"}


def test_no_module_changes_another_one() -> None:
    """Names are all that the digest follows: what is set from outside would go unseen."""
    found = []
    for package in ("sparsity_theory", "numerics", "empirics", "proofs"):
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            imported = {
                alias.asname or alias.name.partition(".")[0]
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names
                if _origin(node, alias) in ("sympy", *frame_code.OURS)
            }
            for line, name in _set_from_outside(tree):
                if name in imported:
                    found.append(f"{path.relative_to(ROOT)}:{line} sets something of {name}")
    assert not found, found


def _origin(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else alias.name
    return module.partition(".")[0]


def _set_from_outside(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines that set an attribute or an item of a bare name, or call `setattr` with it."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            targets = node.args[:1] if node.func.id in ("setattr", "delattr") else []
        for target in targets:
            inner: ast.expr = target
            while isinstance(inner, ast.Attribute | ast.Subscript):
                inner = inner.value
            if isinstance(inner, ast.Name) and (inner is not target or isinstance(node, ast.Call)):
                yield node.lineno, inner.id
