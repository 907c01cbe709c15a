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

from collections.abc import Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpq

from numerics.certificates.extended import Interval, high, low
from numerics.certificates.family import exact_matrix
from numerics.certificates.function import Function, Infimum
from numerics.certificates.loss import reconstruction_error, row_powers
from numerics.certificates.proof import Certificate, Evidence
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError

_NUMBERS = {"A0": (), "A1": ("a", "b"), "A2": ("a", "e"), "A3": ("H_plus", "H_minus")}


def check_verdict(
    certificate: Certificate, g: Function | None, h: Function, losses: tuple[arb, arb]
) -> str:
    """The inequality that shows the verdict, in words; g is None for the indicator.

    Args:
        certificate: with the verdict "fails" or "guarantees", and dimensions and sparse code.
        g: its g.
        h: its h.
        losses: of the best point and of the sparse code.

    Raises:
        CertificateError: if the verdict does not follow.
    """
    evidence, dims = certificate.evidence, certificate.dims
    assert evidence is not None
    assert dims is not None
    wanted = set(_NUMBERS[evidence.theorem])
    if evidence.theorem == "A3" and g is not None:
        wanted.add("G_minus")
    if set(evidence.numbers) != wanted:
        raise CertificateError(f"the evidence for {evidence.theorem} needs other numbers")
    if (evidence.theorem == "A3") != (certificate.verdict == "guarantees"):
        raise CertificateError(f"{evidence.theorem} does not show that verdict")
    if evidence.theorem == "A3":
        return _guarantees(evidence, dims, g, h)
    if evidence.cuts:
        raise CertificateError(f"{evidence.theorem} needs no cover")
    if evidence.theorem == "A0":
        _fails_by_points(certificate)
        strict, text = True, "the best point is not an optimal sparse representation, and better"
    else:
        strict, text = _fails(evidence, dims, g, h)
    if strict and not losses[0] < losses[1]:
        raise CertificateError("the stored point does not beat the sparse code")
    return text


def _fails(
    evidence: Evidence, dims: tuple[int, int, int], g: Function | None, h: Function
) -> tuple[bool, str]:
    d, _, r = dims
    a = evidence.numbers["a"]
    first = rise(h, a) * r
    if evidence.theorem == "A1":
        b = evidence.numbers["b"]
        second = rise(h, b) * (r + 1)
        text = f"r h~({_short(a)}) {{}} (r+1) h~({_short(b)})"
    else:
        e = evidence.numbers["e"]
        if g is None:
            raise CertificateError("A2 says nothing where g is the indicator")
        second = rise(g, e) * d
        text = f"r h~({_short(a)}) {{}} d g~({_short(e)})"
    if arb(first) > arb(second):
        return True, text.format(">")
    if isinstance(first, fmpq) and isinstance(second, fmpq) and first == second:
        return False, text.format("=") + ": a tie, exactly"
    raise CertificateError(f"{evidence.theorem} is not shown by the two points given")


def rise(h: Function, u: Fraction) -> fmpq | arb:
    """h(u) - h(0), exactly where both are rational."""
    if u <= 0:
        raise CertificateError("a power or an error given as evidence is not positive")
    at, zero = (h.term.exactly(x) for x in (to_fmpq(u), fmpq(0)))
    if at is None or zero is None:
        return h.point(to_fmpq(u)) - h.at_zero
    return at - zero


def _fails_by_points(certificate: Certificate) -> None:
    assert certificate.dims is not None
    theta, codes = certificate.best
    active = sum(power > 0 for power in row_powers(codes))
    exact = reconstruction_error(certificate.family, theta, codes) == 0
    if exact and active <= certificate.dims[2]:
        raise CertificateError("the stored point is itself a sparse exact representation")


def _guarantees(
    evidence: Evidence, dims: tuple[int, int, int], g: Function | None, h: Function
) -> str:
    if set(evidence.cuts) != ({"h"} if g is None else {"g", "h"}):
        raise CertificateError("A3 needs a cover of (0, oo) for each penalty")
    d, _, r = dims
    bounds = dict(evidence.numbers)
    below, above = rises(h, evidence.cuts["h"])
    shown = _at_most(above, bounds["H_plus"]) and _at_least(below, bounds["H_minus"])
    if g is not None:
        shown &= _at_least(rises(g, evidence.cuts["g"])[0], bounds["G_minus"])
    if not shown:
        raise CertificateError("a bound is not shown by its cover")
    sparse, dense = r * bounds["H_plus"], (r + 1) * bounds["H_minus"]
    if not sparse < dense or (g is not None and not sparse < d * bounds["G_minus"]):
        raise CertificateError("the bounds given do not satisfy A3")
    text = f"r H+ <= {_short(sparse)} < {_short(dense)} <= (r+1) H-"
    if g is None:
        return text + ", and g is oo on every error"
    return text + f" and r H+ < {_short(d * bounds['G_minus'])} <= d G-"


def rises(h: Function, cuts: Sequence[Fraction]) -> Interval:
    """A lower bound of inf and an upper bound of sup of h - h(0) over u > 0, from a cover."""
    return _lowest(h, cuts), -_lowest(h.mirrored, cuts)


def _lowest(h: Function, cuts: Sequence[Fraction]) -> arb:
    inner = {x for x in (*map(to_fmpq, cuts), *h.breaks) if x > 0}
    search = Infimum(h, 0.0)
    search.add([fmpq(0), *sorted(inner), None])
    return low(search.found[0] - h.at_zero)


def _at_most(x: arb, bound: Fraction) -> bool:
    return bool(high(x) <= arb(to_fmpq(bound)))


def _at_least(x: arb, bound: Fraction) -> bool:
    return bool(low(x) >= arb(to_fmpq(bound)))


def check_sparse(certificate: Certificate) -> bool:
    """That the sparse code is exact with r active rows; returns whether fewer are impossible.

    They are where the data have rank r: ``X = W Z`` has at most the rank of Z.

    Raises:
        CertificateError: if dimensions or sparse code are missing or not so.
    """
    dims, family = certificate.dims, certificate.family
    if dims is None or certificate.sparse is None:
        raise CertificateError("a verdict needs dimensions and a sparse code")
    d, kappa, r = dims
    if not d >= kappa > r > 0 or family.shape[:2] != (d, kappa):
        raise CertificateError("the dimensions need d >= kappa > r > 0, and those of the family")
    theta, codes = certificate.sparse
    active = sum(power > 0 for power in row_powers(codes))
    if active != r or reconstruction_error(family, theta, codes) != 0:
        raise CertificateError("the sparse code is not exact with r active rows")
    return bool(exact_matrix(family.data).rank() == r)


def _short(x: Fraction) -> str:
    """A number for people: exactly where that is short."""
    text = str(x)
    return text if len(text) <= 12 else f"{float(x):.6g}" if abs(x) < 10**300 else "a large number"


Numbers = Mapping[str, Fraction]
