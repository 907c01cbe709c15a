"""Every exception that this package raises, in one place.

A message says what was given, what is allowed, and what to do next.
"""


class SparsityTheoryError(ValueError):
    """Base of all errors of this package; a `ValueError`, since each is about a given value."""


class ExpressionError(SparsityTheoryError):
    """A text is not an expression of the language that `expressions.parse` reads."""


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
