"""Figure 2: a curve in a small square, two decoders for it, and what penalties make of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from proofs.drawn.drawing import BLUE, GREEN, RED, Array, Numbers, save, short

EPSILON = 0.01
TURNS = 9
_PENALTIES: dict[str, tuple[str, Callable[[Array], Array]]] = {
    "linear": (r"$h(z)=z$", lambda z: z),
    "log1p": (r"$\log(1+z)$", np.log1p),
    "rational": (r"$z/(z+0.1)$", lambda z: z / (z + 0.1)),
    "root": (r"$\sqrt{z}$", np.sqrt),
    "log": (r"$\log(z+10^{-5})$", lambda z: np.log(z + 1e-5) - np.log(1e-5)),
}


def _spiral(angle: Array) -> Array:
    """A point of the curve in the eps-square."""
    radius = 0.46 * EPSILON * angle / (2 * np.pi * TURNS)
    return EPSILON / 2 + np.stack([radius * np.cos(angle), radius * np.sin(angle)])


def labyrinth(path: Path) -> Numbers:
    """A spiral in an eps-square: identity decoder against unit-speed decoder along the curve."""
    angle = np.linspace(0, 2 * np.pi * TURNS, 40001)
    points = _spiral(angle)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points)))])
    sample = int(0.83 * len(angle))
    dense, sparse = points[:, sample], float(length[sample])

    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(11.4, 3.1), layout="constrained")
    left.plot(*points, color=BLUE, lw=0.8)
    left.plot(*dense, "o", color=RED, ms=5)
    left.annotate(
        "$x'$", (dense[0], dense[1]), xytext=(4, 4), textcoords="offset points", color=RED
    )
    left.set(title=r"data: a curve in an $\epsilon$-square", xlabel="$x_1$", ylabel="$x_2$")
    left.set(xlim=(0, EPSILON), ylim=(0, EPSILON), aspect="equal")
    left.set_xticks([0, EPSILON], ["0", r"$\epsilon$"])
    left.set_yticks([0, EPSILON], ["0", r"$\epsilon$"])
    _codes(middle, dense, sparse)
    costs = _penalties(right, dense, sparse)
    save(figure, path)
    return {
        "epsilon": short(EPSILON),
        "dense": [short(float(value)) for value in dense],
        "sparse": short(sparse),
        "ratio": short(sparse / float(dense.max())),
        "costs": costs,
    }


def _codes(axes: mpl.axes.Axes, dense: Array, sparse: float) -> None:
    axes.plot([0, 1.15 * sparse], [0, 0], color=GREEN, lw=1)
    axes.plot(sparse, 0, "o", color=GREEN, ms=5)
    axes.annotate("$z^*=(z_1^*,0)$", (sparse, 0), xytext=(-30, 9), textcoords="offset points")
    axes.add_patch(Rectangle((0, 0), EPSILON, EPSILON, fill=False, color=BLUE, lw=0.8))
    axes.plot(*dense, "o", color=RED, ms=3)
    axes.annotate(
        "$z'=x'$", (dense[0], dense[1]), xytext=(12, 14), textcoords="offset points", color=RED
    )
    axes.set(title="codes of $x'$, same scale", xlabel="$z_1$", ylabel="$z_2$")
    axes.set(xlim=(-0.05 * sparse, 1.2 * sparse), ylim=(-0.3 * sparse, 0.5 * sparse))


def _penalties(axes: mpl.axes.Axes, dense: Array, sparse: float) -> dict[str, Numbers]:
    """Draw each penalty, scaled to cost 1 for the dense code; the costs of the sparse one."""
    z = np.concatenate([np.linspace(0, EPSILON, 300), np.linspace(EPSILON, 1.15 * sparse, 300)])
    costs: dict[str, Numbers] = {}
    for name, (label, h) in _PENALTIES.items():
        unit = float(np.sum(h(dense)))
        cost = float(h(np.array(sparse))) / unit
        (line,) = axes.plot(z, h(z) / unit, lw=1, label=f"{label}: {cost:.2g}")
        axes.plot(sparse, cost, "o", ms=3, color=line.get_color())
        costs[name] = {"label": label, "cost": f"{cost:.2g}", "sparse": bool(cost < 1)}
    axes.axhline(1, color=RED, lw=0.8, ls="--")
    axes.set_yscale("asinh", linear_width=1)
    axes.set(title="$h(z)-h(0)$; the code $z'$ costs 1", xlabel="$z$", ylim=(0, None))
    axes.legend(
        title="$z^*$ costs", frameon=False, fontsize=8, bbox_to_anchor=(1, 1), loc="upper left"
    )
    return costs
