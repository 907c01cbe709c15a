"""What the arrays of anyone's trained VAE say; see `diagnose`."""

from empirics.diagnosis.diagnosis import Diagnosis, diagnose, diagnose_file

__all__ = ["Diagnosis", "diagnose", "diagnose_file"]
