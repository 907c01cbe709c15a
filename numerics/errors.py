"""Every exception of `numerics`; the text says what was given, what is allowed, what to do."""


class NumericsError(ValueError):
    """Base class: catch this to catch every error that `numerics` raises on purpose."""


class InstanceError(NumericsError):
    """An instance that cannot be built: a power, a count or a size out of range."""


class CertificateError(NumericsError):
    """A certificate that cannot be read: not JSON, truncated, or of another version."""


class OutputError(NumericsError):
    """A result that cannot be written where the user asked for it."""
