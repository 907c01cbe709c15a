"""The loss of one sample as a graph, from the decoder: what the checker holds the loss to be.

Autoencoder: ``f = slope sum_j (mu_j(z) - x_j)^2 + sum_k b_k z_k^2``; data are x, then b.

VAE with one latent, q(z) = N(m, e^{2t}): ``f = E |x - mu(z)|^2 / gamma + e^{2t} - 2 t + m^2``;
inner variables are m and t.  The expectation is exact for

- polynomials: with mu(m + s eps) = sum_k h_k He_k(eps), E (mu - x)^2 = (h_0 - x)^2 + sum k! h_k^2
  (Hermite polynomials are orthogonal, E He_k^2 = k!);
- P(z) + B relu(w z + c), P affine of slope p, w a number, c and B free of z: with y = w z + c, of
  mean w m + c and deviation |w| s, and E relu(y), Var relu(y) and Cov(z, relu(y)) =
  Cov(y, relu(y)) / w as `moments` has them, the variance is that of P, plus B^2 Var relu(y), plus
  2 p B Cov(z, relu(y)).

A second latent v that enters as ``w(theta) v``, w in R^d, is minimised out: over its mean and
variance, ``|e - w m_2|^2/gamma + m_2^2 + |w|^2 s_2^2/gamma + s_2^2 - log s_2^2`` with e = E(x - mu)
has the minimum ``(|e|^2 - (w.e)^2/(gamma + |w|^2))/gamma + 1 + log(1 + |w|^2/gamma)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, factorial

from numerics.certificates.nonlinear.graph import Graph
from numerics.certificates.nonlinear.language import DecoderError, check_names, read
from numerics.certificates.nonlinear.proof import AUTOENCODER, VAE, NonlinearProblem

MAX_DEGREE = 12


@dataclass(frozen=True)
class SampleLoss:
    """The graph of f, the position of f in it, and how many inner variables there are."""

    graph: Graph
    root: int
    inner: int


def sample_loss(problem: NonlinearProblem) -> SampleLoss:
    """The loss of one sample.

    Raises:
        DecoderError: if the decoder is not in the language, or an expectation has no rule.
    """
    graph, d = Graph(), len(problem.data)
    names = [parameter.name for parameter in problem.parameters]
    check_names(names, problem.latents)
    outputs = [read(text, graph, problem.latents, names) for text in problem.decoder]
    for at, op in enumerate(graph.ops):
        if op.kind == "relu" and any(graph.depends(part, ("relu",)) for part in op.parts):
            raise DecoderError(f"operation {at} is a relu of a relu: one hidden layer only")
    if problem.objective == AUTOENCODER:
        return SampleLoss(graph, _autoencoder(graph, outputs, problem), problem.latents)
    if problem.objective != VAE:
        raise DecoderError(f"the objective is {AUTOENCODER} or {VAE}")
    data = [graph.variable("datum", j) for j in range(d)]
    return SampleLoss(graph, _vae(graph, outputs, data, problem), 2)


def _autoencoder(graph: Graph, outputs: list[int], problem: NonlinearProblem) -> int:
    terms = []
    for j, output in enumerate(outputs):
        residual = graph.subtract(output, graph.variable("datum", j))
        terms.append(graph.scale(problem.slope, graph.power(residual, 2)))
    for k in range(problem.latents):
        slope = graph.variable("datum", len(outputs) + k)
        terms.append(graph.multiply(slope, graph.power(graph.variable("inner", k), 2)))
    return graph.sum(terms)


def _vae(graph: Graph, outputs: list[int], data: list[int], problem: NonlinearProblem) -> int:
    if problem.latents > 2:
        raise DecoderError(
            "the loss (3) is for one latent, or for two of which the second is affine"
        )
    m, t = graph.variable("inner", 0), graph.variable("inner", 1)
    s = graph.op("exp", t)
    moments = [_moments(graph, output, m, s) for output in outputs]
    errors = [graph.subtract(found.mean, x) for found, x in zip(moments, data, strict=True)]
    square = graph.sum([graph.power(e, 2) for e in errors])
    total = graph.sum([square, *(found.variance for found in moments)])
    terms = [graph.op("exp", graph.scale(2, t)), graph.scale(-2, t), graph.power(m, 2)]
    if problem.latents == 2:
        weights = [found.second for found in moments]
        norm = graph.sum([graph.power(w, 2) for w in weights])
        along = graph.sum([graph.multiply(*pair) for pair in zip(weights, errors, strict=True)])
        share = graph.op("reciprocal", graph.add(norm, graph.constant(problem.gamma)))
        total = graph.subtract(total, graph.multiply(graph.power(along, 2), share))
        ratio = graph.scale(1 / problem.gamma, norm)
        terms += [graph.constant(1), graph.op("log", graph.add(graph.constant(1), ratio))]
    return graph.sum([graph.scale(1 / problem.gamma, total), *terms])


@dataclass
class _Moments:
    """Mean and variance of an output over the first latent, and its slope in the second."""

    mean: int
    variance: int
    second: int


@dataclass
class _Form:
    """sum_k coefficients[k] z1^k + weight z2 + factor relu(slope z1 + offset); free of z inside."""

    coefficients: dict[int, int] = field(default_factory=dict)
    weight: int | None = None
    factor: int | None = None
    relu: tuple[Fraction, int] | None = None

    @property
    def constant(self) -> bool:
        return set(self.coefficients) <= {0} and self.weight is None and self.factor is None


def _form(graph: Graph, at: int) -> _Form:
    op = graph.ops[at]
    if not graph.depends(at, ("inner",)):
        if graph.depends(at, ("tanh", "relu")):
            raise DecoderError("no expectation is known of this decoder: a function of parameters")
        return _Form({0: at})
    if op.kind == "inner":
        one = graph.constant(1)
        return _Form({1: one}) if op.value == 0 else _Form(weight=one)
    if op.kind == "add":
        return _added(graph, *(_form(graph, part) for part in op.parts))
    if op.kind == "multiply":
        return _multiplied(graph, *(_form(graph, part) for part in op.parts))
    if op.kind == "power":
        base = _form(graph, op.parts[0])
        found = base
        for _ in range(int(op.value) - 1):
            found = _multiplied(graph, found, base)
        return found
    if op.kind == "relu":
        inner = _form(graph, op.parts[0])
        slope = graph.number(inner.coefficients.get(1, graph.constant(0)))
        affine = set(inner.coefficients) <= {0, 1} and inner.weight is None
        if affine and inner.factor is None and slope:
            offset = inner.coefficients.get(0, graph.constant(0))
            return _Form(factor=graph.constant(1), relu=(slope, offset))
    raise DecoderError(
        "no expectation is known of this decoder: take a polynomial in the latent, or one relu of"
        " (number) z + (offset without z), times what has no z, plus an affine function"
    )


def _added(graph: Graph, a: _Form, b: _Form) -> _Form:
    if a.relu is not None and b.relu is not None and a.relu != b.relu:
        raise DecoderError("no expectation is known of two different relus in one output")
    found = dict(a.coefficients)
    for k, c in b.coefficients.items():
        found[k] = graph.add(found[k], c) if k in found else c

    def total(x: int | None, y: int | None) -> int | None:
        return graph.add(x, y) if x is not None and y is not None else y if x is None else x

    return _Form(found, total(a.weight, b.weight), total(a.factor, b.factor), a.relu or b.relu)


def _multiplied(graph: Graph, a: _Form, b: _Form) -> _Form:
    if not (a.constant or b.constant) and any(
        x is not None for x in (a.weight, b.weight, a.factor, b.factor)
    ):
        raise DecoderError("no expectation is known of products of latents, or of z and a relu")
    found: dict[int, int] = {}
    for i, x in a.coefficients.items():
        for j, y in b.coefficients.items():
            product = graph.multiply(x, y)
            found[i + j] = graph.add(found[i + j], product) if i + j in found else product
    if max(found, default=0) > MAX_DEGREE:
        raise DecoderError(f"a decoder is of a degree above {MAX_DEGREE} in z")
    other, factor = (b, a) if a.constant else (a, b)
    by = factor.coefficients.get(0, graph.constant(0))

    def scaled(x: int | None) -> int | None:
        return None if x is None else graph.multiply(by, x)

    return _Form(found, scaled(other.weight), scaled(other.factor), other.relu)


def _moments(graph: Graph, output: int, m: int, s: int) -> _Moments:
    form = _form(graph, output)
    hermite = _hermite(graph, form.coefficients, m, s)
    mean = hermite[0]
    variance = graph.sum(
        [graph.scale(factorial(k), graph.power(h, 2)) for k, h in hermite.items() if k > 0]
    )
    second = graph.constant(0) if form.weight is None else form.weight
    if form.factor is None or form.relu is None:
        return _Moments(mean, variance, second)
    if max(form.coefficients, default=0) > 1:
        raise DecoderError("no expectation is known of a relu beside a polynomial of degree > 1")
    w, offset = form.relu
    of = graph.add(graph.scale(w, m), offset), graph.scale(abs(w), s)
    covariance = graph.scale(1 / w, graph.op("rectified_covariance", *of))
    slope = form.coefficients.get(1, graph.constant(0))
    cross = graph.multiply(graph.scale(2, graph.multiply(slope, form.factor)), covariance)
    own = graph.multiply(graph.power(form.factor, 2), graph.op("rectified_variance", *of))
    mean_relu = graph.op("rectified_mean", *of)
    return _Moments(
        graph.add(mean, graph.multiply(form.factor, mean_relu)),
        graph.sum([variance, cross, own]),
        second,
    )


def _hermite(graph: Graph, coefficients: dict[int, int], m: int, s: int) -> dict[int, int]:
    """The h_k of a polynomial: its Taylor coefficients at m, and eps^j in Hermite polynomials."""
    degree = max(coefficients, default=0)
    found: dict[int, list[int]] = {k: [] for k in range(degree + 1)}
    for j in range(degree + 1):
        taylor = graph.sum([
            graph.scale(comb(i, j), graph.multiply(c, graph.power(m, i - j)))
            for i, c in coefficients.items() if i >= j
        ])  # fmt: skip
        term = graph.multiply(taylor, graph.power(s, j))
        for half in range(j // 2 + 1):
            k = j - 2 * half
            share = Fraction(factorial(j), 2**half * factorial(half) * factorial(k))
            found[k].append(graph.scale(share, term))
    return {k: graph.sum(terms) for k, terms in found.items()}
