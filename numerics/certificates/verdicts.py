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

from numerics.certificates.extended import Between, lower
from numerics.certificates.family import exact_matrix, loss_of, reconstruction_error
from numerics.certificates.function import Function, Infimum
from numerics.certificates.proof import Certificate, Point
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError

_NUMBERS = {"A0": set[str](), "A1": {"a", "b"}, "A2": {"a", "e"}, "A3": {"H_plus", "H_minus"}}


def check_verdict(
    c: Certificate, g: Function | None, h: Function, loss: arb
) -> tuple[arb, bool, str]:
    """The loss of the sparse code, whether fewer rows are impossible, and what shows the verdict.

    Args:
        c: the certificate.
        g: the penalty on the error; None for the indicator.
        h: the penalty on the row powers.
        loss: that of the best point.

    Raises:
        CertificateError: if the verdict does not follow.
    """
    optimal, shown = check_sparse(c), ""
    assert c.sparse is not None
    sparse = loss_of(c.family, *c.sparse, g, h)
    if c.evidence is None or c.verdict not in ("fails", "guarantees"):
        if c.evidence is not None or c.verdict != "undecided":
            raise CertificateError("the verdict is unknown, or has no evidence, or too much")
    elif c.evidence.theorem != "symbolic":
        shown = inequality(c, g, h, (loss, sparse))
    elif c.evidence.numbers or c.evidence.cuts:
        raise CertificateError("a symbolic identity comes without numbers")
    return sparse, optimal, shown


def inequality(c: Certificate, g: Function | None, h: Function, losses: tuple[arb, arb]) -> str:
    """What shows the verdict, in words, from the losses of the best point and the sparse code."""
    assert c.evidence is not None
    assert c.dims is not None
    theorem, numbers, (d, _, r) = c.evidence.theorem, c.evidence.numbers, c.dims
    of = {"h": h} if g is None else {"h": h, "g": g}
    needed = _NUMBERS.get(theorem, set()) | ({"G_minus"} if theorem == "A3" and g else set())
    covers = of.keys() if theorem == "A3" else set()
    if theorem not in _NUMBERS or numbers.keys() != needed or c.evidence.cuts.keys() != covers:
        raise CertificateError("the evidence needs another theorem, other numbers or covers")
    if (theorem == "A3") != (c.verdict == "guarantees"):
        raise CertificateError(f"{theorem} does not show that verdict")
    if theorem == "A3":
        return _guarantees(numbers, {x: rises(of[x], c.evidence.cuts[x]) for x in of}, d, r)
    tie, text = False, "the best point is better, and no sparse exact representation"
    if theorem == "A0":
        if c.best.active_rows <= r and _exact(c, c.best):
            raise CertificateError("the stored point is itself a sparse exact representation")
    else:
        point, other, factor, name = ("b", h, r + 1, "(r+1) h~")
        if theorem == "A2":
            if g is None:
                raise CertificateError("A2 says nothing where g is the indicator")
            point, other, factor, name = "e", g, d, "d g~"
        first, second = r * rise(h, numbers["a"]), factor * rise(other, numbers[point])
        tie = isinstance(first, fmpq) and isinstance(second, fmpq) and first == second
        if not tie and not arb(first) > arb(second):
            raise CertificateError(f"{theorem} is not shown by the two points given")
        text = f"r h~({_short(numbers['a'])}) {'=' if tie else '>'} {name}"
        text += f"({_short(numbers[point])})"
    if not tie and not losses[0] < losses[1]:
        raise CertificateError("the stored point does not beat the sparse code")
    return text + ": a tie, exactly" * tie


def rise(h: Function, u: Fraction) -> fmpq | arb:
    """h(u) - h(0), exactly where both are rational."""
    if u <= 0:
        raise CertificateError("a power or an error given as evidence is not positive")
    return h.term.at(to_fmpq(u)) - h.term.at(fmpq(0))


def _guarantees(
    numbers: Mapping[str, Fraction], found: Mapping[str, Between], d: int, r: int
) -> str:
    high, low = (arb(to_fmpq(numbers[name])) for name in ("H_plus", "H_minus"))
    shown, imperfect = found["h"].high <= high and found["h"].low >= low, None
    if "g" in found:
        shown = shown and found["g"].low >= arb(to_fmpq(numbers["G_minus"]))
        imperfect = d * numbers["G_minus"]
    if not shown:
        raise CertificateError("a bound is not shown by its cover")
    sparse, dense = r * numbers["H_plus"], (r + 1) * numbers["H_minus"]
    if not sparse < dense or (imperfect is not None and not sparse < imperfect):
        raise CertificateError("the bounds given do not satisfy A3")
    other = "g is oo on errors"
    if imperfect is not None:
        other = f"{_short(sparse, imperfect)} < {_short(imperfect, sparse)} <= d G-"
    bounds = f"r H+ <= {_short(sparse, dense)} < {_short(dense, sparse)} <= (r+1) H-"
    return f"{bounds} and {other}"


def rises(h: Function, cuts: Sequence[Fraction]) -> Between:
    """A lower bound of inf and an upper bound of sup of h - h(0) over u > 0, from a cover."""
    cells = h.cells(fmpq(0), None, map(to_fmpq, cuts))
    least, most = (lower(Infimum(f, cells).found.low - f.at_zero) for f in (h, h.mirrored))
    return Between(least, -most)


def check_sparse(c: Certificate) -> bool:
    """That the sparse code is exact with r active rows; returns whether fewer are impossible.

    They are where the data have rank r: ``X = W Z`` has at most the rank of Z.

    Raises:
        CertificateError: if dimensions or sparse code are missing or not so.
    """
    if c.dims is None or c.sparse is None:
        raise CertificateError("a verdict needs dimensions and a sparse code")
    d, kappa, r = c.dims
    if not d >= kappa > r > 0 or c.family.shape[:2] != (d, kappa):
        raise CertificateError("the dimensions need d >= kappa > r > 0, and those of the family")
    if c.sparse.active_rows != r or not _exact(c, c.sparse):
        raise CertificateError("the sparse code is not exact with r active rows")
    return bool(exact_matrix(c.family.data).rank() == r)


def _exact(c: Certificate, point: Point) -> bool:
    return reconstruction_error(c.family, *point) == 0


def _short(x: Fraction, beside: Fraction | None = None) -> str:
    """A number for people: exactly where that is short, else in digits that tell two apart."""
    if len(str(x)) <= 12:
        return str(x)
    for digits in (6, 15, 40):
        both = [arb(to_fmpq(y)).str(digits, radius=False) for y in (x, beside) if y is not None]
        if len(set(both)) == len(both):
            break
    return f"about {both[0]}"
