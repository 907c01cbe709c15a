"""Figure 3: slices of the loss, and how many local minima random slices have."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import matplotlib as mpl
import numpy as np
import sympy
from matplotlib import pyplot as plt

from numerics.slices.minima import least, minima
from proofs.drawn.drawing import BLUE, RED, Numbers, save, short
from sparsity_theory.notation import gamma, w
from sparsity_theory.statements.fig import fig_3
from sparsity_theory.statements.fig.lines import draw as draw_integers
from sparsity_theory.statements.fig.lines import t


def slices(path: Path) -> Numbers:
    """The two slices of claim fig-3, with every local minimum enclosed."""
    figure, panels = plt.subplots(1, 2, figsize=(9.2, 3.6), layout="constrained")
    parts = fig_3.CLAIM.parts
    numbers: Numbers = {}
    for axes, name in zip(panels, fig_3.SEEDS, strict=True):
        rows = []
        for i, noise in enumerate(fig_3.GAMMAS):
            loss = fig_3.slice_loss(parts, name, noise)
            rows.append(_slice(axes, loss, f"$\\gamma = {_power(i)}$", f"C{i}"))
        axes.set(title=f"slice ({name})", xlabel="$t$", xlim=(-0.35, 1.35))
        axes.set_ylim(-0.3, axes.get_ylim()[1])
        axes.set_yscale("asinh", linear_width=1)
        axes.set_yticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
        axes.minorticks_off()
        axes.legend(frameon=False, fontsize=8, loc="upper center", ncols=2)
        numbers[name] = rows
    _notch(panels[1], fig_3.slice_loss(parts, "b", fig_3.GAMMAS[-1]))
    panels[0].set_ylabel("loss, less its minimum")
    save(figure, path)
    return numbers


def _notch(axes: mpl.axes.Axes, loss: sympy.Expr) -> None:
    """The middle minimum of slice (b) at the smallest gamma, enlarged."""
    inset = axes.inset_axes((0.77, 0.07, 0.21, 0.16))
    grid = np.linspace(0.44, 0.56, 601)
    inset.plot(grid, sympy.lambdify(t, loss, "numpy")(grid), color="C3", lw=1)
    inset.set_title(r"$\gamma=10^{-3}$, enlarged", fontsize=6, pad=2)
    inset.set_yticks([])
    inset.tick_params(labelsize=6)


def _power(exponent: int) -> str:
    return "1" if exponent == 0 else f"10^{{-{exponent}}}"


def _slice(axes: mpl.axes.Axes, loss: sympy.Expr, label: str, colour: str) -> Numbers:
    found = minima(loss, t)
    lowest = least(loss, t, found)
    places = [float(point.mid()) for point in found]
    value = sympy.lambdify(t, loss, "numpy")
    best = places[lowest] if lowest is not None else float("nan")
    grid = np.sort(np.concatenate([np.linspace(-0.35, 1.35, 3001), places]))
    axes.plot(grid, value(grid) - value(best), color=colour, lw=1.1, label=label)
    axes.plot(places, [value(x) - value(best) for x in places], "o", ms=3, color=colour)
    axes.axvline(best, color=colour, lw=0.8, ls="--")
    return {"minima": [f"{place:.4f}" for place in places], "least": f"{best:.4f}"}


LADDER = tuple(sympy.Rational(x) for x in ("10", "3", "1", "3/10", "1/10", "3/100", "1/100"))
LADDER += tuple(sympy.Rational(x) for x in ("3/1000", "1/1000", "1/10000"))
DRAWS = 100


def counts(path: Path) -> Numbers:
    """Local minima against gamma over random lines, all counted exactly."""
    price = sympy.log(1 + w**2 / gamma)
    found: dict[sympy.Rational, list[int]] = {noise: [] for noise in LADDER}
    distance: dict[sympy.Rational, list[float]] = {noise: [] for noise in LADDER}
    for seed in range(2 * DRAWS):
        integers = draw_integers(seed)
        if integers is None or len(found[LADDER[0]]) == DRAWS:
            continue
        loss = integers.line(sympy.Rational(1, 8)).loss(price, w)
        for noise in LADDER:
            at = loss.subs(gamma, noise)
            points = minima(at, t)
            lowest = least(at, t, points)
            found[noise].append(len(points))
            if lowest is not None:
                distance[noise].append(abs(float(points[lowest].mid())))
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.2, 3.2), layout="constrained")
    _shares(left, found)
    _distances(right, distance)
    save(figure, path)
    return {
        "lines": len(found[LADDER[0]]),
        "shares": {str(noise): dict(sorted(Counter(found[noise]).items())) for noise in LADDER},
        "median": {str(n): short(float(np.median(distance[n]))) for n in LADDER},
        "undecided": sum(len(found[n]) - len(distance[n]) for n in LADDER),
    }


def _shares(axes: mpl.axes.Axes, found: dict[sympy.Rational, list[int]]) -> None:
    noises = [float(noise) for noise in found]
    base = np.zeros(len(noises))
    for number, colour in zip((1, 2, 3), ("#dddddd", "#7fb3d5", "#1f618d"), strict=True):
        share = np.array([values.count(number) / len(values) for values in found.values()])
        axes.bar(range(len(noises)), share, bottom=base, color=colour, label=str(number))
        base += share
    if np.any(base < 1):
        axes.bar(range(len(noises)), 1 - base, bottom=base, color=RED, label="4 or more")
    axes.set_xticks(range(len(noises)), [f"{noise:g}" for noise in noises], rotation=45)
    axes.set(xlabel=r"$\gamma$", ylabel="share of the lines", title="local minima on the slice")
    axes.legend(frameon=True, fontsize=8, loc="upper left")


def _distances(axes: mpl.axes.Axes, distance: dict[sympy.Rational, list[float]]) -> None:
    noises = np.array([float(noise) for noise in distance])
    for level, style in ((0.25, ":"), (0.5, "-"), (0.75, ":"), (1.0, "--")):
        values = [float(np.quantile(each, level)) for each in distance.values()]
        label = {0.5: "median", 1.0: "largest", 0.25: "quartiles"}.get(level)
        axes.plot(noises, values, style, color=BLUE, label=label)
    axes.set(xscale="log", yscale="log", xlabel=r"$\gamma$", title="distance of the minimiser to 0")
    axes.invert_xaxis()
    axes.legend(frameon=False, fontsize=8)
