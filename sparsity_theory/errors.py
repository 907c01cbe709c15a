"""Every exception that this package raises, in one place.

A message says what was given, what is allowed, and what to do next.
"""

from typing import NamedTuple


class SparsityTheoryError(ValueError):
    """Base of all errors of this package; a `ValueError`, since each is about a given value."""


class ExpressionError(SparsityTheoryError):
    """A text is not an expression of the language that `expressions.parse` reads."""


class Jump(NamedTuple):
    """A text that has one formula before an irrational point, and another one after it.

    Attributes:
        point: as a text.
        before: the text with the first formula only.
        after: the text with the second formula only.
        before_at_point: whether the first formula holds at the point, too.
        rises: the sign of the jump; None where it is not known.
    """

    point: str
    before: str
    after: str
    before_at_point: bool
    rises: int | None


class IrrationalJumpError(ExpressionError):
    """A penalty jumps at an irrational point.

    Attributes:
        source: its text, with all names replaced.
        jump: its two sides; None where these were not taken apart.
    """

    def __init__(self, message: str, source: str = "", jump: Jump | None = None) -> None:
        super().__init__(message)
        self.source, self.jump = source, jump


class PenaltyError(SparsityTheoryError):
    """A penalty is unknown, has bad parameters, or is not a finite real function on u >= 0."""


class DimensionError(SparsityTheoryError):
    """The dimensions are not integers with d >= kappa > r > 0."""


class ObjectiveError(SparsityTheoryError):
    """An objective of the error and the row powers is outside its language, or has no value."""


class ClaimError(SparsityTheoryError):
    """A claim of the ledger is badly declared."""


class ContradictionError(RuntimeError):
    """What was proved about a penalty is false at a point: an error of this package.

    It is no `SparsityTheoryError`, since nothing is wrong with what was given. A command ends
    with the status of internal errors (70) and no answer.
    """
