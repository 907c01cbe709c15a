"""``python -m numerics.phase``: which penalties are steep enough for which geometry (Theorem B).

A grid of parameter and geometry is decided point by point on the two-decoder instance: the sparse
exact code has r rows of amplitude M, the dense one r + 1 of amplitude epsilon, and one decoder
(theta = 1, theta = 0) belongs to each.

- With g the indicator (the default) only the two exact codes count, and the sign of the difference
  of their losses, on exact matrices in ball arithmetic, decides.
- With ``--g`` finite, the loss is minimised over all codes of each decoder by itself, certified.
  Success means that some code of the sparse decoder beats every code of the dense one; failure the
  converse.  The minimiser then reconstructs only nearly: a finite slope of g at 0 always pays for a
  slight error.  Where both decoders do best with the zero code the point is undecided.

Exit status: 0 done, and for exact codes the closed form agrees; 1 it does not; 2 bad input.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from flint import arb
from tqdm import tqdm

from numerics.balls import precision
from numerics.errors import NumericsError
from numerics.families import (
    FAMILIES,
    Boundary,
    Comparison,
    Family,
    Region,
    against_dense,
    against_error,
    bracket,
    certified_sign,
    family,
)
from numerics.files import check_writable, write_atomically
from numerics.instances import Instance, LinearFamily, fooling_instance
from numerics.phase_plot import draw
from numerics.plot import check_format
from numerics.solve import Geometry, solve
from numerics.sweep import Pool, Record, Store, cluster, inline, processes, sweep
from numerics.verify import reconstruction_error
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.expressions import MAX_EXPONENT, parse
from sparsity_theory.penalties import penalty

DONE, DISAGREES, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
SUCCESS, FAILURE, UNDECIDED = "success", "failure", "undecided"
OUTCOMES = (SUCCESS, FAILURE, UNDECIDED)
MAX_POINTS = 100_000
MAX_JOBS = 256
TASK = "phase diagram"
# Grid values are rounded to so many digits: exact rationals that a person can read and repeat.
_DIGITS = 6
_DEFAULT_COUNT = 24
# Around a boundary drawn by exact codes; and by a finite g, which shifts it (see the docstring).
_TOLERANCE, _TOLERANCE_FINITE = Fraction(1, 10**9), Fraction(1, 20)
_SECONDS = 2.0  # for each certified minimum; what is open then is undecided
_SHOWN = 5
_MARGIN_BITS = 256
_GAP = Fraction(1, 10**6)


# Row powers of the dense and of the sparse exact code.
Powers: TypeAlias = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True)
class Diagram:
    """A family over a grid: outcomes[i][j] at parameters[i] and epsilons[j].

    Attributes:
        family: the penalty.
        dims: (d, kappa, r).
        M: amplitude of the sparse rows.
        epsilons: amplitudes of the dense rows.
        parameters: parameters of the family.
        outcomes: "success", "failure" or "undecided" of every point.
        boundaries: the threshold at every epsilon.
        g: text of the penalty on the error; None for the indicator.
        tolerance: points with a relative distance to the threshold up to it are not compared.
    """

    family: Family
    dims: Dimensions
    M: Fraction
    epsilons: tuple[Fraction, ...]
    parameters: tuple[Fraction, ...]
    outcomes: tuple[tuple[str, ...], ...]
    boundaries: tuple[Boundary, ...]
    g: str | None
    tolerance: Fraction

    @property
    def counts(self) -> dict[str, int]:
        """How many points have which outcome."""
        found = Counter(outcome for row in self.outcomes for outcome in row)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def differing(self) -> list[tuple[Fraction, Fraction, str]]:
        """Decided points (parameter, epsilon, outcome) that contradict the closed form."""
        return [point for point in self._compared() if point[2] != UNDECIDED]

    def left_open(self) -> list[tuple[Fraction, Fraction, str]]:
        """Undecided points outside the tolerance."""
        return [point for point in self._compared() if point[2] == UNDECIDED]

    def _compared(self) -> list[tuple[Fraction, Fraction, str]]:
        return [
            (parameter, epsilon, outcome)
            for parameter, row in zip(self.parameters, self.outcomes, strict=True)
            for epsilon, outcome, boundary in zip(self.epsilons, row, self.boundaries, strict=True)
            if expected(boundary, parameter, self.tolerance) not in (None, outcome)
        ]


def expected(boundary: Boundary, parameter: Fraction, tolerance: Fraction) -> str | None:
    """What the closed form says; None within the tolerance of the threshold."""
    if boundary.region is not Region.BELOW:
        return SUCCESS if boundary.region is Region.ALWAYS else FAILURE
    assert boundary.low is not None
    assert boundary.high is not None
    if parameter < boundary.low * (1 - tolerance):
        return SUCCESS
    return FAILURE if parameter > boundary.high * (1 + tolerance) else None


def decide(job: Record) -> Record:
    """The outcome at one grid point; what workers run.

    >>> job = {"family": "rational", "parameter": "1", "M": "2", "epsilon": "1", "dims": [3, 2, 1]}
    >>> decide(job)["outcome"], decide({**job, "parameter": "3"})["outcome"]
    ('success', 'failure')
    """
    chosen, parameter = family(job["family"]), Fraction(job["parameter"])
    dims = Dimensions(*job["dims"])
    M, epsilon = Fraction(job["M"]), Fraction(job["epsilon"])
    if job.get("g") is not None:
        return _decide_by_minimising(chosen, parameter, (dims, M, epsilon), job["g"])
    powers = exact_powers(dims, M, epsilon)
    sign = certified_sign(lambda bits: margin(chosen, parameter, powers, bits))
    return {"outcome": (UNDECIDED, SUCCESS, FAILURE)[sign]}


def margin(chosen: Family, parameter: Fraction, powers: Powers, bits: int) -> arb:
    """The loss of the dense exact code minus that of the sparse one, times d."""
    dense, sparse = (
        sum((chosen.rise(power, parameter, bits) for power in rows), arb(0)) for rows in powers
    )
    with precision(bits):
        return dense - sparse


@lru_cache(maxsize=256)
def exact_powers(dims: Dimensions, M: Fraction, epsilon: Fraction) -> Powers:
    """Powers of the active rows of the dense and the sparse exact code, from their matrices.

    The errors of both are checked to be 0, so that g drops out of the comparison.
    """
    instance = fooling_instance(dims, epsilon**2, M**2)
    powers = []
    for sparse in (False, True):
        code = instance.code(sparse=sparse)
        if reconstruction_error(instance.family, Fraction(sparse), code) != 0:
            raise AssertionError("the exact code does not reconstruct")
        squares = (sum((z * z for z in row), Fraction(0)) / instance.samples for row in code)
        powers.append(tuple(power for power in squares if power))
    return powers[0], powers[1]


@dataclass(frozen=True)
class _OneDecoder(Instance):
    """The instance with one of its two decoders only, standing at both theta."""

    sparse: bool = False

    @cached_property
    def family(self) -> LinearFamily:
        """Data and the decoder that is left, twice."""
        both = super().family
        decoder = both.end if self.sparse else both.start
        return LinearFamily(both.data, decoder, decoder, connected=False)

    def code(self, *, sparse: bool) -> Any:
        """The exact code of the decoder that is left."""
        del sparse
        return super().code(sparse=self.sparse)


@dataclass(frozen=True)
class _OneDecoderGeometry(Geometry):
    sparse: bool = False

    def instance(self, dims: Dimensions) -> Instance:
        made = super().instance(dims)
        return _OneDecoder(
            made.dims, made.dense_amplitudes, made.sparse_amplitudes, made.samples, made.scale,
            connected=False, sparse=self.sparse,
        )  # fmt: skip


def _decide_by_minimising(
    chosen: Family, parameter: Fraction, geometry: tuple[Dimensions, Fraction, Fraction], g: str
) -> Record:
    """Compare the certified minima of the two decoders; each certificate has been replayed."""
    dims, M, epsilon = geometry
    h = penalty(chosen.text(parameter))
    dense, sparse = (
        solve(
            penalty(g),
            h,
            dims,
            geometry=_OneDecoderGeometry(epsilon**2, M**2, connected=False, sparse=side),
            tolerance=_GAP,
            seconds=_SECONDS,
        ).verified
        for side in (False, True)
    )
    outcome = UNDECIDED
    if dense.lower is not None and sparse.loss < dense.lower:
        outcome = SUCCESS
    elif sparse.lower is not None and dense.loss < sparse.lower:
        outcome = FAILURE
    return {"outcome": outcome}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _design(options) if options.design else _diagrams(options)
    except (SparsityTheoryError, NumericsError) as problem:
        print(f"phase: {problem}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        kept = (
            "what was decided is lost: give --store FILE to keep it"
            if options.store is None
            else f"what was decided is in {options.store}: the same command resumes there"
        )
        print(f"phase: interrupted; {kept}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _diagrams(options: argparse.Namespace) -> int:
    for path in (options.json, options.plot):
        if path is not None and str(path) != "-":
            check_writable(path)
    if options.plot is not None:
        check_format(options.plot)
    if options.error is not None or options.beta is not None:
        raise NumericsError("--error and --beta belong to --design")
    drafts = _grids(options)
    store = None if options.store is None else Store(options.store, TASK)
    if store is not None and store.damaged:
        print(f"phase: {store.damaged} damaged lines of {store.path} ignored", file=sys.stderr)
    diagrams = _decided(drafts, _pool(options), store)
    if options.json is not None:
        _write(options.json, {"diagrams": [_record(diagram) for diagram in diagrams]})
    if options.plot is not None:
        draw(diagrams, options.plot)
    if str(options.json) != "-":
        print(_report(diagrams))
    # A finite g shifts the boundary by an amount that Theorem B does not state: no contradiction.
    wrong = any(diagram.differing() for diagram in diagrams if diagram.g is None)
    return DISAGREES if wrong else DONE


def _decided(drafts: list[Diagram], pool: Pool, store: Store | None) -> list[Diagram]:
    """Fill in the outcomes, with one progress bar for all diagrams."""
    jobs = [job for draft in drafts for job in _jobs(draft)]
    slow = drafts[0].g is not None
    with tqdm(total=len(jobs), unit="point", file=sys.stderr, leave=False) as bar:
        results = sweep(
            jobs, decide, pool, store=store, progress=bar.update, chunk=4 if slow else 100
        )
    outcomes = iter([result["outcome"] for result in results])
    return [
        replace(
            draft,
            outcomes=tuple(tuple(next(outcomes) for _ in draft.epsilons) for _ in draft.parameters),
        )
        for draft in drafts
    ]


def _jobs(diagram: Diagram) -> list[Record]:
    dims = diagram.dims
    common = {
        "family": diagram.family.name,
        "M": str(diagram.M),
        "dims": [dims.d, dims.kappa, dims.r],
        "g": diagram.g,
    }
    return [
        {**common, "parameter": str(parameter), "epsilon": str(epsilon)}
        for parameter in diagram.parameters
        for epsilon in diagram.epsilons
    ]


def _grids(options: argparse.Namespace) -> list[Diagram]:
    """The diagrams that are asked for, without outcomes."""
    dims, M = _dimensions(options.dims), _positive("--M", options.M)
    if options.epsilon is not None and options.ratio is not None:
        raise NumericsError("give --epsilon or --ratio (M/epsilon), not both")
    if options.ratio is not None:
        ratios = _axis("--ratio", options.ratio)
        epsilons = tuple(M / ratio for ratio in reversed(ratios))
    elif options.epsilon is not None:
        epsilons = _axis("--epsilon", options.epsilon)
    else:
        epsilons = tuple(M * x for x in _spaced(Fraction(1, 100), Fraction(4, 5), _DEFAULT_COUNT))
    if options.g is not None and not penalty(options.g).finite:
        options.g = None  # the indicator: the exact codes decide
    tolerance = _TOLERANCE if options.g is None else _TOLERANCE_FINITE
    if options.tolerance is not None:
        tolerance = _positive("--tolerance", options.tolerance)
    families = _families(options.family)
    parameters = None if options.parameter is None else _axis("--parameter", options.parameter)
    count = len(families) * len(epsilons) * len(parameters or range(_DEFAULT_COUNT))
    if count > MAX_POINTS:
        raise NumericsError(f"the grid has {count} points, at most {MAX_POINTS} are allowed")
    common = (dims, M, epsilons, parameters or (), (), (), options.g, tolerance)
    return [_grid(Diagram(chosen, *common)) for chosen in families]


def _grid(draft: Diagram) -> Diagram:
    """Add the boundaries, and by default parameters a decade around all of them."""
    chosen, parameters = draft.family, draft.parameters
    boundaries = tuple(
        chosen.boundary(against_dense(draft.dims.r, draft.M, epsilon)) for epsilon in draft.epsilons
    )
    if not parameters:
        ends = [boundary.at for boundary in boundaries if boundary.at is not None] or [Fraction(1)]
        # Beyond p = 1 a power is convex, of no use as a penalty and slow to minimise.
        top = Fraction(1) if chosen.name == "power" else max(ends) * 10
        parameters = _spaced(_short(min(ends) / 10), _short(top), _DEFAULT_COUNT)
    if chosen.name == "power" and draft.g is not None:
        parameters = tuple(dict.fromkeys(_small_fraction(value) for value in parameters))
    return replace(draft, parameters=parameters, boundaries=boundaries)


def _pool(options: argparse.Namespace) -> Pool:
    if options.cluster is not None:
        if options.jobs is not None:
            raise NumericsError("give --jobs (processes here) or --cluster, not both")
        return cluster(options.cluster)
    count = (os.cpu_count() or 1) if options.jobs is None else options.jobs
    if not 1 <= count <= MAX_JOBS:
        raise NumericsError(f"--jobs needs a number from 1 to {MAX_JOBS}, not {count}")
    return inline if count == 1 else processes(count)


def _axis(option: str, text: str) -> tuple[Fraction, ...]:
    """LOW,HIGH,COUNT as exact rationals, evenly spaced in the logarithm."""
    parts = text.split(",")
    if len(parts) != 3 or not parts[2].strip().isdecimal():
        raise NumericsError(f"{option} needs LOW,HIGH,COUNT such as 1/100,1/2,24, not {text!r}")
    low, high = (_positive(option, part) for part in parts[:2])
    count = int(parts[2]) if len(parts[2]) < 10 else MAX_POINTS + 1
    if count > MAX_POINTS:
        raise NumericsError(
            f"{option} asks for {parts[2]} values, at most {MAX_POINTS} are allowed"
        )
    if count == 0:
        raise NumericsError(f"{option} {text} is empty: give a count of at least 1")
    if low > high:
        raise NumericsError(f"{option} {text} is reversed: give the smaller value first")
    if (low == high) != (count == 1):
        raise NumericsError(f"{option} {text}: one value needs LOW = HIGH, more need LOW < HIGH")
    return _spaced(low, high, count)


def _spaced(low: Fraction, high: Fraction, count: int) -> tuple[Fraction, ...]:
    if count == 1:
        return (low,)
    ends = _logarithm(low), _logarithm(high)
    inner = [
        _short_power(ends[0] + (ends[1] - ends[0]) * i / (count - 1)) for i in range(1, count - 1)
    ]
    values = (low, *inner, high)
    if any(a >= b for a, b in pairwise(values)):
        raise NumericsError(
            f"{count} values from {low} to {high} are too close together: they are rounded to"
            f" {_DIGITS} digits"
        )
    return values


def _logarithm(value: Fraction) -> float:
    """The decimal logarithm, for numbers of any size."""
    return math.log10(value.numerator) - math.log10(value.denominator)


def _short_power(logarithm: float) -> Fraction:
    """10 to a power, to a few digits, for numbers of any size."""
    whole = math.floor(logarithm)
    return Fraction(f"{10 ** (logarithm - whole):.{_DIGITS - 1}f}") * Fraction(10) ** whole


def _short(value: Fraction) -> Fraction:
    return _short_power(_logarithm(value))


def _small_fraction(value: Fraction) -> Fraction:
    """The nearest exponent that the language of penalties admits, if it is not out of range."""
    if value > 1:
        return 1 / _small_fraction(1 / value)
    return value.limit_denominator(MAX_EXPONENT) or value


def _positive(option: str, text: str) -> Fraction:
    """A positive rational number from the command line, exactly."""
    value = parse(text)
    if not value.is_Rational or value <= 0:
        raise NumericsError(f"{option} needs a positive number such as 1/100 or 1e-6, not {text!r}")
    return Fraction(int(value.p), int(value.q))


def _dimensions(text: str) -> Dimensions:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() and len(part) < 7 for part in parts):
        raise NumericsError(
            f"--dims needs three whole numbers d,kappa,r such as 8,5,3, not {text!r}"
        )
    return Dimensions(*(int(part) for part in parts))


def _families(text: str) -> list[Family]:
    if text == "all":
        return list(FAMILIES)
    return list(dict.fromkeys(family(name.strip()) for name in text.split(",")))


def _report(diagrams: list[Diagram]) -> str:
    lines = [
        f"{'family':12} {'penalty':13} {'success':>8} {'failure':>8} {'undecided':>10}  disagree"
    ]
    for diagram in diagrams:
        counts, chosen = diagram.counts, diagram.family
        lines.append(
            f"{chosen.name:12} {chosen.formula:13} {counts[SUCCESS]:8} {counts[FAILURE]:8}"
            f" {counts[UNDECIDED]:10}  {len(diagram.differing())}"
        )
    first = diagrams[0]
    wrong = sum(len(diagram.differing()) for diagram in diagrams)
    open_ones = sum(len(diagram.left_open()) for diagram in diagrams)
    how = (
        "the two exact codes" if first.g is None else f"all codes of either decoder, g = {first.g}"
    )
    lines.append("")
    lines.append(
        f"Decided by comparing {how}. Farther than {float(first.tolerance):g} (relative) from the"
        f" boundary of Theorem B for exact codes, {wrong} certified outcomes disagree with it and"
        f" {open_ones} points are undecided."
    )
    if first.g is not None:
        lines.append(
            "Here the minimisers reconstruct only nearly, which shifts the boundary: the smaller"
            " the slope of g, the more."
        )
    for diagram in diagrams:
        lines += [
            f"  {diagram.family.name}: {diagram.family.symbol} = {float(parameter):.6g}, epsilon ="
            f" {float(epsilon):.6g}: {outcome}"
            for parameter, epsilon, outcome in diagram.differing()[:_SHOWN]
        ]
    return "\n".join(lines)


def _record(diagram: Diagram) -> Record:
    dims = diagram.dims
    return {
        "family": diagram.family.name,
        "penalty": diagram.family.formula,
        "dims": [dims.d, dims.kappa, dims.r],
        "M": str(diagram.M),
        "g": diagram.g or "indicator",
        "tolerance": str(diagram.tolerance),
        "epsilons": [str(epsilon) for epsilon in diagram.epsilons],
        "parameters": [str(parameter) for parameter in diagram.parameters],
        "outcomes": [list(row) for row in diagram.outcomes],
        "boundary": [
            {
                "sparse_code_wins": boundary.region.value,
                "above": None if boundary.low is None else str(boundary.low),
                "below": None if boundary.high is None else str(boundary.high),
            }
            for boundary in diagram.boundaries
        ],
        "counts": diagram.counts,
        "disagreements": len(diagram.differing()),
        "undecided_outside_tolerance": len(diagram.left_open()),
    }


def _write(path: Path, record: Record) -> None:
    text = json.dumps(record, indent=1, allow_nan=False) + "\n"
    if str(path) == "-":
        print(text, end="")
    else:
        write_atomically(path, text)


def _design(options: argparse.Namespace) -> int:
    """Below which parameter the sparse code wins, certified on both sides."""
    for name in ("ratio", "parameter", "g", "cluster", "jobs", "store", "plot", "tolerance"):
        if getattr(options, name) is not None:
            raise NumericsError(f"--{name} does not go with --design")
    if options.epsilon is None or "," in options.epsilon:
        raise NumericsError(
            "--design needs one amplitude of the dense code, such as --epsilon 1/10"
        )
    if options.beta is not None and options.error is None:
        raise NumericsError("--beta weighs h against g: give --error E too")
    if options.json is not None and str(options.json) != "-":
        check_writable(options.json)
    dims, M = _dimensions(options.dims), _positive("--M", options.M)
    epsilon = _positive("--epsilon", options.epsilon)
    rivals = {"dense code": against_dense(dims.r, M, epsilon)}
    if options.error is not None:
        beta = _positive("--beta", options.beta or "1")
        error = _positive("--error", options.error)
        rivals["zero code"] = against_error(dims.d, dims.r, M, error, beta)
    rows = [
        design(chosen, comparison, rival)
        for chosen in _families(options.family)
        for rival, comparison in rivals.items()
    ]
    if options.json is not None:
        record = {"dims": [dims.d, dims.kappa, dims.r], "M": str(M), "epsilon": str(epsilon)}
        _write(options.json, {**record, "design": rows})
    if str(options.json) != "-":
        print(_design_table(rows))
    return DONE


def design(chosen: Family, comparison: Comparison, rival: str) -> Record:
    """The threshold against one rival, with a certified value on each side of it.

    >>> found = design(family("log"), against_dense(1, Fraction(1), Fraction(1, 10)), "dense code")
    >>> found["wins_at"], found["loses_at"]  # the threshold is 1/9800
    ('0.00010204', '0.000102041')

    Raises:
        NumericsError: if the sign at one of the two values is not certified.
    """
    boundary = chosen.boundary(comparison)
    row: Record = {
        "family": chosen.name,
        "penalty": chosen.formula,
        "parameter": chosen.symbol,
        "rival": rival,
        "sparse_code_wins": boundary.region.value,
        "comparison": {
            name: str(getattr(comparison, name)) for name in ("many", "small", "few", "large")
        },
        "wins_at": None, "loses_at": None, "margin_wins": None, "margin_loses": None,
        "slope_at_zero": None,
    }  # fmt: skip
    if boundary.region is not Region.BELOW:
        return row
    wins, loses = bracket(boundary)
    margins = [chosen.margin(comparison, parameter, _MARGIN_BITS) for parameter in (wins, loses)]
    if not (margins[0] > 0 and margins[1] < 0):
        raise NumericsError(
            f"no certified values around the threshold of {chosen.formula}: {margins}"
        )
    slope = "infinite" if chosen.name == "power" else f"{float(1 / wins):.6g}"
    return {
        **row,
        "wins_at": _decimal(wins),
        "loses_at": _decimal(loses),
        "margin_wins": str(margins[0]),
        "margin_loses": str(margins[1]),
        "slope_at_zero": slope,
    }


def _decimal(value: Fraction) -> str:
    """A short decimal, exactly."""
    text = format(Decimal(value.numerator) / Decimal(value.denominator))
    assert Fraction(text) == value
    return text


def _design_table(rows: list[Record]) -> str:
    table = [
        (
            "penalty",
            "rival",
            "sparse code wins",
            "certified success at",
            "certified failure at",
            "slope at 0",
        ),
    ]
    for row in rows:
        name, region = row["parameter"], row["sparse_code_wins"]
        below = row["wins_at"] is not None
        table.append(
            (
                row["penalty"],
                row["rival"],
                f"for {name} below a threshold" if below else region,
                f"{name} = {row['wins_at']}" if below else "",
                f"{name} = {row['loses_at']}" if below else "",
                row["slope_at_zero"] or "",
            )
        )
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in table
    ]
    lines.append("")
    lines.append(
        "Both values of a row are certified in ball arithmetic; the threshold lies between them."
        + (" Both rivals must be beaten: take the smaller value." if _two_rivals(rows) else "")
    )
    return "\n".join(lines)


def _two_rivals(rows: list[Record]) -> bool:
    return len({row["rival"] for row in rows}) > 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.phase",
        description="Which penalties are steep enough: decides, on a grid of parameter and"
        " geometry, whether the sparse code (r rows of amplitude M) is preferred to the dense one"
        " (r + 1 of amplitude epsilon), certified, and compares with the closed form of Theorem B.",
        epilog="exit status: 0 done, 1 the closed form is contradicted, 2 bad input",
    )
    add = parser.add_argument
    names = ", ".join(chosen.name for chosen in FAMILIES)
    add("--family", default="all", metavar="NAMES", help=f"some of {names} (default all)")
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--M", default="1", help="amplitude of the sparse rows (default 1)")
    add("--epsilon", metavar="LOW,HIGH,COUNT", help="amplitudes of the dense rows (one: --design)")
    add("--ratio", metavar="LOW,HIGH,COUNT", help="the same axis as M/epsilon")
    add("--parameter", metavar="LOW,HIGH,COUNT", help="parameters (default: around the boundary)")
    add("--g", metavar="PENALTY", help="minimise with this g (default: the indicator, exact codes)")
    add("--tolerance", help="relative distance to the boundary from which on they must agree")
    add("--jobs", type=int, metavar="N", help="processes on this machine (default: all cores)")
    add("--cluster", metavar="ADDRESS", help="run on a dask cluster (extra `cluster`)")
    add("--store", type=Path, metavar="FILE", help="keep results in FILE, and resume from them")
    add("--json", type=Path, metavar="FILE", help="write the answer as JSON; - for standard output")
    add("--plot", type=Path, metavar="FILE", help="draw the diagrams")
    add("--design", action="store_true", help="thresholds for one geometry, certified")
    add("--error", metavar="E", help="with --design: also against the zero code of this error")
    add("--beta", help="with --error: h = beta g (default 1)")
    return parser


if __name__ == "__main__":
    # Workers look `decide` up by the name of its module, which must not be __main__.
    from numerics.phase import main as command

    sys.exit(command())
