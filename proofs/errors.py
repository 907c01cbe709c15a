"""Every exception of `proofs`; the text says what was given, what is allowed, what to do."""

from numerics.errors import NumericsError


class ProofsError(NumericsError):
    """Base class: catch this to catch every error that `proofs` raises on purpose."""


class RecordError(ProofsError):
    """The record of runs cannot be read, or is asked for what it does not have."""


class DocumentError(ProofsError):
    """A text cannot be set: an unbalanced ``$``, or a character without a LaTeX form."""


class CheckoutError(ProofsError):
    """Something that only a checkout of the repository has is asked of an installation."""


class ToolError(ProofsError):
    """A program that a command needs is missing or has failed."""
