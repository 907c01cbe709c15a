"""Training several models at once: deterministic, resumable, never silently clamped."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from empirics.errors import ConfigError, TrainingError
from empirics.training import balancing
from empirics.training.batches import Batch, Batches
from empirics.training.config import VAE, Config, Record, to_record
from empirics.training.devices import Precision, arithmetic, resolve
from empirics.training.folder import RunFolder
from empirics.training.gamma import Gamma
from empirics.training.losses import AutoencoderLoss, Loss, VAELoss
from empirics.training.lost import Lost, advice, warn_of_units
from empirics.training.networks import Networks
from empirics.training.optimisers import Optimisers
from empirics.training.parallel import Share
from empirics.training.probe import gradient_norms, is_power_of_two
from empirics.training.products import products_of
from empirics.training.step import GraphedStep, TrainingStep
from empirics.training.tensorboard import Board
from empirics.training.trace import Trace, is_traced
from empirics.training.trained import Trained

__all__ = ["Trained", "train"]

CHECKPOINT_SECONDS = 20.0
"""Work that a killed run may lose."""

Progress = Callable[[Record], None]


def train(
    config: Config,
    x: NDArray[np.float32],
    *,
    folder: Path | None = None,
    device: str = "cpu",
    progress: Progress | None = None,
    checkpoint_seconds: float = CHECKPOINT_SECONDS,
    precision: Precision = "single",
    tensorboard: Path | None = None,
    start: Tensor | None = None,
    share: Share | None = None,
    trace: int = 0,
) -> Trained:
    """Train all members of a configuration.

    With a folder, one JSON line per epoch goes to ``lines.jsonl`` and a checkpoint is kept; a run
    that was killed goes on from it and ends, on the same CPU with the same number of threads, with
    the same bits as if it had not been.  A member's initial weights, order of samples and noise do
    not depend on which members train beside it; its bits may, since batched matrix products round
    differently for another number of members.

    >>> from empirics.training.config import Architecture, Member, Optimiser
    >>> x = np.random.default_rng(0).standard_normal((64, 3)).astype(np.float32)
    >>> trained = train(
    ...     Config(Architecture("mlp", (3,), latent=2), (Member(0), Member(1)), VAE(),
    ...            Optimiser(), epochs=2, batch=16), x)
    >>> trained.gamma.shape, [record["epoch"] for record in trained.history]
    ((2,), [1, 2])

    Args:
        config: what to train.
        x: samples (n, d).
        folder: where checkpoints and lines go, or None for nowhere; made if missing.
        device: "cpu", "cuda" or "auto" (cuda where there is one).
        progress: called with each epoch's record.
        checkpoint_seconds: a checkpoint is written when this much time has passed since the last
            one, within an epoch or at its end, and at the end of the run.
        precision: of matrix products, part of the run's identity: "single"; "tf32" on a GPU; or
            "bf16 backward" on a CPU, which rounds the factors of the backward products of affine
            layers to bfloat16: faster where the CPU multiplies these, and only there.
        tensorboard: a folder for TensorBoard's event files, or None.
        start: parameters to start from (`Trained.parameters`), or None: initial weights by the
            members' seeds.  Gamma starts at the members' values all the same.
        share: this process's part of every batch, where several train one model
            (`empirics.training.parallel`); such a run keeps no checkpoints.
        trace: 0, or of how many samples of each member the codes are measured while it trains, at
            the steps of `empirics.training.trace.is_traced`: `Trained.trace`.  What is trained
            does not depend on it.

    A member whose loss stops being finite is lost; the others go on.  Why is in `Trained.lost`.

    Warns:
        ScaleWarning: if samples are in units on which training is likely to diverge.

    Raises:
        TrainingError: if no member is left (the message names the quantity; the last good
            checkpoint stays), the data are not (n, d) and finite, or the folder belongs to another
            configuration or to other data.
        ConfigError: if the configuration cannot be trained.
    """
    if share is not None:
        share.check(config)
        if folder is not None:
            raise ConfigError(
                "a run that several processes share keeps no checkpoints: folder=None"
            )
    samples, place = _samples(config, x), resolve(device, precision)
    warn_of_units(samples)
    board = None if tensorboard is None else Board(tensorboard, config)
    kept = None
    if folder is not None:
        identity = {
            "config": to_record(config),
            "data": hashlib.sha256(samples.numpy().data).hexdigest(),
            "precision": precision,
            "start": None if start is None else _digest(start),
            **({"trace": trace} if trace else {}),
        }
        kept = RunFolder(folder, identity)
    calls = [call for call in (progress, board) if call is not None]
    try:
        with arithmetic(place, precision, products_of(config, len(samples))):
            run = TrainingRun(
                config,
                samples.to(place),
                kept,
                checkpoint_seconds,
                precision=precision,
                start=start,
                share=share,
                trace=trace,
            )
            return run.to_the_end(calls)
    finally:
        if board is not None:
            board.close()
        if kept is not None:
            kept.close()


def steps_of(config: Config, x: NDArray[np.float32], device: str) -> tuple[Iterator[None], int]:
    """Training step by step, and the number of its steps: to see what they cost."""
    run = TrainingRun(config, _samples(config, x).to(resolve(device)), None, math.inf)
    return run.steps(), run.total


class TrainingRun:
    """The state of a training run, and how it moves."""

    def __init__(
        self,
        config: Config,
        x: Tensor,
        folder: RunFolder | None,
        every: float,
        *,
        precision: Precision = "single",
        start: Tensor | None = None,
        share: Share | None = None,
        trace: int = 0,
    ) -> None:
        self._config, self._folder, self._every = config, folder, every
        kept = "nothing was stored"
        if folder is not None:
            kept = f"the last good checkpoint, if one was due, is in {folder.path}"
        self._lost = Lost(config, advice(x), kept)
        device = x.device.type
        vae = isinstance(config.loss, VAE)
        self._gamma = Gamma(config, device) if vae else None
        self._loss: Loss = (
            AutoencoderLoss(config) if self._gamma is None else VAELoss(config, self._gamma)
        )
        seeds = [member.seed for member in config.members]
        self._networks = Networks(
            config.architecture,
            seeds,
            heads=self._loss.heads,
            fixed_scale=not vae,
            device=device,
            backward=torch.bfloat16 if precision == "bf16 backward" else torch.float32,
        )
        self._networks.start_at_mean(x)
        if start is not None:
            self._networks.parameters.load(start)
        self._networks.training = True
        self._batches = Batches(config, x, noise=self._loss.needs_noise)
        self._balance = _Balance(config, x, self._batches)
        self._trace = Trace(config, x, self._batches, trace) if trace else None
        self.total = config.epochs * self._batches.steps
        self._optimisers = Optimisers(
            config.optimiser, self._networks.parameters, self._gamma, self.total
        )
        step = TrainingStep(self._networks, self._loss, self._optimisers, share)
        graphed = device == "cuda" and share is None
        self._move = GraphedStep(step, self._loss, self._tensors) if graphed else step
        # Reading terms stops a GPU; on a CPU every step is checked.
        self._check_every = 256 if graphed else 1
        self._unchecked: list[tuple[int, Tensor]] = []
        self._names: tuple[str, ...] = ()
        self._epoch = self._step = 0
        self._sums: NDArray[np.float64] = np.zeros(0)
        self._norms: dict[str, list[float]] = {}
        self._history: list[Record] = []
        self._probes: list[Record] = []
        self._seconds = 0.0
        self._resume()
        self._saved = self._tick = time.monotonic()

    def to_the_end(self, progress: list[Progress]) -> Trained:
        """Run the epochs that are left."""
        while self._epoch < self._config.epochs:
            self._loss.start_epoch(self._epoch)
            for batch in self._batches.epoch(self._epoch, self._step):
                self._update(batch)
                if self._step < self._batches.steps:
                    self._save_when_due()
            record = self._end_epoch()
            for call in progress:
                call(record)
            self._save_when_due()
        self._save()
        return self._trained()

    def steps(self) -> Iterator[None]:
        """One step at a time, for ever."""
        while True:
            for batch in self._batches.epoch(0):
                self._update(batch)
                yield

    def _update(self, batch: Batch) -> None:
        index = self._epoch * self._batches.steps + batch.step
        self._optimisers.prepare(index)
        done = self._move(batch.x, batch.noise)
        self._balance.when_due(self._networks, index + 1, self.total)
        self._names = done.names
        self._step = batch.step + 1
        self._unchecked.append((batch.step, done.terms.clone()))
        probed = is_power_of_two(index + 1)
        last = self._step == self._batches.steps
        if probed or last or len(self._unchecked) >= self._check_every:
            self._check()
        if probed or last:
            self._norms = gradient_norms(self._networks, done.gradient_z)
        if probed:
            shown = self._shown(done.terms.cpu().numpy())
            norms = self._lost.shown(self._norms)
            self._probes.append({"step": index + 1, **shown, **norms})
        if self._trace is not None and is_traced(index + 1, self.total):
            self._trace.add(index + 1, self._networks, self._lost)

    def _check(self) -> None:
        """Read the terms of the steps since the last check; add them up if they are finite."""
        for step, terms in self._unchecked:
            values = terms.cpu().numpy()
            finite = np.isfinite(values)
            if not finite.all():
                for term, member in np.argwhere(~finite):
                    self._lose(int(member), self._names[term], values[term, member], step)
            weighted = self._batches.size(step) * values
            self._sums = self._sums + weighted if self._sums.size else weighted
        self._unchecked.clear()

    def _check_parameters(self) -> None:
        for member, finite in enumerate(self._networks.parameters.finite().tolist()):
            if not finite:
                self._lose(member, "a parameter", math.nan, self._step - 1)

    def _lose(self, member: int, name: str, value: float, step: int) -> None:
        self._lost.note(member, name, value, self._epoch, step)

    def _shown(self, terms: NDArray[np.float64]) -> Record:
        """What a record shows of the terms."""
        pairs = zip(self._names, terms.tolist(), strict=True)
        return self._lost.shown({n: v for n, v in pairs if not n.startswith("slope")})

    def _end_epoch(self) -> Record:
        self._check_parameters()
        means = self._shown(self._sums / self._batches.samples)
        if self._gamma is not None and not self._gamma.closed:
            means["gamma"] = self._lost.listed(self._gamma.current().tolist())
        self._count_time()
        norms = self._lost.shown(self._norms)
        record = {"epoch": self._epoch + 1, **means, **norms, "seconds": self._seconds}
        self._history.append(record)
        if self._folder is not None:
            self._folder.append(record)
        self._epoch, self._step, self._seconds = self._epoch + 1, 0, 0.0
        self._sums = np.zeros(0)
        return record

    def _trained(self) -> Trained:
        self._networks.training = False
        gamma = self._history[-1].get("gamma", [None] * len(self._config.members))
        return Trained(
            self._config,
            np.array(gamma, dtype=np.float64),
            self._history,
            self._probes,
            self._networks,
            self._lost.advised,
            [] if self._trace is None else self._trace.lines,
        )

    def _count_time(self) -> None:
        now = time.monotonic()
        self._seconds += now - self._tick
        self._tick = now

    def _tensors(self) -> dict[str, Tensor]:
        """All that moves and lives on the device; views, not copies."""
        found = {"parameters": self._networks.parameters.values, **self._optimisers.state()}
        return found if self._gamma is None else {**found, "gamma": self._gamma.log_gamma}

    def _save_when_due(self) -> None:
        if time.monotonic() - self._saved >= self._every:
            self._save()

    def _save(self) -> None:
        if self._folder is None:
            return
        self._check()
        self._check_parameters()
        self._count_time()
        record = {
            "epoch": self._epoch,
            "step": self._step,
            "seconds": self._seconds,
            "probes": self._probes,
            "trace": [] if self._trace is None else self._trace.lines,
            "names": self._names,
            "lost": [[member, why] for member, why in self._lost.reasons.items()],
        }
        sums = torch.from_numpy(self._sums)
        self._folder.save({**self._tensors(), "sums": sums}, record)
        self._saved = time.monotonic()

    def _resume(self) -> None:
        stored = None if self._folder is None else self._folder.load()
        if stored is None:
            return
        tensors, record, self._history = stored
        with torch.no_grad():
            for name, value in self._tensors().items():
                value.copy_(tensors[name])
        self._sums = tensors["sums"].numpy()
        self._epoch, self._step = record["epoch"], record["step"]
        self._seconds, self._probes = record["seconds"], record["probes"]
        if self._trace is not None:
            self._trace.lines = record["trace"]
        self._names = tuple(record["names"])
        self._lost.reasons |= dict(record.get("lost", []))


class _Balance:
    """Balances latent scales every so many steps, but not after the last one."""

    def __init__(self, config: Config, x: Tensor, batches: Batches) -> None:
        self._every = config.optimiser.balance
        if self._every:
            balancing.check(config.loss)
            own = batches.own[:, :: -(-batches.samples // balancing.SAMPLES)]
            self._x = x.index_select(0, own.flatten()).view(*own.shape, -1)

    def when_due(self, networks: Networks, steps: int, total: int) -> None:
        """Balance, if so many steps are a multiple."""
        if self._every and steps % self._every == 0 and steps < total:
            balancing.balance(networks, self._x)


def _digest(values: Tensor) -> str:
    return hashlib.sha256(values.detach().cpu().numpy().tobytes()).hexdigest()


def _samples(config: Config, x: NDArray[np.float32]) -> Tensor:
    samples = np.array(x, dtype=np.float32, order="C")
    d = config.architecture.dimension
    if samples.ndim != 2 or samples.shape[1] != d or not len(samples):
        raise TrainingError(
            f"the networks take samples of shape (n, {d}), n >= 1, not {samples.shape}"
        )
    if not np.isfinite(samples).all():
        raise TrainingError("the samples hold values that are not finite; remove them")
    return torch.from_numpy(samples)
