"""The whole question for one pair of penalties: verdict, instance, minimiser, certificate."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from flint import arb
from sympy import Rational

from numerics.certificates.instances import Instance, fooling_instance
from numerics.certificates.proof import Certificate, Point, VerdictEvidence
from numerics.certificates.verify import Verified, verify
from numerics.errors import CertificateError
from numerics.solver import evidence
from numerics.solver.branching import Progress
from numerics.solver.defaults import DEFAULT_SECONDS, DEFAULT_TOLERANCE
from numerics.solver.exact_loss import Candidate, loss_at, reconstruction_error, row_powers
from numerics.solver.minimise_family import (
    Minimised,
    attempt,
    best_candidate,
    minimise_family,
)
from sparsity_theory.characterisation import (
    Decision,
    Dimensions,
    Guarantee,
    characterise,
    find_witness,
    is_witness_A1,
)
from sparsity_theory.errors import ContradictionError
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notebook import sheet
from sparsity_theory.penalties.penalties import Penalty

DEFAULT_DENSE_POWER = Fraction(1, 100)
DEFAULT_SPARSE_POWER = Fraction(1)

__all__ = [
    "Answer", "Geometry", "Minimised", "fooling_geometry", "minimise_family", "solve",
]  # fmt: skip


@dataclass(frozen=True)
class Geometry:
    """The instance that a user asks for; see `numerics.certificates.instances.fooling_instance`."""

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


class CheckedAnswer(NamedTuple):
    """A certificate, already replayed, and what the replay established.

    Its verdict is what it proves by itself, or what the prover alone vouches for.
    """

    certificate: Certificate
    verified: Verified

    @property
    def losses(self) -> tuple[arb, arb]:
        """Of the best point and of the sparse code."""
        assert self.verified.loss_sparse is not None
        return self.verified.loss, self.verified.loss_sparse


@dataclass(frozen=True)
class Answer:
    """What was found out about one pair of penalties on one instance.

    Attributes:
        g: penalty on the error.
        h: penalty on the row powers.
        decision: Theorem A's verdict, from exact suprema and infima, with its reason.
        instance: the instance that was looked at.
        best: the best point found.
        losses: of the best point and of the optimal sparse representation.
        checked: the certificate; None where the checker does not read a penalty, so that all of
            this is the prover's word.
        note: why the global minimiser is not certified; empty when it is.
        boxes: boxes bounded by the search.
        seconds: time of the whole.
        replay_seconds: time of the replay alone.
    """

    g: Penalty
    h: Penalty
    decision: Decision
    instance: Instance
    best: Point
    losses: tuple[arb, arb]
    checked: CheckedAnswer | None
    note: str
    boxes: int
    seconds: float
    replay_seconds: float

    def __repr__(self) -> str:
        pair = f"g = {self.g.text}, h = {self.h.text}"
        return f"<Answer: {self.verdict.value}, {pair}, loss {self.loss:.6g}>"

    def _repr_html_(self) -> str:
        """How notebooks show it."""
        return sheet(
            f"{self.verdict.value}: g = {self.g.text}, h = {self.h.text}",
            [
                ("Theorem A", self.decision.explanation),
                ("loss of the best point", f"{self.loss:.6g}"),
                ("shown", self.shown or "the verdict is not shown by a certificate"),
                ("note", self.note or None),
            ],
        )

    @property
    def certificate(self) -> Certificate:
        """The proof; raises CertificateError where there is none, with the reason."""
        if self.checked is None:
            raise CertificateError(f"there is no certificate: {self.note}")
        return self.checked.certificate

    @property
    def verdict(self) -> Guarantee:
        """What the certificate says; without one, what the prover says."""
        if self.checked is None:
            return self.decision.verdict
        return Guarantee(self.checked.certificate.verdict)

    @property
    def certified(self) -> bool:
        """Whether the checker has shown the verdict."""
        return bool(self.shown)

    @property
    def shown(self) -> str:
        """The inequality by which the checker has shown the verdict; else empty."""
        return "" if self.checked is None else self.checked.verified.shown

    @property
    def by_prover(self) -> bool:
        """Whether the verdict is the prover's word: unread, or by a symbolic identity."""
        return self.verdict is not Guarantee.UNDECIDED and not self.certified

    @property
    def part(self) -> str:
        """The part of Theorem A that decides, or A0 where points alone do."""
        return self.decision.part or "A0"

    @property
    def loss(self) -> float:
        """Loss of the best point found."""
        return float(self.losses[0])

    @property
    def loss_sparse(self) -> float:
        """Loss of the optimal sparse representation of the instance."""
        return float(self.losses[1])

    @property
    def lower(self) -> float | None:
        """Certified lower bound on the loss over all theta and codes, or None."""
        found = None if self.checked is None else self.checked.verified.lower
        return None if found is None else float(found)

    @property
    def relative_gap(self) -> float | None:
        """`numerics.certificates.verify.Verified.relative_gap`, or None."""
        return None if self.checked is None else self.checked.verified.relative_gap

    @property
    def leaves(self) -> int:
        """Leaves of the proof that the best point is the minimiser; 0 without one."""
        return 0 if self.checked is None else self.checked.verified.leaves

    @property
    def powers(self) -> list[float]:
        """Row powers of the best point found."""
        return [float(power) for power in row_powers(self.best.codes)]

    @property
    def error(self) -> float:
        """Reconstruction error of the best point found."""
        return float(reconstruction_error(self.instance.family, *self.best))

    @property
    def theta(self) -> Fraction:
        """The decoder parameter of the best point found."""
        return self.best.theta[0]

    @property
    def strictly_beaten(self) -> bool:
        """Whether the best point is strictly better than every sparse representation."""
        return bool(self.losses[0] < self.losses[1])


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

    There is none where the checker does not read a penalty that the prover does: then the answer
    is the prover's word, and says so (``note``, ``by_prover``).

    Args:
        g: penalty on the error; the indicator is allowed.
        h: penalty on the row powers.
        dims: (d, kappa, r).
        geometry: the instance to look at; by default one that fools the pair where there is one.
        tolerance: the certified gap between the minimiser's loss and the lower bound.
        seconds: time budget of the branch and bound.
        progress: called with (upper, lower, open boxes).

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> answer = solve(penalty("1000*u"), penalty("log(1+u)"), Dimensions(3, 2, 1))
    >>> answer.verdict.value, answer.decision.part, answer.strictly_beaten
    ('fails', 'A1 and A2', True)

    Raises:
        InstanceError: if the geometry is impossible.
        PenaltyError: if h is the indicator.
        ContradictionError: if checker and prover show opposite verdicts.
    """
    began = time.perf_counter()
    decision = characterise(g, h, dims)
    instance = (geometry or fooling_geometry(g, h, dims)).instance(dims)
    family = instance.family
    known: list[Candidate] = [
        ((Fraction(1),), instance.code(sparse=True)),
        ((Fraction(0),), instance.code(sparse=False)),
        ((Fraction(0),), ((Fraction(0),) * instance.samples,) * dims.kappa),
    ]
    texts = evidence.checker_text(g), evidence.checker_text(h)
    unread = evidence.unread(texts)
    seconds = 0.0 if unread else seconds  # no proof could be replayed: a good point will do
    found = attempt(family, g, h, known, tolerance=tolerance, seconds=seconds, progress=progress)
    best = best_candidate([*known, *found.points], g, h, family)
    sizes, sparse = (dims.d, dims.kappa, dims.r), known[0]
    points = Point(*best), Point(*sparse)
    if unread:
        losses = loss_at(family, best, g, h), loss_at(family, sparse, g, h)
        note, took = f"the checker does not read the pair ({unread})", time.perf_counter() - began
        return Answer(g, h, decision, instance, points[0], losses, None, note, found.boxes, took, 0)
    shown = evidence.find(g, h, dims, decision)
    draft = Certificate(*texts, "undecided", sizes, None, family.plain, *points, found.minimum)
    replaying = time.perf_counter()
    checked, lost = _proved(draft, decision, shown)
    finished = time.perf_counter()
    losses, note = checked.losses, found.note or lost
    times = (finished - began, finished - replaying)
    return Answer(g, h, decision, instance, points[0], losses, checked, note, found.boxes, *times)


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


def _proved(
    draft: Certificate, decision: Decision, shown: VerdictEvidence | None
) -> tuple[CheckedAnswer, str]:
    """The certificate with the strongest verdict that the checker confirms, and what was lost."""
    verdict = decision.verdict.value
    attempts: list[tuple[str, VerdictEvidence | None]] = [] if shown is None else [(verdict, shown)]
    if shown is None or decision.verdict is Guarantee.FAILS:
        attempts.append(("fails", VerdictEvidence("A0")))
    attempts.append(("undecided", None))
    lost = ""
    for minimum in dict.fromkeys((draft.minimum is not None, False)):
        kept = draft.minimum if minimum else None
        for name, by in attempts:
            certificate = replace(draft, verdict=name, evidence=by, minimum=kept)
            try:
                verified = verify(certificate)
            except CertificateError as failure:
                lost = str(failure)
                continue
            if verified.shown and verdict not in (name, "undecided"):
                raise ContradictionError(
                    f"for g = {draft.g}, h = {draft.h} and (d, kappa, r) = {draft.dims} the checker"
                    f" shows the verdict {name!r}, and Theorem A's prover {verdict!r}. This is an"
                    " error of this package, not of the input; please report it"
                )
            note = f"its proof does not replay: {lost}" if draft.minimum and not minimum else ""
            return CheckedAnswer(certificate, verified), note
    raise CertificateError(lost)


def _rational(value: Fraction) -> Rational:
    return Rational(value.numerator, value.denominator)


def _fraction(value: Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))
