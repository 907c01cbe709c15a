"""Parts for a training loop of one's own, in torch.

The callbacks are in `empirics.parts.lightning` and `empirics.parts.pythae`; the scikit-learn
estimator is `empirics.parts.estimator.SparseVAE`.
"""

from empirics.parts.losses import DecoderVariance, GaussianVAELoss, Terms
from empirics.parts.models import arrays_of
from empirics.parts.monitor import LatentMonitor, gradient_norm, watch
from empirics.parts.penalties import RowPenalty
from empirics.parts.units import KNOWN, KnownLoss, Recipe, units_of

__all__ = [
    "KNOWN",
    "DecoderVariance",
    "GaussianVAELoss",
    "KnownLoss",
    "LatentMonitor",
    "Recipe",
    "RowPenalty",
    "Terms",
    "arrays_of",
    "gradient_norm",
    "units_of",
    "watch",
]
