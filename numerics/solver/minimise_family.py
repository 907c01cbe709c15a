"""Certified minimisation of L_{g,h} on any linear family: search, bound, certificate, replay."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.certificates.linear_family import Floats, LinearFamily, Matrix
from numerics.certificates.proof import Certificate, MinimumProof, Patch
from numerics.certificates.proof import Point as ExactPoint
from numerics.certificates.verify import verify
from numerics.errors import CertificateError, NumericsError
from numerics.solver.branching import MAX_BOXES, Bounded, Progress, minimise
from numerics.solver.coercivity import SearchRegion, region
from numerics.solver.defaults import DEFAULT_SECONDS, DEFAULT_TOLERANCE, RELATIVE_TOLERANCE
from numerics.solver.evidence import checker_text
from numerics.solver.exact_loss import Candidate, loss_at, reconstruction_error, row_powers
from numerics.solver.minorants import as_float
from numerics.solver.newton import at_minimum
from numerics.solver.objective import Objective
from numerics.solver.search import FoundPoint, quick_search, search
from sparsity_theory.notebook import sheet
from sparsity_theory.penalties.penalties import Penalty

# The search stops a little before the tolerance, so that rounding in the replay cannot undo it.
_STOP_EARLY = 0.95
# Entries of a candidate's code below this share of the largest are rounding noise.
_NOISE = 1e-14
# A decoder parameter this near to an end of [0, 1] is that end.
_SNAP = 1e-12
# Powers and errors from here on are left out: floats end at 2^1024.
_LARGEST = 2**1000


@dataclass(frozen=True)
class Minimised:
    """The minimum of L_{g,h} on a linear family, as far as it was certified.

    Attributes:
        value: a ball around the loss at the best point found.
        lower: no point has a loss below it (replayed); None where nothing is certified.
        closed: ``value`` is within the tolerance of the minimum, and the certificate proves it.
        note: why not, empty when closed.
        certificate: the best point; with ``closed`` also the proof, already replayed.
        boxes: boxes bounded by the search.
        leaves: leaves of the proof.
        search_seconds: time of everything but the replay.
        replay_seconds: time of the replay.
    """

    value: arb
    lower: arb | None
    closed: bool
    note: str
    certificate: Certificate
    boxes: int
    leaves: int
    search_seconds: float
    replay_seconds: float

    def __repr__(self) -> str:
        if self.lower is None:
            return f"<Minimised: loss {float(self.value):.6g}, undecided>"
        lower = float(self.lower)
        return f"<Minimised: loss {float(self.value):.6g}, certified from {lower:.6g} on>"

    def _repr_html_(self) -> str:
        """How notebooks show it."""
        return sheet(
            "certified minimum" if self.closed else "best point found",
            [
                ("loss", f"{float(self.value):.10g}"),
                ("certified gap", self.lower and f"{float(self.value - self.lower):.2g}"),
                ("row powers", ", ".join(f"{power:.6g}" for power in self.powers)),
                ("error", f"{self.error:.6g}"),
                ("undecided", self.note or None),
            ],
        )

    @property
    def powers(self) -> list[float]:
        """Row powers of the best point."""
        return [float(power) for power in row_powers(self.certificate.best.codes)]

    @property
    def error(self) -> float:
        """Reconstruction error of the best point."""
        return float(reconstruction_error(self.certificate.family, *self.certificate.best))


@dataclass(frozen=True)
class Attempt:
    """What the search found: points, the proof (not yet replayed) or why there is none."""

    points: list[Candidate]
    minimum: MinimumProof | None
    note: str
    boxes: int


@dataclass(frozen=True)
class _Limits:
    """When the branch and bound stops, and whom it tells how far it is."""

    tolerance: Fraction
    seconds: float
    progress: Progress | None


def minimise_family(
    family: LinearFamily,
    g: Penalty,
    h: Penalty,
    *,
    known: Sequence[Candidate] = (),
    tolerance: Fraction = DEFAULT_TOLERANCE,
    seconds: float = DEFAULT_SECONDS,
    progress: Progress | None = None,
) -> Minimised:
    """Minimise L_{g,h} over theta and all codes, with a certificate.

    Args:
        family: data and decoders.
        g: penalty on the error; the indicator is not allowed (no float meets an error of 0).
        h: penalty on the row powers.
        known: points that may be good, beside the zero code.
        tolerance: the certified gap between the value and the lower bound; a smaller one where it
            would be more than `RELATIVE_TOLERANCE` of the scale of the losses.
        seconds: time budget of the branch and bound.
        progress: called with (upper, lower, open boxes).

    What stays open within the budget is undecided, which says nothing about the minimum.  What to
    expect (`numerics.scaling` measures it): up to kappa = 12 and 250 code variables close, for
    smooth, flat and convex pieces of h, with one parameter or none; boxes multiply by 10 to 30 with
    every further parameter, so that four close on small families only (`numerics.benchmark --only
    parameters`).  Decoders that are not injective, or nearly so, somewhere in the cube of theta
    close only if h bounds the codes by itself: a minorant of slope 0, for powers without a bound,
    needs ``W_k(theta)^T P = 0`` on a whole box of theta, which a polynomial P meets where column k
    does not move, or P = 0.  With numba installed (``pip install 'sparsity-theory[fast]'``) long
    searches run in compiled loops, and all do after `numerics.solver.loops.load`; the
    certificates are the same.

    Two kinds of pairs mostly stay open, and the note says so.  Where h falls, as u exp(-u) and
    abs(u-1) do: the bound needs minorants of h with positive slopes (the quadratic that it
    minimises over codes must not open downwards), and where h falls these stay below it by as much
    as it falls over the box.  Where g has slope 0 at 0, as 100 u^2: its minorants on small errors
    are nearly flat, and a relaxed point then leaves its box of errors at next to no cost.

    >>> from numerics.certificates.instances import fooling_instance
    >>> from sparsity_theory.characterisation import Dimensions
    >>> from sparsity_theory.penalties.penalties import penalty
    >>> family = fooling_instance(Dimensions(3, 2, 1), Fraction(1, 100), Fraction(1)).family
    >>> found = minimise_family(family, penalty("1000*u"), penalty("log(1+u)"))
    >>> found.closed, bool(found.value - found.lower < 2e-6), f"{float(found.value):.4f}"
    (True, True, '0.0066')

    Raises:
        NumericsError: if g is the indicator, or the data are too large for floats.
    """
    if family.zero_error >= _LARGEST:
        raise NumericsError(
            "the data are too large: the mean of their squares is above 1e301, and the search is in"
            " floats, which end at 1.8e308; divide the data by a constant, and adapt g"
        )
    if not g.finite:
        raise NumericsError(
            "g is the indicator: floats do not meet an error of exactly 0; use a steep g such as"
            " 10000*u, or numerics.counterexample for the instances with known exact codes"
        )
    began = time.perf_counter()
    _, kappa, n = family.shape
    zero = (Fraction(0),) * family.parameters, ((Fraction(0),) * n,) * kappa
    points = [zero, *known]
    found = attempt(family, g, h, points, tolerance=tolerance, seconds=seconds, progress=progress)
    best = best_candidate([*points, *found.points], g, h, family)
    texts = checker_text(g), checker_text(h)
    at = ExactPoint(*best)
    draft = Certificate(*texts, "minimum", None, None, family.plain, at, None, found.minimum)
    replaying = time.perf_counter()
    lower, note, leaves = None, found.note, 0
    value = loss_at(family, best, g, h)
    if found.minimum is not None:
        try:
            verified = verify(draft)
        except CertificateError as failure:
            note = f"its proof does not replay: {failure}"
        else:
            value, lower, leaves = verified.loss, verified.lower, verified.leaves
    finished = time.perf_counter()
    times = replaying - began, finished - replaying
    return Minimised(value, lower, lower is not None, note, draft, found.boxes, leaves, *times)


def attempt(
    family: LinearFamily,
    g: Penalty,
    h: Penalty,
    known: Sequence[Candidate],
    *,
    tolerance: Fraction,
    seconds: float,
    progress: Progress | None,
) -> Attempt:
    """Search and bound in floats; never fails, but may say why there is no proof."""
    objective = Objective(family, g, h)
    limits = _Limits(tolerance, seconds, progress)
    points: list[Candidate] = []
    # Overflow in floats gives infinities and nan, which never close a box: no warnings needed.
    with np.errstate(all="ignore"):
        try:
            _check(g, h)
            start = _start(objective, known)
            points += _held([_exact_point(start)])
            limits = replace(limits, tolerance=_tolerance(objective, start.value, tolerance))
            bounded, reach = _bounded(objective, start, limits)
        except NumericsError as failure:
            return Attempt(points if g.finite else [], None, str(failure), 0)
        except (np.linalg.LinAlgError, OverflowError) as failure:
            note = f"the search met numbers that floats cannot handle ({failure})"
            return Attempt(points if g.finite else [], None, note, 0)
    points = _held([_exact_point(bounded.point)]) if g.finite else []
    if bounded.closed:
        return Attempt(points, _minimum(bounded, reach, limits.tolerance), "", bounded.boxes)
    gap = bounded.point.value - bounded.lower
    left = f"the gap was still {gap:.2g}" if math.isfinite(gap) else "no bound was found"
    note = (
        f"{left} after"
        f" {bounded.seconds:.1f} s and {bounded.boxes} boxes: allow more time (up to"
        f" {MAX_BOXES} boxes), or a larger tolerance{_why_open(g, h)}"
    )
    return Attempt(points, None, note, bounded.boxes)


def _why_open(g: Penalty, h: Penalty) -> str:
    """What about the pair makes bounds weak (see `minimise_family`), where something is known."""
    reasons = []
    if g.facts.right_slope_at_zero == 0:
        reasons.append("g has slope 0 at 0, where its affine minorants bound errors badly")
    if not h.facts.nondecreasing:
        reasons.append("h is not proved nondecreasing, and minorants that rise follow it badly")
    return f"; {' and '.join(reasons)}, so most such gaps stay open" if reasons else ""


def _tolerance(objective: Objective, value: float, most: Fraction) -> Fraction:
    """The certified gap to aim at; see `RELATIVE_TOLERANCE`."""
    d, kappa, _ = objective.shape
    g, h = objective.g, objective.h
    if g.facts.infimum is None or h.facts.infimum is None:
        return most
    lowest = [min(as_float(p.facts.infimum), as_float(p.at_zero)) for p in (g, h)]
    above = value - lowest[0] - kappa * lowest[1] / d
    wanted = float(RELATIVE_TOLERANCE) * above
    return min(most, Fraction(wanted)) if 0 < wanted < math.inf else most


def best_candidate(
    points: Sequence[Candidate], g: Penalty, h: Penalty, family: LinearFamily
) -> Candidate:
    """The point of least loss, in ball arithmetic; on a tie the earlier one, which is simpler."""
    best, least = points[0], loss_at(family, points[0], g, h)
    for point in points[1:]:
        loss = loss_at(family, point, g, h)
        if loss < least:
            best, least = point, loss
    return best


def _check(g: Penalty, h: Penalty) -> None:
    """That the pair can be bounded; raises NumericsError."""
    if not g.facts.nondecreasing:
        raise NumericsError(
            f"g = {g.text} is not proved nondecreasing, so the minimiser cannot be certified"
        )
    if h.facts.infimum is None:
        raise NumericsError(f"inf h is not known for h = {h.text}: the minimiser is not certified")


def _start(objective: Objective, known: Sequence[Candidate]) -> FoundPoint:
    """The best of the known points and of what a quick search finds."""
    family, g, h = objective.family, objective.g, objective.h
    starts = [_float_point(best_candidate(known, g, h, family), g, h, family)]
    if g.finite:
        starts.append(at_minimum(objective, quick_search(objective)))
    return min(starts, key=lambda point: point.value)


def _bounded(
    objective: Objective, start: FoundPoint, limits: _Limits
) -> tuple[Bounded, SearchRegion]:
    """Branch and bound from a good point; raises NumericsError where nothing bounds the codes."""
    h = objective.h
    assert h.facts.infimum is not None  # see _check
    infimum = min(as_float(h.facts.infimum), as_float(h.at_zero))
    largest_power = float((start.codes**2).mean(axis=1).max())
    reach = region(objective, start.value, largest_power, infimum)
    bounded = minimise(
        objective,
        start,
        reach.roots(),
        tolerance=float(limits.tolerance) * _STOP_EARLY,
        thorough=lambda: at_minimum(objective, search(objective)),
        seconds=limits.seconds,
        progress=limits.progress,
    )
    return bounded, reach


def _float_point(candidate: Candidate, g: Penalty, h: Penalty, family: LinearFamily) -> FoundPoint:
    """The point in floats with its exact loss: floats cannot meet an error of exactly 0."""
    theta, codes = candidate
    value = float(loss_at(family, candidate, g, h))
    floats = np.array([[float(z) for z in row] for row in codes])
    return FoundPoint(np.array([float(t) for t in theta]), floats, value)


def _minimum(bounded: Bounded, reach: SearchRegion, tolerance: Fraction) -> MinimumProof:
    splits, leaves = bounded.tree.in_order()
    return MinimumProof(
        tolerance=tolerance,
        e_max=reach.e_max,
        patches=tuple(
            Patch(
                tuple(p.low.tolist()),
                tuple(p.high.tolist()),
                tuple(p.ceilings.tolist()),
                None if p.inverse is None else tuple(map(tuple, p.inverse.tolist())),
            )
            for p in reach.patches
        ),
        splits=splits,
        leaves=tuple((lam, *slopes.tolist()) for lam, slopes in leaves),
    )


def _exact_point(point: FoundPoint) -> Candidate:
    return tuple(map(_exact_theta, point.theta.tolist())), _exact(point.codes)


def _held(points: list[Candidate]) -> list[Candidate]:
    """Those whose powers floats can hold."""
    return [p for p in points if all(power < _LARGEST for power in row_powers(p[1]))]


def _exact_theta(theta: float) -> Fraction:
    return Fraction(round(theta)) if abs(theta - round(theta)) < _SNAP else Fraction(theta)


def _exact(codes: Floats) -> Matrix:
    floor = _NOISE * np.abs(codes).max(initial=0.0)
    return tuple(
        tuple(Fraction(x) if abs(x) > floor else Fraction(0) for x in row) for row in codes.tolist()
    )
