"""Where a claim lives: one function from its id to its folder and file, and what is found there.

The file is the whole id with underscores.  The folder is the first word of the id; where that is
``lemma`` or ``theorem``, it is this word and the first character of the next.

>>> place("lemma-2-scale")
ClaimPlace(folder='lemma_2', name='lemma_2_scale')
>>> place("theorem-a3").folder, place("eq-6").folder, place("winding-rows").folder
('theorem_a', 'eq', 'winding')
>>> place("eq-6").module("numerics.evidence"), place("eq-6").path(".v")
('numerics.evidence.eq.eq_6', PurePosixPath('eq/eq_6.v'))

So ``eq-6`` is stated in ``sparsity_theory/statements/eq/eq_6.py``, its evidence in ball arithmetic
is ``numerics/evidence/eq/eq_6.py``, and what Coq proves of it ``proofs/coq/eq/eq_6.v``.  A file of
these folders whose name does not begin with the folder's is a helper of several claims.

Measured predictions, ``data-EXPERIMENT-PREDICTION``, have no file of their own: an experiment
declares its predictions, and `empirics.frame.claims` makes the claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sparsity_theory.errors import ClaimError

if TYPE_CHECKING:
    from sparsity_theory.ledger.claims import Claim

STATEMENTS = "sparsity_theory.statements"
MEASURED = "data"  # the first word of a measured prediction's id

_NUMBERED = ("lemma", "theorem")


@dataclass(frozen=True)
class ClaimPlace:
    """The folder and the file, without its ending, of one claim."""

    folder: str
    name: str

    def module(self, package: str) -> str:
        """The dotted name under a package whose folders are those of the claims."""
        return f"{package}.{self.folder}.{self.name}"

    def path(self, ending: str) -> PurePosixPath:
        """The path under a folder whose folders are those of the claims."""
        return PurePosixPath(self.folder, self.name + ending)


def place(id_: str) -> ClaimPlace:
    """Where the claim of this id lives."""
    first, _, rest = id_.partition("-")
    folder = f"{first}_{rest[:1]}" if first in _NUMBERED and rest else first
    return ClaimPlace(folder, id_.replace("-", "_"))


def claim(id_: str) -> Claim:
    """The claim of this id, from its file; no other statement is read unless that one needs it.

    >>> claim("eq-6").title
    'Optimal decoder variance'

    Raises:
        ClaimError: if there is no such file, or it does not declare the claim.
    """
    name = place(id_).module(STATEMENTS)
    try:
        module = import_module(name)
    except ModuleNotFoundError as failure:
        if failure.name is None or not name.startswith(failure.name):
            raise
        raise ClaimError(f"no claim {id_!r}: there is no module {name}") from None
    from sparsity_theory.ledger.claims import Claim  # noqa: PLC0415 - a place needs no SymPy

    found: Claim = _declared(module, "CLAIM", Claim)
    return _at_its_place(found, module)


def claims() -> tuple[Claim, ...]:
    """Every claim that has a file, in the order of the paper.

    Folders come in the order of their ``ORDER``, the claims of a folder in the natural order of
    their ids (`Ledger` then puts what is used before what uses it).

    Raises:
        ClaimError: on a file that does not declare its claim, or a folder without an ``ORDER``.
    """
    from sparsity_theory.ledger.claims import Claim  # noqa: PLC0415 - a place needs no SymPy

    found = [_at_its_place(claim, module) for module, claim in declared(STATEMENTS, "CLAIM", Claim)]
    order = {folder: at for at, folder in enumerate(folders())}
    return tuple(sorted(found, key=lambda one: (order[place(one.id).folder], _natural(one.id))))


def folders() -> dict[str, str]:
    """The folders of statements in the order of the paper, each with its subject in words.

    >>> folders()["theorem_4"]
    'Theorem 4: separable penalties of bounded gradient'

    Raises:
        ClaimError: on a folder without an ``ORDER``, or two folders with the same.
    """
    found: dict[int, tuple[str, str]] = {}
    for folder in _names(STATEMENTS, packages=True):
        package = import_module(f"{STATEMENTS}.{folder}")
        order = getattr(package, "ORDER", None)
        if not isinstance(order, int) or not package.__doc__:
            raise ClaimError(
                f"{package.__name__} needs a docstring, its subject, and an integer ORDER, its"
                f" place among the folders; ORDER is {order!r}"
            )
        if order in found:
            raise ClaimError(f"{found[order][0]} and {folder} have the same ORDER, {order}")
        found[order] = folder, package.__doc__.strip().splitlines()[0].rstrip(".")
    return dict(found[order] for order in sorted(found))


def declared(package: str, attribute: str, kind: type) -> Iterator[tuple[ModuleType, Any]]:
    """Each module of the package's folders that stands at the place of a claim, and its value.

    Args:
        package: dotted name of the package whose folders are those of the claims.
        attribute: the name that a claim's module declares, and no other module may.
        kind: the class of its value.

    Raises:
        ClaimError: if a module named like a claim does not declare the attribute, or a helper does.
    """
    for folder in _names(package, packages=True):
        for name in _names(f"{package}.{folder}", packages=False):
            module = import_module(f"{package}.{folder}.{name}")
            if name.startswith(folder):
                yield module, _declared(module, attribute, kind)
            elif hasattr(module, attribute):
                raise ClaimError(
                    f"{module.__name__} declares {attribute}, but is not named after its folder as"
                    f" a claim's file is; name the file after the id of the claim"
                )


def _names(package: str, *, packages: bool) -> list[str]:
    """The modules, or the packages, that a package holds."""
    inside = iter_modules(import_module(package).__path__)
    return sorted(found.name for found in inside if found.ispkg == packages)


def _declared(module: ModuleType, attribute: str, kind: type) -> Any:
    value = getattr(module, attribute, None)
    if not isinstance(value, kind):
        raise ClaimError(
            f"{module.__name__} stands where a claim does but has no {attribute} of type"
            f" {kind.__name__}; declare it, or name a helper after its subject"
        )
    return value


def _at_its_place(claim: Claim, module: ModuleType) -> Claim:
    expected = place(claim.id).module(STATEMENTS)
    if module.__name__ != expected:
        raise ClaimError(f"claim {claim.id!r} stands in {module.__name__}, not in {expected}")
    return claim


def _natural(id_: str) -> list[tuple[int, str]]:
    """Sort key under which 2 comes before 10, and words after numbers.

    >>> sorted(["eq-10", "eq-2-3", "eq-5"], key=_natural)
    ['eq-2-3', 'eq-5', 'eq-10']
    """
    words = re.findall(r"\d+|[a-z]+", id_)
    return [(int(word), "") if word.isdigit() else (1 << 31, word) for word in words]
