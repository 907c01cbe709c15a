"""The kinds of trials, by name."""

from __future__ import annotations

from numerics.trials.analysis import disguise_cases, random_case
from numerics.trials.checker import checker_case
from numerics.trials.hostile import hostile_cases
from numerics.trials.minima import minimum_case
from numerics.trials.mutants import mutant_case
from numerics.trials.trial import Cases, each

KINDS: dict[str, Cases] = {
    "disguises": disguise_cases,
    "random": each(random_case),
    "hostile": hostile_cases,
    "checker": each(checker_case),
    "mutants": each(mutant_case),
    "minima": each(minimum_case),
}

IN_CI = {"disguises": 128, "random": 40, "hostile": 20, "checker": 12, "mutants": 150, "minima": 8}
"""How many cases of each kind the tests run."""

FULL = {
    "disguises": 240, "random": 2000, "hostile": 10_000, "checker": 2000, "mutants": 10_000,
    "minima": 900,
}  # fmt: skip
"""How many were run by hand at least; what they found is stored."""
