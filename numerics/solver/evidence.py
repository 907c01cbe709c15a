"""Evidence for a verdict, such as `numerics.certificates.verdicts` checks; found here, by search.

The prover says what to look for; what is found is re-checked by the checker alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

from flint import arb, fmpq

from numerics.certificates.function import Function
from numerics.certificates.language import read
from numerics.certificates.limits import NoInfoError, checking
from numerics.certificates.proof import INDICATOR, VerdictEvidence
from numerics.certificates.terms import RefusedError
from numerics.certificates.verdicts import rise, rises
from numerics.certificates.verify import SECONDS as CHECKER_SECONDS
from numerics.certificates.verify import function
from numerics.errors import CertificateError
from numerics.solver.infima import TracedInfimum
from sparsity_theory.characterisation import Decision, Dimensions, Guarantee
from sparsity_theory.penalties.catalogue import entry
from sparsity_theory.penalties.expressions import to_text
from sparsity_theory.penalties.penalties import Penalty

SYMBOLIC = VerdictEvidence("symbolic")
SECONDS = 5.0
# How near bounds come to infimum and supremum, and in how many bits they are written.
_BOUNDS = ((1e-1, 40), (1e-3, 40), (1e-6, 40), (1e-9, 40), (1e-12, 50), (1e-40, 150))
_CELLS = 800
_EXPONENTS = [*range(-64, 65), *(s * k for k in (80, 120, 200, 400, 800, 1600) for s in (-1, 1))]
_LONG = 2000  # bits of a power that may be given as evidence


def checker_text(penalty: Penalty) -> str:
    """The penalty as the checker reads it: what was typed, with a value at 0 and without names.

    Where the checker does not read what was typed, it is what this package made of it.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> checker_text(penalty("mcp(lam=1,tau=2)")), checker_text(penalty("u*log(u)"))
    ('(1)*u - u**2/(2*(2)) if u <= (2)*(1) else (2)*(1)**2/2', '0 if u == 0 else (u*log(u))')
    """
    if not penalty.finite:
        return INDICATOR
    if penalty.declared is not None:
        return _formula(penalty)
    text = " ".join((penalty.source or penalty.name).split())
    if not _is_read(text):
        text = penalty.name
    return f"{to_text(penalty.at_zero)} if u == 0 else ({text})" if _open_at_zero(text) else text


def unread(texts: Sequence[str]) -> str:
    """Why the checker does not read one of the penalties; empty where it reads them."""
    for text in texts:
        try:
            if text != INDICATOR:
                with checking(CHECKER_SECONDS):
                    function(text, repr(text))
        except CertificateError as why:
            return str(why)
    return ""


def _formula(of: Penalty) -> str:
    text = entry(of.name).text
    for name, number in of.parameters.items():
        text = re.sub(rf"\b{name}\b", f"({number})", text)
    return text


def _is_read(text: str) -> bool:
    """Whether the text is in the checker's language."""
    try:
        read(text)
    except CertificateError:
        return False
    return True


def _open_at_zero(text: str) -> bool:
    """Whether the checker knows no value of the text at 0."""
    try:
        with checking(SECONDS):
            Function(text)
    except NoInfoError:
        return True
    except RefusedError:
        return False
    return False


def find(g: Penalty, h: Penalty, dims: Dimensions, decision: Decision) -> VerdictEvidence | None:
    """What shows the prover's decision; `SYMBOLIC` where it rests on an equality; else None."""
    if decision.verdict is Guarantee.UNDECIDED:
        return None
    found = None
    with suppress(CertificateError, NoInfoError), checking(SECONDS):
        of_h = function(checker_text(h), "h")
        of_g = function(checker_text(g), "g") if g.finite else None
        if decision.verdict is Guarantee.FAILS:
            found = _witness(of_g, of_h, dims)
        elif decision.part == "A3":
            found = _covers(of_g, of_h, dims)
    return SYMBOLIC if found is None and decision.part == "equality" else found


