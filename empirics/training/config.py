"""What a training run is: architecture, members, loss, optimiser.  Plain data, JSON both ways.

Several models of one architecture train at once as one batched model; each is a `Member`, with
its own seed and, for a VAE, its own beta and gamma.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from empirics.errors import ConfigError
from empirics.training.fields import check, nearest, typed

Record: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Architecture:
    """Encoder and decoder networks.

    Attributes:
        kind: "mlp", or "conv" for images (channels, height, width).
        shape: shape of one sample: (d,) or (channels, height, width).
        latent: kappa, the number of latent dimensions.
        hidden: widths (mlp) or channels (conv) of the encoder's hidden layers; the decoder has
            them in reverse.  () is an affine encoder and decoder.
        activation: between the layers.
        output: "linear", or "sigmoid" for data in [0, 1]; its bias starts at the logit of the mean
            of the training samples (see `networks.MEAN_WITHIN`).
        skip: whether every layer of the decoder sees the code beside the layer before it.
        variance_head: initial weights of the encoder's head for log sigma^2, as a multiple of the
            usual ones: below 1 every log sigma^2 starts near 0.
        batch_norm: whether the hidden layers of an mlp are normalised over the batch, with running
            averages when the model is measured.
    """

    kind: Literal["mlp", "conv"]
    shape: tuple[int, ...]
    latent: int
    hidden: tuple[int, ...] = ()
    activation: Literal["relu", "tanh", "softplus", "silu"] = "relu"
    output: Literal["linear", "sigmoid"] = "linear"
    skip: bool = False
    variance_head: float = 1.0
    batch_norm: bool = False

    def __post_init__(self) -> None:
        check(self)
        sizes = (*self.shape, *self.hidden, self.latent)
        if not self.shape or min(sizes) < 1:
            raise ConfigError(f"all sizes must be at least 1; given {sizes}")
        if self.kind == "conv" and (len(self.shape) != 3 or not self.hidden):
            raise ConfigError(
                "a convolutional network needs samples of shape (channels, height, width) and at"
                f" least one hidden layer; given {self.shape} and {self.hidden}"
            )
        if not 0 < self.variance_head < math.inf:
            raise ConfigError(f"variance_head must be positive and finite: {self.variance_head}")
        if self.batch_norm and (self.kind == "conv" or not self.hidden):
            raise ConfigError("batch_norm is for an mlp with hidden layers")

    @property
    def dimension(self) -> int:
        """d, the number of coordinates of one sample."""
        return math.prod(self.shape)


@dataclass(frozen=True)
class Member:
    """One of the models that train at once.

    Attributes:
        seed: of its initial weights, its noise and its order of samples.
        beta: weight of the KL term (VAE).
        gamma: decoder variance at the start (learned) or throughout (fixed); VAE only.
        gamma_upper: an upper bound on gamma, or None.
        gamma_lower: a floor under gamma, or None.  The theory has none: an experiment that sets
            one asks what it breaks.
    """

    seed: int
    beta: float = 1.0
    gamma: float = 1.0
    gamma_upper: float | None = None
    gamma_lower: float | None = None

    def __post_init__(self) -> None:
        check(self)
        bounds = [bound for bound in (self.gamma_upper, self.gamma_lower) if bound is not None]
        values = [self.beta, self.gamma, *bounds]
        if self.seed < 0 or not all(math.isfinite(v) and v > 0 for v in values):
            raise ConfigError(
                "a member needs a seed >= 0 and positive, finite beta, gamma and bounds on gamma;"
                f" given {self}"
            )


@dataclass(frozen=True)
class VAE:
    """Eq. (3), in its units: ``A/gamma + d log gamma + beta (|sigma|^2 - log sigma^2 + |mu|^2)``.

    Attributes:
        gamma: "fixed", "learned" (gradient steps on log gamma) or "closed" (eq. (6) per batch).
        noise: "sampled" codes, or the "exact" expectation, for affine decoders only.

    The rest departs from eq. (3), as much published code does; None, 0 and "gaussian" do not.

    Attributes:
        log_variance_floor: log sigma^2 is clamped from below at this.
        softplus_floor: sigma = softplus(head) + this, in place of log sigma^2 = head.
        free_bits: nats of KL divergence per dimension, mean over the batch, that cost nothing.
        warm_up: share of the steps over which the weight of the KL term grows from 0 to beta.
        likelihood: "gaussian", or "bernoulli": binary cross-entropy (twice it, in the units of
            eq. (3)) on values in [0, 1], which has no gamma and needs a sigmoid output.
    """

    gamma: Literal["fixed", "learned", "closed"] = "learned"
    noise: Literal["sampled", "exact"] = "sampled"
    log_variance_floor: float | None = None
    softplus_floor: float | None = None
    free_bits: float = 0.0
    warm_up: float = 0.0
    likelihood: Literal["gaussian", "bernoulli"] = "gaussian"

    def __post_init__(self) -> None:
        check(self)
        floors = self.log_variance_floor, self.softplus_floor
        if None not in floors:
            raise ConfigError("give a floor for log sigma^2 or for softplus, not both")
        soft = self.softplus_floor
        numbers = [0.0 if each is None else each for each in floors]
        if not all(map(math.isfinite, numbers)) or (soft is not None and soft < 0):
            raise ConfigError(f"floors must be finite, that of softplus not negative: {floors}")
        if not 0 <= self.free_bits < math.inf or not 0 <= self.warm_up <= 1:
            raise ConfigError(
                "free_bits must be finite and not negative, warm_up between 0 and 1; given"
                f" {self.free_bits} and {self.warm_up}"
            )
        if self.likelihood == "bernoulli" and self.gamma != "fixed":
            raise ConfigError('the likelihood "bernoulli" has no gamma to learn: set gamma="fixed"')


@dataclass(frozen=True)
class Autoencoder:
    """Eq. (7): ``g(e) + (1/d) sum_k h(p_k)``, powers and error taken over the batch.

    The scale of the decoder is fixed as eq. (7) needs: see `empirics.training.networks`.

    Attributes:
        g: penalty on the error, as `sparsity_theory.penalties.penalties.penalty` reads it.
        h: penalties on the row powers, one after the other, each for an equal share of the epochs
            (``log(u + c)`` with c lowered, say); one for a plain run.
    """

    g: str
    h: tuple[str, ...]

    def __post_init__(self) -> None:
        check(self)
        if not self.h:
            raise ConfigError("an autoencoder needs at least one penalty h, such as 'log(1+u)'")


@dataclass(frozen=True)
class Optimiser:
    """How parameters move.

    Attributes:
        name: "adam", "rprop" (sign-based steps) or "sgd".
        learning_rate: step size of the weights.
        gamma_rate: step size of log gamma where gamma is learned.
        schedule: "constant", or "cosine" down to 0 at the last step.
        constant_share: share of the steps before the cosine begins.
        warm_up: steps over which all step sizes grow from 0.
        balance: 0, or the number of steps after which latent scales are balanced, again and again
            (see `empirics.training.balancing`): an exact symmetry of eq. (3).
    """

    name: Literal["adam", "rprop", "sgd"] = "adam"
    learning_rate: float = 1e-3
    gamma_rate: float = 1e-2
    schedule: Literal["constant", "cosine"] = "constant"
    constant_share: float = 0.0
    warm_up: int = 0
    balance: int = 0

    def __post_init__(self) -> None:
        check(self)
        if not 0 <= self.constant_share < 1 or self.warm_up < 0 or self.balance < 0:
            raise ConfigError(
                "constant_share lies in [0, 1), warm_up and balance are numbers of steps; given"
                f" {self.constant_share}, {self.warm_up}, {self.balance}"
            )
        if not (0 < self.learning_rate < math.inf and 0 < self.gamma_rate < math.inf):
            raise ConfigError(f"step sizes must be positive and finite; given {self}")


@dataclass(frozen=True)
class Config:
    """A whole training run.

    Attributes:
        architecture, members, loss, optimiser: see there.
        epochs: passes over a member's samples.
        batch: samples per step, at most.
        resample: "none": all members train on all samples; "bootstrap": each on as many, drawn
            with replacement by its seed; "slices": each seed has one of equal slices of them.

    >>> config = Config(
    ...     Architecture("mlp", (64,), latent=8, hidden=(32,)), (Member(0), Member(1)), VAE(),
    ...     Optimiser(), epochs=10, batch=128,
    ... )
    >>> read(to_json(config)) == config
    True

    Raises:
        ConfigError: on sizes, rates or combinations that cannot be trained.
    """

    architecture: Architecture
    members: tuple[Member, ...]
    loss: VAE | Autoencoder
    optimiser: Optimiser
    epochs: int
    batch: int
    resample: Literal["none", "bootstrap", "slices"] = "none"

    def __post_init__(self) -> None:
        check(self)
        if not self.members or self.epochs < 1 or self.batch < 1:
            raise ConfigError(
                f"give at least one member, epoch and sample per batch; given"
                f" {len(self.members)}, {self.epochs}, {self.batch}"
            )
        if len(set(self.members)) != len(self.members):
            raise ConfigError("two members are equal: they would train the same model twice")
        exact = isinstance(self.loss, VAE) and self.loss.noise == "exact"
        if exact and (self.architecture.kind != "mlp" or self.architecture.hidden):
            raise ConfigError("the exact expectation over codes needs an affine decoder: hidden=()")
        self._check_output()

    def _check_output(self) -> None:
        vae, linear = isinstance(self.loss, VAE), self.architecture.output == "linear"
        if isinstance(self.loss, VAE) and self.loss.noise == "exact" and not linear:
            raise ConfigError("the exact expectation over codes needs a linear output")
        if isinstance(self.loss, VAE) and self.loss.likelihood == "bernoulli" and linear:
            raise ConfigError('the likelihood "bernoulli" needs output="sigmoid"')
        if not vae and (self.architecture.skip or self.optimiser.balance):
            raise ConfigError(
                "eq. (7) fixes the scale of the decoder: it goes with neither skip nor balance"
            )

    @property
    def digest(self) -> str:
        """Twelve hex digits that change when anything in the configuration changes."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()[:12]


