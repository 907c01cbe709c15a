"""Figures 1, 2 and 3 of the paper, redrawn from computations of this project.

Each function computes, draws one picture and returns the numbers that its caption quotes;
`proofs.captions` puts them into words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import sympy
from matplotlib import pyplot as plt
from numpy.typing import NDArray

from numerics.files import write_atomically
from numerics.landscape import least, minima
from sparsity_theory import fig_3
from sparsity_theory.landscape import draw as draw_integers
from sparsity_theory.landscape import t
from sparsity_theory.notation import gamma, w

Array = NDArray[np.float64]
Numbers = dict[str, object]

RED, BLUE, GREEN, GREY = "#c0392b", "#2060a0", "#2e8b57", "#888888"
_STYLE = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.dpi": 160,
    "savefig.dpi": 160,
    "backend": "agg",
}


def draw(folder: Path) -> list[str]:
    """Draw every figure into the folder; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers: dict[str, Numbers] = {}
    with mpl.rc_context(_STYLE):
        for name, make in _FIGURES.items():
            numbers[name] = make(folder / f"{name}.png")
    write_atomically(folder / "numbers.json", json.dumps(numbers, indent=1) + "\n")
    return [*(f"figures/{name}.png" for name in _FIGURES), "figures/numbers.json"]


def _save(figure: mpl.figure.Figure, path: Path) -> None:
    # No date and no program name in the file, so that the same drawing gives the same bytes.
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _short(value: float) -> str:
    """Two significant digits, as LaTeX."""
    mantissa, exponent = f"{value:.1e}".split("e")
    if -2 <= int(exponent) <= 2:
        return f"{value:.2g}"
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}"


# --- Figure 1: outliers ---------------------------------------------------------------------------


def outliers(path: Path) -> Numbers:
    """A parabola in a plane of R^3: two principal components against one curved dimension."""
    rng = np.random.default_rng(1)
    frame = np.linalg.qr(rng.normal(size=(3, 2)))[0]
    code = np.sort(rng.uniform(-1.6, 1.6, 60))
    inliers = np.stack([code, 0.6 * code**2 - 0.5], axis=1) @ frame.T
    flat = rng.uniform([-1.6, -0.6], [1.6, 1.1], (200, 2))
    away = np.abs(flat[:, 1] - (0.6 * flat[:, 0] ** 2 - 0.5)) > 0.35
    strangers = flat[away][:40] @ frame.T

    centre, axes = _principal(inliers, 2)
    linear = [_plane_error(points, centre, axes) for points in (inliers, strangers)]
    curve = _fit_parabola(inliers, centre, axes)
    curved = [np.array([_curve_error(x, curve) for x in part]) for part in (inliers, strangers)]

    figure = plt.figure(figsize=(8.6, 3.4))
    _scene(figure, inliers, strangers, centre, axes, curve)
    _errors(figure, linear, curved)
    _save(figure, path)
    return {
        "inliers": len(inliers),
        "outliers": len(strangers),
        "plane_inliers": _short(float(linear[0].max())),
        "plane_outliers": _short(float(linear[1].max())),
        "curve_inliers": _short(float(curved[0].max())),
        "curve_outliers": _short(float(curved[1].min())),
    }


def _principal(points: Array, rank: int) -> tuple[Array, Array]:
    centre = points.mean(axis=0)
    return centre, np.linalg.svd(points - centre, full_matrices=False)[2][:rank]


def _plane_error(points: Array, centre: Array, axes: Array) -> Array:
    moved = points - centre
    return np.sum((moved - moved @ axes.T @ axes) ** 2, axis=1)


def _fit_parabola(points: Array, centre: Array, axes: Array) -> Array:
    """Coefficients of a decoder a + b z + c z^2, by alternating codes and least squares."""
    codes = (points - centre) @ axes[0]
    for _ in range(200):
        powers = np.stack([np.ones_like(codes), codes, codes**2], axis=1)
        curve = np.linalg.lstsq(powers, points, rcond=None)[0]
        codes = np.array([_nearest(x, curve) for x in points])
    return np.asarray(curve)


def _nearest(point: Array, curve: Array) -> float:
    """The code of the point of the curve nearest to this one, from the roots of the slope."""
    a, b, c = curve
    slope = [2 * c @ c, 3 * b @ c, b @ b + 2 * c @ (a - point), b @ (a - point)]
    roots = np.roots(slope)
    real = roots[np.abs(roots.imag) < 1e-9].real
    return float(min(real, key=lambda z: np.sum((a + b * z + c * z**2 - point) ** 2)))


def _curve_error(point: Array, curve: Array) -> float:
    z = _nearest(point, curve)
    return float(np.sum((curve[0] + curve[1] * z + curve[2] * z**2 - point) ** 2))


