"""The boxes of the leaves of a proof: they cover the root boxes, if every split is sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from numerics.certificates.linear_family import Floats
from numerics.certificates.proof import Minimum
from numerics.errors import CertificateError

Nodes = NDArray[np.int64]


def leaf_boxes(minimum: Minimum, kappa: int) -> tuple[list[int], Floats, Floats]:
    """The leaf nodes and the ends (low, high) of their boxes, one a row; level by level.

    Raises:
        CertificateError: if a split is not inside its box, a child does not exist, or the leaves
            are not those that are stored.
    """
    patches, count = minimum.patches, len(minimum.splits)
    if not patches or count < len(patches):
        raise CertificateError("the tree has no root, or fewer roots than there are patches")
    column, cut, child = _arrays(minimum)
    nodes: Nodes = np.arange(len(patches))
    floor = (0.0,) * (1 + kappa)
    low = np.array([(*p.low, *floor) for p in patches])
    high = np.array([(*p.high, minimum.e_max, *p.ceilings) for p in patches])
    found: list[tuple[Nodes, Floats, Floats]] = []
    visited = 0
    while len(nodes):
        visited += len(nodes)
        if visited > count:
            raise CertificateError(f"a node such as {nodes[0]} is the child of two nodes")
        inner = child[nodes] >= 0
        found.append((nodes[~inner], low[~inner], high[~inner]))
        nodes, low, high = nodes[inner], low[inner], high[inner]
        at, k, first = cut[nodes], column[nodes], child[nodes]
        rows = np.arange(len(nodes))
        _all(nodes, (k >= 0) & (k < low.shape[1]), "is not inside its box")
        _all(nodes, (low[rows, k] < at) & (at < high[rows, k]), "is not inside its box")
        _all(nodes, (nodes < first) & (first < count - 1), "has children that do not exist")
        below, above = high.copy(), low.copy()
        below[rows, k] = above[rows, k] = at
        nodes = np.concatenate([first, first + 1])
        low, high = np.concatenate([low, above]), np.concatenate([below, high])
    leaves = np.concatenate([part[0] for part in found]).tolist()
    missing = [node for node in leaves if node not in minimum.leaves]
    if missing:
        raise CertificateError(f"leaf at node {missing[0]} is missing")
    if len(leaves) != len(minimum.leaves):
        strays = len(minimum.leaves) - len(leaves)
        raise CertificateError(f"{strays} stored leaves are not in the tree")
    lows, highs = (np.concatenate([part[i] for part in found]) for i in (1, 2))
    return leaves, np.asarray(lows), np.asarray(highs)


def _arrays(minimum: Minimum) -> tuple[Nodes, Floats, Nodes]:
    """Column, cut and first child of every node; -1 as the child of a leaf."""
    count = len(minimum.splits)
    column, cut, child = np.zeros(count, np.int64), np.zeros(count), np.full(count, -1, np.int64)
    inner = [node for node, split in enumerate(minimum.splits) if split is not None]
    splits = [split for split in minimum.splits if split is not None]
    if any(split[2] < 0 for split in splits):
        raise CertificateError("a split has children that do not exist")
    try:
        column[inner] = [split[0] for split in splits]
        cut[inner] = [split[1] for split in splits]
        child[inner] = [split[2] for split in splits]
    except OverflowError:
        raise CertificateError("a split has a column or children that do not exist") from None
    return column, cut, child


def _all(nodes: Nodes, truth: NDArray[np.bool_], wrong: str) -> None:
    if not truth.all():
        raise CertificateError(f"the split at node {nodes[~truth][0]} {wrong}")
