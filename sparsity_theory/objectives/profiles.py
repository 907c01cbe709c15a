"""What the classes need to know about one function of one variable u > 0, and about constants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from flint import fmpq
from sympy import Expr, Piecewise, Rational, S

from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.exact.constants import compare, sign
from sparsity_theory.exact.effort import OutOfTimeError
from sparsity_theory.exact.opaque import Minimum, own
from sparsity_theory.exact.piecewise import assemble, branches
from sparsity_theory.exact.variable import U
from sparsity_theory.objectives.evaluation import NoObjectiveValueError, OpenError, at
from sparsity_theory.objectives.extremes import (
    UNKNOWN,
    ZERO,
    Bound,
    exactly,
    scaled,
)
from sparsity_theory.objectives.nodes import Node, variable
from sparsity_theory.penalties.expressions import parse, read, to_text
from sparsity_theory.penalties.infinite import InfinitePenaltyError
from sparsity_theory.penalties.penalties import penalty


@dataclass(frozen=True)
class Profile:
    """A function h of one power, or of the error.

    Attributes:
        supremum: over u > 0.
        infimum: over u > 0.
        direction: 1 where h is nondecreasing on u > 0, -1 nonincreasing, 0 constant, None unknown.
        zero: h(0); UNKNOWN where that is not known, or there is none.
        rises: whether h is nondecreasing on [0, oo), 0 included.
    """

    supremum: Bound
    infimum: Bound
    direction: int | None
    zero: Bound
    rises: bool | None = None


FREE = Profile(ZERO, ZERO, 0, ZERO, True)
"""A row on which the objective does not depend."""

NOTHING = Profile(UNKNOWN, UNKNOWN, None, UNKNOWN)


def profile(node: Node, name: str) -> Profile:
    """The profile of a function of the one variable of that name.

    >>> from sparsity_theory.objectives.language import read as read_objective
    >>> found = profile(read_objective("1 if p1 > 0 else 0", 3, 2, 1), "p1")
    >>> str(found.supremum), found.direction, str(found.zero)
    ('1', 0, '0')
    """
    return _profile(node.substituted({name: variable("u")}).text)


@lru_cache(maxsize=1024)
def _profile(text: str) -> Profile:
    if text == "u":  # by far the most frequent
        return Profile(
            exactly(S.Infinity, attained=False), exactly(S.Zero, attained=False), 1, ZERO, True
        )
    try:
        at_zero = read(text).at_zero
        h = penalty(f"(0 if u == 0 else {text})")
    except InfinitePenaltyError:
        return _limited(text)
    except (SparsityTheoryError, OutOfTimeError):
        return NOTHING
    if h.defined is not True:
        return NOTHING
    facts, bounds = h.facts, h.bounds
    direction: int | None = None
    if facts.supremum is not None and facts.infimum is not None:
        direction = 0 if compare(facts.supremum, facts.infimum) == 0 else None
    if direction is None and facts.nondecreasing is True:
        direction = 1
    rises = None
    if direction in (0, 1) and at_zero is not None and facts.infimum is not None:
        order = compare(at_zero, facts.infimum)
        rises = None if order is None else order <= 0
    return Profile(
        Bound(facts.supremum, facts.supremum_attained, bounds.supremum),
        Bound(facts.infimum, facts.infimum_attained, bounds.infimum),
        direction,
        UNKNOWN if at_zero is None else exactly(at_zero),
        rises,
    )


def _limited(text: str) -> Profile:
    """The profile of a function that is nondecreasing up to a limit, and oo beyond it."""
    parsed = read(text)
    whole, zero = parsed.expression, parsed.at_zero
    cases = branches(whole) if isinstance(whole, Piecewise) else []
    if len(cases) < 2 or cases[-1][1] is not S.Infinity or zero is None or not zero.is_finite:
        return NOTHING
    *kept, (last, formula) = cases[:-1]
    below = replace(last, right=S.Infinity, right_closed=False)
    capped = own(formula.xreplace({U: Minimum(U, last.right)}))
    inside = to_text(assemble([*kept, (below, capped)]))
    finite = _profile(f"{to_text(zero)} if u == 0 else ({inside})")
    if finite.direction not in (0, 1):
        return NOTHING
    return replace(finite, supremum=exactly(S.Infinity), direction=1)


def weighted(found: Profile, weight: Expr) -> Profile:
    """The profile of weight times the function."""
    side = sign(weight)
    if side is None:
        return NOTHING
    if side == 0:
        known = found.supremum.value is not None or found.supremum.bracket != UNKNOWN.bracket
        return FREE if known and found.zero.value is not None else NOTHING
    zero = found.zero if found.zero is UNKNOWN else scaled(found.zero, weight)
    sup, inf = scaled(found.supremum, weight), scaled(found.infimum, weight)
    direction = None if found.direction is None else side * found.direction
    rises = found.rises if side > 0 else None
    return Profile(*((sup, inf) if side > 0 else (inf, sup)), direction, zero, rises)


@lru_cache(maxsize=4096)
def constant(node: Node) -> Expr | None:
    """The exact value of a node without variables; oo where it is infinite; None: none found."""
    try:
        value = at(node, Fraction(0), ())
    except OpenError:
        value = None
    except NoObjectiveValueError:
        return None
    if isinstance(value, fmpq):
        return Rational(int(value.p), int(value.q))
    if isinstance(value, float):
        return S.Infinity if value > 0 else None
    try:
        return parse(node.text)
    except SparsityTheoryError:
        return None
