"""Pictures of the labyrinth: curve, codes and losses in floats, certified minimisers marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numerics.certificates.instances import Floats
from numerics.formulas import compiled
from numerics.labyrinths.bounds import Solved
from numerics.labyrinths.instance import Labyrinth
from numerics.running.files import write_atomically
from sparsity_theory.penalties.expressions import U

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN_THETAS = (0.0, 0.1, 0.4, 1.0)
_LEFT_END = 1e-9


def draw(instance: Labyrinth, solved: Sequence[Solved], path: Path) -> None:
    """The curve as theta grows, the codes, and the loss of the exact codes over theta."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(14, 4.6), layout="constrained")
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.3))
    _draw_curve(left, instance)
    _draw_codes(middle, instance)
    for index, each in enumerate(solved):
        _draw_loss(right, instance, each, f"C{index % 10}")
    right.set(xscale="log", xlabel="1 − θ  (left: winding decoder, right: identity)")
    right.set(ylabel="loss − loss of the sparse code, scaled", title="exact codes; ★ certified")
    right.axhline(0, color="black", lw=0.6)
    right.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


def _draw_curve(axes: Axes, instance: Labyrinth) -> None:
    """The image of the line z_2 = (1 - theta) c_2, a radius that winds up as theta grows."""
    centre = float(instance.centre)
    share = np.linspace(0, 1, 4001)
    for theta, shade in zip(_SHOWN_THETAS, ("0.75", "0.6", "0.45", "tab:blue"), strict=True):
        angle = theta * 2 * np.pi * instance.turns * share
        axes.plot(
            centre + centre * share * np.cos(angle), centre + centre * share * np.sin(angle),
            color=shade, lw=1.0, label=f"θ = {theta:g}",
        )  # fmt: skip
    x = _codes(instance, np.zeros(1))[0]
    axes.plot(x[:, 0], x[:, 1], "o", color="tab:red", ms=4, label="data")
    side = float(instance.epsilon)
    axes.set(xlim=(0, side), ylim=(0, side), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    axes.set_title("image of one latent axis in the ε-square")
    axes.legend(fontsize=7, loc="upper left")


def _draw_codes(axes: Axes, instance: Labyrinth) -> None:
    thetas = np.concatenate([np.linspace(0, 1, 4001), 1 - np.geomspace(1e-3, 1e-9, 100)])
    paths = _codes(instance, np.sort(thetas))
    # The path of one sample: all of them would cover each other.
    axes.plot(paths[:, 0, 0], paths[:, 0, 1], color="0.6", lw=0.7, zorder=0)
    axes.plot(*paths[0].T, "o", color="tab:red", ms=4, label="identity, θ = 0")
    axes.plot(*paths[-1].T, "o", color="tab:green", ms=4, label="winding, θ = 1: $(z^*, 0)$")
    side = float(instance.epsilon)
    axes.set_xscale("symlog", linthresh=side)
    axes.set(xlabel="$z_1$ (symmetric log)", ylabel="$z_2$", title="exact codes, and one path in θ")
    axes.set_ylim(-0.7 * side, 1.25 * side)
    axes.legend(fontsize=7, loc="upper left")


def _draw_loss(axes: Axes, instance: Labyrinth, solved: Solved, colour: str) -> None:
    delta = np.geomspace(_LEFT_END, 1, 1500)
    powers = (_codes(instance, 1 - delta) ** 2).mean(axis=1)
    # sin(delta t) in floats loses the second code near theta = 1: use its quotient by delta.
    powers[:, 1] = delta**2 * _second_quotient(instance, delta)
    value = compiled(U, solved.h.expression)
    loss = np.broadcast_to(value(powers), powers.shape).sum(axis=1) / 2
    sparse = float(solved.at_sparse.mid())
    scale = float(np.abs(loss - sparse).max()) or 1.0
    axes.plot(delta, (loss - sparse) / scale, color=colour, lw=1.2, label=solved.h.text)
    at = max(float(1 - solved.theta), _LEFT_END)
    depth = (float(solved.upper.mid()) - sparse) / scale
    axes.plot(at, depth, "*", color=colour, mec="black", mew=0.5, ms=11, clip_on=False, zorder=3)


def _codes(instance: Labyrinth, thetas: Floats) -> Floats:
    """Exact codes in floats, shape (number of thetas, n, 2)."""
    delta = (1 - thetas)[:, None]
    share = np.array([float(value) for value in instance.shares])
    centre, stretch = float(instance.centre), float(instance.stretch)
    angle = delta * 2 * np.pi * instance.turns * share
    first = delta * centre + (stretch - delta * (stretch - 1)) * centre * share * np.cos(angle)
    return np.stack([first, delta * centre + centre * share * np.sin(angle)], axis=2)


def _second_quotient(instance: Labyrinth, delta: Floats) -> Floats:
    share = np.array([float(value) for value in instance.shares])
    time, centre = 2 * np.pi * instance.turns * share, float(instance.centre)
    entries = centre + centre * share * time * np.sinc(delta[:, None] * time / np.pi)
    return np.asarray((entries**2).mean(axis=1))
