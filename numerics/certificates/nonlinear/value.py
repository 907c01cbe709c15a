"""The loss at an exact point, enclosed in a ball."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import arb

from numerics.certificates.function import Function
from numerics.certificates.limits import ask
from numerics.certificates.nonlinear.graph import Graph
from numerics.certificates.nonlinear.proof import InnerPoint, NonlinearProblem
from numerics.certificates.nonlinear.terms import SampleLoss
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError


def loss_at(
    problem: NonlinearProblem, loss: SampleLoss, point: InnerPoint, h: Function | None
) -> arb:
    """A ball around the loss; h is None for a VAE.

    Raises:
        CertificateError: if the point is not one of the problem.
    """
    d, n = len(problem.data), len(problem.data[0])
    if len(point.inner) != loss.inner or {len(row) for row in point.inner} != {n}:
        raise CertificateError("the stored point does not have the shape of the problem")
    inside = len(point.theta) == len(problem.parameters) and all(
        Fraction(x.low) <= value <= Fraction(x.high)
        for x, value in zip(problem.parameters, point.theta, strict=True)
    )
    if not inside:
        raise CertificateError("theta of the stored point is not in its box")
    # The slopes of an autoencoder's sample loss are 0 here: h itself is added.
    extra = [arb(0)] * problem.latents
    total = arb(0)
    for i in range(n):
        ask()
        data = [arb(to_fmpq(row[i])) for row in problem.data] + extra
        inner = [arb(to_fmpq(row[i])) for row in point.inner]
        total += _value(loss.graph, loss.root, inner, [arb(to_fmpq(t)) for t in point.theta], data)
    if h is None:
        return total / n + d * arb(to_fmpq(problem.gamma)).log()
    powers = [sum((to_fmpq(z * z) for z in row), to_fmpq(Fraction(0))) / n for row in point.inner]
    return (total / n + sum((h.point(power) for power in powers), arb(0))) / d


def _value(
    graph: Graph, root: int, inner: Sequence[arb], theta: Sequence[arb], data: Sequence[arb]
) -> arb:
    """The value of an operation in balls."""
    variables = {"inner": inner, "theta": theta, "datum": data}
    values: dict[int, arb] = {}
    for at in graph.needed(root):
        op = graph.ops[at]
        parts = [values[part] for part in op.parts]
        if op.kind == "constant":
            values[at] = arb(to_fmpq(Fraction(op.value)))
        elif op.kind in variables:
            values[at] = variables[op.kind][int(op.value)]
        elif op.kind == "add":
            values[at] = parts[0] + parts[1]
        elif op.kind == "multiply":
            values[at] = parts[0] * parts[1]
        elif op.kind == "power":
            values[at] = parts[0] ** int(op.value)
        else:
            values[at] = _FUNCTIONS[op.kind](*parts)
    return values[root]


def _cdf(x: arb) -> arb:
    return (-x / arb(2).sqrt()).erfc() / 2


def _density(x: arb) -> arb:
    return (-x * x / 2).exp() / (2 * arb.pi()).sqrt()


def _mean(c: arb, s: arb) -> arb:
    return c * _cdf(c / s) + s * _density(c / s)


def _variance(c: arb, s: arb) -> arb:
    """E max(y, 0)^2 - (E max(y, 0))^2 of y = c + s eps."""
    second = (c * c + s * s) * _cdf(c / s) + c * s * _density(c / s)
    return second - _mean(c, s) ** 2


_FUNCTIONS: dict[str, Callable[..., arb]] = {
    "relu": lambda x: x.max(arb(0)), "tanh": arb.tanh, "exp": arb.exp, "log": arb.log,
    "reciprocal": lambda x: 1 / x, "rectified_mean": _mean, "rectified_variance": _variance,
    "rectified_covariance": lambda c, s: s * s * _cdf(c / s),
}  # fmt: skip
