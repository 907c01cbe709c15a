"""The loss of one sample as a graph, as the search derives it.

The search and the checker (`numerics.certificates.nonlinear.terms`) derive it independently; where
they differ, no certificate verifies.  For a VAE, with z = m + s eps, an output P(z) of the decoder
has the Hermite coefficients ``h_k = s^k E P^(k)(z) / k!``, and ``E P^2 = sum_k k! h_k^2``; moments
of z follow from ``E z^{i+1} = m E z^i + i s^2 E z^{i-1}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial, perm

import numpy as np

from numerics.certificates.nonlinear.graph import Graph
from numerics.certificates.nonlinear.language import check_names, read
from numerics.certificates.nonlinear.proof import AUTOENCODER, NonlinearProblem
from numerics.errors import NumericsError
from numerics.nonlinear.arithmetic import Points
from numerics.nonlinear.jets import Tape
from numerics.nonlinear.rectified import KINDS

# Powers of the first latent, of the second, and of the relu; and the factor, without latents.
Monomials = Mapping[tuple[int, int, int], int]
UNKNOWN = (
    "no expectation is known of this decoder under a Gaussian encoder: take a polynomial in z, or"
    " an affine function plus a multiple of one relu of (number) z + offset; a second latent must"
    " enter linearly"
)


def tape(problem: NonlinearProblem) -> Tape:
    """The loss of one sample.

    Raises:
        DecoderError: if the decoder is not in the language.
        NumericsError: if its expectation is not known.
    """
    graph, names = Graph(), [x.name for x in problem.parameters]
    check_names(names, problem.latents)
    outputs = [read(text, graph, problem.latents, names) for text in problem.decoder]
    data = [graph.variable("datum", j) for j in range(len(outputs))]
    if problem.objective == AUTOENCODER:
        root = _autoencoder(graph, outputs, data, problem)
        return Tape(graph, root, (problem.latents, len(names)))
    root = _Vae(graph, problem).loss(outputs, data)
    return Tape(graph, root, (2, len(names)))


def _autoencoder(
    graph: Graph, outputs: list[int], data: list[int], problem: NonlinearProblem
) -> int:
    errors = [graph.subtract(output, x) for output, x in zip(outputs, data, strict=True)]
    total = graph.scale(problem.slope, graph.sum([graph.power(e, 2) for e in errors]))
    for k in range(problem.latents):
        slope, z = graph.variable("datum", len(data) + k), graph.variable("inner", k)
        total = graph.add(total, graph.multiply(slope, graph.power(z, 2)))
    return total


class _Vae:
    def __init__(self, graph: Graph, problem: NonlinearProblem) -> None:
        self.graph, self.problem = graph, problem
        self.m, self.t = graph.variable("inner", 0), graph.variable("inner", 1)
        self.s = graph.op("exp", self.t)
        self.variance = graph.op("exp", graph.scale(2, self.t))
        self.relu: tuple[Fraction, int] | None = None
        self.moments = [graph.constant(1), self.m]

    def loss(self, outputs: list[int], data: list[int]) -> int:
        graph, gamma = self.graph, self.problem.gamma
        errors, spread, weights = [], [], []
        for output, x in zip(outputs, data, strict=True):
            self.relu = None
            form = self.monomials(output)
            mean, variance = self.mean_and_variance(form)
            errors.append(graph.subtract(mean, x))
            spread.append(variance)
            weights.append(form.get((0, 1, 0), graph.constant(0)))
        error = graph.sum([*(graph.power(e, 2) for e in errors), *spread])
        rest = [self.variance, graph.scale(-2, self.t), graph.power(self.m, 2)]
        if self.problem.latents == 2:  # the second latent at its best mean and variance
            norm = graph.sum([graph.power(w, 2) for w in weights])
            shadow = graph.sum([graph.multiply(w, e) for w, e in zip(weights, errors, strict=True)])
            part = graph.op("reciprocal", graph.add(graph.constant(gamma), norm))
            error = graph.subtract(error, graph.multiply(graph.power(shadow, 2), part))
            signal = graph.add(graph.scale(1 / gamma, norm), graph.constant(1))
            rest += [graph.op("log", signal), graph.constant(1)]
        return graph.add(graph.scale(1 / gamma, error), graph.sum(rest))

    def monomials(self, at: int) -> Monomials:
        """An output as a sum of monomials."""
        graph, op = self.graph, self.graph.ops[at]
        if op.kind in ("constant", "theta"):
            return {(0, 0, 0): at}
        if op.kind == "inner":
            key = (1, 0, 0) if op.value == 0 else (0, 1, 0)
            return {key: graph.constant(1)}
        parts = [self.monomials(part) for part in op.parts]
        if op.kind == "add":
            keys = sorted({*parts[0], *parts[1]})
            return {k: graph.sum([part[k] for part in parts if k in part]) for k in keys}
        if op.kind == "multiply":
            return self.product(*parts)
        if op.kind == "power":
            found = parts[0]
            for _ in range(int(op.value) - 1):
                found = self.product(found, parts[0])
            return found
        if op.kind == "relu" and set(parts[0]) <= {(0, 0, 0), (1, 0, 0)}:
            slope = graph.number(parts[0].get((1, 0, 0), graph.constant(0)))
            made = None if not slope else (slope, parts[0].get((0, 0, 0), graph.constant(0)))
            if made is not None and self.relu in (None, made):
                self.relu = made
                return {(0, 0, 1): graph.constant(1)}
        raise NumericsError(UNKNOWN)

    def product(self, a: Monomials, b: Monomials) -> Monomials:
        """The product of two sums."""
        found: dict[tuple[int, int, int], int] = {}
        for (i, v, r), x in a.items():
            for (j, w, q), y in b.items():
                key, term = (i + j, v + w, r + q), self.graph.multiply(x, y)
                found[key] = self.graph.add(found[key], term) if key in found else term
        return found

    def moment(self, i: int) -> int:
        """E z^i."""
        graph = self.graph
        while len(self.moments) <= i:
            k = len(self.moments)
            by_variance = graph.multiply(graph.scale(k - 1, self.variance), self.moments[k - 2])
            self.moments.append(graph.add(graph.multiply(self.m, self.moments[k - 1]), by_variance))
        return self.moments[i]

    def mean_and_variance(self, form: Monomials) -> tuple[int, int]:
        """Of an output, over the first latent, at second latent 0."""
        graph = self.graph
        polynomial = {i: c for (i, v, r), c in form.items() if (v, r) == (0, 0)}
        others = {key for key in form if key[1:] != (0, 0)}
        if not others <= {(0, 1, 0), (0, 0, 1)}:
            raise NumericsError(UNKNOWN)
        degree = max(polynomial, default=0)
        hermite = []
        for k in range(degree + 1):
            expected = graph.sum([
                graph.scale(perm(i, k), graph.multiply(c, self.moment(i - k)))
                for i, c in polynomial.items() if i >= k
            ])  # fmt: skip
            share = graph.scale(Fraction(1, factorial(k)), graph.power(self.s, k))
            hermite.append(graph.multiply(share, expected))
        terms = [graph.scale(factorial(k), graph.power(h, 2)) for k, h in enumerate(hermite)]
        if (0, 0, 1) not in form:
            return hermite[0], graph.sum(terms[1:])
        if degree > 1 or self.relu is None:
            raise NumericsError(UNKNOWN)
        mean, variance = self.rectified(form[0, 0, 1], polynomial.get(1, graph.constant(0)))
        return graph.add(hermite[0], mean), graph.sum([*terms[1:], variance])

    def rectified(self, factor: int, slope: int) -> tuple[int, int]:
        """What ``factor relu(w z + c)`` adds to mean and variance beside ``slope z``."""
        assert self.relu is not None
        graph, (w, offset) = self.graph, self.relu
        centre = graph.add(graph.scale(w, self.m), offset)
        spread = graph.scale(abs(w), self.s)
        mean, own, shared = (graph.op(kind, centre, spread) for kind in KINDS)
        both = graph.add(
            graph.multiply(graph.power(factor, 2), own),
            graph.multiply(graph.multiply(slope, factor), graph.scale(2 / w, shared)),
        )
        return graph.multiply(factor, mean), both


def second_latent(problem: NonlinearProblem, theta: list[float]) -> list[float]:
    """The column w of a second latent that enters as w z2, at theta."""
    graph = Graph()
    names = [x.name for x in problem.parameters]
    outputs = [read(text, graph, problem.latents, names) for text in problem.decoder]
    vae, found = _Vae(graph, problem), []
    for output in outputs:
        vae.relu = None
        root = vae.monomials(output).get((0, 1, 0), graph.constant(0))
        tape = Tape(graph, root, (0, len(theta)))
        inputs = {"inner": [], "theta": [np.array(x) for x in theta], "datum": []}
        found.append(float(tape(Points(), inputs, order=0).value))
    return found
