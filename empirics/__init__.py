"""VAEs on real data: training, measures, experiments, and a diagnosis of anyone's trained VAE.

>>> from empirics import diagnose
"""

from empirics.diagnosis import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
