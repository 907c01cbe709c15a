"""A VAE with learned gamma as a scikit-learn estimator."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    _fit_context,
)
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted, validate_data

from empirics.measures import active, expected_error
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
from empirics.training.train import train

Array = NDArray[np.float64]


class SparseVAE(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A VAE that finds how many dimensions the data need: gamma is learned, spare ones collapse.

    Samples are standardised with one scale for all coordinates before training.

    Args:
        n_components: kappa, the latent dimensions at most.
        hidden: widths of the encoder's hidden layers; () is an affine VAE.
        beta: weight of the KL term.
        gamma: "learned", or "closed" for eq. (6) in every batch.
        learning_rate: step size of Adam, lowered to 0 by a cosine.
        epochs: passes over the samples.
        batch: samples per step.
        random_state: seed, or a generator.

    Attributes:
        n_active_: dimensions whose mean in place of the code raises the error by more than 1 %.
        active_: their mask, (n_components,).
        gamma_: decoder variance, in the squared units of X.
        history_: loss of each epoch.

    >>> X = np.random.default_rng(0).standard_normal((200, 5)) * [3, 2, 0.1, 0.1, 0.1]
    >>> vae = SparseVAE(n_components=3, hidden=(), epochs=5, random_state=0).fit(X)
    >>> vae.transform(X).shape, vae.inverse_transform(vae.transform(X)).shape
    ((200, 3), (200, 5))
    """

    _parameter_constraints = {  # noqa: RUF012 - scikit-learn's own protocol
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "hidden": [tuple, list],
        "beta": [Interval(Real, 0, None, closed="neither")],
        "gamma": [StrOptions({"learned", "closed"})],
        "learning_rate": [Interval(Real, 0, None, closed="neither")],
        "epochs": [Interval(Integral, 1, None, closed="left")],
        "batch": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        n_components: int = 8,
        *,
        hidden: tuple[int, ...] = (64,),
        beta: float = 1.0,
        gamma: Literal["learned", "closed"] = "learned",
        learning_rate: float = 3e-3,
        epochs: int = 100,
        batch: int = 128,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_components = n_components
        self.hidden = hidden
        self.beta = beta
        self.gamma = gamma
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch = batch
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=True)  # type: ignore[untyped-decorator]
    def fit(self, X: ArrayLike, y: object = None) -> SparseVAE:
        """Train on samples (n, d); y is ignored."""
        samples = validate_data(self, X, dtype=np.float64, ensure_min_samples=2)
        self._mean = samples.mean(axis=0)
        spread = float(np.sqrt(((samples - self._mean) ** 2).mean()))
        self._scale = spread if spread > 0 else 1.0
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        config = Config(
            Architecture("mlp", (samples.shape[1],), self.n_components, tuple(self.hidden), "tanh"),
            (Member(seed, beta=self.beta),),
            VAE(self.gamma),
            Optimiser(
                learning_rate=self.learning_rate,
                gamma_rate=max(self.learning_rate, 1e-2),
                schedule="cosine",
            ),
            self.epochs,
            self.batch,
        )
        scaled = self._scaled(samples)
        trained = train(config, scaled)
        self._trained = trained
        self._gamma = float(trained.gamma[0])
        self._n_features_out = self.n_components
        self.gamma_ = self._gamma * self._scale**2
        self.history_ = [line["loss"][0] for line in trained.history]
        model = trained.member(0)
        mu, sigma = model.encode(scaled)
        found = active(mu, sigma, model.decode, scaled)
        self.active_, self.n_active_ = found.ablation, found.count
        return self

    def transform(self, X: ArrayLike) -> Array:
        """The encoder's means, (n, n_components)."""
        check_is_fitted(self)
        samples = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(
            self._trained.member(0).encode(self._scaled(samples))[0], dtype=np.float64
        )

    def inverse_transform(self, Z: ArrayLike) -> Array:
        """The decoder's means for codes (n, n_components)."""
        check_is_fitted(self)
        codes = np.asarray(Z, dtype=np.float32)
        decoded = np.asarray(self._trained.member(0).decode(codes), dtype=np.float64)
        return np.asarray(decoded * self._scale + self._mean)

    def score(self, X: ArrayLike, y: object = None) -> float:
        """The evidence lower bound, nats per sample: higher is better; y is ignored."""
        check_is_fitted(self)
        samples = validate_data(self, X, dtype=np.float64, reset=False)
        scaled, d = self._scaled(samples), samples.shape[1]
        mu, sigma = self._trained.member(0).encode(scaled)
        error = expected_error(scaled, mu, sigma, self._trained.member(0).decode, seed=0).squared
        variances = sigma.astype(float) ** 2
        latent = (variances - np.log(variances) + mu.astype(float) ** 2 - 1).sum(axis=1).mean()
        density = error / self._gamma + d * math.log(2 * math.pi * self.gamma_)
        return float(-(density + latent) / 2)

    def _scaled(self, samples: Any) -> NDArray[np.float32]:
        return np.asarray((samples - self._mean) / self._scale, dtype=np.float32)
