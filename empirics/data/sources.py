"""Every data set that `load` knows, and what of it is there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from empirics.data import celeba, coil20, digits, mnist, olivetti
from empirics.data.dataset import Dataset
from empirics.data.files import existing
from empirics.data.names import parameters
from empirics.data.request import Request
from empirics.data.synthetic import KINDS, generate
from empirics.errors import DataError
from sparsity_theory.near import did_you_mean


@dataclass(frozen=True)
class DataSource:
    """A data set by name.

    Attributes:
        load: reads it.
        paths: files or folders relative to the data folder, any of which it may be read from;
            () if it needs none.
        size: training and test samples, and the shape of one.
    """

    load: Callable[[Request], Dataset]
    paths: tuple[str, ...]
    size: str


SOURCES = {
    "digits": DataSource(digits.load, (), "1438 + 359 of 1 x 8 x 8"),
    "mnist": DataSource(
        partial(mnist.load, mnist.MNIST),
        tuple(file.path for file in mnist.MNIST.files),
        "60000 + 10000 of 1 x 28 x 28",
    ),
    "fashion-mnist": DataSource(
        partial(mnist.load, mnist.FASHION),
        tuple(file.path for file in mnist.FASHION.files),
        "60000 + 10000 of 1 x 28 x 28",
    ),
    "coil20": DataSource(coil20.load, (coil20.PATH,), "1080 + 360 of 1 x 32 x 32"),
    "olivetti": DataSource(
        olivetti.load, (olivetti.ORIGINAL.path, olivetti.CACHE), "320 + 80 of 1 x 64 x 64"
    ),
    "celeba": DataSource(celeba.load, (celeba.FOLDER,), "162770 + 19962 of 3 x 128 x 128"),
}
_LOOP = re.compile(r"coil20/(\d{1,3})", re.ASCII)
_EXAMPLES = ("coil20/3", *(f"{kind}(n=2000,d=16,r=2)" for kind in KINDS))


def load(
    name: str,
    folder: Path | None = None,
    *,
    download: bool = False,
    limit: int | None = None,
    seed: int = 0,
) -> Dataset:
    """A data set by name.

    Names: ``digits`` (needs no files), ``mnist``, ``fashion-mnist``, ``coil20``, ``coil20/3`` (the
    views of one object: a closed loop), ``olivetti``, ``celeba``, and the generated ones
    ``linear(n=2000,d=16,r=2)``, ``sphere(...)``, ``sigmoid(...)``; see
    `empirics.data.synthetic.GeneratorParameters`.

    Args:
        name: as above.
        folder: where data files lie.
        download: fetch files that are missing from the data set's own home.
        limit: at most so many training samples, and at most so many test samples.
        seed: of the subset that a limit keeps, of a random split (digits, olivetti), and of
            generated data whose name gives no seed.

    Raises:
        DataError: if there is no such data set, or its files are missing or damaged.

    >>> load("digits", limit=500).train.shape
    (500, 64)
    >>> load("linear(n=50,d=6,r=2,seed=1)").rank
    2
    """
    request = Request(folder, download, limit, seed)
    if name in SOURCES:
        return SOURCES[name].load(request)
    if loop := _LOOP.fullmatch(name):
        return coil20.load(request, int(loop[1]))
    generated = parameters(name, seed)
    if generated is None:
        known = (*SOURCES, *_EXAMPLES)
        hint = did_you_mean(name, known)
        raise DataError(f"no data set {name!r}; there are {', '.join(known)}{hint}")
    data = generate(*generated)
    return data if limit is None else data.limited(limit, limit, seed)


@dataclass(frozen=True)
class State:
    """What of a data set is there.

    Attributes:
        name: of the data set.
        state: "built in" needs no files.
        size: training and test samples of the whole, and the shape of one.
        note: bytes found and checked, or what is wrong and what to do.
    """

    name: str
    state: Literal["built in", "present", "absent", "damaged"]
    size: str
    note: str


def states(folder: Path | None) -> list[State]:
    """The state of every data set; what is there is read and checked, CelebA in part only.

    Raises:
        DataError: if the folder is given and is none.
    """
    if folder is not None:
        existing(folder, "every data set but digits")
    found = [_state(name, source, folder) for name, source in SOURCES.items()]
    made = [State(f"{kind}(...)", "built in", "as asked for", "generated") for kind in KINDS]
    return [*found, *made]


def describe(folder: Path | None) -> str:
    """The same as a table of plain text, one line for each data set.

    >>> print(describe(None).splitlines()[1])
    digits         built in  1438 + 359 of 1 x 8 x 8          carried by scikit-learn
    """
    rows = [("name", "state", "train + test", "note")]
    rows += [(each.name, each.state, each.size, each.note) for each in states(folder)]
    widths = [max(len(row[k]) for row in rows) for k in range(3)]
    return "\n".join(
        "  ".join((*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3]))
        for row in rows
    )


def _state(name: str, source: DataSource, folder: Path | None) -> State:
    there = folder is not None and any(os.path.exists(folder / path) for path in source.paths)
    if source.paths and not there:
        where = " or ".join(dict.fromkeys(str(Path(path).parent) for path in source.paths))
        return State(name, "absent", source.size, f"looked for in {where} of the data folder")
    try:
        data = source.load(Request(folder, limit=1))
    except DataError as problem:
        return State(name, "damaged" if there else "absent", source.size, str(problem))
    if not source.paths:
        return State(name, "built in", source.size, "carried by scikit-learn")
    return State(name, "present", source.size, _summary(data))


def _summary(data: Dataset) -> str:
    if "files" in data.source:
        size = sum(file["bytes"] for file in data.source["files"])
        return f"{size} bytes, checked"
    counts = data.source["available"]
    return f"{counts['train']} + {counts['test']} images there, one of each checked"