def _witness(g: Function | None, h: Function, dims: Dimensions) -> VerdictEvidence | None:
    """Powers a, b with r h~(a) >= (r+1) h~(b), or a and e with r h~(a) >= d g~(e)."""
    for points in (_moderate, _many):  # moderate powers first, which cost little
        of_h, of_g = _rises(h, points(h)), [] if g is None else _rises(g, points(g))
        a, high = max(of_h, key=_middle)
        b, low = min(of_h, key=_middle)
        if _no_less(dims.r * high, (dims.r + 1) * low):
            return VerdictEvidence("A1", {"a": a, "b": b})
        if of_g:
            e, least = min(of_g, key=_middle)
            if _no_less(dims.r * high, dims.d * least):
                return VerdictEvidence("A2", {"a": a, "e": e})
    return None


def _no_less(first: fmpq | arb, second: fmpq | arb) -> bool:
    if isinstance(first, fmpq) and isinstance(second, fmpq):
        return bool(first >= second)
    return bool(arb(first) > arb(second))


def _moderate(h: Function) -> set[fmpq]:
    return {fmpq(2) ** k for k in range(-6, 7)} | {fmpq(10) ** k for k in (-2, -1, 1, 2)}


def _many(h: Function) -> set[fmpq]:
    """Of all sizes, around breakpoints, and where h is about least and largest."""
    points = _moderate(h) | {fmpq(2) ** k for k in _EXPONENTS}
    points |= {x * (1 + s * fmpq(1, 2**20)) for x in h.breaks for s in (-1, 0, 1)}
    for of in (h, h.mirrored):
        least = TracedInfimum(of, cells=_CELLS, gap=1e-9).at
        points |= {x for x in (least,) if x is not None and abs(_size(x)) < _LONG}
    return points


def _rises(h: Function, points: set[fmpq]) -> list[tuple[Fraction, fmpq | arb]]:
    """Points u > 0, the moderate ones first, each with h(u) - h(0)."""
    found: list[tuple[Fraction, fmpq | arb]] = []
    for u in sorted(points, key=lambda x: abs(_size(x))):
        with suppress(NoInfoError):
            power = Fraction(int(u.p), int(u.q))
            found.append((power, rise(h, power)))
    return found


def _size(x: fmpq) -> int:
    return int(x.p.bit_length()) - int(x.q.bit_length())


def _middle(entry: tuple[Fraction, fmpq | arb]) -> arb:
    return arb(entry[1]).mid()


def _covers(g: Function | None, h: Function, dims: Dimensions) -> VerdictEvidence | None:
    """Bounds and covers that satisfy A3, as coarse as will do."""
    for gap, bits in _BOUNDS:
        cuts = {"h": _cuts([h, h.mirrored], gap)}
        below, above = rises(h, cuts["h"])
        bounds = {"H_plus": _rounded(above, 1, bits), "H_minus": _rounded(below, -1, bits)}
        if g is not None:
            cuts["g"] = _cuts([g], gap)
            bounds["G_minus"] = _rounded(rises(g, cuts["g"])[0], -1, bits)
        if any(bound is None for bound in bounds.values()):
            continue
        numbers = {name: bound for name, bound in bounds.items() if bound is not None}
        sparse = dims.r * numbers["H_plus"]
        imperfect = numbers.get("G_minus")
        if sparse < (dims.r + 1) * numbers["H_minus"] and (
            imperfect is None or sparse < dims.d * imperfect
        ):
            return VerdictEvidence("A3", numbers, cuts)
    return None


def _cuts(functions: Sequence[Function], gap: float) -> tuple[Fraction, ...]:
    found: set[fmpq] = set()
    for function_ in functions:
        found |= set(TracedInfimum(function_, cells=_CELLS, gap=gap).middles)
    return tuple(Fraction(int(x.p), int(x.q)) for x in sorted(found))


def _rounded(x: arb, direction: int, bits: int) -> Fraction | None:
    """A rational of so many bits beyond x in that direction."""
    if not x.is_finite():
        return None
    man, exp = x.man_exp()
    exact = Fraction(int(man)) * Fraction(2) ** int(exp)
    if exact == 0 or exact.denominator == 1:
        return exact
    unit = Fraction(2) ** (exact.numerator.bit_length() - exact.denominator.bit_length() - bits)
    return -(-exact // unit) * unit if direction > 0 else exact // unit * unit
