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

ROOT = Path(__file__).parents[3]
MOST_CODE, MOST_LINES = 1970, 2946  # the aim is 1700 and 2300
FOREIGN = ("sympy", "scipy", "mpmath", "numerics.solver", "sparsity_theory.penalties",
           "sparsity_theory.exact", "sparsity_theory.characterisation",
           "numerics.certificates.balls", "numerics.certificates.instances")  # fmt: skip
# Package entries name what can be imported from them; they hold no code that checks.
ENTRIES = {"numerics", "sparsity_theory", "sparsity_theory.lazy"}


def loaded(module: str) -> list[str]:
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
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
    modules = loaded("numerics.certificates.report")
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


def test_the_checker_is_small() -> None:
    sources = [path.read_text() for path in ours(loaded("numerics.certificates.report"))]
    code, lines = sum(map(lines_of_code, sources)), sum(s.count("\n") for s in sources)
    print(f"{len(sources)} modules, {code} lines of code, {lines} lines")
    assert len(sources) > 15
    assert code <= MOST_CODE
    assert lines <= MOST_LINES


@pytest.mark.parametrize(
    ("source", "count"), [("x = 1\n\n# no\n", 1), ('"""Doc."""\ny = (1,\n 2)\n', 2)]
)
def test_lines_are_counted_without_comments_and_docstrings(source: str, count: int) -> None:
    assert lines_of_code(source) == count
