"""The three-valued answer to a mathematical question."""

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """HOLDS and FAILS are proved; UNKNOWN is an answer, and it never passes for HOLDS."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, truth: bool | None) -> "Verdict":
        """Read True, False and None (undecided) as a verdict.

        >>> Verdict.of(None)
        <Verdict.UNKNOWN: 'unknown'>
        """
        if truth is None:
            return cls.UNKNOWN
        return cls.HOLDS if truth else cls.FAILS


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on "all of these": one failure refutes it, one unknown leaves it open.

    >>> all_of([Verdict.HOLDS, Verdict.UNKNOWN, Verdict.FAILS])
    <Verdict.FAILS: 'fails'>
    >>> all_of([Verdict.HOLDS, Verdict.UNKNOWN])
    <Verdict.UNKNOWN: 'unknown'>
    >>> all_of([])
    <Verdict.HOLDS: 'holds'>
    """
    found = set(verdicts)
    if Verdict.FAILS in found:
        return Verdict.FAILS
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.HOLDS
