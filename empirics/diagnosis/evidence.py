"""How the arrays, the constants and the decoder hang together: numbers, before a cause is named.

Where no decoder is given, a smooth map fitted to mu and x_hat stands in for it; it is judged in
dimensions whose code varies, and only by small steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from empirics.diagnosis.encoder import (
    LEAST_ESTIMATE,
    Decoder,
    VarianceFit,
    bernoulli,
    fit,
    gap,
    power,
    slopes,
    spread_slopes,
    squared,
    steepness,
)
from empirics.diagnosis.inputs import Inputs
from empirics.diagnosis.surrogate import Surrogate
from empirics.measures.arrays import Floats, Mask

Fitting: TypeAlias = Callable[[Floats, Floats], Surrogate]

AS_GIVEN = "as given"
_MOST, _FEWEST = 800, 100
# Samples that a map is fitted to where there is no decoder: its time grows with their cube.
_MOST_FITTED = 500
# Rows that may go through the decoder for the slopes of one reading of sigma.
_ROWS = 400_000
_DRAWS, _SLOPE_DRAWS = 4, 2
_SMALL = 0.3
_VARIES, _ALIVE = 0.05, 0.5
_COMPARED, _GAPS = 100, 8
# Mean sigma of a dimension up to which it tells by its steepness what sigma holds.
_NARROW = 0.9
# Mean variance of a dimension from which its code says too little to be pulled at.
_PULLED = 0.9
# Of the samples' sum of squares, added to the normal equations of a linear map.
_RIDGE = 1e-6
# Of sum(1 - sigma^2), where codes are as good as the prior.
_LEAST_ADDED = 1e-3


@dataclass(frozen=True)
class Reading:
    """Sigma, read as one thing or another.

    Attributes:
        fit: what the encoder says of v then.
        balance: cost of ``p_k + mean sigma_k^2``, units as `VarianceFit.rest`.
        at: cost of sigma at the v that was given.
        power: with which sigma goes as the decoder's steepness does: 1 for deviations, see
            `empirics.diagnosis.encoder.power`.
    """

    fit: VarianceFit
    balance: float
    at: float
    power: float

    @property
    def given(self) -> float:
        """Cost of everything at the v given."""
        return self.at + self.balance

    @property
    def best(self) -> float:
        """Cost of everything at the best v."""
        return self.fit.rest + self.balance


@dataclass(frozen=True)
class Arrays:
    """What is peculiar to arrays without a decoder.

    Attributes:
        left: squared distance of x_hat from a smooth function of mu, over what the posterior's
            noise adds at the v given, v sum(1 - sigma^2): near 1 for draws, 0 for decoded means.
        noise: 1 where more samples would not lessen it, 0 where it is an error of interpolation.
        rough: noise in mu as a smooth function of x, over the posterior's variance.
        scattered: share of x_hat's variance that mu does not explain.
        unrelated: the same for x.
        bend: what the posterior's noise adds to the map's output, over what small steps promise of
            it: 1 where the map is straight as far as the posterior is wide.
    """

    left: float
    noise: float
    rough: float
    scattered: float
    unrelated: float
    bend: float


@dataclass(frozen=True)
class WithDecoder:
    """What is known where there is a decoder.

    Attributes:
        away: squared distance of x_hat from decode(mu), over `ArrayEvidence.spread`.
        away_of_variance: the same over the variance of x.
        further: the error of x_hat less that of decode(mu), in standard errors of it.
        exchanged: x, not x_hat, is decode(mu).
        shuffled: rows of x_hat are those of decode(mu) in another order.
        alike: slope of x_hat on decode(mu), both about their means: 1 for decoded means and draws,
            0 where rows do not go together.
        as_wide: variance of x_hat over that of decode(mu).
        slack: mean square of the encoder mean's own stationarity, over that of draws as mu.
        recoil: how strongly the loss pushes mu back along what a linear map of x leaves of it, in
            units of the posterior's noise: 1 for draws, whose noise is pushed back, near 0 for the
            encoder's means, among which no such direction is left by training.
        recoil_error: its standard error.
        random: two calls differ.
        bernoulli: cost of sigma under a Bernoulli decoder at the beta given; None outside [0, 1].
    """

    away: float
    away_of_variance: float
    further: float
    exchanged: bool
    shuffled: bool
    alike: float
    as_wide: float
    slack: float
    recoil: float
    recoil_error: float
    random: bool
    bernoulli: float | None


@dataclass(frozen=True)
class ArrayEvidence:
    """Numbers about arrays; costs in units of eq. (3) over beta, that is twice the nats.

    Attributes:
        readings: of sigma.
        prior: as the reading as given, in units of the codes' own widths, about their own means.
        carried: what the codes carry, sum(1 - mean sigma_k^2): the number of active dimensions.
        ties: share of sigma's entries that are exactly its least or largest value; a code that
            many samples share counts once.
        v: beta gamma as given.
        A: expected squared error, as well as it is known.
        spread: mean squared distance that the posterior's noise adds.
        added: what it adds where sigma is optimal for the v given, v sum(1 - sigma^2).
        source: E<x - x_hat, x_hat - mean> over the spread: near 0 for draws, 1 for decoded means,
            where the output layer is linear.
        slope: of x on x_hat.
        steepest: the slope that decoded means have, which shrink towards their mean by what the
            posterior's noise would add; 1 for draws.
        explained: squared correlation of x and x_hat.
        as_draws: cost of p_k alone: of mu if it holds draws.
        residual: squared error of x_hat.
        variance: of x, summed over coordinates.
        samples: that the estimates rest on.
        arrays, decoder: one of them, by what was given.
    """

    readings: dict[str, Reading]
    prior: float
    carried: float
    ties: float
    v: float
    A: float
    spread: float
    added: float
    source: float
    slope: float
    steepest: float
    explained: float
    as_draws: float
    residual: float
    variance: float
    samples: int
    arrays: Arrays | None
    decoder: WithDecoder | None

    @property
    def given(self) -> Reading:
        """Sigma as given."""
        return self.readings[AS_GIVEN]

    @property
    def active(self) -> float:
        """`carried`, at least 1."""
        return max(1.0, self.carried)

    @property
    def ratio(self) -> float:
        """The v of the encoder over the one given."""
        return self.given.fit.v / self.v


def gather(inputs: Inputs, gamma: float, fitting: Fitting = Surrogate) -> ArrayEvidence:
    """Look at everything once; the same seed gives the same numbers.

    Args:
        inputs: arrays and constants.
        gamma: decoder variance.
        fitting: makes the maps that stand in for a decoder; one that remembers them saves most of
            the time where many judgements are about the same arrays.
    """
    return _Gatherer(inputs, gamma, fitting).evidence()


class _Gatherer:
    def __init__(self, inputs: Inputs, gamma: float, fitting: Fitting) -> None:
        n, kappa = inputs.mu.shape
        wanted = _ROWS // (4 * _SLOPE_DRAWS * kappa)
        most = _MOST if inputs.decode is not None else _MOST_FITTED
        size = min(n, most, max(_FEWEST, wanted))
        self.stream = np.random.default_rng(inputs.seed)
        rows = self.stream.permutation(n)[:size]
        self.inputs, self.rows, self.fitting = inputs, rows, fitting
        self.v = inputs.beta * gamma
        self.mu, self.sigma, self.x, self.x_hat = (
            np.asarray(array[rows], dtype=np.float64)
            for array in (inputs.mu, inputs.sigma, inputs.x, inputs.x_hat)
        )
        self.noise = self.stream.standard_normal((_DRAWS, *self.mu.shape))
        self.centred = self.x - self.x.mean(axis=0)
        self.centred_hat = self.x_hat - self.x_hat.mean(axis=0)
        self.variance = _power(self.centred)
        self.powers = _moments(inputs.mu)
        self.surrogate = inputs.decode is None
        varies = self.mu.var(axis=0)
        alive = varies > _ALIVE
        self.alive: Mask = alive if alive.any() else np.ones(kappa, dtype=bool)
        if inputs.decode is None:
            self.fitted = fitting(self.mu, self.x_hat)
            self.decode: Decoder = self.fitted
        else:
            self.decode = inputs.as_floats
        self.of_mean = self.decode(self.mu)
        self.steep = steepness(self.mu, self.sigma, self.decode)

    def evidence(self) -> ArrayEvidence:
        sigma = self.inputs.sigma
        with np.errstate(over="ignore", divide="ignore"):
            read = {
                AS_GIVEN: sigma,
                "variance": np.sqrt(sigma),
                "precision": 1 / np.sqrt(sigma),
                "inverse": 1 / sigma,
            }
        readings = {name: self._reading(each) for name, each in read.items()}
        given = readings[AS_GIVEN]
        spread = self._spread()
        drawn = self.mu + self.sigma * self.noise
        if self.surrogate:
            error = _power(self.x - self.x_hat)
            sampled = self.inputs.decoded_from == "sampled"
            A = error if sampled else error + float(given.fit.slopes.sum())
        else:
            A = float(np.mean([_power(self.x - self.decode(codes)) for codes in drawn]))
        own_widths = self.inputs.mu.var(axis=0, dtype=np.float64) + _moments(sigma)
        cross = float((self.centred * self.centred_hat).sum())
        own, other = float((self.centred_hat**2).sum()), float((self.centred**2).sum())
        inner = ((self.x - self.x_hat) * self.centred_hat).sum(axis=1).mean()
        rescaled = given.fit.slopes / self.v + given.fit.variances / own_widths[self._judged]
        return ArrayEvidence(
            readings=readings,
            prior=float(gap(rescaled).sum()),
            carried=float((1 - _moments(sigma)).clip(0).sum()),
            ties=self._ties(),
            v=self.v,
            A=A,
            spread=spread,
            added=self._added_at_v,
            source=float(inner) / max(spread, 1e-300),
            slope=cross / max(own, 1e-300),
            steepest=1 + self._added(spread) / max(own, 1e-300),
            explained=cross**2 / max(own * other, 1e-300),
            as_draws=float(gap(self.powers).sum()),
            residual=_power(self.x - self.x_hat),
            variance=self.variance,
            samples=len(self.rows),
            arrays=self._arrays(spread) if self.surrogate else None,
            decoder=None if self.surrogate else self._with_decoder(spread, given),
        )

    def _ties(self) -> float:
        sigma = np.asarray(self.inputs.sigma)
        if ties(sigma) == 0:
            return 0.0
        _, first = np.unique(self.inputs.mu, axis=0, return_index=True)
        return ties(sigma[first])

    def _added(self, spread: float) -> float:
        return 0.0 if self.inputs.decoded_from == "sampled" else spread * len(self.rows)

    @property
    def _added_at_v(self) -> float:
        return self.v * max(float((1 - _moments(self.sigma)).sum()), _LEAST_ADDED)

    @property
    def _judged(self) -> Mask:
        return self.alive if self.surrogate else np.ones(self.mu.shape[1], dtype=bool)

    def _reading(self, sigma: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Reading:
        variances = _moments(sigma)
        some = np.asarray(sigma[self.rows], dtype=np.float64)
        if self.surrogate:
            found = spread_slopes(self.mu, some, self.decode, self.noise[0], _SMALL)
            found = np.where(self.fitted.weights > 0, found, 0.0)
        else:
            noise = self.noise[:_SLOPE_DRAWS]
            found = slopes(self.x, self.mu, some, self.decode, noise)
        judged = self._judged
        found = found.clip(LEAST_ESTIMATE * self.variance)[judged]
        fitted = fit(found, variances[judged])
        balance = float(gap(self.powers + variances).sum())
        # Dimensions that are active whether sigma holds deviations or variances.
        told = judged & (self.sigma.mean(axis=0) < _NARROW)
        goes = power(self.steep[:, told], some[:, told] ** 2) if told.any() else math.nan
        return Reading(fitted, balance, fitted.cost(self.v), goes)

    def _spread(self) -> float:
        if self.surrogate:
            return self._moved(self.alive, 2, _SMALL) / _SMALL**2
        return self._moved(np.ones(len(self.alive)), len(self.noise))

    def _moved(self, share: Floats | Mask, draws: int, size: float = 1.0) -> float:
        """Mean squared distance that noise adds: `size` times its share (kappa,) of sigma."""
        codes = [self.mu + size * share * self.sigma * noise for noise in self.noise[:draws]]
        return float(np.mean([_power(self.decode(each) - self.of_mean) for each in codes]))

    def _arrays(self, spread: float) -> Arrays:
        """Where noise stays when the samples become more, it is in the arrays."""
        varies = self.mu.var(axis=0) > _VARIES
        some = varies if varies.any() else np.ones(len(varies), dtype=bool)
        to_mu = self.fitting(self.x, self.mu[:, some])
        to_x = self.fitting(self.mu, self.x)
        variances = _moments(self.sigma)[some]
        left = self.fitted.total / max(self._added_at_v, 1e-300)
        return Arrays(
            left=left,
            noise=_is_noise(self.fitted.shrinks),
            rough=float((to_mu.error / variances).mean()) * _is_noise(to_mu.shrinks),
            scattered=self.fitted.total / max(_power(self.centred_hat), 1e-300),
            unrelated=to_x.total / self.variance,
            bend=self._moved(self.alive, 2) / max(spread, 1e-300),
        )

    def _with_decoder(self, spread: float, given: Reading) -> WithDecoder:
        few = slice(0, min(_COMPARED, len(self.mu)))
        one, two = self.decode(self.mu[few]), self.decode(self.mu[few])
        away = _power(self.x_hat - self.of_mean)
        tiny = 1e-9 * self.variance
        exchanged = _power(self.x - self.of_mean) < 0.02 * min(
            max(spread, 1e-6 * self.variance), 0.2 * away
        )
        nearest = _distances(self.x_hat[few], self.of_mean).min(axis=1)
        same = ((self.x_hat[few] - self.of_mean[few]) ** 2).sum(axis=1)
        near = float(np.median(nearest)) < 0.02 * max(spread, 1e-7 * self.variance) + tiny
        shuffled = near and float(np.median(same)) > 10 * float(np.median(nearest)) + tiny
        centred_mean = self.of_mean - self.of_mean.mean(axis=0)
        behind = ((self.x - self.x_hat) ** 2).sum(axis=1) - ((self.x - self.of_mean) ** 2).sum(
            axis=1
        )
        error = float(behind.std()) / np.sqrt(len(behind))
        slack, recoil, recoil_error = self._pulls(given.fit)
        return WithDecoder(
            away=away / max(spread, 1e-300),
            away_of_variance=away / self.variance,
            further=float(behind.mean()) / max(error, 1e-300),
            exchanged=exchanged and away > 0.02 * spread + tiny,
            shuffled=shuffled and away > 3 * spread,
            alike=float((self.centred_hat * centred_mean).sum())
            / max(_sum_of_squares(centred_mean), 1e-300),
            as_wide=_sum_of_squares(self.centred_hat) / max(_sum_of_squares(centred_mean), 1e-300),
            slack=slack,
            recoil=recoil,
            recoil_error=recoil_error,
            random=_power(one - two) > 1e-6 * max(float(one.var()) * one.shape[1], 1e-300),
            bernoulli=self._bernoulli(),
        )

    def _pulls(self, found: VarianceFit) -> tuple[float, float, float]:
        """How the loss pulls at every mean: the slack, the recoil and its standard error."""
        narrow = [k for k in np.argsort(found.variances)[:_GAPS] if found.variances[k] <= _PULLED]
        if not narrow:
            return 0.0, 0.0, 0.0
        squares, recoils = [], []
        left = _left_by_linear_map(self.x, self.mu[:, narrow])
        for k, rest in zip(narrow, left.T, strict=True):
            step = 0.5 * self.sigma[:, k]
            up, down = self.mu.copy(), self.mu.copy()
            up[:, k] += step
            down[:, k] -= step
            rise = squared(self.x, self.decode(up)) - squared(self.x, self.decode(down))
            pull = rise / found.v + self.sigma[:, k] * self.mu[:, k]
            squares.append(float((pull**2).mean()))
            recoils.append(pull * rest / self.sigma[:, k])
        recoil = np.mean(recoils, axis=0)
        error = float(recoil.std()) / np.sqrt(len(recoil))
        return float(np.median(squares)), float(recoil.mean()), error

    def _bernoulli(self) -> float | None:
        inside = (
            self.x.min() >= 0 and self.x.max() <= 1 and self.x_hat.min() >= 0
            and self.x_hat.max() <= 1 and self.of_mean.min() >= 0 and self.of_mean.max() <= 1
        )  # fmt: skip
        if not inside:
            return None
        noise = self.noise[:_SLOPE_DRAWS]
        found = slopes(self.x, self.mu, self.sigma, self.decode, noise, bernoulli)
        share = found.clip(LEAST_ESTIMATE) / self.inputs.beta + _moments(self.inputs.sigma)
        return float(gap(share).sum())


def ties(sigma: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> float:
    """Share of entries that are exactly the least or the largest, among columns that vary.

    >>> ties(np.maximum(np.random.default_rng(0).uniform(0, 1, (100, 3)), 0.3)) > 0.2
    True
    """
    varies = sigma.max(axis=0) > sigma.min(axis=0)
    most = 0.0
    for value in (sigma.min(), sigma.max()):
        if value == 1:  # the prior's own deviation: collapsed dimensions, not a bound
            continue
        hit = sigma == value
        if hit.all(axis=0).sum() >= 2:
            return 1.0
        if hit.sum() > 5 and varies.any():
            most = max(most, float(hit[:, varies].mean()))
    return most


def _left_by_linear_map(x: Floats, targets: Floats) -> Floats:
    """What each half of the rows has that a linear map of x, fitted to the other, does not give."""
    left = np.empty_like(targets)
    halves = np.arange(len(x)) % 2 == 0
    for fitted in (halves, ~halves):
        origin, mean = x[fitted].mean(axis=0), targets[fitted].mean(axis=0)
        seen, new = x[fitted] - origin, x[~fitted] - origin
        products = seen @ seen.T
        products[np.diag_indices_from(products)] += _RIDGE * max(float(products.trace()), 1e-300)
        weights = np.linalg.solve(products, targets[fitted] - mean)
        left[~fitted] = targets[~fitted] - mean - new @ (seen.T @ weights)
    return left


def _is_noise(shrinks: float) -> float:
    """1 where an error does not fall with more samples, 0 where it falls as interpolation's."""
    return float(np.clip((1.55 - shrinks) / 0.55, 0, 1))


def _power(values: Floats) -> float:
    return float((values**2).sum(axis=1).mean())


def _sum_of_squares(values: Floats) -> float:
    return float((values**2).sum())


def _moments(values: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Floats:
    return np.asarray(np.einsum("nk,nk->k", values, values, dtype=np.float64) / len(values))


def _distances(one: Floats, two: Floats) -> Floats:
    found = (one**2).sum(axis=1)[:, None] + (two**2).sum(axis=1) - 2 * one @ two.T
    return np.asarray(np.maximum(found, 0))
