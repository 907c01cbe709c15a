"""The checker of certificates with nonlinear decoders: everything is derived anew from the problem.

The loss of a sample from the decoder (`terms`), minorants of the penalty from its text
(`certificates.minorants`), the region of the inner variables from the levels, the bound on every
cell in floats rounded outwards (`intervals`), and the value of the point in ball arithmetic.
It shares with the prover nothing but the language of decoders and the form of a certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.certificates.boxes import Box, leaf_boxes
from numerics.certificates.function import Function
from numerics.certificates.limits import NoInfoError, checking
from numerics.certificates.minorants import Constants
from numerics.certificates.nonlinear.cells import Rows
from numerics.certificates.nonlinear.intervals import FloatInterval, rationals, thin
from numerics.certificates.nonlinear.proof import (
    AUTOENCODER,
    MAX_ENTRIES,
    MAX_PARAMETERS,
    NonlinearCertificate,
    NonlinearProblem,
    TiltedLeaf,
)
from numerics.certificates.nonlinear.quadratic import least_quadratic
from numerics.certificates.nonlinear.samples import check_samples, encoder_region, power_region
from numerics.certificates.nonlinear.terms import sample_loss
from numerics.certificates.nonlinear.value import loss_at
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError

SECONDS = 600.0
_CHUNK = 64  # leaves at a time


@dataclass(frozen=True)
class VerifiedNonlinear:
    """What a certificate proves.

    Attributes:
        value: the loss at the stored point.
        lower: no point of the box has a smaller loss.
        leaves: how many boxes were checked.
    """

    value: arb
    lower: arb
    leaves: int


def verify(certificate: NonlinearCertificate, *, seconds: float = SECONDS) -> VerifiedNonlinear:
    """Check everything that a certificate says.

    Raises:
        LimitError: if the time was not enough.
        CertificateError: on the first thing that is not so.
    """
    try:
        with np.errstate(all="ignore"), checking(seconds):  # infinite ends prove nothing
            return _Checker(certificate).check()
    except NoInfoError as why:
        raise CertificateError(f"nothing is known about the penalty: {why}") from None


class _Checker:
    def __init__(self, certificate: NonlinearCertificate) -> None:
        self.certificate = certificate
        self.problem = problem = certificate.problem
        _check_problem(problem)
        self.d, self.n = len(problem.data), len(problem.data[0])
        self.p = len(problem.parameters)
        self.loss = sample_loss(problem)
        self.h: Function | None = None
        if problem.objective == AUTOENCODER:
            self.h = Function(problem.h)
            if not self.h.defined:
                raise CertificateError("the penalty h is not proved to have a value at every u > 0")
        self.value = loss_at(problem, self.loss, certificate.best, self.h)
        self.target = self.value - arb(to_fmpq(certificate.tolerance))
        self._check_forms()
        data = [rationals(list(row)) for row in problem.data]
        self.data = FloatInterval(np.array([x.low for x in data]), np.array([x.high for x in data]))

    @property
    def rows_of_codes(self) -> int:
        """How many rows of codes have powers that boxes are about."""
        return 0 if self.h is None else self.problem.latents

    def _check_forms(self) -> None:
        c, q, p = self.certificate, self.loss.inner, self.p
        if (
            c.tolerance <= 0
            or len(c.ceilings) != self.rows_of_codes
            or min(c.ceilings, default=0) < 0
        ):
            raise CertificateError("the tolerance is not positive, or a ceiling is missing")
        length = 1 + q + q * p + p + p * (p + 1) // 2
        for number, leaf in enumerate(c.leaves):
            shapes = {len(row) for row in leaf.samples}
            if len(leaf.samples) != self.n or shapes != {length}:
                raise CertificateError(f"leaf {number} has the wrong shape")
            if len(leaf.slopes) != self.rows_of_codes or min(leaf.slopes, default=1) <= 0:
                raise CertificateError(f"leaf {number} needs a positive slope for every row")

    def check(self) -> VerifiedNonlinear:
        """Everything."""
        self._check_ceilings()
        c = self.certificate
        root = (
            tuple(x.low for x in self.problem.parameters) + (0.0,) * len(c.ceilings),
            tuple(x.high for x in self.problem.parameters) + c.ceilings,
        )
        boxes = leaf_boxes(c.splits, [root])
        if len(boxes) != len(c.leaves):
            raise CertificateError(f"the tree has {len(boxes)} leaves, {len(c.leaves)} are stored")
        gap = float(min(c.tolerance, Fraction(2**1000))) / 1000
        constants = Constants(self.h, gap)
        for at in range(0, len(boxes), _CHUNK):
            part = range(at, min(at + _CHUNK, len(boxes)))
            for k in part:
                self._check_total(k, boxes[k], constants)
            self._check_levels(part, boxes)
        return VerifiedNonlinear(self.value, self.target, len(boxes))

    def _check_ceilings(self) -> None:
        """No point with a power above a ceiling is better: h of that row alone is too large."""
        if self.h is None:
            return
        needed = self.target * self.d - (self.problem.latents - 1) * self.h.lowest
        for ceiling in self.certificate.ceilings:
            if not self.h.infimum(to_fmpq(ceiling), None, enough=needed)[0] >= needed:
                raise CertificateError(f"powers above {ceiling} are not excluded")

    def _check_total(self, number: int, box: Box, constants: Constants) -> None:
        """That levels, tilts and minorants reach the target on a box."""
        leaf, p, q = self.certificate.leaves[number], self.p, self.loss.inner
        low, high = np.array([box[0][p:]]), np.array([box[1][p:]])
        found = constants(np.array([leaf.slopes]), low, high)[0] if self.rows_of_codes else []
        if not all(np.isfinite(x) for x in found):
            raise CertificateError(f"leaf {number}: no minorant of h is known")
        sums = [
            sum((arb(row[k]) for row in leaf.samples), arb(0)) for k in range(len(leaf.samples[0]))
        ]
        level, linear = sums[0], sums[1 + q + q * p :][:p]
        entries = iter(sums[1 + q + q * p + p :])
        matrix = [[arb(0)] * p for _ in range(p)]
        for i in range(p):
            for j in range(i, p):
                matrix[i][j] = matrix[j][i] = next(entries)
        centre = _centre(box, p)
        radius = [
            (arb(h) - arb(c)).max(arb(c) - arb(a))
            for a, h, c in zip(box[0][:p], box[1][:p], centre, strict=True)
        ]
        bound = least_quadratic(level, linear, matrix, radius) / self.n
        if self.h is not None:
            bound = (bound + sum((arb(float(x)) for x in found), arb(0))) / self.d
        else:
            bound += self.d * arb(to_fmpq(self.problem.gamma)).log()
        if not bound >= self.target:
            raise CertificateError(f"leaf {number} does not reach the target")

    def _check_levels(self, part: range, boxes: list[Box]) -> None:
        """That every sample's level holds on some leaves."""
        leaves = [self.certificate.leaves[k] for k in part]
        rows = self._rows(leaves, [boxes[k] for k in part])
        if self.h is None:
            region = encoder_region(rows, self.problem.latents - 1)
        else:
            ceilings = np.array([boxes[k][1][self.p :] for k in part]).T
            region = power_region(np.repeat(ceilings, self.n, axis=1), self.n)
        names = [f"leaf {k}, sample {i}" for k in part for i in range(self.n)]
        check_samples(self.loss, rows, region, names)

    def _rows(self, leaves: list[TiltedLeaf], boxes: list[Box]) -> Rows:
        q, p, n = self.loss.inner, self.p, self.n
        numbers = np.array([row for leaf in leaves for row in leaf.samples]).T
        low, high, centre = (
            np.repeat(np.array(ends).T.reshape(p, len(boxes)), n, axis=1)
            for ends in (
                [low[:p] for low, _ in boxes], [high[:p] for _, high in boxes],
                [_centre(box, p) for box in boxes],
            )
        )  # fmt: skip
        at = 1 + q + q * p
        quadratic = np.zeros((p, p, numbers.shape[1]))
        upper = np.triu_indices(p)
        quadratic[upper] = quadratic[upper[::-1]] = numbers[at + p :]
        data = [
            FloatInterval(np.tile(a, len(leaves)), np.tile(b, len(leaves)))
            for a, b in zip(self.data.low, self.data.high, strict=True)
        ]
        slopes = np.array([leaf.slopes for leaf in leaves])
        data += [thin(np.repeat(slopes[:, k], n)) for k in range(self.rows_of_codes)]
        return Rows(
            low, high, centre, tuple(data), numbers[0], numbers[1 : 1 + q],
            numbers[1 + q : at].reshape(q, p, -1), numbers[at : at + p], quadratic,
        )  # fmt: skip


