"""Choosing a parameter by Theorem B.

No finite penalty without a jump guarantees sparsity for all data. For one geometry it may still
prefer the sparse code: below a threshold of its parameter, which depends on the norms of the rows.
"""

# %%
from fractions import Fraction

from numerics.phase_diagrams.families import FAMILIES, against_dense, bracket

# %% [markdown]
# One row of norm at most 1 in the sparse code, against two rows of norm at least 1/10.

# %%
rival = against_dense(1, Fraction(1), Fraction(1, 10))
for family in FAMILIES:
    boundary = family.boundary(rival)
    wins, loses = bracket(boundary)
    numbers = f"wins at {family.symbol} = {float(wins):.6g}, loses at {float(loses):.6g}"
    print(f"{family.formula:16} {numbers}")

# %% [markdown]
# The sparse code wins at the first value and loses at the second: both are certified in ball
# arithmetic. The slope at 0 of `log(1+u/τ)` at the value that wins:

# %%
log1p = next(family for family in FAMILIES if family.name == "log1p")
round(1 / float(bracket(log1p.boundary(rival))[0]))
