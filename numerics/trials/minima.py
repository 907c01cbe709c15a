# ruff: noqa: E501 - tables of cases are easier to read in long lines
"""Trials of the solver: certified minima on small problems with kinks, jumps and disguises.

A fine grid of codes is all there is to compare with.
"""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np

from numerics.certificates.linear_family import LinearFamily
from numerics.errors import NumericsError
from numerics.solver.solve import minimise_family
from numerics.trials.confront import DISGUISES, Known
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.penalties.penalties import penalty

_SECONDS = 1.0
STEEP = (Known("u", lambda u: u), Known("10*u", lambda u: 10 * u), Known("u+u**2", lambda u: u + u**2),
         Known("3*u+abs(u-1/4)", lambda u: 3 * u + abs(u - 0.25)))  # fmt: skip


def matrix(rows: object) -> tuple[tuple[Fraction, ...], ...]:
    """The rows, exactly."""
    return tuple(tuple(Fraction(x) for x in row) for row in rows)  # type: ignore[attr-defined]


def problem(rng: random.Random) -> tuple[LinearFamily, Known, Known]:
    """One or two rows of codes for one sample, a fixed decoder: a grid of codes is all there is."""
    d, kappa = rng.choice([(1, 1), (2, 1), (2, 2)])
    data = [[rng.randint(-3, 3)] for _ in range(d)]
    start = [[rng.randint(-2, 2) for _ in range(kappa)] for _ in range(d)]
    family = LinearFamily(matrix(data), matrix(start), (), connected=True)
    return family, rng.choice(STEEP), rng.choice(DISGUISES)


def least_on_a_grid(family: LinearFamily, g: Known, h: Known) -> float:
    """The least loss on a fine grid that holds the kinks at powers 1/4 and 1."""
    _, kappa, _ = family.shape
    data, start = (
        np.array([[float(x) for x in row] for row in m]) for m in (family.data, family.start)
    )
    axis = np.linspace(-4, 4, 3201 if kappa == 1 else 161)
    at = {z: float(h.value(z * z)) for z in axis.tolist()}
    of_axis = np.array([at[z] for z in axis.tolist()])
    if kappa == 1:
        codes, powers = axis[:, None], of_axis
    else:
        x, y = np.meshgrid(axis, axis)
        codes = np.stack([x.ravel(), y.ravel()], axis=1)
        powers = np.add.outer(of_axis, of_axis).ravel()
    residual = data.T - codes @ start.T
    errors = (residual**2).sum(axis=1) / len(data)
    best = np.argsort(_floats(g, errors) + powers / len(data))[:50]
    return min(float(g.value(float(errors[i]))) + float(powers[i]) / len(data) for i in best)


def _floats(g: Known, e: np.ndarray) -> np.ndarray:
    exact = {"u": e, "10*u": 10 * e, "u+u**2": e + e**2, "3*u+abs(u-1/4)": 3 * e + abs(e - 0.25)}
    return np.asarray(exact[g.text])


def minimum_case(rng: random.Random) -> tuple[str, list[str]]:
    """No point of a grid is below a certified minimum."""
    family, g, h = problem(rng)
    try:
        found = minimise_family(family, penalty(g.text), penalty(h.text), seconds=_SECONDS)
    except (SparsityTheoryError, NumericsError):
        return "refused", []
    if found.lower is None:
        return "open", []
    least = least_on_a_grid(family, g, h)
    if least < float(found.lower.lower()) - 1e-10:
        return "certified", [f"{family}, g = {g.text}, h = {h.text}: {least} < {found.lower}"]
    return "certified", []
