"""Every exception of `numerics`; the text says what was given, what is allowed, what to do."""


class NumericsError(ValueError):
    """Base class: catch this to catch every error that `numerics` raises on purpose."""


class InstanceError(NumericsError):
    """An instance that cannot be built: a power, a count or a size out of range."""


class CertificateError(NumericsError):
    """A certificate that cannot be read: not JSON, truncated, or of another version."""


class OutputError(NumericsError):
    """A result that cannot be written where the user asked for it."""


class WriteError(OutputError):
    """A result that could not be written in the end: a full disk, a folder that has gone."""


class UsageError(NumericsError):
    """A command line that names no such option, or lacks one."""


class UndecidedError(NumericsError):
    """A question that stays open within the limits of time and memory."""
