r"""The uniform law on the unit circle in the plane, decoded by the circle itself, in balls.

Latents are angles with the uniform prior, the decoder takes an angle to its point, and the
posterior of the point at angle 0 has a density proportional to $e^{s\cos\theta}$ (von Mises),
turned for the others.  Means are quotients of modified Bessel functions, or integrals from their
definition.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb

from numerics.certificates.balls import Value, ball


def kernel_mean(rate: Value, radius: Value = 1) -> arb:
    """The mean of exp(-t |x - y|^2) over the circle, |y| being the radius."""
    t, distance = ball(rate), ball(radius)
    return (-t * (1 - distance) ** 2).exp() * _bessel(2 * t * distance, 0)


def share(radius: Value) -> arb:
    """Of the circle within this distance, 2 at most, of one of its own points."""
    return 2 * (ball(radius) / 2).asin() / arb.pi()


def error(concentration: Value) -> arb:
    """A, the expected squared error of the posteriors of this concentration."""
    s = ball(concentration)
    return 2 - 2 * _bessel(s, 1) / _bessel(s, 0)


def divergence(concentration: Value) -> arb:
    """KL[q || p] of the posteriors of this concentration."""
    s = ball(concentration)
    return -s * error(s) / 2 - _bessel(s, 0).log()


def integrated(concentration: Value) -> tuple[arb, arb]:
    """Error and divergence by integration over the angle."""
    s = ball(concentration)

    def weight(angle: acb) -> acb:
        return (s * (angle.cos() - 1)).exp()

    mass = _mean(weight)
    mean = _mean(lambda angle: (2 - 2 * angle.cos()) * weight(angle)) / mass
    logarithm = _mean(lambda angle: (s * (angle.cos() - 1) - mass.log()) * weight(angle))
    return mean, logarithm / mass


def _bessel(s: arb, order: int) -> arb:
    """exp(-s) I_order(s)."""
    return s.bessel_i(order, scaled=True)


def _mean(function: Callable[[acb], acb]) -> arb:
    """Over the angles, uniformly."""
    integral = acb.integral(lambda angle, _: function(angle), 0, acb(arb.pi()))
    return integral.real / arb.pi()  # even in the angle
