"""The checker of certificates that an objective guarantees optimal sparsity, by Theorem A0.

A0: optimal sparsity is guaranteed if and only if Psi(0, p) < Psi(e, q) for all p with exactly r
positive entries and all (e, q) with e > 0, or with e = 0 and more than r positive entries. One
number between the two sides shows that. The proof of A0 compares values and no more, so they may be
infinite, also -oo. No SymPy, no search, no code of the prover's.
"""

from __future__ import annotations

from numerics.certificates.limits import checking
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError
from numerics.objectives import numbers
from numerics.objectives.certificate import SIDES, GuaranteeCertificate
from numerics.objectives.evaluation import ObjectiveText
from numerics.objectives.numbers import BITS, INF, SECONDS, Number, at_least
from numerics.objectives.over_regions import ObjectiveRanges
from numerics.objectives.ranges import End, Range, above, hull, minus

MAX_CUTS = 4096


def verify(certificate: GuaranteeCertificate, *, seconds: float = SECONDS) -> None:
    """Check that the number lies between; without one, that the claim can be read.

    Raises:
        LimitError: the time was not enough.
        CertificateError: that is not shown.
    """
    c = certificate
    numbers.check_dimensions(*c.dims)
    if c.between is None:
        ObjectiveText(c.objective)
        if c.cuts or c.strictly is not None:
            raise CertificateError("there is evidence, and no number that it is for")
        return
    if c.strictly not in SIDES or sum(map(len, c.cuts.values())) > MAX_CUTS:
        raise CertificateError(f"strictly is neither of {SIDES}, or there are too many cuts")
    with checking(seconds, BITS):
        found = ObjectiveRanges(ObjectiveText(c.objective), c.dims[1], c.cuts)
        sparse, others = sides(found, c.dims)
        given, strict = c.between, c.strictly == "sparse"
        if isinstance(given, float) and given not in (INF, -INF):
            raise CertificateError("the number between is no rational and not infinite")
        between: Number = given if isinstance(given, float) else to_fmpq(given)
        good = _beyond(minus(sparse.ends[1]), -between, strict=strict)
        if not good or not _beyond(others.ends[0], between, strict=not strict):
            raise CertificateError("the number is not shown to lie between")
        if c.cuts.keys() - found.functions.keys():
            raise CertificateError("cuts are given for what is no function of the objective")


def sides(found: ObjectiveRanges, dims: tuple[int, int, int]) -> tuple[Range, Range]:
    """The values at sparse exact codes, and at all points that A0 compares them with."""
    _, kappa, r = dims
    others = [found.over(m, exact=True) for m in range(r + 1, kappa + 1)]
    others += [found.over(m, exact=False) for m in range(kappa + 1)]
    return found.over(r, exact=True), hull(others)


def _beyond(low: End, bound: Number, *, strict: bool) -> bool:
    return above(low, bound) if strict else at_least(low[0], bound)


def lines(certificate: GuaranteeCertificate) -> list[str]:
    """What was checked, for people, and what was not."""
    c, (d, kappa, r) = certificate, certificate.dims
    where = f"(d, kappa, r) = ({d}, {kappa}, {r})"
    if not c.shown:
        why = "by a symbolic argument that only the prover vouches for"
        return [f"read: Psi = {c.objective}", f"{where}: NOT CHECKED: guarantees, {why}"]
    signs = ("<", "<=") if c.strictly == "sparse" else ("<=", "<")
    losses = f"has a loss {signs[0]} {c.between} {signs[1]} that of"
    return [
        f"verified: Psi = {c.objective}",
        f"{where}: guarantees, by Theorem A0:",
        (
            f"every exact code with {r} active rows {losses} every exact code with more, and of"
            " every point with an error"
        ),
    ]
