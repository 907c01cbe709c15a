"""The losses on which the certified solver and its peers are compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from numerics.certificates.linear_family import LinearFamily
from numerics.solver.dense import random_family
from numerics.solver.solve import Geometry
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import Penalty, penalty

SIZES = {
    3: Dimensions(3, 2, 1),
    7: Dimensions(5, 3, 2),
    16: Dimensions(8, 5, 3),
    33: Dimensions(16, 8, 4),
}
"""By the number of variables, theta and kappa times r codes."""

PENALTIES = ("log1p", "sqrt", "log", "capped")


class Origin(Enum):
    """Where a family comes from; the value is how tables call it."""

    THEOREM = "theorem"
    RANDOM = "random dense"


G = {Origin.THEOREM: "1000*u", Origin.RANDOM: "10*u"}
"""The penalty on the error: on random data, which no code fits, a smaller factor is balanced."""


@dataclass(frozen=True)
class Case:
    """One loss; the seed draws a random family, and is passed on to the peers.

    >>> Case(Origin.THEOREM, 7, "sqrt", seed=0).family.shape
    (5, 3, 2)
    """

    kind: Origin
    variables: int
    h_name: str
    seed: int

    @property
    def dims(self) -> Dimensions:
        """(d, kappa, r); the number of samples is r."""
        return SIZES[self.variables]

    @property
    def g(self) -> Penalty:
        """The penalty on the error."""
        return _penalty(G[self.kind])

    @property
    def h(self) -> Penalty:
        """The penalty on the row powers."""
        return _penalty(self.h_name)

    @cached_property
    def family(self) -> LinearFamily:
        """Data and decoders with one parameter theta in [0, 1]."""
        dims = self.dims
        if self.kind is Origin.THEOREM:
            return Geometry().instance(dims).family
        return random_family(dims.d, dims.kappa, dims.r, 1, self.seed)


@lru_cache
def _penalty(text: str) -> Penalty:
    """One object for a text, so that what is proved about it is derived before the clock starts."""
    return penalty(text)


def cases(variables: list[int], names: tuple[str, ...], seeds: int) -> list[Case]:
    """Every kind, size, penalty and seed, the small ones first."""
    return [
        Case(kind, size, name, seed)
        for size in sorted(variables)
        for kind in Origin
        for name in names
        for seed in range(seeds)
    ]
