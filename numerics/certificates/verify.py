"""The checker: re-verifies a certificate in exact and ball arithmetic, without the prover.

It reads the penalties by itself, derives what it needs about them, and imports neither SymPy nor
the search, the bounds or the symbolic facts.  What it relies on: python-flint's arithmetic; the
theorems named in `numerics.certificates.verdicts`; for constants of minorants, and unless ``exact``
is asked for everywhere, float arithmetic to the IEEE standard (`numerics.certificates.leaves`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from flint import arb

from numerics.certificates.family import loss_of
from numerics.certificates.function import Function
from numerics.certificates.limits import LimitError, NoInfoError, checking
from numerics.certificates.proof import INDICATOR, Certificate
from numerics.errors import CertificateError

SECONDS = 60.0


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
    """

    loss: arb
    loss_sparse: arb | None
    sparse_is_optimal: bool
    shown: str
    lower: arb | None = None
    floor: arb | None = field(default=None, repr=False)
    leaves: int = field(default=0, repr=False)

    @property
    def relative_gap(self) -> float | None:
        """The gap as a share of the loss above the floor: 1 says nothing; None: no proof.

        It does not change when a constant is added to a penalty, or both are scaled.
        """
        if self.lower is None or self.floor is None:
            return None
        scale = self.loss - self.floor
        return float(((self.loss - self.lower) / scale).upper()) if scale > 0 else 0.0


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
    try:
        with checking(seconds):
            return _verify(certificate, exact=exact)
    except NoInfoError as why:
        raise CertificateError(f"nothing is known about a penalty: {why}") from None


@lru_cache(maxsize=64)
def function(text: str, name: str) -> Function:
    """The penalty, with what is remembered about it: many certificates are about the same ones.

    Raises:
        LimitError: there is no time left.
        CertificateError: it is refused, or not known to be defined.
    """
    try:
        h = Function(text)
        if not h.defined:
            raise NoInfoError("it is not proved to have a value at every u > 0")
    except LimitError:
        raise
    except (CertificateError, NoInfoError) as why:
        raise CertificateError(f"the penalty {name} is refused: {why}") from None
    return h


def _verify(c: Certificate, *, exact: bool) -> Verified:
    g = None if c.g == INDICATOR else function(c.g, "g")
    h = function(c.h, "h")
    loss = loss_of(c.family, *c.best, g, h)
    verdict: tuple[arb | None, bool, str] = None, False, ""
    if c.verdict != "minimum":
        from numerics.certificates.verdicts import check_verdict  # noqa: PLC0415 - for these only

        verdict = check_verdict(c, g, h, loss)
    elif c.minimum is None or (c.dims, c.evidence, c.sparse) != (None, None, None):
        raise CertificateError("a minimum needs its proof, and has no verdict to show")
    if c.minimum is None:
        return Verified(loss, *verdict)
    from numerics.certificates.replay import Replay  # noqa: PLC0415 - for proofs of minima only

    lower, floor = Replay(c.family, c.minimum, g, h, loss, exact).check()
    return Verified(loss, *verdict, lower, floor, len(c.minimum.leaves))
