"""A family of penalties over a grid of parameter and geometry, beside the closed form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

from numerics.phase_diagrams.axes import DEFAULT_COUNT, short, spaced
from numerics.phase_diagrams.decision import FAILURE, OUTCOMES, SUCCESS, UNDECIDED
from numerics.phase_diagrams.families import (
    Boundary,
    PenaltyFamily,
    PreferenceRegion,
    against_dense,
)
from numerics.running.sweep import Record
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.expressions import MAX_EXPONENT


@dataclass(frozen=True)
class Diagram:
    """A family over a grid: outcomes[i][j] at parameters[i] and epsilons[j].

    Attributes:
        family: the penalty.
        dims: (d, kappa, r).
        M: amplitude of the sparse rows.
        epsilons: amplitudes of the dense rows.
        parameters: parameters of the family.
        outcomes: "success", "failure" or "undecided" of every point.
        boundaries: the threshold at every epsilon.
        g: text of the penalty on the error; None for the indicator.
        tolerance: points with a relative distance to the threshold up to it are not compared.
    """

    family: PenaltyFamily
    dims: Dimensions
    M: Fraction
    epsilons: tuple[Fraction, ...]
    parameters: tuple[Fraction, ...]
    outcomes: tuple[tuple[str, ...], ...]
    boundaries: tuple[Boundary, ...]
    g: str | None
    tolerance: Fraction

    @property
    def counts(self) -> dict[str, int]:
        """How many points have which outcome."""
        found = Counter(outcome for row in self.outcomes for outcome in row)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def differing(self) -> list[tuple[Fraction, Fraction, str]]:
        """Decided points (parameter, epsilon, outcome) that contradict the closed form."""
        return [point for point in self._compared() if point[2] != UNDECIDED]

    def left_open(self) -> list[tuple[Fraction, Fraction, str]]:
        """Undecided points outside the tolerance."""
        return [point for point in self._compared() if point[2] == UNDECIDED]

    def jobs(self) -> list[Record]:
        """What decides the points, row by row."""
        dims = self.dims
        common = {
            "family": self.family.name,
            "M": str(self.M),
            "dims": [dims.d, dims.kappa, dims.r],
            "g": self.g,
        }
        return [
            {**common, "parameter": str(parameter), "epsilon": str(epsilon)}
            for parameter in self.parameters
            for epsilon in self.epsilons
        ]

    def record(self) -> Record:
        """The diagram as JSON."""
        dims = self.dims
        return {
            "family": self.family.name,
            "penalty": self.family.formula,
            "dims": [dims.d, dims.kappa, dims.r],
            "M": str(self.M),
            "g": self.g or "indicator",
            "tolerance": str(self.tolerance),
            "epsilons": [str(epsilon) for epsilon in self.epsilons],
            "parameters": [str(parameter) for parameter in self.parameters],
            "outcomes": [list(row) for row in self.outcomes],
            "boundary": [
                {
                    "sparse_code_wins": boundary.region.value,
                    "above": None if boundary.low is None else str(boundary.low),
                    "below": None if boundary.high is None else str(boundary.high),
                }
                for boundary in self.boundaries
            ],
            "counts": self.counts,
            "disagreements": len(self.differing()),
            "undecided_outside_tolerance": len(self.left_open()),
        }

    def _compared(self) -> list[tuple[Fraction, Fraction, str]]:
        return [
            (parameter, epsilon, outcome)
            for parameter, row in zip(self.parameters, self.outcomes, strict=True)
            for epsilon, outcome, boundary in zip(self.epsilons, row, self.boundaries, strict=True)
            if expected(boundary, parameter, self.tolerance) not in (None, outcome)
        ]


def expected(boundary: Boundary, parameter: Fraction, tolerance: Fraction) -> str | None:
    """What the closed form says; None within the tolerance of the threshold."""
    if boundary.region is not PreferenceRegion.BELOW:
        return SUCCESS if boundary.region is PreferenceRegion.ALWAYS else FAILURE
    assert boundary.low is not None
    assert boundary.high is not None
    if parameter < boundary.low * (1 - tolerance):
        return SUCCESS
    return FAILURE if parameter > boundary.high * (1 + tolerance) else None


def completed(draft: Diagram) -> Diagram:
    """Add the boundaries, and by default parameters a decade around all of them."""
    chosen, parameters = draft.family, draft.parameters
    boundaries = tuple(
        chosen.boundary(against_dense(draft.dims.r, draft.M, epsilon)) for epsilon in draft.epsilons
    )
    if not parameters:
        ends = [boundary.at for boundary in boundaries if boundary.at is not None] or [Fraction(1)]
        # Beyond p = 1 a power is convex, of no use as a penalty and slow to minimise.
        top = Fraction(1) if chosen.name == "power" else max(ends) * 10
        parameters = spaced(short(min(ends) / 10), short(top), DEFAULT_COUNT)
    if chosen.name == "power" and draft.g is not None:
        parameters = tuple(dict.fromkeys(_small_fraction(value) for value in parameters))
    return replace(draft, parameters=parameters, boundaries=boundaries)


def _small_fraction(value: Fraction) -> Fraction:
    """The nearest exponent that the language of penalties admits, if it is not out of range."""
    if value > 1:
        return 1 / _small_fraction(1 / value)
    return value.limit_denominator(MAX_EXPONENT) or value
