"""Theorem D on affine and nonlinear decoders whose expected errors are exact rationals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, evaluate
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import A, d, kappa, p, r, tau
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import All
from sparsity_theory.proving.row_sums import rows
from sparsity_theory.statements.theorem_d import theorem_d
from sparsity_theory.statements.theorem_d.theorem_d import power, separated, slope

Row = Sequence[Fraction]


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@dataclass(frozen=True)
class _AffineVAE:
    """Decoder W z with orthogonal columns w_k e_k in R^d, and an encoder, sample by sample.

    Attributes:
        columns: w_k, which are also the slopes l_k.
        means: mu, one row for each latent dimension.
        variances: sigma^2, likewise.
        errors: squared distance of each sample to the image of its mean.
        dimension: d.
    """

    columns: Row
    means: Sequence[Row]
    variances: Sequence[Row]
    errors: Row
    dimension: int

    @property
    def error(self) -> Fraction:
        """A, the expected squared error."""
        spread = (w * w * _mean(row) for w, row in zip(self.columns, self.variances, strict=True))
        return _mean(self.errors) + sum(spread, Fraction(0))

    @property
    def powers(self) -> list[Fraction]:
        """Row powers of the means."""
        return [_mean([mu * mu for mu in row]) for row in self.means]

    @property
    def loss(self) -> arb:
        """Eq. (3) at gamma = A/d."""
        value = self.dimension * (1 + ball(self.error / self.dimension).log())
        for strength, row in zip(self.powers, self.variances, strict=True):
            logs = sum((ball(v).log() for v in row), arb(0)) / len(row)
            value += ball(strength + _mean(row)) - logs
        return value

    def bound(self, parts: Parts) -> arb:
        """The claimed lower bound."""
        sizes: dict[sympy.Symbol, Value] = {
            d: self.dimension,
            kappa: len(self.columns),
            separated: len(self.columns),
            A: self.error,
        }
        table = rows(slope, [sympy.Rational(w) for w in self.columns])
        table |= rows(power, [sympy.Rational(value) for value in self.powers])
        return evaluate(parts["bound"], sizes, table)


# p + v = 1 and no error: the bound is attained; l = 1/2 makes l and l^2 differ.
_TIGHT = _AffineVAE(
    (Fraction(1, 2),), ((Fraction(1, 2),),), ((Fraction(3, 4),),), (Fraction(0),), 2
)
_LOOSE = _AffineVAE(
    (Fraction(2), Fraction(1, 2)),
    ((Fraction(1), Fraction(-2), Fraction(1, 3)), (Fraction(1, 2), Fraction(1), Fraction(-1))),
    (
        (Fraction(1, 4), Fraction(1, 9), Fraction(1, 2)),
        (Fraction(1), Fraction(1, 2), Fraction(1, 3)),
    ),
    (Fraction(1, 5), Fraction(0), Fraction(1, 7)),
    3,
)


def _check(parts: Parts) -> Report:
    return Report((*_affine(parts), *_nonlinear(parts), _threshold(parts)))


def _affine(parts: Parts) -> tuple[Step, ...]:
    at: dict[sympy.Symbol, Value] = {p: Fraction(1, 4), theorem_d.mean_variance: Fraction(3, 4)}
    at[theorem_d.row_slope] = Fraction(1, 2)
    row = ball(1) - ball(Fraction(3, 4)).log()
    return (
        Step(
            r"$\ell = 1/2$, $\mu = 1/2$, $\sigma^2 = 3/4$, no error: noise, row and loss are equal"
            r" to their bounds.",
            All(
                equal(enclose(parts["noise"], at), ball(_TIGHT.error)),
                equal(enclose(parts["row_floor"], at), row),
                equal(_TIGHT.bound(parts), _TIGHT.loss),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["bound"],
        ),
        Step(
            r"Two columns, three samples with different variances and errors: the loss is larger.",
            less(_LOOSE.bound(parts), _LOOSE.loss),
            "ball arithmetic at exact rationals",
            shown=parts["bound"],
        ),
    )


def _nonlinear(parts: Parts) -> tuple[Step, ...]:
    """The decoder z + z^3, which separates with slope 1; all moments are polynomials."""
    one, two = sympy.symbols("epsilon epsilon'", real=True)

    def decoded(mu: sympy.Rational, sigma: sympy.Rational, noise: sympy.Symbol) -> sympy.Expr:
        code = mu + sigma * noise
        return code + code**3

    steps = []
    for mu, sigma in ((sympy.Rational(1, 2), sympy.Rational(1, 5)), (sympy.Integer(2), sympy.S(1))):
        first, copy = decoded(mu, sigma, one), decoded(mu, sigma, two)
        mean, square = normal_mean(first, one), normal_mean(first**2, one)
        difference = normal_mean(normal_mean(sympy.expand((first - copy) ** 2), one), two)
        variance = square - mean**2
        at: dict[sympy.Symbol, Value] = {d: 1, kappa: 1, separated: 1}
        at[A] = Fraction(int(variance.p), int(variance.q))
        table = rows(slope, (1,)) | rows(power, (mu**2,))
        loss = 1 + enclose(sympy.log(variance) + mu**2 + sigma**2 - sympy.log(sigma**2), {})
        noise: dict[sympy.Symbol, Value] = {
            theorem_d.row_slope: 1,
            theorem_d.mean_variance: Fraction(int(sigma.p), int(sigma.q)) ** 2,
        }
        steps.append(
            Step(
                rf"$\mu_x(z) = z + z^3$, $\mu = {mu}$, $\sigma = {sigma}$, $x = E\mu_x$: variance,"
                " noise and loss.",
                All(
                    equal(enclose(parts["half"] * difference, {}), enclose(variance, {})),
                    at_most(enclose(parts["noise"], noise), enclose(variance, {})),
                    less(evaluate(parts["bound"], at, table), loss),
                ),
                "ball arithmetic at exact rationals",
                shown=parts["half"],
            )
        )
    return tuple(steps)


def _threshold(parts: Parts) -> Step:
    """With log(tau/A) for log(1 + tau/A), r + 1 rows of l^2 p = tau meet the threshold."""
    at: dict[sympy.Symbol, Value] = {d: 5, kappa: 4, r: 2, tau: Fraction(1, 3), theorem_d.offset: 7}
    limit = enclose(parts["threshold"], at)
    at[A] = limit
    below = enclose(d + kappa + d * sympy.log(A / d) + (r + 1) * sympy.log(tau / A), at)
    above = enclose(d + kappa + d * sympy.log(A / d) + (r + 1) * sympy.log(1 + tau / A), at)
    assumed = enclose(parts["assumed"], at)
    return Step(
        r"$d = 5$, $\kappa = 4$, $r = 2$, $\tau = 1/3$, $C = 7$: at the threshold $r+1$ rows cost"
        r" more than the assumption allows.",
        All(equal(below, assumed), less(assumed, above)),
        "ball arithmetic at exact rationals",
        shown=parts["threshold"],
    )


EVIDENCE = certified("two affine and two nonlinear cases, one threshold", _check)
