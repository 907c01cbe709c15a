"""The whole question for one pair of penalties: verdict, instance, minimiser, certificate."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from sympy import Rational

from numerics.bound import MAX_BOXES, Bounded, minimise
from numerics.certificate import Certificate, Leaf, Minimum, Patch
from numerics.coercivity import Region, region
from numerics.errors import CertificateError, NumericsError
from numerics.instances import Floats, Instance, Matrix, fooling_instance
from numerics.objective import Objective
from numerics.search import Point, search
from numerics.verify import Verified, loss_at, reconstruction_error, verify
from sparsity_theory.characterisation import (
    Decision,
    Dimensions,
    Guarantee,
    characterise,
    find_witness,
    is_witness_A1,
)
from sparsity_theory.penalties import Penalty
from sparsity_theory.verdict import Verdict

DEFAULT_DENSE_POWER = Fraction(1, 100)
DEFAULT_SPARSE_POWER = Fraction(1)
DEFAULT_TOLERANCE = Fraction(1, 10**6)
DEFAULT_SECONDS = 10.0

# The search stops a little before the tolerance, so that rounding in the replay cannot undo it.
_STOP_EARLY = 0.95
# Dual matrices are rounded to integers of this many bits times a power of two.
_DUAL_BITS = 44
# Entries of a candidate's code below this share of the largest are rounding noise.
_NOISE = 1e-14
# A decoder parameter this near to an end of [0, 1] is that end.
_SNAP = 1e-12

Progress = Callable[[float, float, int], None]


@dataclass(frozen=True)
class Geometry:
    """The instance that a user asks for; see `numerics.instances.fooling_instance`."""

    dense_power: Fraction = DEFAULT_DENSE_POWER
    sparse_power: Fraction = DEFAULT_SPARSE_POWER
    samples: int | None = None
    zero_error: Fraction | None = None
    connected: bool = True

    def instance(self, dims: Dimensions) -> Instance:
        """Build it; raises InstanceError on a power that is not positive."""
        instance = fooling_instance(
            dims,
            self.dense_power,
            self.sparse_power,
            samples=self.samples,
            zero_error=self.zero_error,
        )
        return replace(instance, connected=self.connected)


@dataclass(frozen=True)
class Answer:
    """What was found out about one pair of penalties on one instance.

    Attributes:
        g: penalty on the error.
        h: penalty on the row powers.
        decision: Theorem A's verdict, from exact suprema and infima, with its reason.
        certificate: the proof, already replayed; its verdict is what it proves by itself.
        verified: what the replay established.
        note: why the global minimiser is not certified; empty when it is.
        boxes: boxes bounded by the search.
        seconds: time of the whole.
        replay_seconds: time of the replay alone.
    """

    g: Penalty
    h: Penalty
    decision: Decision
    certificate: Certificate
    verified: Verified
    note: str
    boxes: int
    seconds: float
    replay_seconds: float

    @property
    def instance(self) -> Instance:
        """The instance that was looked at."""
        return self.certificate.instance

    @property
    def verdict(self) -> Guarantee:
        """What the certificate proves."""
        return Guarantee(self.certificate.verdict)

    @property
    def loss(self) -> float:
        """Loss of the best point found."""
        return float(self.verified.loss)

    @property
    def loss_sparse(self) -> float:
        """Loss of the optimal sparse representation of the instance."""
        return float(self.verified.loss_sparse)

    @property
    def lower(self) -> float | None:
        """Certified lower bound on the loss over all theta and codes, or None."""
        return None if self.verified.lower is None else float(self.verified.lower)

    @property
    def powers(self) -> list[float]:
        """Row powers of the best point found."""
        n = self.instance.samples
        return [float(sum((z * z for z in row), Fraction(0)) / n) for row in self.certificate.codes]

    @property
    def error(self) -> float:
        """Reconstruction error of the best point found."""
        return float(reconstruction_error(self.instance.family, *self._point))

    @property
    def strictly_beaten(self) -> bool:
        """Whether the best point is proved strictly better than every sparse representation."""
        return bool(self.verified.loss < self.verified.loss_sparse)

    @property
    def _point(self) -> tuple[Fraction, Matrix]:
        return self.certificate.theta, self.certificate.codes


def solve(
    g: Penalty,
    h: Penalty,
    dims: Dimensions,
    *,
    geometry: Geometry | None = None,
    tolerance: Fraction = DEFAULT_TOLERANCE,
    seconds: float = DEFAULT_SECONDS,
    progress: Progress | None = None,
) -> Answer:
    """Decide a pair of penalties and minimise its loss on an instance, with a certificate.

    Args:
        g: penalty on the error; the indicator is allowed.
        h: penalty on the row powers.
        dims: (d, kappa, r).
        geometry: the instance to look at; by default one that fools the pair where there is one.
        tolerance: the certified gap between the minimiser's loss and the lower bound.
        seconds: time budget of the branch and bound.
        progress: called with (upper, lower, open boxes).

    >>> from sparsity_theory.penalties import penalty
    >>> answer = solve(penalty("1000*u"), penalty("log(1+u)"), Dimensions(3, 2, 1))
    >>> answer.verdict.value, answer.decision.part, answer.strictly_beaten
    ('fails', 'A1 and A2', True)

    Raises:
        InstanceError: if the geometry is impossible.
        PenaltyError: if h is the indicator.
    """
    began = time.perf_counter()
    decision = characterise(g, h, dims)
    instance = (geometry or fooling_geometry(g, h, dims)).instance(dims)
    points = [
        (Fraction(1), instance.code(sparse=True)),
        (Fraction(0), instance.code(sparse=False)),
        (Fraction(0), ((Fraction(0),) * instance.samples,) * dims.kappa),
    ]
    minimum, note, boxes = None, "", 0
    try:
        # Overflow in floats gives infinities and nan, which never close a box: no warnings needed.
        with np.errstate(all="ignore"):
            bounded, reach = _minimise(instance, g, h, (tolerance, seconds), progress)
    except NumericsError as failure:
        note = str(failure)
    except np.linalg.LinAlgError as failure:
        note = f"the search met numbers that floats cannot handle ({failure})"
    else:
        boxes = bounded.boxes
        if g.finite:
            points.append((_exact_theta(bounded.point.theta), _exact(bounded.point.codes)))
        if bounded.closed:
            minimum = _minimum(bounded, reach, tolerance)
        else:
            note = (
                f"the gap was still {bounded.point.value - bounded.lower:.2g} after"
                f" {bounded.seconds:.1f} s and {boxes} boxes: allow more time (up to"
                f" {MAX_BOXES} boxes), or a larger tolerance"
            )
    replaying = time.perf_counter()
    best = _best(points, g, h, instance)
    part = decision.part or "A0"
    draft = Certificate(g.text, h.text, "undecided", part, instance, *best, minimum)
    certificate, verified, lost = _proved(draft, decision)
    finished = time.perf_counter()
    times = (finished - began, finished - replaying)
    return Answer(g, h, decision, certificate, verified, note or lost, boxes, *times)


def fooling_geometry(g: Penalty, h: Penalty, dims: Dimensions) -> Geometry:
    """Powers of an instance that fools the pair, where one was found; else the default ones.

    The default comes first: one geometry for all penalties makes a table comparable.
    """
    default = Geometry()
    powers = _rational(default.sparse_power), _rational(default.dense_power)
    if is_witness_A1(h, dims.r, *powers) is Verdict.HOLDS:
        return default
    witness = find_witness(g, h, dims)
    if witness is None:
        return default
    if witness.b is not None:
        return Geometry(dense_power=_fraction(witness.b), sparse_power=_fraction(witness.a))
    assert witness.e is not None
    return Geometry(sparse_power=_fraction(witness.a), zero_error=_fraction(witness.e))


def _minimise(
    instance: Instance,
    g: Penalty,
    h: Penalty,
    limits: tuple[Fraction, float],
    progress: Progress | None,
) -> tuple[Bounded, Region]:
    """Search and bound in floats; raises NumericsError where the pair cannot be bounded."""
    tolerance, seconds = limits
    if not g.facts.nondecreasing:
        raise NumericsError(
            f"g = {g.text} is not proved nondecreasing, so the minimiser cannot be certified"
        )
    if h.facts.infimum is None:
        raise NumericsError(f"inf h is not known for h = {h.text}: the minimiser is not certified")
    objective = Objective(instance.family, g, h)
    starts = [_exact_start(instance, g, h)]
    if g.finite:
        starts.append(search(objective))
    start = min(starts, key=lambda point: point.value)
    infimum = min(float(h.facts.infimum), float(h.at_zero))
    reach = region(objective, start.value, infimum)
    bounded = minimise(
        objective,
        start,
        reach.roots(instance.dims.kappa, connected=instance.connected),
        tolerance=float(tolerance) * _STOP_EARLY,
        seconds=seconds,
        progress=progress,
    )
    return bounded, reach


def _exact_start(instance: Instance, g: Penalty, h: Penalty) -> Point:
    """The better of the two exact codes: floats cannot meet an error of exactly 0."""
    points = [(Fraction(sparse), instance.code(sparse=bool(sparse))) for sparse in (0, 1)]
    theta, codes = best = _best(points, g, h, instance)
    value = float(loss_at(instance.family, instance.dims.d, best, g, h))
    return Point(float(theta), np.array([[float(z) for z in row] for row in codes]), value)


def _proved(draft: Certificate, decision: Decision) -> tuple[Certificate, Verified, str]:
    """The certificate with the strongest verdict that its replay confirms, and what was lost."""
    try:
        verified = verify(draft)
    except CertificateError as failure:
        if draft.minimum is None:
            raise
        # The verdict does not need the minimum, and a proof that does not replay is no proof.
        draft, verified, _ = _proved(replace(draft, minimum=None), decision)
        return draft, verified, f"its proof does not replay: {failure}"
    if verified.loss < verified.loss_sparse:
        if decision.verdict is Guarantee.GUARANTEES:
            raise AssertionError("a point beats the sparse code although Theorem A guarantees it")
        return replace(draft, verdict="fails"), verified, ""
    tie = decision.verdict is Guarantee.FAILS and decision.part == "equality"
    if decision.verdict is Guarantee.GUARANTEES or tie:
        return replace(draft, verdict=decision.verdict.value), verified, ""
    return draft, verified, ""


def _best(
    points: list[tuple[Fraction, Matrix]], g: Penalty, h: Penalty, instance: Instance
) -> tuple[Fraction, Matrix]:
    """The point of least loss, in ball arithmetic; on a tie the earlier one, which is simpler."""
    best, least = points[0], loss_at(instance.family, instance.dims.d, points[0], g, h)
    for point in points[1:]:
        loss = loss_at(instance.family, instance.dims.d, point, g, h)
        if loss < least:
            best, least = point, loss
    return best


def _minimum(bounded: Bounded, reach: Region, tolerance: Fraction) -> Minimum:
    return Minimum(
        tolerance=tolerance,
        e_max=reach.e_max,
        u_max=reach.u_max,
        patches=tuple(
            Patch(p.low, p.high, tuple(map(tuple, p.inverse.tolist()))) for p in reach.patches
        ),
        splits=tuple(bounded.tree.split),
        leaves={
            node: _leaf(lam, slopes, dual)
            for node, (lam, slopes, dual) in bounded.tree.leaves.items()
        },
    )


def _leaf(lam: float, slopes: Floats, dual: Floats) -> Leaf:
    largest = float(np.abs(dual).max(initial=0.0))
    exponent = math.frexp(largest)[1] - _DUAL_BITS if largest > 0 else 0
    rounded = np.rint(np.ldexp(dual, -exponent)).astype(np.int64)
    return Leaf(lam, tuple(slopes.tolist()), exponent, tuple(map(tuple, rounded.tolist())))


def _exact_theta(theta: float) -> Fraction:
    return Fraction(round(theta)) if abs(theta - round(theta)) < _SNAP else Fraction(theta)


def _exact(codes: Floats) -> Matrix:
    floor = _NOISE * np.abs(codes).max(initial=0.0)
    return tuple(
        tuple(Fraction(x) if abs(x) > floor else Fraction(0) for x in row) for row in codes.tolist()
    )


def _rational(value: Fraction) -> Rational:
    return Rational(value.numerator, value.denominator)


def _fraction(value: Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))
