"""Fig. 4 in small: learned and fixed γ on a sphere.

Data on a two-dimensional sphere in 16 dimensions, a VAE with 8 latent dimensions. With γ learned
the decoder variance falls as training goes on; a fixed γ stays where it is, and so does the error.
This is a short run: it shows the effect, it does not test it. The tests are on the page of
results.
"""

# %%
from empirics import VAE, Architecture, Config, Member, Optimiser, train
from empirics.data import load

x = load("sphere(n=500,d=16,r=2,seed=0)").train


# %%
def run(gamma):
    config = Config(
        Architecture("mlp", (16,), latent=8, hidden=(64, 64), activation="silu"),
        (Member(seed=0, gamma=0.02),),
        VAE(gamma=gamma),
        Optimiser(learning_rate=2e-3, schedule="cosine"),
        epochs=120,
        batch=250,
    )
    return train(config, x)


# %%
for gamma in ("learned", "fixed"):
    trained = run(gamma)
    mu, sigma = trained.encode(x)
    last = trained.history[-1]
    sharp = int(((sigma[0] ** 2).mean(axis=0) < 0.5).sum())
    end = f"gamma {trained.gamma[0]:.4f}  error {last['error'][0]:.4f}"
    print(f"{gamma:8} {end}  dimensions used {sharp}")
