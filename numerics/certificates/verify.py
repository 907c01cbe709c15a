"""The checker: re-verifies a certificate in exact and ball arithmetic, without any search.

It imports neither the search nor the bounds.  What it relies on: python-flint's arithmetic; the
recipe of the instance (`numerics.certificates.instances`); the facts about penalties that
`sparsity_theory` proves symbolically (monotone, infimum, curvature of each piece); and, unless
``exact`` is asked for, float arithmetic to the IEEE standard
(`numerics.certificates.replay_filter`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from flint import arb

from numerics.certificates.balls import precision
from numerics.certificates.certificate import Certificate
from numerics.certificates.exact_loss import BITS, loss_at, reconstruction_error
from numerics.certificates.instances import Instance
from numerics.certificates.replay import Replay
from numerics.errors import CertificateError
from sparsity_theory.characterisation import Guarantee, characterise
from sparsity_theory.penalties.penalties import Penalty, penalty

__all__ = ["Verified", "loss_at", "reconstruction_error", "verify"]


@dataclass(frozen=True)
class Verified:
    """What a certificate proves, as rigorous enclosures.

    Attributes:
        loss: the loss at the stored point.
        loss_sparse: the loss of the optimal sparse representation; None where the certificate is
            about a family for which none is known.
        lower: no point has a smaller loss; None without a proof of the minimum.
        leaves: how many leaves were checked.
        leaves_in_balls: how many of them in ball arithmetic, because floats did not settle them.
    """

    loss: arb
    loss_sparse: arb | None
    lower: arb | None
    leaves: int
    leaves_in_balls: int


def verify(certificate: Certificate, *, exact: bool = False) -> Verified:
    """Check everything that a certificate says.

    Args:
        certificate: what to check.
        exact: replay every leaf in ball arithmetic; otherwise only those that floats with a
            rigorous bound on their rounding do not settle.

    Raises:
        CertificateError: on the first thing that is not so; the message says which leaf.
    """
    with precision(BITS):
        return _verify(certificate, exact=exact)


def _verify(certificate: Certificate, *, exact: bool) -> Verified:
    g, h = _penalty(certificate.g), _penalty(certificate.h)
    family = certificate.family
    _, kappa, n = family.shape
    if len(certificate.codes) != kappa or {len(z) for z in certificate.codes} != {n}:
        raise CertificateError("the stored codes do not have shape (kappa, n)")
    if not family.admits(certificate.theta):
        theta = ", ".join(map(str, certificate.theta))
        raise CertificateError(f"theta = ({theta}) is not admitted by the instance")
    loss = loss_at(family, (certificate.theta, certificate.codes), g, h)
    sparse = _check_verdict(certificate, g, h, loss)
    if certificate.minimum is None:
        return Verified(loss, sparse, None, 0, 0)
    replay = Replay(family, certificate.minimum, g, h, loss, exact=exact)
    lower = replay.check()
    return Verified(loss, sparse, lower, len(certificate.minimum.leaves), replay.in_balls)


def _check_verdict(certificate: Certificate, g: Penalty, h: Penalty, loss: arb) -> arb | None:
    """That the verdict follows; returns the loss of the optimal sparse representation, if any."""
    if not isinstance(certificate.problem, Instance):
        if certificate.verdict != "minimum" or certificate.part:
            raise CertificateError(
                f"a certificate about a family has no verdict {certificate.verdict!r}: only"
                " 'minimum'"
            )
        if certificate.minimum is None:
            raise CertificateError("the certificate claims a minimum and has no proof of it")
        return None
    instance = certificate.problem
    sparse = loss_at(instance.family, ((Fraction(1),), instance.code(sparse=True)), g, h)
    if certificate.verdict == "fails" and certificate.part == "equality":
        decision = characterise(g, h, instance.dims)
        if (decision.verdict, decision.part) != (Guarantee.FAILS, "equality"):
            raise CertificateError("the tie that the certificate claims could not be proved")
    elif certificate.verdict == "fails":
        if not loss < sparse:
            raise CertificateError(
                f"the stored point does not beat the sparse code: {loss} against {sparse}"
            )
    elif certificate.verdict == "guarantees":
        if characterise(g, h, instance.dims).verdict is not Guarantee.GUARANTEES:
            raise CertificateError("Theorem A's condition for a guarantee could not be proved")
    elif certificate.verdict != "undecided":
        raise CertificateError(f"unknown verdict {certificate.verdict!r}")
    return sparse


@lru_cache(maxsize=64)
def _penalty(text: str) -> Penalty:
    """Read once: what is proved about a penalty takes longer than many a replay."""
    return penalty(text)
