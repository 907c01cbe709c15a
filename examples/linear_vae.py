"""PCA as the linear case.

With an affine decoder the VAE loss has a closed form: its minimiser keeps the principal components
whose eigenvalues exceed βγ. A linear VAE trained from scratch is compared with it.
"""

# %%
import numpy as np

from empirics import VAE, Architecture, Config, Member, Optimiser, train
from empirics.measures import active
from empirics.measures.affine import spectrum

rng = np.random.default_rng(0)
scales = np.array([3.0, 2.0, 1.0, 0.1, 0.1, 0.1])
x = (rng.standard_normal((400, 6)) * scales).astype(np.float32)

# %% [markdown]
# The closed form at a fixed γ = 0.5: how many dimensions stay active, and the loss.

# %%
minimum = spectrum(x, kappa=5).at(0.5)
print(minimum.active, "active, loss", round(minimum.loss, 4))

# %% [markdown]
# The same by gradient steps, with the exact expectation over the codes.

# %%
config = Config(
    Architecture("mlp", (6,), latent=5),
    (Member(seed=0, gamma=0.5),),
    VAE(gamma="fixed", noise="exact"),
    Optimiser(learning_rate=0.02, schedule="cosine"),
    epochs=400,
    batch=400,
)
trained = train(config, x)

# %%
mu, sigma = trained.encode(x)
found = active(mu[0], sigma[0], trained.member(0).decode, x)
print(found.count, "active, loss", round(trained.history[-1]["loss"][0], 4))
