"""What a certificate holds: the claim, the best point, and the proof that it is the minimum."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from numerics.certificates.instances import Instance
from numerics.certificates.linear_family import LinearFamily, Matrix, Theta
from numerics.errors import CertificateError


@dataclass(frozen=True)
class Patch:
    """A box of theta, ceilings of the row powers in it, and a near left inverse that shows them.

    The inverse V, shape (kappa, live), is None where h alone shows the ceilings.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    ceilings: tuple[float, ...]
    inverse: tuple[tuple[float, ...], ...] | None


@dataclass(frozen=True)
class Leaf:
    """What proves the bound on one box: slopes and the dual matrices ``dual * 2^exponent``.

    They are P_0 and, where P follows theta, P_1 .. P_p (`numerics.solver.dual`), each (live, n),
    one after another and row by row.
    """

    lam: float
    slopes: tuple[float, ...]
    exponent: int
    dual: array[int]


@dataclass(frozen=True)
class Minimum:
    """The proof that no point is better than the stored one by more than the tolerance.

    Attributes:
        tolerance: the gap.
        e_max: errors beyond it are excluded by g.
        patches: boxes that cover the admitted theta, with ceilings of the row powers.
        splits: per node (column, value, first child), or None for a leaf; the roots, one for each
            patch, come first.
            Columns are theta_1, ..., theta_p, e, u_1, ..., u_kappa.
        leaves: the proof of each leaf, by node.
    """

    tolerance: Fraction
    e_max: float
    patches: tuple[Patch, ...]
    splits: tuple[tuple[int, float, int] | None, ...]
    leaves: Mapping[int, Leaf]


@dataclass(frozen=True)
class Certificate:
    """An answer with its proof.

    Attributes:
        g: text of the penalty on the error.
        h: text of the penalty on the row powers.
        verdict: "fails", "guarantees" or "undecided"; "minimum" where nothing but the minimum of
            one family is claimed.
        part: the part of Theorem A that decides; empty with the verdict "minimum".
        problem: the recipe of data and decoders, or they themselves.
        theta: the best point found: its decoder parameters ...
        codes: ... and codes, exact, shape (kappa, n).
        minimum: the proof that it is the global minimiser to a tolerance, if there is one.
    """

    g: str
    h: str
    verdict: str
    part: str
    problem: Instance | LinearFamily
    theta: Theta
    codes: Matrix
    minimum: Minimum | None

    @property
    def family(self) -> LinearFamily:
        """Data and decoders."""
        return self.problem.family if isinstance(self.problem, Instance) else self.problem

    @property
    def instance(self) -> Instance:
        """The recipe.

        Raises:
            CertificateError: if the certificate is about a family without one.
        """
        if isinstance(self.problem, Instance):
            return self.problem
        raise CertificateError(
            "the certificate is about a family given by its matrices, not about an instance of"
            " Theorem A: it has no verdict"
        )