def _centre(box: Box, count: int) -> tuple[float, ...]:
    """The middle of the first coordinates, as the language of certificates has it."""
    return tuple(a + 0.5 * (b - a) for a, b in zip(box[0][:count], box[1][:count], strict=True))


def _check_problem(problem: NonlinearProblem) -> None:
    """That the problem is one.

    Raises:
        CertificateError: saying what is not so.
    """
    sizes = {len(row) for row in problem.data}
    if not problem.data or len(sizes) != 1 or 0 in sizes:
        raise CertificateError("the data are no matrix")
    if len(problem.data) * max(sizes) > MAX_ENTRIES or len(problem.decoder) != len(problem.data):
        raise CertificateError(
            f"the data have more than {MAX_ENTRIES} entries, or the decoder not d outputs"
        )
    if not 1 <= len(problem.parameters) <= MAX_PARAMETERS or not 1 <= problem.latents <= 3:
        raise CertificateError(f"there must be 1 to {MAX_PARAMETERS} parameters and 1 to 3 latents")
    for x in problem.parameters:
        if not x.low < x.high:
            raise CertificateError(f"the interval of {x.name} is empty")
    autoencoder = problem.objective == AUTOENCODER
    if (problem.slope > 0) != autoencoder or (problem.gamma > 0) == autoencoder:
        raise CertificateError("an autoencoder needs slope > 0 and gamma = 0, a VAE the opposite")
