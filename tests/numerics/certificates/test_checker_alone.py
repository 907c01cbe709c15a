"""The checker stands alone: what it loads, how much of it is ours, and its published schema."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import tokenize
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from numerics.certificates.writing import dump
from numerics.objectives.certificate import ObjectiveCertificate
from numerics.objectives.guarantee_search import guarantee
from numerics.objectives.writing import dump as dump_objective
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family, solve
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

ROOT = Path(__file__).parents[3]
CHECKER = "numerics.certificates.report"
MINIMA = f"{CHECKER}, numerics.certificates.verdicts, numerics.certificates.replay"
"""What a certificate loads that has both a verdict and the proof of a minimum."""
AIM = 1700, 2300
SIZES = {
    "verdict": AIM, "minimum": (1680, 2580), "verdict and minimum": (1785, 2740),
    "failure of an objective": AIM, "guarantee of an objective": (1685, 2505),
}  # fmt: skip
"""Lines of code, and lines with comments, docstrings and blanks.

Those that are above the aim say so by their numbers, and so does the checker of nonlinear decoders,
which has a test of its own.
"""
RUNS = {
    "failure of an objective":
        "from numerics.objectives.check import verify;"
        "from numerics.objectives.certificate import load_failure as load; verify(load(text))",
    "guarantee of an objective":
        "from numerics.objectives.guarantee_check import verify;"
        "from numerics.objectives.certificate import load_guarantee as load; verify(load(text))",
}  # fmt: skip
FOREIGN = ("sympy", "scipy", "mpmath", "numerics.solver", "sparsity_theory.penalties",
           "sparsity_theory.exact", "sparsity_theory.characterisation",
           "numerics.certificates.balls", "numerics.certificates.instances")  # fmt: skip
# Package entries name what can be imported from them; they hold no code that checks.
ENTRIES = {"numerics", "sparsity_theory", "sparsity_theory.lazy"}


def loaded(modules: str, then: str = "pass") -> list[str]:
    code = f"import json, sys, {modules}; {then}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return list(json.loads(done.stdout))


def lines_of_code(source: str) -> int:
    """Lines without blanks, comments and docstrings."""
    doc: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            first = node.body[0]
            doc |= set(range(first.lineno, (first.end_lineno or 0) + 1))
    empty = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
             tokenize.ENDMARKER}  # fmt: skip
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in empty:
            code |= set(range(token.start[0], token.end[0] + 1))
    return len(code - doc)


def ours(modules: list[str]) -> list[Path]:
    found = []
    for name in modules:
        path = ROOT / Path(*name.split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.exists() and name not in ENTRIES:
                found.append(file)
    return found


def test_the_checker_loads_no_prover_and_no_search() -> None:
    modules = loaded(MINIMA)
    for foreign in FOREIGN:
        assert not [m for m in modules if m == foreign or m.startswith(foreign + ".")], foreign


def test_the_command_that_checks_loads_no_more() -> None:
    modules = loaded("numerics.counterexamples.check")
    assert not {"sympy", "scipy"} & set(modules)


def test_what_is_forbidden_would_be_noticed() -> None:
    modules = loaded("numerics.solver.solve")
    assert all(
        any(m.startswith(foreign) for m in modules) for foreign in ("sympy", "numerics.solver")
    )


@cache
def certificates() -> dict[str, str]:
    """One of each kind."""
    pair = penalty("1000*u"), penalty("sqrt")
    both = solve(*pair, Dimensions(3, 2, 1)).certificate
    assert both.minimum is not None
    minimum = minimise_family(random_family(3, 2, 2, 1, 0), *pair, tolerance=Fraction(1, 100))
    assert minimum.closed, minimum.note
    one, no = Fraction(1), Fraction(0)
    codes = ((one,), (no,)), ((no,), (no,))
    failure = ObjectiveCertificate(  # the zero code is better
        "(p1 + p2)", (2, 2, 1), one, codes[0], (((one, no), (no, one)),), *codes
    )
    guaranteed = guarantee("e + s2 + s3", (3, 3, 1), seconds=60)
    assert guaranteed is not None
    return {
        "verdict": dump(replace(both, minimum=None)), "minimum": dump(minimum.certificate),
        "verdict and minimum": dump(both), "failure of an objective": dump_objective(failure),
        "guarantee of an objective": dump_objective(guaranteed),
    }  # fmt: skip


def loaded_for(kind: str, folder: Path) -> list[str]:
    """What is loaded where a certificate of that kind has been read and checked."""
    path = folder / "certificate.json"
    path.write_text(certificates()[kind])
    run = RUNS.get(kind, f"from {CHECKER} import check; check(text)")
    return loaded("numerics", f"text = open({str(path)!r}).read(); {run}")


@pytest.mark.parametrize("kind", SIZES)
def test_the_checker_is_small(kind: str, tmp_path: Path) -> None:
    sources = [path.read_text() for path in ours(loaded_for(kind, tmp_path))]
    code, lines = sum(map(lines_of_code, sources)), sum(s.count("\n") for s in sources)
    print(f"{kind}: {len(sources)} modules, {code} lines of code, {lines} lines")
    assert len(sources) > 8
    most_code, most_lines = SIZES[kind]
    assert code <= most_code
    assert lines <= most_lines


def test_the_page_of_commands_says_how_small() -> None:
    page = " ".join((ROOT / "docs" / "commands.md").read_text().split())
    for sizes in SIZES.values():
        assert "{} ({})".format(*sizes) in page


@pytest.mark.parametrize("kind", ["verdict", "minimum", "verdict and minimum"])
def test_what_a_kind_does_not_need_is_not_loaded(kind: str, tmp_path: Path) -> None:
    modules = loaded_for(kind, tmp_path)
    for part, module in (("verdict", "verdicts"), ("minimum", "replay")):
        assert (f"numerics.certificates.{module}" in modules) == (part in kind)


@pytest.mark.parametrize(
    ("source", "count"), [("x = 1\n\n# no\n", 1), ('"""Doc."""\ny = (1,\n 2)\n', 2)]
)
def test_lines_are_counted_without_comments_and_docstrings(source: str, count: int) -> None:
    assert lines_of_code(source) == count
