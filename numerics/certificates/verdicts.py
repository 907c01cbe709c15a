"""That a verdict of Theorem A follows from the evidence that a certificate carries.

With ``h~ = h - h(0)`` and ``g~ = g - g(0)``: minimising the loss of eq. (7) does not guarantee
optimal sparsity at (d, kappa, r)

- by A1, if ``r h~(a) >= (r+1) h~(b)`` for some a, b > 0;
- by A2, if ``r h~(a) >= d g~(e)`` for some a, e > 0;
- by A0, if a point that has an error, or more than r active rows, is no worse than an exact
  representation with r active rows;

and guarantees it by A3, if ``r H+ < (r+1) H-`` and ``r H+ < d G-``, where H+ is the supremum of h~
over u > 0 and H-, G- are the infima of h~, g~ there.  Equality counts only between exact rationals.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import arb, fmpq

from numerics.certificates.extended import Interval, low
from numerics.certificates.family import exact_matrix
from numerics.certificates.function import Function, Infimum
from numerics.certificates.loss import active_rows, reconstruction_error
from numerics.certificates.proof import Certificate
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError

_NAMES = {"A0": {""}, "A1": {"a", "b"}, "A2": {"a", "e"}, "A3": {"H_plus", "H_minus", "G_minus"}}


def check_verdict(
    certificate: Certificate, g: Function | None, h: Function, losses: tuple[arb, arb]
) -> str:
    """The inequality that shows the verdict, in words; g is None for the indicator.

    ``losses`` are those of the best point and of the sparse code.

    Raises:
        CertificateError: if the verdict does not follow.
    """
    evidence, dims = certificate.evidence, certificate.dims
    assert evidence is not None
    assert dims is not None
    theorem, numbers, (d, _, r) = evidence.theorem, evidence.numbers, dims
    wanted = _NAMES.get(theorem, set()) - ({"G_minus"} if g is None else set()) - {""}
    covers = ({"h"} if g is None else {"g", "h"}) if theorem == "A3" else set()
    if theorem not in _NAMES or set(numbers) != wanted or set(evidence.cuts) != covers:
        raise CertificateError("the evidence needs another theorem, other numbers or covers")
    if (theorem == "A3") != (certificate.verdict == "guarantees"):
        raise CertificateError(f"{theorem} does not show that verdict")
    if theorem == "A3":
        return _guarantees(certificate, g, h)
    tie, text = False, "the best point is better, and no sparse exact representation"
    if theorem == "A0":
        if active_rows(certificate.best) <= r and _exact(certificate, certificate.best):
            raise CertificateError("the stored point is itself a sparse exact representation")
    else:
        other, factor, name = (h, r + 1, "(r+1) h~") if theorem == "A1" else (g, d, "d g~")
        if other is None:
            raise CertificateError("A2 says nothing where g is the indicator")
        a, b = numbers["a"], numbers["b" if theorem == "A1" else "e"]
        first, second = r * rise(h, a), factor * rise(other, b)
        tie = isinstance(first, fmpq) and isinstance(second, fmpq) and first == second
        if not tie and not arb(first) > arb(second):
            raise CertificateError(f"{theorem} is not shown by the two points given")
        text = f"r h~({_short(a)}) {'=' if tie else '>'} {name}({_short(b)})"
    if not tie and not losses[0] < losses[1]:
        raise CertificateError("the stored point does not beat the sparse code")
    return text + ": a tie, exactly" * tie


def rise(h: Function, u: Fraction) -> fmpq | arb:
    """h(u) - h(0), exactly where both are rational."""
    if u <= 0:
        raise CertificateError("a power or an error given as evidence is not positive")
    at, zero = (h.term.exactly(x) for x in (to_fmpq(u), fmpq(0)))
    if at is None or zero is None:
        return h.point(to_fmpq(u)) - h.at_zero
    return at - zero


def _guarantees(certificate: Certificate, g: Function | None, h: Function) -> str:
    assert certificate.evidence is not None
    assert certificate.dims is not None
    numbers, cuts, (d, _, r) = (
        certificate.evidence.numbers, certificate.evidence.cuts, certificate.dims,
    )  # fmt: skip
    below, above = rises(h, cuts["h"])
    shown = above <= _ball(numbers["H_plus"]) and below >= _ball(numbers["H_minus"])
    if g is not None:
        shown = shown and rises(g, cuts["g"])[0] >= _ball(numbers["G_minus"])
    if not shown:
        raise CertificateError("a bound is not shown by its cover")
    sparse, dense = r * numbers["H_plus"], (r + 1) * numbers["H_minus"]
    imperfect = None if g is None else d * numbers["G_minus"]
    if not sparse < dense or (imperfect is not None and not sparse < imperfect):
        raise CertificateError("the bounds given do not satisfy A3")
    other = "g is oo on errors"
    if imperfect is not None:
        other = f"{_short(sparse, imperfect)} < {_short(imperfect, sparse)} <= d G-"
    bounds = f"r H+ <= {_short(sparse, dense)} < {_short(dense, sparse)} <= (r+1) H-"
    return f"{bounds} and {other}"


def rises(h: Function, cuts: Sequence[Fraction]) -> Interval:
    """A lower bound of inf and an upper bound of sup of h - h(0) over u > 0, from a cover."""
    cells = h.cells(fmpq(0), None, map(to_fmpq, cuts))
    least, most = (low(Infimum(f, cells).found[0] - f.at_zero) for f in (h, h.mirrored))
    return least, -most


def _ball(x: Fraction) -> arb:
    return arb(to_fmpq(x))


def check_sparse(certificate: Certificate) -> bool:
    """That the sparse code is exact with r active rows; returns whether fewer are impossible.

    They are where the data have rank r: ``X = W Z`` has at most the rank of Z.

    Raises:
        CertificateError: if dimensions or sparse code are missing or not so.
    """
    dims, family, sparse = certificate.dims, certificate.family, certificate.sparse
    if dims is None or sparse is None:
        raise CertificateError("a verdict needs dimensions and a sparse code")
    d, kappa, r = dims
    if not d >= kappa > r > 0 or family.shape[:2] != (d, kappa):
        raise CertificateError("the dimensions need d >= kappa > r > 0, and those of the family")
    if active_rows(sparse) != r or not _exact(certificate, sparse):
        raise CertificateError("the sparse code is not exact with r active rows")
    return bool(exact_matrix(family.data).rank() == r)


def _exact(certificate: Certificate, point: tuple[object, ...]) -> bool:
    return reconstruction_error(certificate.family, *point) == 0  # type: ignore[arg-type]


def _short(x: Fraction, beside: Fraction | None = None) -> str:
    """A number for people: exactly where that is short, else in digits that tell two apart."""
    text = str(x)
    if len(text) <= 12:
        return text
    for digits in (6, 15, 40):
        text = _ball(x).str(digits, radius=False)
        if beside is None or text != _ball(beside).str(digits, radius=False):
            break
    return f"about {text}"
