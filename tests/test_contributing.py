"""CONTRIBUTING.md, done: each recipe adds its own files to a copy, and the rest finds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("sparsity_theory", "numerics", "empirics", "proofs")

ENTRY = """
    Entry(
        "greeting", "2*u/(1+u)", r"\\\\frac{2u}{1+u}", "nobody 2000",
        lambda v: _continuous(Rational(2), Rational(2), Rational(2)),
    ),
"""
COMMAND = {
    "numerics/greeting_room/__init__.py": '"""Greets: the room of `numerics.greeting`."""\n',
    "numerics/greeting_room/options.py": """
from numerics.running.options import add_json
from numerics.running.parser import Parser
from numerics.running.statuses import Exit


def parser(prog: str) -> Parser:
    made = Parser(prog=prog, description="Greets.", statuses={Exit.DONE: "greeted"})
    made.add_argument("--whom", default="world", metavar="NAME")
    add_json(made)
    return made
""",
    "numerics/greeting_room/command.py": """
from numerics.running.statuses import Exit


def run(options: object) -> int:
    print("hello")
    return Exit.DONE
""",
    "numerics/greeting.py": '''"""``python -m numerics.greeting``: a command that greets."""

from numerics.running.frame import Command

main = Command("greeting", "numerics.greeting_room")

if __name__ == "__main__":
    raise SystemExit(main())
''',
}
CLAIM = {
    "sparsity_theory/statements/binomial/__init__.py": '"""A square."""\n\nORDER = 9999\n',
    "sparsity_theory/statements/binomial/binomial.py": """
import sympy

from sparsity_theory.ledger.claims import Claim, Control, Evidence, Kind, Mark, Report, Source, Step
from sparsity_theory.proving.propositions import Equal

x = sympy.Symbol("x", real=True)


def _check(parts):
    return Report((Step("Expand.", Equal((x + 1) ** 2, parts["square"]), "algebra"),))


CLAIM = Claim(
    id="binomial",
    title="Binomial square",
    mark=Mark.EXTENSION,
    source=Source("elementary algebra"),
    hypotheses=("$x$ is real",),
    conclusion="$(x+1)^2 = [[square]]$",
    parts={"square": x**2 + 2 * x + 1},
    evidence=(Evidence(Kind.SYMBOLIC, "every real x", _check, complete=True),),
    controls=(Control("lost middle term", {"square": x**2 + 1}),),
)
""",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages with a penalty, a command, an experiment and a claim more."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package,
            ignore=shutil.ignore_patterns("__pycache__", "coq", "pages", "figures", "stored"),
        )  # fmt: skip
    for name, text in {**COMMAND, **CLAIM}.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    experiments = folder / "empirics" / "experiments"
    text = (experiments / "affine.py").read_text()
    (experiments / "greeting.py").write_text(text.replace('name="affine"', 'name="greeting"'))
    catalogue = folder / "sparsity_theory" / "penalties" / "catalogue.py"
    text, list_ = catalogue.read_text(), "ENTRIES: tuple[Entry, ...] = ("
    assert list_ in text
    catalogue.write_text(text.replace(list_, list_ + ENTRY.replace("\\\\", "\\")))
    return folder


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(copy)},
    )  # fmt: skip


def test_a_command_is_listed_helped_and_run(copy: Path) -> None:
    listed = run(copy, "-c", "from numerics.running.console import _listed, commands\n"
                             "print(_listed(commands()))")  # fmt: skip
    assert "  greeting            a command that greets." in listed.stdout.splitlines()
    helped = run(copy, "-m", "numerics.greeting", "--help")
    assert "Greets." in helped.stdout
    assert "exit status: 0 greeted" in helped.stdout
    assert run(copy, "-m", "numerics.greeting").stdout == "hello\n"
    mistyped = run(copy, "-m", "numerics.greeting", "--whome", "me")
    assert (mistyped.returncode, "did you mean --whom" in mistyped.stderr) == (2, True)


def test_a_penalty_is_listed_answered_and_near_what_is_mistyped(copy: Path) -> None:
    listed = run(copy, "-m", "numerics.counterexample", "--list")
    assert "  greeting: 2*u/(1+u); slope 2; nobody 2000" in listed.stdout.splitlines()
    answered = run(copy, "-m", "numerics.counterexample", "--h", "greeting", "--time", "1")
    assert answered.returncode == 0
    assert "fails" in answered.stdout
    mistyped = run(copy, "-m", "numerics.counterexample", "--h", "greetin")
    assert "did you mean greeting" in mistyped.stderr


def test_an_experiment_is_listed_and_its_predictions_are_claims(copy: Path) -> None:
    listed = run(copy, "-m", "empirics", "list")
    assert "greeting: trained linear beta-VAEs" in listed.stdout
    status = run(copy, "-m", "proofs", "status", "data-greeting-active")
    assert "not run" in status.stdout


def test_a_claim_is_found_run_and_placed(copy: Path) -> None:
    done = run(copy, "-m", "proofs", "run", "binomial", "--workers", "1", "--record", "r.json")
    assert "binomial" in done.stdout
    assert done.returncode == 0
    cited = run(copy, "-m", "proofs", "cite", "binomial", "--record", "r.json")
    assert "Binomial square" in cited.stdout


def test_what_is_put_in_the_wrong_place_is_said(copy: Path) -> None:
    code = "from sparsity_theory.ledger.places import claims; claims()"
    wrong = copy / "sparsity_theory" / "statements" / "binomial" / "binomial_two.py"
    wrong.write_text("")
    try:
        assert "stands where a claim does but has no CLAIM" in run(copy, "-c", code).stderr
    finally:
        wrong.unlink()
