"""Where this project's compiled Coq files are, and which axioms they may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from numerics.errors import NumericsError

# Groups of the allow list that a verdict file may use.
GROUPS = ("choice", "integers")
_NEEDED = "theory/Verdict.vo"


@dataclass(frozen=True)
class Library:
    """The folder ``proofs/coq`` of the repository, compiled.

    Raises:
        NumericsError: it is not there, or not compiled.
    """

    folder: Path

    def __post_init__(self) -> None:
        if not (self.folder / "allowed-axioms.txt").is_file():
            raise NumericsError(
                f"{self.folder} is not this project's folder proofs/coq; it is part of the"
                " repository, not of the wheel: name it with --coq-library DIR"
            )
        if not (self.folder / _NEEDED).is_file():
            raise NumericsError(
                f"{self.folder} is not compiled: run  make -C {self.folder} theory/Verdict.vo"
            )

    @property
    def options(self) -> tuple[str, ...]:
        """The options of ``coqc`` that find it."""
        return ("-Q", str(self.folder.resolve()), "Sparsity")

    @property
    def allowed_axioms(self) -> frozenset[str]:
        """The axioms that a verdict file may rest on."""
        lines = (self.folder / "allowed-axioms.txt").read_text(encoding="utf-8").splitlines()
        pairs = (line.split() for line in lines if line.strip() and not line.startswith("#"))
        return frozenset(axiom for group, axiom in pairs if group in GROUPS)


def without_integers(axioms: Iterable[str]) -> tuple[list[str], int]:
    """The other axioms, and how many are of Coq's primitive integers: dozens, too many to list.

    >>> without_integers(["PrimInt63.add", "Classical_Prop.classic", "Uint63.add_spec"])
    (['Classical_Prop.classic'], 2)
    """
    listed = list(axioms)
    others = [axiom for axiom in listed if not axiom.startswith(("Uint63.", "PrimInt63."))]
    return others, len(listed) - len(others)


def default_library() -> Path:
    """``proofs/coq`` beside this package, as in a clone of the repository."""
    return Path(__file__).parents[2] / "proofs" / "coq"
