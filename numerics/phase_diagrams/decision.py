"""The outcome at one point of a phase diagram, on the two-decoder instance.

- With g the indicator, from the two exact codes: the sign of the difference of their losses, on
  exact matrices in ball arithmetic.
- With g finite, from the certified minima of the loss over all codes of each decoder by itself.

Workers look `decide` up by the name of its module, which must not be ``__main__``: the command is
in another one.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from flint import arb

from numerics.certificates.balls import precision
from numerics.certificates.family import reconstruction_error
from numerics.certificates.instances import LinearFamily, fooling_instance
from numerics.phase_diagrams.families import PenaltyFamily, certified_sign, family
from numerics.running.sweep import Record
from numerics.solver.minimise_family import minimise_family
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

SUCCESS, FAILURE, UNDECIDED = "success", "failure", "undecided"
OUTCOMES = (SUCCESS, FAILURE, UNDECIDED)
_SECONDS = 2.0  # for each certified minimum; what is open then is undecided
_GAP = Fraction(1, 10**6)

# Row powers of the dense and of the sparse exact code.
Powers: TypeAlias = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def decide(job: Record) -> Record:
    """The outcome at one grid point; what workers run.

    >>> job = {"family": "rational", "parameter": "1", "M": "2", "epsilon": "1", "dims": [3, 2, 1]}
    >>> decide(job)["outcome"], decide({**job, "parameter": "3"})["outcome"]
    ('success', 'failure')
    """
    chosen, parameter = family(job["family"]), Fraction(job["parameter"])
    dims = Dimensions(*job["dims"])
    M, epsilon = Fraction(job["M"]), Fraction(job["epsilon"])
    if job.get("g") is not None:
        return _decide_by_minimising(chosen, parameter, (dims, M, epsilon), job["g"])
    powers = exact_powers(dims, M, epsilon)
    sign = certified_sign(lambda bits: margin(chosen, parameter, powers, bits))
    return {"outcome": (UNDECIDED, SUCCESS, FAILURE)[sign]}


def margin(chosen: PenaltyFamily, parameter: Fraction, powers: Powers, bits: int) -> arb:
    """The loss of the dense exact code minus that of the sparse one, times d."""
    dense, sparse = (
        sum((chosen.rise(power, parameter, bits) for power in rows), arb(0)) for rows in powers
    )
    with precision(bits):
        return dense - sparse


@lru_cache(maxsize=256)
def exact_powers(dims: Dimensions, M: Fraction, epsilon: Fraction) -> Powers:
    """Powers of the active rows of the dense and the sparse exact code, from their matrices.

    The errors of both are checked to be 0, so that g drops out of the comparison.
    """
    instance = fooling_instance(dims, epsilon**2, M**2)
    powers = []
    for sparse in (False, True):
        code = instance.code(sparse=sparse)
        if reconstruction_error(instance.family, (Fraction(sparse),), code) != 0:
            raise AssertionError("the exact code does not reconstruct")
        squares = (sum((z * z for z in row), Fraction(0)) / instance.samples for row in code)
        powers.append(tuple(power for power in squares if power))
    return powers[0], powers[1]


def _decide_by_minimising(
    chosen: PenaltyFamily,
    parameter: Fraction,
    geometry: tuple[Dimensions, Fraction, Fraction],
    g: str,
) -> Record:
    """Compare the certified minima of the two decoders; each certificate has been checked."""
    dims, M, epsilon = geometry
    h = penalty(chosen.text(parameter))
    both = fooling_instance(dims, epsilon**2, M**2)
    dense, sparse = (
        minimise_family(
            LinearFamily(both.family.data, decoder, (), connected=False),
            penalty(g),
            h,
            known=[((), both.code(sparse=side))],
            tolerance=_GAP,
            seconds=_SECONDS,
        )
        for side, decoder in ((False, both.family.start), (True, both.family.end))
    )
    outcome = UNDECIDED
    if dense.lower is not None and sparse.value < dense.lower:
        outcome = SUCCESS
    elif sparse.lower is not None and dense.value < sparse.lower:
        outcome = FAILURE
    return {"outcome": outcome}
