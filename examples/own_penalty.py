"""A penalty of one's own.

What can be proved about a penalty, and what Theorem A says of the loss that it makes. A penalty is
typed as it is written, in u, the squared norm of a latent row.
"""

# %%
from sparsity_theory import Dimensions, characterise, penalty

h = penalty("sqrt(u)/(1+sqrt(u))")
h.facts.right_slope_at_zero, h.facts.supremum, h.facts.concave

# %% [markdown]
# An infinite slope at 0 is not enough: at 0 the penalty has to *jump*, or two small rows cost less
# than a large one.

# %%
characterise(penalty("1000*u"), h, Dimensions(d=8, kappa=5, r=3)).explanation

# %%
characterise(penalty("l0"), penalty("l0"), Dimensions(d=8, kappa=5, r=3))
