r"""Decoders that wind a curve into a small square, and the exact codes of data on it (Fig. 2).

The paper draws the curve, which the identity decoder reproduces with two small coordinates and a
winding decoder with a single large one (eqs. (8) and (9)); it gives no formula.  The family here
is ours.  With centre c = (eps/2, eps/2), phi(rho) = omega rho and R_a the rotation by the angle a,

    mu_x(z; theta) = c + R_{theta phi(|y|)} y,
    y = ((z_1 - (1 - theta) c_1)/lam, z_2 - (1 - theta) c_2),  lam = 1 - theta + theta Lam.

An affine bijection of the plane, then a rotation of every circle around c: so for *every* theta in
[0, 1] the decoder is a homeomorphism of the plane, and the exact code of any data is unique (claim
winding-family).  theta = 0 is the identity; theta = 1 winds the z_1-axis into an Archimedean
spiral.  The data lie on it, x_i = c + rho_i (cos t_i, sin t_i) with t_i = phi(rho_i), and their
exact code at theta is

    z_i1 = (1 - theta) c_1 + lam rho_i cos((1 - theta) t_i),
    z_i2 = (1 - theta) c_2 + rho_i sin((1 - theta) t_i).

At theta = 1 it is z* = (Lam rho_i, 0), with one active row; at all but finitely many theta both are
active (claim winding-rows).  That both are at every theta < 1, so that theta = 1 is the only
optimal sparse representation, is certified by `only_sparse_at_one` for the data at hand, and for
those that come by default it is claim winding-instance.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import arb

from numerics.certificates.balls import BITS, ball, precision
from numerics.errors import InstanceError
from numerics.labyrinths.defaults import MAX_SAMPLES, MAX_TURNS

# Beyond this the working precision would not resolve the small codes beside the large ones.
MAX_SCALE = Fraction(10**6)


@dataclass(frozen=True)
class Labyrinth:
    """Data on the spiral, and their exact code at every theta.

    Attributes:
        epsilon: side of the square that the curve lies in.
        reach: Lam eps/2, the code at theta = 1 of the outer end of the curve.
        turns: of the spiral, from the centre to its outer end.
        samples: n; radii are spread evenly over the outer three quarters.

    Raises:
        InstanceError: if a number is not positive or too large, or reach < epsilon.
    """

    epsilon: Fraction = Fraction(1, 10)
    reach: Fraction = Fraction(10)
    turns: int = 5
    samples: int = 8

    def __post_init__(self) -> None:
        if not 1 / MAX_SCALE <= self.epsilon <= self.reach <= MAX_SCALE:
            raise InstanceError(
                f"epsilon = {float(self.epsilon):g} and reach = {float(self.reach):g}: give epsilon"
                f" <= reach, both between {float(1 / MAX_SCALE):g} and {float(MAX_SCALE):g}"
            )
        if not (1 <= self.turns <= MAX_TURNS and 1 <= self.samples <= MAX_SAMPLES):
            raise InstanceError(
                f"{self.turns} turns and {self.samples} samples: give 1 to {MAX_TURNS} turns and 1"
                f" to {MAX_SAMPLES} samples"
            )

    @property
    def centre(self) -> Fraction:
        """Both coordinates of the centre."""
        return self.epsilon / 2

    @property
    def stretch(self) -> Fraction:
        """Lam."""
        return 2 * self.reach / self.epsilon

    @cached_property
    def shares(self) -> tuple[Fraction, ...]:
        """rho_i as a share of eps/2, strictly between 1/4 and 1."""
        return tuple(
            Fraction(1, 4) + Fraction(3 * (i + 1), 4 * (self.samples + 1))
            for i in range(self.samples)
        )

    def code_entries(self, delta: arb) -> list[tuple[arb, arb]]:
        """Exact codes (z_1, z_2/delta) at theta = 1 - delta, for every delta in the ball."""
        stretch = ball(self.stretch) - delta * ball(self.stretch - 1)
        centre, entries = ball(self.centre), []
        for share in self.shares:
            radius = ball(self.centre * share)
            time = 2 * arb.pi() * ball(self.turns * share)
            first = delta * centre + stretch * radius * (delta * time).cos()
            # sin(delta t)/delta = t sinc(delta t), which has no pole at delta = 0.
            entries.append((first, centre + radius * time * (delta * time).sinc()))
        return entries

    def powers(self, delta: arb) -> tuple[arb, arb]:
        """(p_1, p_2/delta^2) of the exact code at theta = 1 - delta."""
        entries = self.code_entries(delta)
        first, second = arb(0), arb(0)
        for a, b in entries:
            first, second = first + a * a, second + b * b
        return first / len(entries), second / len(entries)

    def first_power_slope(self, delta: arb) -> arb:
        """The derivative of p_1 in delta."""
        stretch = ball(self.stretch) - delta * ball(self.stretch - 1)
        centre, total = ball(self.centre), arb(0)
        for share, (first, _) in zip(self.shares, self.code_entries(delta), strict=True):
            radius = ball(self.centre * share)
            time = 2 * arb.pi() * ball(self.turns * share)
            angle = delta * time
            turned = ball(self.stretch - 1) * angle.cos() + stretch * time * angle.sin()
            total += 2 * first * (centre - radius * turned)
        return total / self.samples


def interval(low: Fraction, high: Fraction) -> arb:
    """A ball that contains the interval, at the working precision."""
    return ball((low + high) / 2) + arb(0, ball((high - low) / 2).upper())


def only_sparse_at_one(instance: Labyrinth) -> bool:
    """Whether both rows are certified active at every theta < 1, and the first at theta = 1."""
    with precision(BITS):
        pending = [(Fraction(0), Fraction(1), 0)]
        while pending:
            low, high, depth = pending.pop()
            first, second = instance.powers(interval(low, high))
            if first > 0 and second > 0:
                continue
            if depth > 24:
                return False
            middle = (low + high) / 2
            pending += [(low, middle, depth + 1), (middle, high, depth + 1)]
    return True
