"""Trials of the analysis: disguised penalties, and random expressions against samples.

A random expression is also read by the checker, which shares only the grammar with the analysis:
what the two say about it must be possible at once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from flint import arb, fmpq

from numerics.certificates.balls import enclose
from numerics.certificates.extended import Between
from numerics.certificates.function import Function
from numerics.certificates.limits import NoInfoError, checking
from numerics.errors import CertificateError
from numerics.solver.evidence import checker_text
from numerics.trials.disguises import DISGUISES, outcomes
from numerics.trials.sampling import contradictions, text_sampler
from numerics.trials.texts import random_text
from numerics.trials.trial import TrialOutcome
from sparsity_theory.errors import ContradictionError, SparsityTheoryError
from sparsity_theory.exact.effort import allowance
from sparsity_theory.penalties.catalogue import ENTRIES
from sparsity_theory.penalties.penalties import Penalty, penalty

_SECONDS = 2.0
_CHECKER_SECONDS = 2.0


_PAIRS = [(e.name, d) for e in ENTRIES if e.name != "indicator" for d in DISGUISES]


def disguise_cases(_: int, numbers: range) -> Iterator[TrialOutcome]:
    """Every penalty of the catalogue in every disguise: the same facts or fewer."""
    for name, disguise in _PAIRS[numbers.start : numbers.stop]:
        began = time.process_time()
        ended, wrong = disguised(name, disguise)
        yield TrialOutcome(ended, wrong, time.process_time() - began)


def disguised(name: str, disguise: str) -> tuple[str, list[str]]:
    """How a penalty ends in a disguise, and which facts it changed."""
    (outcome,) = outcomes([name], [disguise])
    ended = "with fewer facts" if outcome.hidden else "with the same facts"
    return ended, [f"{name}, {disguise}: {changed}" for changed in outcome.changed]


def random_case(rng: random.Random) -> tuple[str, list[str]]:
    """A random expression: no fact is contradicted by independent samples or by the checker."""
    return examine(random_text(rng))


def examine(text: str) -> tuple[str, list[str]]:
    """How a text ends, and what is wrong with it.

    >>> examine("u/(1 + u)")
    ('all facts', [])
    """
    try:
        with allowance(_SECONDS):
            h = penalty(text)
            found = contradictions(h, text_sampler(text)) + against_checker(h)
    except SparsityTheoryError:
        return "refused", []
    except ContradictionError as error:
        return "contradicted", [f"{text}: {error}"]
    wrong = [f"{text}: {w}" for w in found]
    if not h.defined:
        return "domain undecided", wrong
    return "all facts" if None not in vars(h.facts).values() else "some facts", wrong


def against_checker(h: Penalty) -> list[str]:
    """What analysis and checker say about a penalty that cannot be so at once."""
    try:
        with checking(_CHECKER_SECONDS):
            return _against(h, Function(checker_text(h)))
    except (CertificateError, NoInfoError):
        return []


def _against(h: Penalty, f: Function) -> list[str]:
    if not f.defined:
        return []
    lower, upper = f.infimum(fmpq(0), None), -f.mirrored.infimum(fmpq(0), None)
    found = [] if enclose(h.at_zero, {}).overlaps(f.at_zero) else ["another value at 0"]
    for name, told, brackets in (
        ("infimum", (h.bounds.infimum, h.facts.infimum), lower),
        ("supremum", (h.bounds.supremum, h.facts.supremum), upper),
    ):
        bracket, exact = told
        if not _meets((enclose(bracket.low, {}), enclose(bracket.high, {})), brackets):
            found.append(f"{name} in [{bracket.low}, {bracket.high}], but in {brackets}")
        if exact is not None and not _meets((enclose(exact, {}),) * 2, brackets):
            found.append(f"{name} {exact}, but in {brackets}")
    return found


def _meets(told: tuple[arb, arb], bracket: Between) -> bool:
    return not (told[1] < bracket[0] or told[0] > bracket[1])
