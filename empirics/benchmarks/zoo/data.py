"""Small data sets of the zoo: made up, or those that come with scikit-learn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine

Array = NDArray[np.float64]


def _plane(scales: tuple[float, ...], d: int, noise: float) -> Array:
    """Gaussian codes on a random plane in d dimensions, with isotropic noise."""
    stream = np.random.default_rng(7)
    basis = np.linalg.qr(stream.standard_normal((d, d)))[0][: len(scales)]
    codes = stream.standard_normal((2000, len(scales))) * scales
    return np.asarray(codes @ basis + noise * stream.standard_normal((2000, d)))


def _curved(codes: Array, d: int, noise: float) -> Array:
    """A smooth surface: tanh of a random linear map."""
    stream = np.random.default_rng(11)
    surface = np.tanh(codes @ stream.standard_normal((codes.shape[1], d)))
    return np.asarray(surface + noise * stream.standard_normal(surface.shape))


def _sphere() -> Array:
    points = np.random.default_rng(7).standard_normal((2000, 3))
    return _curved(points / np.linalg.norm(points, axis=1, keepdims=True), 12, 0.03)


def _torus() -> Array:
    angles = np.random.default_rng(9).uniform(0, 2 * np.pi, (2000, 2))
    wide = 1 + 0.4 * np.cos(angles[:, 1])
    ring = [wide * np.cos(angles[:, 0]), wide * np.sin(angles[:, 0]), 0.4 * np.sin(angles[:, 1])]
    return _curved(np.column_stack(ring), 16, 0.05)


def _saddle() -> Array:
    plane = np.random.default_rng(13).standard_normal((2000, 2))
    height = 0.5 * (plane[:, 0] ** 2 - plane[:, 1] ** 2)
    return _curved(0.6 * np.column_stack([plane, height]), 10, 0.06)


def _helix() -> Array:
    turns = np.random.default_rng(15).uniform(-1, 1, 2000)
    angles = 2 * np.pi * turns
    return _curved(np.column_stack([np.cos(angles), np.sin(angles), turns]), 8, 0.05)


def _ring() -> Array:
    angle = np.random.default_rng(17).uniform(0, 2 * np.pi, 2000)
    return _curved(np.column_stack([np.cos(angle), np.sin(angle)]), 9, 0.04)


def _roll() -> Array:
    """A strip that is rolled up."""
    stream = np.random.default_rng(19)
    turn, along = stream.uniform(1, 2.5, 2000), stream.uniform(-1, 1, 2000)
    angle = np.pi * turn
    strip = np.column_stack([turn * np.cos(angle) / 2.5, along, turn * np.sin(angle) / 2.5])
    return _curved(strip, 11, 0.04)


def _knot() -> Array:
    """A closed curve, the trefoil."""
    angle = np.random.default_rng(21).uniform(0, 2 * np.pi, 2000)
    curve = [
        np.sin(angle) + 2 * np.sin(2 * angle),
        np.cos(angle) - 2 * np.cos(2 * angle),
        -np.sin(3 * angle),
    ]
    return _curved(0.4 * np.column_stack(curve), 10, 0.04)


def _moebius() -> Array:
    """A strip that closes after half a turn."""
    stream = np.random.default_rng(23)
    angle, along = stream.uniform(0, 2 * np.pi, 2000), stream.uniform(-0.6, 0.6, 2000)
    wide = 1 + along * np.cos(angle / 2)
    strip = [wide * np.cos(angle), wide * np.sin(angle), along * np.sin(angle / 2)]
    return _curved(np.column_stack(strip), 13, 0.05)


def _cone() -> Array:
    stream = np.random.default_rng(25)
    height, angle = np.sqrt(stream.uniform(0, 1, 2000)), stream.uniform(0, 2 * np.pi, 2000)
    return _curved(
        np.column_stack([height * np.cos(angle), height * np.sin(angle), height]), 12, 0.04
    )


def _dome() -> Array:
    flat = np.random.default_rng(27).uniform(-1, 1, (2000, 3))
    height = np.cos(1.5 * np.linalg.norm(flat, axis=1))
    return _curved(np.column_stack([flat, height]), 15, 0.05)


def _eight() -> Array:
    """A closed curve that crosses itself in the plane, and not in space."""
    angle = np.random.default_rng(29).uniform(0, 2 * np.pi, 2000)
    curve = [np.sin(angle), np.sin(2 * angle) / 2, 0.5 * np.cos(angle)]
    return _curved(np.column_stack(curve), 9, 0.04)


def _bowl() -> Array:
    flat = np.random.default_rng(31).uniform(-1, 1, (2000, 2))
    height = (flat**2).sum(axis=1) / 2
    return _curved(np.column_stack([flat, height]), 13, 0.05)


def _tube() -> Array:
    stream = np.random.default_rng(33)
    angle, along = stream.uniform(0, 2 * np.pi, 2000), stream.uniform(-1, 1, 2000)
    return _curved(np.column_stack([np.cos(angle), np.sin(angle), along]), 14, 0.05)


def _waves() -> Array:
    """A sheet that ripples in one of its three directions."""
    flat = np.random.default_rng(35).uniform(-1, 1, (2000, 3))
    return _curved(np.column_stack([flat, 0.5 * np.sin(4 * flat[:, 0])]), 16, 0.06)


def _clover() -> Array:
    """A closed curve of three leaves."""
    angle = np.random.default_rng(37).uniform(0, 2 * np.pi, 2000)
    wide = 0.6 + 0.5 * np.cos(3 * angle)
    return _curved(np.column_stack([wide * np.cos(angle), wide * np.sin(angle)]), 10, 0.03)


def _egg() -> Array:
    points = np.random.default_rng(39).standard_normal((2000, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return _curved(points * (1.3, 0.9, 0.6), 14, 0.04)


def _horn() -> Array:
    """A tube that opens."""
    stream = np.random.default_rng(41)
    along, angle = stream.uniform(-1, 1, 2000), stream.uniform(0, 2 * np.pi, 2000)
    wide = 0.3 + 0.6 * (along + 1) ** 2 / 4
    return _curved(np.column_stack([wide * np.cos(angle), wide * np.sin(angle), along]), 12, 0.04)


def _fold() -> Array:
    """A sheet with a cubic bend."""
    flat = np.random.default_rng(43).uniform(-1, 1, (2000, 2))
    return _curved(np.column_stack([flat, 2 * flat[:, 0] ** 3 - flat[:, 0]]), 11, 0.05)


def _star() -> Array:
    """A closed curve of five points."""
    angle = np.random.default_rng(45).uniform(0, 2 * np.pi, 2000)
    wide = 0.8 + 0.25 * np.cos(5 * angle)
    return _curved(np.column_stack([wide * np.cos(angle), wide * np.sin(angle)]), 11, 0.04)


def _pear() -> Array:
    """A sphere that is wider at one end."""
    points = np.random.default_rng(47).standard_normal((2000, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points[:, :2] *= 0.8 - 0.3 * points[:, 2:]
    return _curved(points, 13, 0.04)


def _spring() -> Array:
    """A coil around a ring."""
    angle = np.random.default_rng(49).uniform(0, 2 * np.pi, 2000)
    wide = 1 + 0.35 * np.cos(4 * angle)
    curve = [wide * np.cos(angle), wide * np.sin(angle), 0.35 * np.sin(4 * angle)]
    return _curved(np.column_stack(curve), 12, 0.03)


def _pass() -> Array:
    """A sheet with the shape of a mountain pass, of three sides."""
    flat = np.random.default_rng(51).uniform(-1, 1, (2000, 2))
    height = flat[:, 0] ** 3 - 3 * flat[:, 0] * flat[:, 1] ** 2
    return _curved(np.column_stack([flat, 0.4 * height]), 15, 0.05)


def _clusters(number: int, d: int, seed: int) -> Array:
    stream = np.random.default_rng(seed)
    centres = 2 * stream.standard_normal((number, d))
    which = stream.integers(0, number, 2000)
    return np.asarray(centres[which] + 0.4 * stream.standard_normal((2000, d)))


def _digits() -> Array:
    return np.asarray(load_digits().data / 16)


def _standard(x: Array) -> Array:
    return np.asarray((x - x.mean(axis=0)) / x.std(axis=0))


_SETS: dict[str, Callable[[], Array]] = {
    "plane": lambda: _plane((3, 2, 1, 0.7), 20, 0.15),
    "slab": lambda: _plane((2, 1.5, 1.2, 0.8, 0.5), 30, 0.2),
    "sphere": _sphere,
    "torus": _torus,
    "clusters": lambda: _clusters(6, 10, 5),
    "digits": _digits,
    "cells": lambda: _standard(load_breast_cancer().data),
    "sheet": lambda: _plane((2.5, 1.4, 0.9), 16, 0.12),
    "saddle": _saddle,
    "helix": _helix,
    "mixture": lambda: _clusters(8, 14, 6),
    "board": lambda: _plane((2.2, 1.7, 1.1, 0.6), 24, 0.18),
    "wine": lambda: _standard(load_wine().data),
    "ring": _ring,
    "roll": _roll,
    "lattice": lambda: _plane((2.8, 2, 1.3, 0.9), 18, 0.14),
    "iris": lambda: _standard(load_iris().data),
    "knot": _knot,
    "moebius": _moebius,
    "cone": _cone,
    "dome": _dome,
    "islands": lambda: _clusters(5, 12, 22),
    "shelf": lambda: _plane((2.4, 1.8, 0.8), 22, 0.16),
    "eight": _eight,
    "bowl": _bowl,
    "tube": _tube,
    "waves": _waves,
    "blobs": lambda: _clusters(7, 11, 31),
    "terrace": lambda: _plane((2.6, 1.9, 1.2, 0.8), 19, 0.15),
    "clover": _clover,
    "egg": _egg,
    "horn": _horn,
    "fold": _fold,
    "spots": lambda: _clusters(9, 13, 41),
    "ledge": lambda: _plane((2.3, 1.6, 1.1, 0.7), 21, 0.17),
    "star": _star,
    "pear": _pear,
    "spring": _spring,
    "pass": _pass,
    "flocks": lambda: _clusters(6, 12, 53),
    "diabetes": lambda: _standard(load_diabetes().data),
}


def samples(name: str) -> Array:
    """Samples (n, d) of one of the zoo's data sets.

    >>> samples("digits").shape
    (1797, 64)
    """
    return _SETS[name]()