def to_record(config: Config) -> Record:
    """The configuration as a JSON object; the loss says its kind."""
    record = json.loads(json.dumps(dataclasses.asdict(config)))
    record["loss"]["kind"] = "vae" if isinstance(config.loss, VAE) else "autoencoder"
    return dict(record)


def to_json(config: Config) -> str:
    """Canonical JSON."""
    return json.dumps(to_record(config), sort_keys=True, allow_nan=False)


def read(text: str | Record) -> Config:
    """A configuration from JSON.

    Raises:
        ConfigError: if it is no JSON object, or a field is missing, unknown or of another type.
    """
    try:
        record = dict(json.loads(text) if isinstance(text, str) else text)
        loss = dict(record["loss"])
        kind = {"vae": VAE, "autoencoder": Autoencoder}[loss.pop("kind")]
        members = tuple(_build(Member, member) for member in record["members"])
        return Config(
            architecture=_build(Architecture, record["architecture"]),
            members=members,
            loss=_build(kind, loss),
            optimiser=_build(Optimiser, record["optimiser"]),
            epochs=typed("epochs", int, record["epochs"]),
            batch=typed("batch", int, record["batch"]),
            resample=typed(
                "resample", typing.get_type_hints(Config)["resample"], record["resample"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ConfigError(
            f"not a training configuration ({type(problem).__name__}: {problem}); see"
            " empirics.training.config.Config for its fields"
        ) from None


def _build(kind: Any, record: Mapping[str, Any]) -> Any:
    """An object from its JSON record, with the type of every field checked."""
    hints = typing.get_type_hints(kind)
    unknown = set(record) - set(hints)
    if unknown:
        raise ConfigError(
            f"{kind.__name__} has no fields {sorted(unknown)}; it has"
            f" {sorted(hints)}{nearest(min(unknown), hints)}"
        )
    return kind(**{name: typed(name, hints[name], value) for name, value in record.items()})
