"""Parts for a training loop of one's own, in torch.

The callbacks are in `empirics.parts.lightning` and `empirics.parts.pythae`; the scikit-learn
estimator is `empirics.parts.estimator.SparseVAE`.
"""

from sparsity_theory.lazy import lazily

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from empirics.parts.losses import DecoderVariance, GaussianVAELoss, Terms
    from empirics.parts.models import arrays_of
    from empirics.parts.monitor import LatentMonitor, gradient_norm, watch
    from empirics.parts.penalties import RowPenalty
    from empirics.parts.units import KNOWN, KnownLoss, Recipe, units_of
else:
    __getattr__ = lazily(
        __name__,
        {
            "DecoderVariance": "empirics.parts.losses",
            "GaussianVAELoss": "empirics.parts.losses",
            "KNOWN": "empirics.parts.units",
            "KnownLoss": "empirics.parts.units",
            "LatentMonitor": "empirics.parts.monitor",
            "Recipe": "empirics.parts.units",
            "RowPenalty": "empirics.parts.penalties",
            "Terms": "empirics.parts.losses",
            "arrays_of": "empirics.parts.models",
            "gradient_norm": "empirics.parts.monitor",
            "units_of": "empirics.parts.units",
            "watch": "empirics.parts.monitor",
        },
        extra="empirics",
    )

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


def __dir__() -> list[str]:
    return __all__
