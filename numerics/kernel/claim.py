"""What a verdict file claims: the pair, the dimensions, and the numbers that show it.

The claim stands in the file's first comment, is read back from there by the check, and fixes every
statement that the check asks Coq for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from numerics.errors import NumericsError
from numerics.kernel.language import both, number, read
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError

# part -> how many numbers it needs, and the lemma of Verdict.v that concludes.
PARTS = {
    "dense": (2, "fails_dense"),
    "imperfect": (2, "fails_imperfect"),
    "tie-dense": (2, "tie_dense"),
    "tie-imperfect": (2, "tie_imperfect"),
    "guaranteed": (3, "guaranteed_bounds"),
}
MAX_DIGITS = 400
# Coq counts dimensions in unary numbers.
MAX_DIMENSION = 2000


@dataclass(frozen=True)
class KernelClaim:
    """A verdict on L_{g,h} at (d, kappa, r), with the numbers that its proof names.

    Attributes:
        part: "dense" or "imperfect" (strictly beaten), the same with "tie-" (not guaranteed, by
            equality), or "guaranteed".
        numbers: the two arguments of a witness; or lower and upper bound of h - h(0), and lower
            bound of g - g(0), on u > 0.
    """

    g: str
    h: str
    dims: Dimensions
    part: str
    numbers: tuple[Fraction, ...]

    @property
    def verdict(self) -> str:
        """The proposition of the theorem ``verdict``."""
        d, kappa, r = self.dims.d, self.dims.kappa, self.dims.r
        if self.part == "guaranteed":
            return f"Verdict.guaranteed {d} {kappa} {r} g h"
        if self.part.startswith("tie-"):
            return f"~ Verdict.guaranteed {d} {kappa} {r} g h"
        return f"BridgeStatements.fails {d} {kappa} {r} g h"

    @property
    def in_words(self) -> str:
        """The verdict for people."""
        at = f"at (d, kappa, r) = ({self.dims.d}, {self.dims.kappa}, {self.dims.r})"
        if self.part == "guaranteed":
            return f"optimal sparsity is guaranteed {at}"
        if self.part.startswith("tie-"):
            return f"optimal sparsity is not guaranteed {at}: a tie"
        return f"optimal sparsity is not guaranteed {at}, and strictly beaten on an instance"

    @property
    def inequalities(self) -> tuple[tuple[str, str], ...]:
        """Names and statements of the lemmas that the conclusion is drawn from."""
        values = [number(value) for value in self.numbers]
        d, r = self.dims.d, self.dims.r
        if self.part == "guaranteed":
            low, high, jump = values
            return (
                ("h_between", f"forall u, 0 < u -> {low} <= h u - h 0 <= {high}"),
                ("g_above", f"forall u, 0 < u -> {jump} <= g u - g 0"),
            )
        first, second = values
        weight, other = (r + 1, "h") if self.part.endswith("dense") else (d, "g")
        relation = "<=" if self.part.startswith("tie-") else "<"
        left = f"{weight} * ({other} {second} - {other} 0)"
        return (("gap", f"{left} {relation} {r} * (h {first} - h 0)"),)

    @property
    def defined(self) -> str:
        """The proposition that g and h are defined wherever the proof uses them."""
        if self.part == "guaranteed":
            return "forall u, 0 <= u -> h_defined u /\\ g_defined u"
        first, second = (number(value) for value in self.numbers)
        other = "h" if self.part.endswith("dense") else "g"
        return both("h_defined 0", "g_defined 0", f"h_defined {first}", f"{other}_defined {second}")

    def definitions(self) -> str:
        """G and h as real functions, and where they are defined."""
        lines = []
        for name, text in (("g", self.g), ("h", self.h)):
            found = read(text)
            lines.append(f"Definition {name} (u : R) : R := {found.term}.")
            lines.append(f"Definition {name}_defined (u : R) : Prop := {found.defined}.")
        return "\n".join(lines)

    def header(self) -> str:
        """The first comment of the file."""
        values = " ".join(str(value) for value in self.numbers)
        return (
            "(* Theorem A, asked about g(error) + (1/d) sum_k h(power of row k).\n"
            f"   g: {self.g}\n   h: {self.h}\n"
            f"   dims: {self.dims.d},{self.dims.kappa},{self.dims.r}\n"
            f"   part: {self.part}\n   numbers: {values}\n"
            f"   In words: {self.in_words}. *)"
        )


_HEADER = re.compile(
    r"\(\* Theorem A, asked about g\(error\) \+ \(1/d\) sum_k h\(power of row k\)\.\n"
    r"   g: (?P<g>[^\n]{1,2000})\n   h: (?P<h>[^\n]{1,2000})\n"
    r"   dims: (?P<dims>\d{1,4},\d{1,4},\d{1,4})\n   part: (?P<part>[a-z-]{1,20})\n"
    rf"   numbers: (?P<numbers>[0-9/ -]{{1,{MAX_DIGITS}}})\n"
    r"   In words: [^\n]{1,300} \*\)\n"
)


def make_claim(
    g: str, h: str, dims: Dimensions, part: str, numbers: tuple[Fraction, ...]
) -> KernelClaim:
    """A claim whose texts, part and numbers are in order.

    Raises:
        NumericsError: they are not; the message says which.
        ExpressionError, PenaltyError: g or h is no penalty (`sparsity_theory`).
    """
    if part not in PARTS:
        raise NumericsError(f"no part is called {part!r}; the parts are {', '.join(PARTS)}")
    if len(numbers) != PARTS[part][0]:
        raise NumericsError(f"part {part} needs {PARTS[part][0]} numbers, got {len(numbers)}")
    if part != "guaranteed" and min(numbers) <= 0:
        raise NumericsError("powers and errors of a witness must be positive")
    if max(dims.d, dims.kappa) > MAX_DIMENSION:
        raise NumericsError(f"Coq is asked about dimensions of at most {MAX_DIMENSION}")
    claim = KernelClaim(" ".join(g.split()), " ".join(h.split()), dims, part, numbers)
    claim.definitions()
    return claim


def read_claim(text: str) -> KernelClaim:
    """The claim that a file's first comment makes.

    Raises:
        NumericsError: there is no such comment, or it is not in order.
    """
    found = _HEADER.match(text)
    if found is None:
        raise NumericsError(
            "the file does not begin with the comment of a verdict file (g, h, dims, part,"
            " numbers); write one with --coq FILE"
        )
    try:
        numbers = tuple(Fraction(word) for word in found["numbers"].split())
        dims = Dimensions(*(int(word) for word in found["dims"].split(",")))
        return make_claim(found["g"], found["h"], dims, found["part"], numbers)
    except (ValueError, ZeroDivisionError) as failure:
        raise NumericsError(f"the first comment cannot be read: {failure}") from None
    except SparsityTheoryError as failure:
        raise NumericsError(f"the first comment names no pair of penalties: {failure}") from None
