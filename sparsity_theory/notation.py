r"""The paper's symbols, once: SymPy symbol with its assumptions, LaTeX, meaning.

Every statement takes its symbols from here, so that ``gamma`` is a variance everywhere.  What only
one statement speaks of, or what runs through an integral, is made there under a name of its own.

>>> gamma.is_positive, sympy.latex(gamma)
(True, '\\gamma')
>>> NOTATION[0].symbol
d
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy


@dataclass(frozen=True)
class Notation:
    """One row of the notation table."""

    symbol: sympy.Symbol
    meaning: str

    @property
    def latex(self) -> str:
        """How the symbol is typeset."""
        return str(sympy.latex(self.symbol))


d = sympy.Symbol("d", integer=True, positive=True)
kappa = sympy.Symbol("kappa", integer=True, positive=True)
r = sympy.Symbol("r", integer=True, positive=True)
n = sympy.Symbol("n", integer=True, positive=True)
m = sympy.Symbol("m", integer=True, positive=True)
# Indices that run from 1: they have no meaning of their own and no row in the table.
i = sympy.Symbol("i", integer=True, positive=True)
j = sympy.Symbol("j", integer=True, positive=True)
k = sympy.Symbol("k", integer=True, positive=True)
gamma = sympy.Symbol("gamma", positive=True)
beta = sympy.Symbol("beta", positive=True)
A = sympy.Symbol("A", positive=True)
e = sympy.Symbol("e", nonnegative=True)
u = sympy.Symbol("u", positive=True)
tau = sympy.Symbol("tau", positive=True)
s = sympy.Symbol("s", positive=True)
sigma = sympy.Symbol("sigma", positive=True)
mu = sympy.Symbol("mu", real=True)
p = sympy.Symbol("p", nonnegative=True)
c = sympy.Symbol("c", positive=True)
w = sympy.Symbol("w", nonnegative=True)
H_plus = sympy.Symbol("H^+", real=True)
H_minus = sympy.Symbol("H^-", real=True)
G_minus = sympy.Symbol("G^-", real=True)
M = sympy.Symbol("M", positive=True)
epsilon = sympy.Symbol("epsilon", positive=True)

NOTATION: tuple[Notation, ...] = (
    Notation(d, "data dimension"),
    Notation(kappa, "latent dimension"),
    Notation(r, "manifold dimension"),
    Notation(n, "number of samples"),
    Notation(m, "number of active rows of a code"),
    Notation(gamma, "decoder variance (not a standard deviation)"),
    Notation(beta, "weight of the KL term"),
    Notation(A, "expected squared error, averaged over samples, summed over coordinates"),
    Notation(
        e, "reconstruction error of a deterministic code, averaged over samples and coordinates"
    ),
    Notation(u, "argument of a penalty: a row power, or the error"),
    Notation(tau, "scale parameter of a penalty"),
    Notation(s, "constant encoder standard deviation"),
    Notation(sigma, "encoder standard deviation"),
    Notation(mu, "encoder mean"),
    Notation(p, "power of a latent row, its squared norm over n"),
    Notation(c, "scale-free power, squared column norm times row power"),
    Notation(w, "norm of a decoder column"),
    Notation(H_plus, "supremum of h over u > 0, minus h(0)"),
    Notation(H_minus, "infimum of h over u > 0, minus h(0)"),
    Notation(G_minus, "infimum of g over u > 0, minus g(0)"),
    Notation(M, "amplitude of the active rows of the sparse exact code; their power is its square"),
    Notation(epsilon, "amplitude of the active rows of the dense exact code"),
)