def _scene(
    figure: mpl.figure.Figure,
    inliers: Array,
    strangers: Array,
    centre: Array,
    axes: Array,
    curve: Array,
) -> None:
    scene = figure.add_axes((0.0, 0.02, 0.5, 0.96), projection="3d")
    corners = np.array([[-2, -1.2], [2, -1.2], [2, 1.5], [-2, 1.5]])
    plane = (centre + corners @ axes).reshape(4, 3)
    mesh = plane[[0, 1, 3, 2]].reshape(2, 2, 3)
    scene.plot_surface(*np.moveaxis(mesh, 2, 0), color=GREY, alpha=0.18, shade=False)
    z = np.linspace(*np.sort([_nearest(inliers[0], curve), _nearest(inliers[-1], curve)]), 200)
    line = curve[0] + np.outer(z, curve[1]) + np.outer(z**2, curve[2])
    scene.plot(*line.T, color=RED, lw=1)
    scene.scatter(*inliers.T, color=RED, s=8, label="inliers", depthshade=False)
    scene.scatter(*strangers.T, color=BLUE, s=8, marker="^", label="outliers", depthshade=False)
    normal = np.cross(axes[0], axes[1])
    tilt = normal + 1.5 * axes[1] * np.sign(normal[2])
    scene.view_init(
        elev=np.degrees(np.arcsin(tilt[2] / np.linalg.norm(tilt))),
        azim=np.degrees(np.arctan2(tilt[1], tilt[0])),
    )
    scene.set_axis_off()
    scene.set_box_aspect(np.ptp(np.vstack([plane, line]), axis=0), zoom=1.5)
    scene.legend(loc="upper left", frameon=False)


def _errors(figure: mpl.figure.Figure, linear: list[Array], curved: list[Array]) -> None:
    axes = figure.add_axes((0.6, 0.17, 0.38, 0.76))
    jitter = np.random.default_rng(2)
    for place, (kept, strange) in enumerate((linear, curved)):
        for offset, (values, colour, mark) in enumerate(((kept, RED, "o"), (strange, BLUE, "^"))):
            x = place + 0.3 * (offset - 0.5) + jitter.uniform(-0.08, 0.08, len(values))
            axes.scatter(x, np.maximum(values, 1e-34), s=9, color=colour, marker=mark)
    axes.set_yscale("log")
    axes.set_xticks([0, 1], ["2 principal\ncomponents", "1 curved\ndimension"])
    axes.set_ylabel("squared reconstruction error")
    axes.set_xlim(-0.5, 1.5)


# --- Figure 2: the labyrinth ----------------------------------------------------------------------

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
    left.annotate("$x'$", dense, xytext=(4, 4), textcoords="offset points", color=RED)
    left.set(title=r"data: a curve in an $\epsilon$-square", xlabel="$x_1$", ylabel="$x_2$")
    left.set(xlim=(0, EPSILON), ylim=(0, EPSILON), aspect="equal")
    left.set_xticks([0, EPSILON], ["0", r"$\epsilon$"])
    left.set_yticks([0, EPSILON], ["0", r"$\epsilon$"])
    _codes(middle, dense, sparse)
    costs = _penalties(right, dense, sparse)
    _save(figure, path)
    return {
        "epsilon": _short(EPSILON),
        "dense": [_short(float(value)) for value in dense],
        "sparse": _short(sparse),
        "ratio": _short(sparse / float(dense.max())),
        "costs": costs,
    }


def _codes(axes: mpl.axes.Axes, dense: Array, sparse: float) -> None:
    axes.plot([0, 1.15 * sparse], [0, 0], color=GREEN, lw=1)
    axes.plot(sparse, 0, "o", color=GREEN, ms=5)
    axes.annotate("$z^*=(z_1^*,0)$", (sparse, 0), xytext=(-30, 9), textcoords="offset points")
    axes.add_patch(plt.Rectangle((0, 0), EPSILON, EPSILON, fill=False, color=BLUE, lw=0.8))
    axes.plot(*dense, "o", color=RED, ms=3)
    axes.annotate("$z'=x'$", dense, xytext=(12, 14), textcoords="offset points", color=RED)
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


# --- Figure 3: slices of the loss -----------------------------------------------------------------


def slices(path: Path) -> Numbers:
    """The two slices of claim fig-3, with every local minimum enclosed."""
    figure, panels = plt.subplots(1, 2, figsize=(9.2, 3.6), layout="constrained")
    parts = fig_3.FIG_3.parts
    numbers: Numbers = {}
    for axes, name in zip(panels, fig_3.SEEDS, strict=True):
        rows = []
        for i, noise in enumerate(fig_3.GAMMAS):
            loss = fig_3.slice_loss(parts, name, noise)
            rows.append(_slice(axes, loss, f"$\\gamma = {_power(i)}$", f"C{i}"))
        axes.set(title=f"slice ({name})", xlabel="$t$", xlim=(-0.35, 1.35), ylim=(-0.3, None))
        axes.set_yscale("asinh", linear_width=1)
        axes.legend(frameon=False, fontsize=8, loc="upper center", ncols=2)
        numbers[name] = rows
    _notch(panels[1], fig_3.slice_loss(parts, "b", fig_3.GAMMAS[-1]))
    panels[0].set_ylabel("loss, less its minimum")
    _save(figure, path)
    return numbers


def _notch(axes: mpl.axes.Axes, loss: sympy.Expr) -> None:
    """The middle minimum of slice (b) at the smallest gamma, enlarged."""
    inset = axes.inset_axes((0.43, 0.3, 0.2, 0.28))
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
    _save(figure, path)
    return {
        "lines": len(found[LADDER[0]]),
        "shares": {str(noise): dict(sorted(Counter(found[noise]).items())) for noise in LADDER},
        "median": {str(n): _short(float(np.median(distance[n]))) for n in LADDER},
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


_FIGURES: dict[str, Callable[[Path], Numbers]] = {
    "fig-1": outliers,
    "fig-2": labyrinth,
    "fig-3": slices,
    "fig-3-counts": counts,
}
