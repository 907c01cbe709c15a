"""Pictures of an instance's loss landscape, with the minimiser and the sparse code marked."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numerics.certificates.instances import Floats, Matrix
from numerics.counterexamples.report import where
from numerics.running.files import write_atomically
from numerics.solver.objective import Objective
from numerics.solver.solve import Answer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GRID = 161


def landscape(answer: Answer, path: Path) -> None:
    """Draw the loss over (theta, way between the two exact codes) and along the exact codes.

    The way parameter s stands for the code ``(1 - s) Z_dense + s Z_sparse``.  The map is evaluated
    in floats on a grid: it illustrates, the certificate proves.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(11, 4.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    _map(left, answer)
    _exact_codes(right, answer)
    dims = answer.instance.dims
    figure.suptitle(
        f"h = {answer.h.text}, g = {answer.g.text}, (d, κ, r) = ({dims.d}, {dims.kappa}, {dims.r})"
        f": {answer.verdict.value}"
    )
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


def _map(axes: Axes, answer: Answer) -> None:
    objective, dense, sparse = _ingredients(answer)
    grid = np.linspace(0, 1, _GRID)
    theta, way = (side.ravel() for side in np.meshgrid(grid, grid))
    codes = dense + way[:, None, None] * (sparse - dense)
    values = objective.values(theta, codes).reshape(_GRID, _GRID)
    above = np.where(np.isfinite(values), values - answer.loss, np.nan)
    floor = max(1e-6, float(np.nanmax(above)) * 1e-6)
    shown = np.log10(np.maximum(above, floor))
    picture = axes.pcolormesh(grid, grid, shown, cmap="viridis", shading="nearest")
    axes.figure.colorbar(picture, ax=axes, label="log10 of (loss − loss of the minimiser)")
    found = np.array([[float(z) for z in row] for row in answer.certificate.best.codes])
    direction = sparse - dense
    along = float(((found - dense) * direction).sum() / (direction**2).sum())
    axes.plot(1, 1, "o", color="white", mec="black", ms=9, label="sparse code", clip_on=False)
    axes.plot(
        float(answer.theta), along, "*", color="red", mec="black", ms=15,
        label=f"minimiser ({where(answer)})", clip_on=False,
    )  # fmt: skip
    axes.set(xlabel="decoder θ", ylabel="code, from dense (0) to sparse (1)", xlim=(-0.02, 1.02))
    axes.legend(loc="lower center", fontsize=8)
    axes.set_title("Loss over decoder and code", fontsize=10)


def _exact_codes(axes: Axes, answer: Answer) -> None:
    """The loss of the exact code at every theta, where theta is connected."""
    objective, dense, sparse = _ingredients(answer)
    if answer.instance.connected:
        grid = np.linspace(0, 1, 4 * _GRID)
        decoders = objective.decoders(grid)
        codes = np.linalg.pinv(decoders) @ objective.arrays[0]
        codes[0], codes[-1] = dense, sparse
        powers = (codes**2).sum(axis=2) / objective.shape[2]
        exact = objective.float_g.at_zero
        penalties = objective.float_h.value(np.where(powers < 1e-20, 0.0, powers))
        loss = exact + penalties.sum(axis=1) / objective.shape[0]
        axes.plot(grid, loss, color="tab:blue", label="exact code of each θ")
    axes.plot(1, answer.loss_sparse, "o", color="white", mec="black", ms=9, label="sparse code")
    axes.plot(
        float(answer.theta), answer.loss, "*", color="red", mec="black", ms=15,
        label="minimiser over θ and all codes",
    )  # fmt: skip
    if answer.lower is not None:
        axes.axhline(answer.lower, color="red", lw=0.8, ls="--", label="certified lower bound")
    axes.set(xlabel="decoder θ", ylabel="loss")
    axes.legend(fontsize=8)
    axes.set_title("Loss of the exact codes", fontsize=10)


def _ingredients(answer: Answer) -> tuple[Objective, Floats, Floats]:
    objective = Objective(answer.instance.family, answer.g, answer.h)
    codes = [answer.instance.code(sparse=sparse) for sparse in (False, True)]
    dense, sparse = (_array(code) for code in codes)
    return objective, dense, sparse


def _array(matrix: Matrix) -> Floats:
    return np.array([[float(z) for z in row] for row in matrix])
