"""The kernel-checked proofs in ``coq/``: what is proved, and on which axioms it rests.

What is proved of a claim stands at the claim's place (`sparsity_theory.ledger.places`): statements,
each with one line that refers to its proof.  Definitions and proofs are in ``coq/theory``.

The files ``headlines-*.txt`` list the theorems, one a line: the ledger's claim, the Coq file (its
path in ``coq/`` without the ending), the theorem, its statement, the group of axioms it may use
(``allowed-axioms.txt``), its role.  Nothing here proves anything: `check` lets Coq compile the
sources, compare each theorem with its statement and print its assumptions, and then compares
those with the allow list.

Command line: ``python -m proofs.kernel build | check | list | pin``.
"""

from __future__ import annotations

from pathlib import Path

from proofs.errors import ToolError
from proofs.kernel import compiler
from proofs.kernel.headlines import allowed_axioms, theorems
from proofs.kernel.pins import unpinned
from proofs.kernel.sources import COQ, assuming


def check(folder: Path = COQ) -> list[str]:
    """Everything that is wrong, in words; an empty list says that the proofs stand.

    Raises:
        ToolError: Coq is missing.
    """
    problems = assuming(folder)
    try:
        listed = theorems(folder)
        resting_on = compiler.assumptions(folder)
    except ToolError as error:
        if not compiler.available():
            raise
        return [*problems, str(error)]
    for entry in listed:
        beyond = resting_on[entry.theorem] - allowed_axioms(entry.axioms, folder)
        if beyond:
            names = ", ".join(sorted(beyond))
            problems.append(f"{entry.theorem} rests on axioms its group does not allow: {names}")
    return problems + unpinned(folder)
