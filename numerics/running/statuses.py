"""The exit statuses of all commands, in one place.

The numbers from 64 on are those of the system's ``sysexits.h`` and of shells (128 + signal).
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit status says."""

    DONE = 0
    NOT_VERIFIED = 1
    BAD_INPUT = 2
    UNDECIDED = 3
    UNCHECKED = 4
    INTERNAL = 70
    UNWRITTEN = 74
    INTERRUPTED = 130
    CLOSED_PIPE = 141


MEANINGS = {
    Exit.DONE: "done, every verdict certified",
    Exit.NOT_VERIFIED: "a certificate does not verify, or a check fails",
    Exit.BAD_INPUT: "bad input",
    Exit.UNDECIDED: "undecided within the limits of time and memory",
    Exit.UNCHECKED: "verified, but something that the file says was not checked",
    Exit.INTERNAL: "an error of the program",
    Exit.UNWRITTEN: "a result could not be written",
    Exit.INTERRUPTED: "interrupted",
    Exit.CLOSED_PIPE: "the reader of the output left before the end",
}
# What every command may end with; the others are named by the commands that use them.
ALWAYS = (Exit.BAD_INPUT, Exit.INTERNAL, Exit.UNWRITTEN, Exit.INTERRUPTED, Exit.CLOSED_PIPE)


def described(own: dict[Exit, str] | None = None) -> str:
    """The line that ends a command's help.

    Args:
        own: the statuses that the command uses beside `ALWAYS`, each with what it means there;
            an empty text stands for its usual meaning.

    >>> described({Exit.DONE: "done"})[:44]
    'exit status: 0 done; 2 bad input; 70 an erro'
    """
    texts = {status: MEANINGS[status] for status in ALWAYS}
    texts |= {status: text or MEANINGS[status] for status, text in (own or {}).items()}
    parts = [f"{int(status)} {texts[status]}" for status in sorted(texts)]
    return "exit status: " + "; ".join(parts)
