"""The figure of `numerics.nonlinear`: data and decoder, and the loss along every parameter."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numerics.certificates.nonlinear.graph import Graph
from numerics.certificates.nonlinear.language import read
from numerics.certificates.nonlinear.proof import VAE, NonlinearProblem
from numerics.nonlinear.arithmetic import Floats, Points
from numerics.nonlinear.jets import Tape
from numerics.nonlinear.profile import along
from numerics.nonlinear.solve import NonlinearMinimum
from numerics.running.files import write_atomically
from sparsity_theory.penalties.penalties import Penalty

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw(problem: NonlinearProblem, h: Penalty | None, found: NonlinearMinimum, path: Path) -> None:
    """One panel for data and decoder, one for each parameter."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    count = 1 + len(problem.parameters)
    figure = Figure(figsize=(4 * count, 3.6), layout="constrained")
    panels = figure.subplots(1, count)
    _curve(panels[0], problem, found)
    for k, panel in enumerate(panels[1:]):
        values, losses = along(problem, h, found.theta, k)
        panel.plot(values, losses, color="tab:blue", label="loss, least over codes")
        certified = found.certificate is not None
        panel.axhline(
            found.value, color="tab:red", linewidth=1,
            label="certified minimum" if certified else "best loss (not certified)",
        )  # fmt: skip
        panel.plot(found.theta[k], found.value, "o", color="tab:red")
        panel.set_xlabel(problem.parameters[k].name)
        panel.grid(visible=True, alpha=0.3)
        panel.legend(fontsize=8)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


def _curve(panel: Axes, problem: NonlinearProblem, found: NonlinearMinimum) -> None:
    """The first two coordinates of data and decoder; the first latent moves, others are 0."""
    data = np.array([[float(x) for x in row] for row in problem.data])
    reach = 1.2 * float(abs(found.inner[0]).max()) + 0.1
    z = np.linspace(-reach, reach, 400)
    curve = decoded_curve(problem, found.theta, z)
    second = min(1, len(data) - 1)
    panel.plot(curve[0], curve[second], color="tab:blue", label="decoder")
    panel.plot(data[0], data[second], "k.", label="data")
    what = "VAE" if problem.objective == VAE else "autoencoder"
    panel.set_title(f"{what}, {'; '.join(problem.decoder)}"[:60], fontsize=9)
    panel.legend(fontsize=8)


def decoded_curve(problem: NonlinearProblem, theta: Floats, z: Floats) -> Floats:
    """The decoder's outputs (d, N) along the first latent."""
    graph, names = Graph(), [x.name for x in problem.parameters]
    inner = [z] + [np.zeros_like(z)] * (problem.latents - 1)
    inputs = {"inner": inner, "theta": [np.full_like(z, x) for x in theta], "datum": []}
    rows = []
    for text in problem.decoder:
        root = read(text, graph, problem.latents, names)
        tape = Tape(graph, root, (problem.latents, len(names)))
        value = tape(Points(), inputs, order=0).value
        rows.append(np.broadcast_to(value, z.shape))
    return np.array(rows)
