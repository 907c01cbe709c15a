"""A step of a scikit-learn pipeline that finds how many dimensions the data need."""

from plane import samples
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from empirics.parts.estimator import SparseVAE


def main() -> SparseVAE:
    """Fit."""
    x = samples().numpy()
    vae = SparseVAE(4, hidden=(), learning_rate=0.05, epochs=80, batch=64, random_state=0)
    codes = make_pipeline(StandardScaler(with_std=False), vae).fit_transform(x)
    print(f"codes {codes.shape}, active: {vae.active_}, gamma: {vae.gamma_:.4f}")
    return vae


if __name__ == "__main__":
    main()
