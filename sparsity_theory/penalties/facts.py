"""What can be said about a penalty: the numbers and properties that the theorems ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sympy import Expr

from sparsity_theory.exact.ranges import EVERYTHING, Bracket
from sparsity_theory.notebook import sheet


@dataclass(frozen=True)
class Facts:
    """Exact facts about a penalty h; None means UNKNOWN.

    "Bounded gradient" is Theorem 4's hypothesis: the derivative, one-sided at breakpoints, is
    bounded on [0, oo), *the right derivative at 0 included*. So it implies that h is continuous,
    at 0 too; without that the l0 count, of derivative 0 on u > 0, would be a counterexample.

    Attributes:
        value_at_zero: h(0).
        right_limit_at_zero: the limit of h(u) as u decreases to 0.
        right_slope_at_zero: the limit of (h(u) - h(0))/u as u decreases to 0; may be infinite.
        slope_bound: sup over u > 0 of ``|h'|``; oo at a jump on u > 0.
        supremum: sup over u > 0 of h.
        supremum_attained: whether some u > 0 attains it.
        infimum: inf over u > 0 of h.
        infimum_attained: whether some u > 0 attains it.
        nondecreasing: on u > 0.
        concave: on u > 0.
        bounded_gradient: see above.
        continuous_at_zero: h(0) is the right limit at 0.
        constant: h(u) = h(0) for every u > 0.

    >>> from sympy import Integer
    >>> Facts(supremum=Integer(1))
    <Facts: h(0) = unknown, slope at 0 = unknown, supremum = 1; 1 of 13 known>
    """

    value_at_zero: Expr | None = None
    right_limit_at_zero: Expr | None = None
    right_slope_at_zero: Expr | None = None
    slope_bound: Expr | None = None
    supremum: Expr | None = None
    supremum_attained: bool | None = None
    infimum: Expr | None = None
    infimum_attained: bool | None = None
    nondecreasing: bool | None = None
    concave: bool | None = None
    bounded_gradient: bool | None = None
    continuous_at_zero: bool | None = None
    constant: bool | None = None

    def __repr__(self) -> str:
        known = [name for name, value in self._found() if value is not None]
        numbers = {
            "h(0)": self.value_at_zero,
            "slope at 0": self.right_slope_at_zero,
            "supremum": self.supremum,
        }
        said = ", ".join(f"{name} = {_shown(value)}" for name, value in numbers.items())
        return f"<Facts: {said}; {len(known)} of {len(FACT_NAMES)} known>"

    def _repr_html_(self) -> str:
        """How notebooks show it."""
        return sheet(
            "facts about a penalty h",
            [(name.replace("_", " "), _shown(value, None)) for name, value in self._found()],
        )

    def _found(self) -> list[tuple[str, Expr | bool | None]]:
        """Every fact by name."""
        return [(name, getattr(self, name)) for name in FACT_NAMES]


def _shown(value: Expr | bool | None, most: int | None = 40) -> str:
    """A fact as text of at most so many letters."""
    words = {None: "unknown", True: "yes", False: "no"}
    text = words[value] if value is None or isinstance(value, bool) else str(value)
    return text if most is None or len(text) <= most else f"{text[: most - 3]}..."


@dataclass(frozen=True)
class Bounds:
    """Proved brackets of the extremes over u > 0, also where no closed form was found."""

    supremum: Bracket = EVERYTHING
    infimum: Bracket = EVERYTHING
    slope_bound: Bracket = EVERYTHING


FACT_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Facts))
"""The names of all facts, in order."""
