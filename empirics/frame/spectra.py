"""Eigenvalues of each seed's own samples, which the affine closed forms take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from empirics.frame.experiment import Record
from empirics.frame.jobs import about
from empirics.measures.affine import spectrum
from empirics.training.config import Config
from empirics.training.resampling import own_samples


def spectra(config: Config, x: NDArray[np.float32], kappa: int) -> dict[str, list[float]]:
    """The eigenvalues, largest first, of what each seed of a run trains on; by seed.

    >>> from empirics.training.config import VAE, Architecture, Member, Optimiser
    >>> x = np.array([[2.0, 0], [-2, 0], [1, 0], [-1, 0]], dtype=np.float32)
    >>> network, members = Architecture("mlp", (2,), latent=1), (Member(0), Member(5))
    >>> config = Config(network, members, VAE(), Optimiser(), 1, 1, resample="slices")
    >>> spectra(config, x, kappa=1)
    {'0': [4.0, 0.0], '5': [1.0, 0.0]}
    """
    own = zip(config.members, own_samples(config, len(x)), strict=True)
    rows = {member.seed: mine for member, mine in own}
    return {str(seed): list(spectrum(x[rows[seed]], kappa).eigenvalues) for seed in sorted(rows)}


def by_data_and_seed(
    jobs: Sequence[Record], results: Sequence[Record]
) -> dict[tuple[str, int], tuple[float, ...]]:
    """The "spectra" of results, by the name of the data and the seed."""
    return {
        (about(job), int(seed)): tuple(eigenvalues)
        for job, result in zip(jobs, results, strict=True)
        for seed, eigenvalues in result["spectra"].items()
    }
