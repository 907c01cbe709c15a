"""The checker of certificates that an objective fails; it loads neither SymPy nor the prover.

What it relies on: python-flint's exact and ball arithmetic, and the definition of a guarantee: on
every instance, every optimal sparse representation is strictly better than every other point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq, nmod_mat

from numerics.certificates.limits import ask, checking
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError
from numerics.objectives.certificate import Matrix, ObjectiveCertificate
from numerics.objectives.evaluation import ObjectiveText
from numerics.objectives.numbers import BITS, SECONDS, Number, at_least, check_dimensions

LONG = 2000  # bits of a number that is written as about what it is
_PRIME = 2**61 - 1
_MOST_BITS = 2**20  # of the numbers that sums of products grow to
Rows = list[list[fmpq]]


@dataclass(frozen=True)
class CheckedFailure:
    """What a certificate shows.

    Attributes:
        sparse_powers: of the optimal sparse representation.
        sparse_loss: its loss, error 0.
        error: of the other point.
        powers: of the other point.
        loss: of the other point: at most `sparse_loss`.
    """

    sparse_powers: list[Fraction]
    sparse_loss: Number
    error: Fraction
    powers: list[Fraction]
    loss: Number


def verify(certificate: ObjectiveCertificate, *, seconds: float = SECONDS) -> CheckedFailure:
    """Check that the instance shows the failure.

    Raises:
        LimitError: the time was not enough.
        CertificateError: on the first thing that is not so.
    """
    with checking(seconds, BITS):
        return _verify(certificate)


def _verify(c: ObjectiveCertificate) -> CheckedFailure:
    d, kappa, r = c.dims
    check_dimensions(d, kappa, r)
    if len(c.decoders) not in (1, 2):
        raise CertificateError("there must be one decoder, or two")
    n = len(c.data[0]) if c.data else 0
    shapes = [(c.data, d, n), (c.sparse, kappa, n), (c.other, kappa, n)]
    shapes += [(decoder, d, kappa) for decoder in c.decoders]
    for matrix, rows, columns in shapes:
        if not columns or len(matrix) != rows or {len(row) for row in matrix} != {columns}:
            raise CertificateError("the shapes of data, decoders and codes do not fit together")
    if c.scale <= 0:
        raise CertificateError("the scale is not positive")
    data, decoders = _exact(c.data), [_exact(decoder) for decoder in c.decoders]
    if not all(map(_injective, decoders)):
        raise CertificateError("a decoder is not shown to be injective")
    if any(any(row) for row in _residual(data, decoders[0], _exact(c.sparse))):
        raise CertificateError("the sparse code is not exact")
    sparse, powers = _powers(c.sparse), _powers(c.other)
    if _active(sparse) != r:
        raise CertificateError(f"the sparse code has not r = {r} active rows")
    error = _error(c, data, decoders[-1])
    if error == 0 and _active(powers) <= r:
        raise CertificateError("the other point is exact and has no more active rows")
    if len(decoders) == 2 and error > 0:
        raise CertificateError("the second decoder has an exact code that is not shown")
    objective = ObjectiveText(c.objective)
    losses = objective.at(Fraction(0), sparse), objective.at(error, powers)
    if not at_least(*losses):
        raise CertificateError("the other point is not shown to be as good as the sparse code")
    return CheckedFailure(sparse, losses[0], error, powers, losses[1])


def _exact(matrix: Matrix) -> Rows:
    return [list(map(to_fmpq, row)) for row in matrix]


def _injective(decoder: Rows) -> bool:
    """Whether the columns are independent modulo a prime: a minor is not 0 there, nor by itself."""
    entries = [(int(x.p), int(x.q)) for row in decoder for x in row]
    if any(q % _PRIME == 0 for _, q in entries):
        return False
    residues = [p * pow(q, -1, _PRIME) % _PRIME for p, q in entries]
    columns = len(decoder[0])
    return bool(nmod_mat(len(decoder), columns, residues, _PRIME).rank() == columns)


def _residual(data: Rows, decoder: Rows, code: Rows) -> Rows:
    """The data less what the decoder makes of the code."""
    columns = list(zip(*code, strict=True))
    return [
        [x - _dot(row, column) for x, column in zip(values, columns, strict=True)]
        for values, row in zip(data, decoder, strict=True)
    ]


def _dot(first: Sequence[fmpq], second: Sequence[fmpq]) -> fmpq:
    found = fmpq(0)
    for x, y in zip(first, second, strict=True):
        ask()
        found += x * y
        if int(found.q.bit_length()) > _MOST_BITS:
            raise CertificateError("the numbers of the certificate are too long to compute with")
    return found


def _powers(code: Matrix) -> list[Fraction]:
    """Mean squares of the rows."""
    return [_mean_square(row) for row in _exact(code)]


def _mean_square(numbers: Sequence[fmpq]) -> Fraction:
    mean = _dot(numbers, numbers) / len(numbers)
    return Fraction(int(mean.p), int(mean.q))


def _active(powers: list[Fraction]) -> int:
    return sum(p > 0 for p in powers)


def _error(c: ObjectiveCertificate, data: Rows, decoder: Rows) -> Fraction:
    """Mean squared error of the other code, over coordinates and samples."""
    rows = _residual(data, decoder, _exact(c.other))
    return c.scale * _mean_square([x for row in rows for x in row])


def lines(certificate: ObjectiveCertificate, found: CheckedFailure) -> list[str]:
    """What was checked, for people."""
    d, kappa, r = certificate.dims
    other = "reconstructs exactly with"
    if found.error:
        other = f"has error {_shown(found.error)} and"
    decoders, n = len(certificate.decoders), len(certificate.data[0])
    sparse = f"row powers {_listed(found.sparse_powers)} and loss {_shown(found.sparse_loss)}"
    loss = f"its loss is {_shown(found.loss)}, which is no larger"
    return [
        f"verified: Psi = {certificate.objective}",
        (
            f"(d, kappa, r) = ({d}, {kappa}, {r}): fails, by Theorem A0, on an instance with"
            f" {decoders} linear decoder{'s' * (decoders > 1)} and {n} sample{'s' * (n > 1)}:"
        ),
        f"every optimal sparse representation has {sparse}",
        f"another point {other} row powers {_listed(found.powers)}; {loss}",
    ]


def _listed(powers: list[Fraction]) -> str:
    return f"({', '.join(map(_shown, powers))})"


def _shown(x: Number | Fraction) -> str:
    """The number, or what it is about where that is long: Python writes no number of any length."""
    if isinstance(x, Fraction):
        x = to_fmpq(x)
    if isinstance(x, fmpq) and x.height_bits() >= LONG:
        x = arb(x)
    return x.str(12) if isinstance(x, arb) else str(x)
