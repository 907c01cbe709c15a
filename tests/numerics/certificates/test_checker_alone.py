"""The checker stands alone: what it loads, how much of it is ours, and its published schema."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from numerics.certificates.format import digest

ROOT = Path(__file__).parents[3]
VERDICTS = "numerics.certificates.report"
"""What a certificate of a verdict needs: its evidence, its points, the labels of its penalties."""
MINIMA = f"{VERDICTS}, numerics.certificates.replay"
"""What a certificate needs that holds the proof of a minimum, too."""
OBJECTIVES = "numerics.objectives.check, numerics.objectives.guarantee_check"
"""What certificates about objectives need."""
SIZES = {VERDICTS: (1700, 2300), MINIMA: (1960, 2972), OBJECTIVES: (1964, 2902)}
"""Lines of code, and lines with comments, docstrings and blanks.

The aim for all is 1700 and 2300: all but verdicts are above it, and so is the
checker of nonlinear decoders, which has a test of its own.
"""
FOREIGN = ("sympy", "scipy", "mpmath", "numerics.solver", "sparsity_theory.penalties",
           "sparsity_theory.exact", "sparsity_theory.characterisation",
           "numerics.certificates.balls", "numerics.certificates.instances")  # fmt: skip
# Package entries name what can be imported from them; they hold no code that checks.
HEAD = ("format", "version", "leaves", "digest")
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


@pytest.mark.parametrize("kind", SIZES, ids=["verdicts", "minima", "objectives"])
def test_the_checker_is_small(kind: str) -> None:
    sources = [path.read_text() for path in ours(loaded(kind))]
    code, lines = sum(map(lines_of_code, sources)), sum(s.count("\n") for s in sources)
    print(f"{len(sources)} modules, {code} lines of code, {lines} lines")
    assert len(sources) > 15
    most_code, most_lines = SIZES[kind]
    assert code <= most_code
    assert lines <= most_lines


def test_the_page_of_commands_says_how_small() -> None:
    page = " ".join((ROOT / "docs" / "commands.md").read_text().split())
    for kind in (VERDICTS, MINIMA):
        assert "at most {} lines of code, {} with comments".format(*SIZES[kind]) in page


@pytest.mark.parametrize("with_proof", [True, False])
def test_the_replay_of_minima_is_loaded_for_these_only(with_proof: bool, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    words = ["--h", "sqrt", "--certificate", str(path)]
    command = [sys.executable, "-m", "numerics.counterexample", *words]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    record = json.loads(path.read_text())
    assert record["minimum"] is not None
    if not with_proof:
        head = {k: v for k, v in record.items() if k not in HEAD} | {"minimum": None}
        path.write_text(json.dumps(record | head | {"leaves": [], "digest": digest(head)}))
    check = f"print(numerics.certificates.report.check(open({str(path)!r}).read())[0]*0, end='')"
    assert ("numerics.certificates.replay" in loaded(VERDICTS, check)) == with_proof


@pytest.mark.parametrize(
    ("source", "count"), [("x = 1\n\n# no\n", 1), ('"""Doc."""\ny = (1,\n 2)\n', 2)]
)
def test_lines_are_counted_without_comments_and_docstrings(source: str, count: int) -> None:
    assert lines_of_code(source) == count
