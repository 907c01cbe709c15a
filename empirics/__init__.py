"""VAEs on real data: training, measures, experiments, and a diagnosis of anyone's trained VAE.

>>> from empirics import diagnose
>>> import numpy as np
>>> stream = np.random.default_rng(0)
>>> x = stream.standard_normal((50, 3))
>>> mu, sigma = x[:, :2], np.full((50, 2), 0.1)
>>> diagnose(mu, sigma, x, x_hat=0.9 * x, gamma=0.1).active
2
"""

from sparsity_theory.lazy import lazily

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from empirics.diagnosis import Diagnosis, diagnose
    from empirics.errors import EmpiricsError
    from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
    from empirics.training.train import train

    __version__: str
else:
    __getattr__ = lazily(
        __name__,
        {
            "Diagnosis": "empirics.diagnosis",
            "Architecture": "empirics.training.config",
            "Config": "empirics.training.config",
            "EmpiricsError": "empirics.errors",
            "Member": "empirics.training.config",
            "Optimiser": "empirics.training.config",
            "VAE": "empirics.training.config",
            "train": "empirics.training.train",
            "diagnose": "empirics.diagnosis",
        },
        extra="empirics",
    )

__all__ = [
    "VAE",
    "Architecture",
    "Config",
    "Diagnosis",
    "EmpiricsError",
    "Member",
    "Optimiser",
    "__version__",
    "diagnose",
    "train",
]


def __dir__() -> list[str]:
    return __all__
