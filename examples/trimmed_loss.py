"""A loss that is not separable.

The sum of all but the r largest row powers has bounded gradients, and guarantees optimal sparsity
at that r: infinite gradients are needed by separable penalties only (Theorem F).
"""

# %%
from sparsity_theory import Dimensions, characterise_objective

dims = Dimensions(d=5, kappa=4, r=2)
print(characterise_objective("e + sum(s[r:])", dims))
print(characterise_objective("e + sum(sqrt(p))", dims))

# %% [markdown]
# For an r that is not known beforehand no such loss is right: the one made for r = 1 fails at 2.

# %%
from sparsity_theory.objectives.decision import characterise_ranks

{r: found.verdict.value for r, found in characterise_ranks("e + sum(s[1:])", 4, 3).items()}
