r"""Maximum mean discrepancy of codes to the prior N(0, I), which enters in closed form.

The kernel is Gaussian, ``k(y, z) = exp(-|y - z|^2 / (2 l^2))``.  Its mean over the prior is known,
``E k(z, y) = (1 + 1/l^2)^(-kappa/2) exp(-|z|^2 / (2 (1 + l^2)))``, and so is the prior's mean with
itself: only the codes are a sample, and no noise comes from drawing the prior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, matrix, positive

_ROWS = 512


@dataclass(frozen=True)
class Discrepancy:
    """Estimates of the *squared* MMD between the law of the codes and the prior.

    Attributes:
        unbiased: the U-statistic; negative values are possible.
        biased: the V-statistic, the squared MMD of the codes as they are; never negative.
        standard_error: of the unbiased estimate, by the jackknife, whose variance is too large
            rather than too small on average (twice the true one where the laws agree).
        kernel: "gaussian".
        bandwidth: l of the kernel.
        samples: number of codes that were used.
        dimension: kappa.
        seed: of the choice of codes, where there were more than the limit.
    """

    unbiased: float
    biased: float
    standard_error: float
    kernel: str
    bandwidth: float
    samples: int
    dimension: int
    seed: int

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Normal confidence interval around the unbiased estimate."""
        reach = NormalDist().inv_cdf((1 + level) / 2) * self.standard_error
        return self.unbiased - reach, self.unbiased + reach


def mmd(
    z: ArrayLike, *, bandwidth: float | None = None, limit: int = 10_000, seed: int = 0
) -> Discrepancy:
    """Squared MMD between codes z (n, kappa), drawn from q(z), and N(0, I).

    The law of the codes is the aggregated posterior: draw one code per sample
    (`draw_codes`), do not pass the encoder means.

    Args:
        z: at least three codes.
        bandwidth: l; by default sqrt(kappa), which depends on the prior alone, so that models of
            one kappa are compared by one kernel.
        limit: at most so many codes are used, chosen with the seed: time grows with their square.
        seed: of that choice.

    >>> found = mmd(np.random.default_rng(0).standard_normal((500, 2)))
    >>> found.interval()[0] < 0 < found.interval()[1], round(found.bandwidth, 3)
    (True, 1.414)

    Raises:
        MeasureError: on fewer than three codes, or a bandwidth that is not positive.
    """
    codes = matrix("z", z).astype(np.float64)
    if min(len(codes), limit) < 3:
        raise MeasureError(f"at least three codes are needed; given {len(codes)}, limit {limit}")
    if len(codes) > limit:
        codes = codes[np.random.default_rng(seed).choice(len(codes), limit, replace=False)]
    n, kappa = codes.shape
    width = positive("bandwidth", math.sqrt(kappa) if bandwidth is None else bandwidth)
    rows, diagonal = _row_sums(codes, width)
    off = rows - diagonal
    total = float(off.sum())
    without = (total - 2 * off) / ((n - 1) * (n - 2))
    unbiased = total / (n * (n - 1))
    return Discrepancy(
        unbiased=unbiased,
        biased=float(rows.sum()) / n**2,
        standard_error=math.sqrt((n - 1) / n * float(((without - unbiased) ** 2).sum())),
        kernel="gaussian",
        bandwidth=width,
        samples=n,
        dimension=kappa,
        seed=seed,
    )


def _row_sums(codes: Floats, width: float) -> tuple[Floats, Floats]:
    """Row sums and diagonal of the centred kernel, the inner product of mean embeddings."""
    n, kappa = codes.shape
    norms = (codes**2).sum(axis=1)
    with_prior = prior_mean(norms, kappa, width)
    prior = float((1 + 2 / width**2) ** (-kappa / 2))
    rows = np.empty(n)
    for start in range(0, n, _ROWS):
        part = slice(start, min(start + _ROWS, n))
        distances = norms[part, None] + norms - 2 * codes[part] @ codes.T
        distances[np.arange(part.stop - start), np.arange(start, part.stop)] = 0
        kernel = np.exp(distances / (-2 * width**2))
        rows[part] = kernel.sum(axis=1) - n * with_prior[part]
    rows += n * prior - with_prior.sum()
    return rows, 1 - 2 * with_prior + prior


def prior_mean(squared_norms: Floats, kappa: int, width: float) -> Floats:
    """Mean of the kernel between codes of these squared norms and a draw from the prior."""
    scale = (1 + 1 / width**2) ** (-kappa / 2)
    return np.asarray(scale * np.exp(-squared_norms / (2 * (1 + width**2))))


def pruned_mmd(kappa: int, m: int, delta: float, bandwidth: float) -> float:
    """Squared MMD of a normal law, variance 1 in m coordinates and delta in the others.

    Claim mmd-closed-form (an extension of the paper): what estimators are tested on.

    >>> round(pruned_mmd(kappa=2, m=1, delta=0.0, bandwidth=1.0), 6)
    0.094187

    Raises:
        MeasureError: unless 0 <= m <= kappa, delta >= 0 and the bandwidth is positive.
    """
    return _evaluate("closed form", kappa, m, delta, bandwidth)


def mmd_floor(kappa: int, m: int, delta: float, bandwidth: float) -> float:
    """Least squared MMD of a law on an m-dimensional linear subspace times N(0, delta I).

    Claim mmd-floor (an extension of the paper).  No floor exists on curved supports.

    >>> 0 < mmd_floor(2, 1, 0.0, 1.0) < pruned_mmd(2, 1, 0.0, 1.0)
    True

    Raises:
        MeasureError: as `pruned_mmd`.
    """
    return _evaluate("floor", kappa, m, delta, bandwidth)


def _evaluate(name: str, kappa: int, m: int, delta: float, bandwidth: float) -> float:
    if not (0 <= m <= kappa and kappa >= 1 and delta >= 0):
        raise MeasureError(
            f"needed: 0 <= m <= kappa, kappa >= 1, delta >= 0; given m = {m}, kappa = {kappa},"
            f" delta = {delta}"
        )
    return float(_formulas()[name](kappa, m, delta, positive("bandwidth", bandwidth)))


@cache
def _formulas() -> dict[str, Any]:
    """The formulas of the ledger, compiled; SymPy is loaded where they are asked for."""
    import sympy  # noqa: PLC0415 - estimates on arrays do without it

    from sparsity_theory.notation import kappa, m  # noqa: PLC0415
    from sparsity_theory.statements.mmd.kernel import delta, ell  # noqa: PLC0415
    from sparsity_theory.statements.mmd.mmd_closed_form import CLOSED_FORM  # noqa: PLC0415
    from sparsity_theory.statements.mmd.mmd_floor import FLOOR  # noqa: PLC0415

    formulas = {"closed form": CLOSED_FORM, "floor": FLOOR}
    return {
        name: sympy.lambdify((kappa, m, delta, ell), formula, "math")
        for name, formula in formulas.items()
    }
