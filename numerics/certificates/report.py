"""What a certificate proves, in words: every line was checked, or says that it was not."""

from __future__ import annotations

from numerics.certificates.proof import Certificate, load
from numerics.certificates.verify import SECONDS, Verified, verify

VERIFIED, UNCHECKED, UNDECIDED = "verified", "unchecked", "undecided"


def check(text: str, *, seconds: float = SECONDS) -> tuple[str, list[str]]:
    """Read and check a certificate: `VERIFIED`, `UNCHECKED` or `UNDECIDED`, and what to print.

    Raises:
        LimitError: if the time allowed was not enough.
        CertificateError: if it does not verify; the message says why.
    """
    certificate = load(text)
    return of(certificate, verify(certificate, seconds=seconds))


def of(certificate: Certificate, verified: Verified) -> tuple[str, list[str]]:
    """The outcome and what to print of a certificate that was checked."""
    outcome = VERIFIED
    if certificate.verdict != "minimum" and not verified.shown:
        outcome = UNDECIDED if certificate.verdict == "undecided" else UNCHECKED
    return outcome, _lines(certificate, verified, outcome)


def in_one_line(text: str) -> str:
    """A text of the certificate's author, which must not look like lines of the report."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _lines(certificate: Certificate, found: Verified, outcome: str) -> list[str]:
    d, kappa, n = certificate.family.shape
    lines = [f"{'verified' if outcome == VERIFIED else 'read'}: g = {in_one_line(certificate.g)}",
             f"h = {in_one_line(certificate.h)}"]  # fmt: skip
    if certificate.dims is None:
        lines.append(f"minimum of a family with (d, kappa, n) = ({d}, {kappa}, {n})")
    else:
        lines += _verdict(certificate, found, certificate.dims)
    lines.append(f"loss of the stored point {found.loss.str(12)}")
    if found.loss_sparse is not None:
        what = "" if found.sparse_is_optimal else " (not checked: that no code with fewer exists)"
        lines.append(f"loss of the exact code with r active rows{what} {found.loss_sparse.str(12)}")
    if found.lower is None:
        return [*lines, "no proof that the stored point is the global minimiser"]
    lines.append(f"no point has a loss below {found.lower.str(12)} ({found.leaves} leaves)")
    relative = found.relative_gap or 0.0
    lines.append(f"gap: at most {relative:.2g} of the loss above inf g + (kappa/d) inf h")
    if relative >= 1:
        lines.append("the proof of the minimum says nothing: its tolerance is as large as the loss")
    return lines


def _verdict(certificate: Certificate, found: Verified, dims: tuple[int, int, int]) -> list[str]:
    where = f"(d, kappa, r) = ({dims[0]}, {dims[1]}, {dims[2]})"
    if certificate.verdict == "undecided":
        return [f"{where}: undecided"]
    if found.shown and certificate.evidence is not None:
        return [f"{where}: {certificate.verdict}, by {certificate.evidence.theorem}: {found.shown}"]
    why = "by a symbolic identity that only the prover vouches for"
    return [f"{where}: NOT CHECKED: {certificate.verdict}, {why}"]
