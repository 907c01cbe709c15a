"""The checker: re-verifies a certificate in exact and ball arithmetic, without the prover.

It reads the penalties by itself, derives what it needs about them, and imports neither SymPy nor
the search, the bounds or the symbolic facts.  What it relies on: python-flint's arithmetic, the
theorems named in `numerics.certificates.verdicts`, and, unless ``exact`` is asked for, float
arithmetic to the IEEE standard (`numerics.certificates.replay_filter`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flint import arb, ctx

from numerics.certificates.function import Function
from numerics.certificates.limits import BITS, Clock, NoInfoError
from numerics.certificates.loss import loss_of
from numerics.certificates.proof import Certificate, Point
from numerics.certificates.replay import Replay
from numerics.certificates.terms import RefusedError
from numerics.certificates.verdicts import check_sparse, check_verdict
from numerics.errors import CertificateError

SECONDS = 60.0
INDICATOR = "indicator"


@dataclass(frozen=True)
class Verified:
    """What a certificate proves, as rigorous enclosures.

    Attributes:
        loss: the loss at the best point.
        loss_sparse: the loss of the sparse code; None where there is no verdict.
        sparse_is_optimal: no exact representation has fewer active rows.
        shown: the inequality that shows the verdict; empty where none was shown: the verdict is
            "undecided" or "minimum", or rests on a symbolic identity.
        lower: no point has a smaller loss; None without a proof of the minimum.
        floor: what the loss is at least for every family of this size: inf g + (kappa/d) inf h.
        leaves: how many leaves were checked.
        leaves_in_balls: how many of them in ball arithmetic, because floats did not settle them.
    """

    loss: arb
    loss_sparse: arb | None
    sparse_is_optimal: bool
    shown: str
    lower: arb | None
    floor: arb | None
    leaves: int
    leaves_in_balls: int

    @property
    def relative_gap(self) -> float | None:
        """The gap as a share of the loss above the floor: 1 says nothing; None: no proof.

        It does not change when a constant is added to a penalty, or both are scaled.
        """
        if self.lower is None or self.floor is None:
            return None
        gap, scale = self.loss - self.lower, self.loss - self.floor
        return float((gap / scale).upper()) if scale > 0 else 0.0


def verify(certificate: Certificate, *, exact: bool = False, seconds: float = SECONDS) -> Verified:
    """Check everything that a certificate says, except a verdict by a symbolic identity.

    Args:
        certificate: what to check.
        exact: replay every leaf in ball arithmetic; otherwise only those that floats with a
            rigorous bound on their rounding do not settle.
        seconds: time that it may take.

    Raises:
        LimitError: if that is not enough.
        CertificateError: on the first thing that is not so; the message says which leaf.
    """
    with _precision(BITS):
        return _verify(certificate, Clock(seconds), exact=exact)


@contextmanager
def _precision(bits: int) -> Iterator[None]:
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def function(text: str, name: str, clock: Clock) -> Function:
    """The penalty; raises CertificateError where it is refused or not known to be defined."""
    try:
        h = Function(text, clock)
    except (RefusedError, NoInfoError) as why:
        raise CertificateError(f"the penalty {name} is refused: {why}") from None
    if not h.defined:
        raise CertificateError(
            f"the penalty {name} is refused: it is not proved to have a value at every u > 0"
        )
    return h


def _verify(certificate: Certificate, clock: Clock, *, exact: bool) -> Verified:
    g = None if certificate.g.strip() == INDICATOR else function(certificate.g, "g", clock)
    h = function(certificate.h, "h", clock)
    loss = _loss(certificate, certificate.best, g, h)
    sparse, optimal, shown = None, False, ""
    if certificate.verdict == "minimum":
        given = (certificate.dims, certificate.evidence, certificate.sparse)
        if any(part is not None for part in given):
            raise CertificateError("a certificate of a minimum has no verdict to show")
        if certificate.minimum is None:
            raise CertificateError("the certificate claims a minimum and has no proof of it")
    else:
        optimal = check_sparse(certificate)
        assert certificate.sparse is not None
        sparse = _loss(certificate, certificate.sparse, g, h)
        shown = _shown(certificate, g, h, (loss, sparse))
    if certificate.minimum is None:
        return Verified(loss, sparse, optimal, shown, None, None, 0, 0)
    replay = Replay(certificate.family, certificate.minimum, (g, h), loss)
    replay.check(all_in_balls=exact)
    lower, leaves = replay.target.max(replay.floor), len(certificate.minimum.leaves)
    return Verified(loss, sparse, optimal, shown, lower, replay.floor, leaves, replay.in_balls)


def _loss(certificate: Certificate, point: Point, g: Function | None, h: Function) -> arb:
    family, (theta, codes) = certificate.family, point
    _, kappa, n = family.shape
    if len(codes) != kappa or {len(z) for z in codes} != {n}:
        raise CertificateError("stored codes do not have shape (kappa, n)")
    if not family.admits(theta):
        raise CertificateError("a stored theta is not admitted by the family")
    loss = loss_of(family, point, g, h)
    if not loss.is_finite():
        raise CertificateError("the loss of a stored point is not finite")
    return loss


def _shown(
    certificate: Certificate, g: Function | None, h: Function, losses: tuple[arb, arb]
) -> str:
    evidence = certificate.evidence
    if certificate.verdict == "undecided":
        if evidence is not None:
            raise CertificateError("what is undecided has no evidence")
        return ""
    if certificate.verdict not in ("fails", "guarantees") or evidence is None:
        raise CertificateError("the verdict is unknown or has no evidence")
    if evidence.theorem == "symbolic":
        if evidence.numbers or evidence.cuts:
            raise CertificateError("a symbolic identity comes without numbers")
        return ""
    return check_verdict(certificate, g, h, losses)
