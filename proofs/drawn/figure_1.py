"""Figure 1: outliers, by reconstruction error, in two flat dimensions and in one curved one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt

from proofs.drawn.drawing import BLUE, GREY, RED, Array, Numbers, save, short


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
    _scene(figure, (inliers, strangers), (centre, axes), curve)
    _errors(figure, linear, curved)
    save(figure, path)
    return {
        "inliers": len(inliers),
        "outliers": len(strangers),
        "plane_inliers": _at_most(linear[0]),
        "plane_outliers": _at_most(linear[1]),
        "curve_inliers": _at_most(curved[0]),
        "curve_outliers": short(float(curved[1].min())),
    }


def _at_most(errors: Array) -> str:
    """The largest error; what is rounding and differs between machines is only bounded."""
    largest = float(errors.max())
    return r"10^{-20}" if largest < 1e-20 else short(largest)


def _principal(points: Array, rank: int) -> tuple[Array, Array]:
    centre = points.mean(axis=0)
    return centre, np.linalg.svd(points - centre, full_matrices=False)[2][:rank]


def _plane_error(points: Array, centre: Array, axes: Array) -> Array:
    moved = points - centre
    errors: Array = np.sum((moved - moved @ axes.T @ axes) ** 2, axis=1)
    return errors


def _fit_parabola(points: Array, centre: Array, axes: Array) -> Array:
    """Coefficients of a decoder a + b z + c z^2, by alternating codes and least squares."""
    codes = (points - centre) @ axes[0]
    for _ in range(200):
        powers = np.stack([np.ones_like(codes), codes, codes**2], axis=1)
        curve = np.linalg.lstsq(powers, points, rcond=None)[0]
        codes = np.array([_nearest(x, curve) for x in points])
    return np.asarray(curve, dtype=np.float64)


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
    figure: mpl.figure.Figure, parts: tuple[Array, Array], plane: tuple[Array, Array], curve: Array
) -> None:
    (inliers, strangers), (centre, axes) = parts, plane
    scene: Any = figure.add_axes((0.0, 0.02, 0.5, 0.96), projection="3d")
    corners = np.array([[-2, -1.2], [2, -1.2], [2, 1.5], [-2, 1.5]])
    frame = centre + corners @ axes
    mesh = frame[[0, 1, 3, 2]].reshape(2, 2, 3)
    scene.plot_surface(*np.moveaxis(mesh, 2, 0), color=GREY, alpha=0.18, shade=False)
    z = np.linspace(_nearest(inliers[0], curve), _nearest(inliers[-1], curve), 200)
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
    scene.set_box_aspect(np.ptp(np.vstack([frame, line]), axis=0), zoom=1.5)
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
