"""Every exception that `empirics` raises; their messages say what to do next."""

from __future__ import annotations

from numerics.errors import NumericsError


class EmpiricsError(NumericsError):
    """Something about data, a configuration or a run is not as it has to be."""


class ConfigError(EmpiricsError):
    """A configuration that cannot be trained."""


class DataError(EmpiricsError):
    """A data set that is missing, damaged or of the wrong shape."""


class TrainingError(EmpiricsError):
    """A training run that had to stop; the last good state is kept."""


class MeasureError(EmpiricsError):
    """Arrays that a measure cannot make sense of."""
