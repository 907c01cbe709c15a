"""What few balls of codes, and a prior that spreads, have in common in the parts of Theorem J."""

from __future__ import annotations

import sympy

from sparsity_theory.notation import c, m

__all__ = ["CONSTANT", "COUPLING", "SPREAD", "c", "count", "share"]

share = sympy.Symbol("a", positive=True)  # a ball of radius t holds at most a t^m of the prior
count = sympy.Symbol("N", integer=True, positive=True)  # of balls
CONSTANT = sympy.sqrt(m / (m + 2)) * share ** (-1 / m)
# That constant, where its form does not matter, is c.

COUPLING = (
    r"$z$ is distributed as the aggregated posterior, $g$ as the prior, on one probability space;"
    r" $\mu$ is the mean of the posterior that $z$ was drawn from, and in $m$ of the rows"
    r" $E\Vert z-\mu\Vert^2 \le m\sigma^2$, whatever the posteriors"
)
SPREAD = (
    r"in these rows every ball of radius $t$ holds at most the share $a\,t^m$ of the prior, $a > 0$"
)
