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

    __version__: str
else:
    __getattr__ = lazily(
        __name__,
        {
            "Diagnosis": "empirics.diagnosis",
            "EmpiricsError": "empirics.errors",
            "diagnose": "empirics.diagnosis",
        },
    )

__all__ = ["Diagnosis", "EmpiricsError", "__version__", "diagnose"]


def __dir__() -> list[str]:
    return __all__
