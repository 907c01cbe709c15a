"""Which mistake in the input explains the evidence: one, several that it cannot tell apart, none.

Thresholds were read off the `tuned` half of `empirics.benchmarks.zoo` and are measured on the
other: ``python -m empirics.benchmarks.confusion``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from empirics.diagnosis.encoder import logarithm
from empirics.diagnosis.evidence import AS_GIVEN, ArrayEvidence, Arrays, Reading, WithDecoder
from empirics.diagnosis.inputs import Source


class Cause(Enum):
    """A mistake in what was given; the value says what it is and what to do."""

    SIGMA_VARIANCE = "sigma holds variances: pass their square roots"
    SIGMA_PRECISION = "sigma holds precisions 1/sigma^2: pass their inverse square roots"
    SIGMA_INVERSE = "sigma holds 1/sigma: pass its inverse"
    SIGMA_BOUNDED = (
        "sigma is bounded: entries sit exactly at one value, as a clamped log-variance or a floor"
        " gives them, and no identity of a free sigma holds there; train without the bound"
    )
    GAMMA_DEVIATION = "gamma is the decoder's standard deviation: pass its square"
    GAMMA_PRECISION = "gamma is a precision: pass its inverse"
    GAMMA_LOG = "gamma is the logarithm of the variance: pass exp(gamma)"
    GAMMA_SUMMED = "gamma is a variance summed over the d coordinates: divide it by d"
    GAMMA_SHARE = "gamma is a variance divided by d: multiply it by d"
    GAMMA_DOUBLE = "gamma is twice the variance, as where the loss is SSE + KL: halve it"
    GAMMA_HALF = "gamma is half of the variance: double it"
    GAMMA = "gamma is another one"
    BETA = "beta is another one"
    UNITS_BOTH = "x and x_hat are in units 255 times those of gamma: divide both by 255"
    UNITS_X_HAT = "x and x_hat are in different units: give both in those of gamma"
    X_HAT_DRAWS = "x_hat comes from drawn codes: pass decode(mu), or say decoded_from='sampled'"
    X_HAT_MEANS = "x_hat is decode(mu) and not from draws: say decoded_from='mean'"
    MU_DRAWS = "mu holds draws from the posterior: pass the encoder's means"
    ROWS = "rows of x_hat are in another order than those of x and mu"
    SWAPPED = "x and x_hat are exchanged"
    DECODER_RANDOM = (
        "two calls of decode on the same codes differ: switch off dropout and draws, model.eval()"
    )
    DECODER_OTHER = (
        "x_hat is neither decode(mu) nor a decoded draw: decode is not the decoder of these arrays,"
        " or has other units than x"
    )
    BERNOULLI = (
        "the decoder is Bernoulli (trained with BCE): it has no gamma, and what is said of gamma,"
        " A and eq. (3) is about Gaussian decoders"
    )
    PRIOR = (
        "codes have their own means and widths, as under a learned prior N(m, s^2): pass"
        " prior=(m, s), which maps it to N(0, I)"
    )
    RESIDUE = "x_hat has the decoder's noise added: pass the decoder's mean"


@dataclass(frozen=True)
class Finding:
    """What was found.

    Attributes:
        causes: none; one, that is named; or several, of which one is the case.
        question: what settles it; empty where there is one cause or none.
        withheld: what was not judged, and why; empty where everything was.
    """

    causes: tuple[Cause, ...] = ()
    question: str = ""
    withheld: str = ""


@dataclass(frozen=True)
class Rules:
    """Thresholds; logarithms of ratios, or costs per active dimension, as in `ArrayEvidence`."""

    ratio: float = 0.4
    ratio_of_arrays: float = 0.45
    gamma: float = 0.1
    gamma_of_arrays: float = 0.15
    gain: float = 4.0
    cost: float = 0.15
    floor: float = 0.02
    alarm: float = 0.03
    balance: float = 0.01
    bounded: float = 0.01
    left: tuple[float, float] = (0.5, 2.0)
    noise: float = 0.45
    means: float = 1.2
    rough: float = 0.5
    rougher: float = 0.9
    roughest: float = 1.8
    flat: float = 0.7
    smooth: float = 0.2
    source: float = 0.4
    residue: tuple[float, float] = (1.1, 5.0)
    unfit: float = 0.06
    torn: float = 0.5
    bent: float = 0.25
    carried: float = 1e-3
    carried_of_arrays: float = 0.05
    fewest: int = 30
    further: float = 2.0
    order: float = 0.2
    slack: float = 0.6
    recoil: float = 0.5
    wide: float = 0.1
    slopes: tuple[float, float] = (0.4, 2.5)
    power: float = 0.4
    unheard: float = 1e4


RULES = Rules()

_SIGMAS = {
    "variance": Cause.SIGMA_VARIANCE,
    "precision": Cause.SIGMA_PRECISION,
    "inverse": Cause.SIGMA_INVERSE,
}
_DRAWN = (
    "Is mu the encoder's mean, and x_hat what decode makes of it? A usual forward() returns the"
    " decoded draw, and z in the place of mu."
)
_ORDER = "Which of the two comes out of the decoder, and is it decode(mu) or a draw's?"
_FIXED = (
    "At a fixed gamma only the product beta gamma shows. Was gamma fixed or learned? If it was"
    " learned, or if you are sure of it, beta is the one that is off."
)

_AGREE = "Whether sigma, beta and gamma go together is not judged"
_ASK = "Pass decode= to have it judged."


def judge(
    evidence: ArrayEvidence,
    *,
    gamma: float,
    beta: float,
    d: int,
    source: Source,
    gamma_given: bool = True,
    held_out: bool = False,
    rules: Rules = RULES,
) -> Finding:
    """The causes that the evidence leaves.

    Args:
        evidence: the numbers.
        gamma: decoder variance.
        beta: weight of the KL term.
        d: dimension of the data.
        source: of x_hat, as it was said.
        gamma_given: whether gamma was given; an estimated one is no mistake of the input.
        held_out: whether the samples were not trained on, so that the error says less of gamma.
        rules: thresholds.
    """
    found = _Judge(evidence, gamma, beta, d, source, rules).finding()
    if gamma_given and not held_out:
        return found
    if gamma_given:
        # A/d has the gap of generalisation in it: what rests on it is one of several.
        loose = {Cause.BETA} & set(found.causes) and not found.question
        return Finding((*found.causes, Cause.GAMMA), _FIXED) if loose else found
    about = {cause for cause in Cause if cause.name.startswith(("GAMMA", "UNITS_BOTH", "BETA"))}
    return Finding() if set(found.causes) & about else found


class _Judge:
    def __init__(  # noqa: PLR0917
        self, e: ArrayEvidence, gamma: float, beta: float, d: int, source: Source, rules: Rules
    ) -> None:
        self.e, self.gamma, self.beta, self.d = e, gamma, beta, d
        self.source, self.rules = source, rules
        self.lone = e.decoder is None
        self.near = rules.ratio_of_arrays if self.lone else rules.ratio
        self.fits = rules.gamma_of_arrays if self.lone else rules.gamma
        self.of_error = e.A / d
        self.good = self._other_sigmas()
        self.exact = [
            (logarithm(self.of_error / value), cause)
            for cause, value in self._gammas().items()
            if logarithm(self.of_error / value) < self.fits
            and logarithm(e.given.fit.v / self.beta / value) < self.near
        ]

    def finding(self) -> Finding:
        e, rules = self.e, self.rules
        if e.ties > rules.bounded:
            return Finding((Cause.SIGMA_BOUNDED,))
        steps: list[Callable[[], Finding | None]] = [
            self._pairs, self._inverse, self._variances_alone, self._draws, self._prior,
            self._constants,
        ]  # fmt: skip
        for step in [self._decoder, *steps] if e.decoder else steps:
            found = step()
            if found is not None:
                return found
        return Finding(withheld=self._withheld())

    # --- x, x_hat and the decoder ---------------------------------------------------------------

    def _decoder(self) -> Finding | None:
        seen = self.e.decoder
        assert seen is not None
        if seen.random:
            return Finding((Cause.DECODER_RANDOM,))
        if seen.exchanged:
            return Finding((Cause.SWAPPED,))
        if seen.shuffled:
            return Finding((Cause.ROWS,))
        if seen.bernoulli is not None and self._is_bernoulli(seen.bernoulli):
            return Finding((Cause.BERNOULLI,))
        return None

    def _is_bernoulli(self, cost: float) -> bool:
        return cost < self.rules.cost * self.e.active and cost * self.rules.gain < self.e.given.at

    def _pairs(self) -> Finding | None:
        """How x_hat and x go together."""
        e, (low, high) = self.e, self.rules.slopes
        related = e.explained > 0.05
        exchanged = self._exchanged(e.arrays) if related and e.arrays else None
        if exchanged:
            return exchanged
        if related and not low < e.slope < high * e.steepest:
            return Finding((Cause.UNITS_X_HAT,))
        if e.arrays is not None:
            seen = e.arrays
            # Draws of a code that says little explain nothing, though their rows are in order.
            little = 0.5 if self.source == "sampled" else 0.9
            if not related and seen.scattered > 0.9 and seen.unrelated < little:
                return Finding((Cause.ROWS,))
        elif e.decoder is not None and not related and self._unlike(e.decoder):
            return Finding((Cause.ROWS,))
        return None

    def _unlike(self, seen: WithDecoder) -> bool:
        """Whether x_hat is not decode(mu) row by row, yet may be in another order."""
        wide = logarithm(seen.as_wide) < self.rules.order
        return seen.away > 3 or (wide and abs(seen.alike) < self.rules.order)

    def _exchanged(self, seen: Arrays) -> Finding | None:
        """Mu explains x better than x_hat, whose deviations are x's own."""
        drawn = self.source == "sampled"
        if not drawn and seen.unrelated < 0.5 * seen.scattered and self.e.source < -0.7:
            return Finding((Cause.SWAPPED,))
        left = seen.unrelated * self.e.variance
        if seen.unrelated >= 0.1 * seen.scattered or self.e.residual <= 4 * left:
            return None
        # Draws at a large fixed gamma are as far from x, but by what the posterior's noise adds.
        off = logarithm(seen.left) > self.rules.ratio_of_arrays
        if off or (self.e.source < -0.1 and not drawn):
            return Finding((Cause.SWAPPED,))
        return None if drawn else Finding((Cause.SWAPPED, Cause.X_HAT_DRAWS), _ORDER)

    # --- sigma ----------------------------------------------------------------------------------

    def _inverse(self) -> Finding | None:
        """A deviation above the prior's in a whole dimension is no posterior's."""
        e = self.e
        if e.given.fit.variances.max(initial=0) <= 1.5:
            return None
        costs = sorted((self._whole(e.readings[name]), name) for name in ("precision", "inverse"))
        if costs[0][0] >= e.given.balance / self.rules.gain:
            return None
        near = [_SIGMAS[name] for cost, name in costs if cost < 1.5 * costs[0][0] + 0.01]
        return Finding(tuple(near), "" if len(near) == 1 else "Is it 1/sigma or 1/sigma^2?")

    def _whole(self, reading: Reading) -> float:
        return reading.best + min(reading.at, 2 * self.e.active)

    def _variances_alone(self) -> Finding | None:
        """Without a decoder: as variances sigma agrees with beta gamma in every dimension."""
        e = self.e
        if not self.lone or self._unjudged() or logarithm(e.ratio) <= self.near:
            return None
        if self._is_little():
            return None
        other, given = e.readings["variance"], e.given
        if logarithm(other.fit.v / e.v) >= self.near or other.given >= self._most:
            return None
        far = logarithm(e.ratio) > 1.8 and logarithm(self.of_error / self.gamma) < 0.35
        if self._explains(Cause.SIGMA_VARIANCE):
            return Finding((Cause.SIGMA_VARIANCE,))
        if far and other.given < 2 * given.best + 0.03 * e.active:
            return _several([Cause.SIGMA_VARIANCE, Cause.BETA])
        return None

    @property
    def _most(self) -> float:
        """What another sigma may cost: little, or less than this one does at any beta gamma."""
        return max(self.rules.cost * self.e.active, self.e.given.best)

    def _reacts_twice(self, other: Reading) -> bool:
        """Whether sigma as given answers the decoder's steepness too strongly, `other` not.

        An encoder that has learned it in part answers less than is best, none more.
        """
        most = math.exp(self.rules.power)
        return self.e.given.power > most and logarithm(other.power) < self.rules.power

    def _other_sigmas(self) -> list[Cause]:
        """Other readings of sigma that agree with beta gamma by themselves, and cost far less.

        Not those that cost more than sigma as given does at another beta gamma.
        """
        e, found = self.e, []
        for name, cause in _SIGMAS.items():
            reading = e.readings[name]
            cheap = reading.given < min(e.given.given / self.rules.gain, self._most)
            balanced = reading.balance < 2 * e.given.balance + self.rules.balance * e.active
            dearer = reading.given > e.given.best + self.rules.alarm * e.active
            agrees = logarithm(reading.fit.v / e.v) < self.near and balanced
            if agrees and cheap and not dearer:
                found.append((reading.given, cause))
        return [cause for _, cause in sorted(found, key=lambda pair: pair[0])]

    # --- draws ----------------------------------------------------------------------------------

    def _draws(self) -> Finding | None:
        e = self.e
        found = self._by_decoder(e.decoder) if e.decoder else None
        if e.arrays is not None and self.source == "mean":
            found = self._by_noise(e.arrays)
        if found is not None:
            return found
        few = self.rules.floor * e.active
        if e.given.balance > few and e.as_draws < min(e.given.balance / self.rules.gain, few):
            return Finding((Cause.MU_DRAWS,))
        return None

    def _by_decoder(self, seen: WithDecoder) -> Finding | None:
        e, rules = self.e, self.rules
        if seen.away > 0.02 and seen.away_of_variance > 1e-9:
            if self._residue(seen.away, self.e.spread):
                return Finding((Cause.RESIDUE,))
            if seen.away > 3:
                return Finding((Cause.DECODER_OTHER,))
            if seen.further < -rules.further:
                return Finding((Cause.MU_DRAWS,))
            if self.source == "sampled":
                return None
            if seen.further > rules.further:
                return Finding((Cause.X_HAT_DRAWS,))
            return Finding((Cause.X_HAT_DRAWS, Cause.MU_DRAWS), _DRAWN)
        if self._recoils(seen):
            return Finding((Cause.MU_DRAWS,))
        if self.source == "sampled":
            return Finding((Cause.X_HAT_MEANS,))
        wide = e.given.balance > rules.wide * e.active
        if seen.slack > rules.slack and wide and e.as_draws < e.given.balance / rules.gain:
            return Finding((Cause.MU_DRAWS,))
        drawn = (
            seen.slack > rules.slack
            and abs(e.source) < rules.source
            and e.as_draws < e.given.balance + 0.01 * e.active
            and logarithm(e.ratio) < 3 * self.near
        )
        if not drawn:
            return None
        sure = e.given.balance > rules.floor * e.active and e.as_draws < e.given.balance / 2
        return Finding((Cause.MU_DRAWS,), "" if sure else _DRAWN)

    def _recoils(self, seen: WithDecoder) -> bool:
        """Whether the loss pushes mu back along its own noise; sigma has to be about right."""
        sure = seen.recoil - 2 * seen.recoil_error > self.rules.recoil / 2
        return sure and seen.recoil > self.rules.recoil and logarithm(self.e.ratio) < 3 * self.near

    def _residue(self, away: float, spread: float) -> bool:
        """Whether x_hat is as far from smooth as drawing x from N(mu_x(z), gamma I) makes it."""
        low, high = self.rules.residue
        noise = self.d * self.gamma
        far = low * noise < self.e.residual < high * noise
        return far and away > 1.5 and logarithm(away * spread / noise) < 0.2

    def _by_noise(self, seen: Arrays) -> Finding | None:
        """Noise in mu that x does not explain, noise in x_hat that mu does not."""
        e, rules = self.e, self.rules
        if self._residue(seen.left * seen.noise, e.added):
            return Finding((Cause.RESIDUE,))
        if seen.rough > rules.rough:
            return Finding((Cause.MU_DRAWS,)) if self._drawn_mu(seen) else None
        low, high = rules.left
        # Decoded means leave the source near 1 or above, whatever else looks like noise.
        if abs(e.source) > rules.means or seen.noise < rules.noise or not low < seen.left < high:
            return None
        # Draws are further from x than the best map of mu is; decoded means are nearer.
        sure = seen.rough < rules.smooth and e.residual > seen.unrelated * e.variance
        if sure:
            return Finding((Cause.X_HAT_DRAWS,))
        # A map that sigma fits at no v is not the decoder: what it leaves is its own error.  The
        # source of a decoded mean, beside a smooth mu, is no draw's of either.
        if e.given.fit.rest > rules.torn * e.active or abs(e.source) > rules.flat:
            return None
        return Finding((Cause.MU_DRAWS, Cause.X_HAT_DRAWS), _DRAWN)

    def _drawn_mu(self, seen: Arrays) -> bool:
        """Whether what is rough in mu is the posterior's noise, and not the fit's error.

        Then it is about as large, mu has the prior's second moments by itself, and x_hat is noisy
        about it too, or comes from the same draw and has not the source of a decoded mean.
        """
        e, rules = self.e, self.rules
        if seen.rough > rules.roughest:
            return False
        if e.given.balance > rules.floor * e.active:
            return e.as_draws < min(e.given.balance / 2, 0.1 * e.active)
        if seen.rough < rules.rougher:
            return False
        noisy = seen.noise > rules.noise and seen.left > rules.left[0]
        alike = e.as_draws < e.given.balance + 0.02 * e.active
        return alike and (noisy or e.source < rules.flat)

    def _prior(self) -> Finding | None:
        """In units of the codes' own second moments all is right, and as given it is not."""
        e, few = self.e, self.rules.alarm * self.e.active
        if self.lone or min(e.given.balance, e.given.at) <= few:
            return None
        fits = e.prior < min(e.given.at / self.rules.gain, few)
        return Finding((Cause.PRIOR,)) if fits else None

    # --- beta and gamma -------------------------------------------------------------------------

    def _constants(self) -> Finding | None:
        """The encoder, the error and what was given do not agree: who is wrong?"""
        e, rules = self.e, self.rules
        cost = e.given.given
        if self._withheld() or self._is_little():
            return None
        if logarithm(e.ratio) < self.near and not (self.good and cost > rules.alarm * e.active):
            return None
        if self._draws_agree():
            return None
        of_encoder = e.given.fit.v / self.beta
        right = logarithm(self.of_error / self.gamma) < self.fits
        exact, best = self.exact, e.given.best
        if self.good and not exact and self._explains(self.good[0]):
            return Finding((self.good[0],))
        if exact and not right:
            # Another sigma would leave it to chance that one gamma explains encoder and error.
            others = [each for each in self.good if self._reading(each).given < best]
            return _several([*self._of_gamma(), *others])
        if right:
            cheaper = self.good and self._reading(self.good[0]).given < best
            if cheaper and logarithm(e.ratio) > 1.8:
                return Finding((self.good[0],))
            return _several([*self.good, Cause.BETA])
        fitting = [
            cause
            for cause, value in self._gammas().items()
            if logarithm(of_encoder / value) < self.near
        ]
        weight = [Cause.BETA] if e.ratio < rules.unheard else []
        return _several([*self.good, *weight, *(fitting or [Cause.GAMMA])])

    def _of_gamma(self) -> list[Cause]:
        """Causes of which gamma explains the error, and those that the encoder prefers to them.

        Where gamma was fixed the error explains none, and may be near one by chance.  A map that
        stands in for the decoder has errors of its own: there a slight preference is none.
        """
        nearest = min(distance for distance, _ in self.exact)
        found = [cause for distance, cause in self.exact if distance < nearest + 0.05]
        values, fit = self._gammas(), self.e.given.fit
        most = max(fit.cost(self.beta * values[cause]) for cause in found)
        most -= self.rules.alarm * self.e.active if self.lone else 0
        preferred = [c for c, value in values.items() if fit.cost(self.beta * value) <= most]
        return [*found, *preferred]

    def _explains(self, cause: Cause) -> bool:
        """Whether another sigma explains more than this one does at any beta gamma.

        It costs clearly less; or no more, and beta gamma would be off by just what it accounts for.
        """
        best, other = self.e.given.best, self._reading(cause)
        less = max(best / 2, best - self.rules.alarm * self.e.active)
        # A map that stands in for the decoder has errors of its own, and one gamma that explains
        # encoder and error both would do so by chance.
        less = best / self.rules.gain if self.lone else less
        just = logarithm(other.fit.v / self.e.v) < self.fits or self._reacts_twice(other)
        return other.given < (best if just and not self.exact else less)

    def _is_little(self) -> bool:
        """Whether v costs next to nothing, and not more than what no v takes away.

        So it is early in training where codes carry little: sigma is near 1 at any v.
        """
        given = self.e.given
        return given.at < min(self.rules.floor, self.rules.gain * given.best)

    def _draws_agree(self) -> bool:
        """Whether draws, said to be such, are as far from smooth as beta gamma asks for.

        A map fitted to draws follows their noise, and its slopes say too much; what it leaves of
        them is the posterior's noise itself.  And few draws deviate by what costs nothing.
        """
        e = self.e
        if e.arrays is None or self.source == "mean":
            return False
        return logarithm(e.arrays.left) < self.near or e.given.given <= self.rules.alarm * e.active

    def _withheld(self) -> str:
        """Why it is not judged whether sigma, beta and gamma go together; empty if it is."""
        if self._unjudged() or not self.lone:
            return self._unjudged()
        if self.e.given.fit.rest > self.rules.unfit * self.e.active and not self.good:
            return (
                f"{_AGREE}: without the decoder a smooth map from mu to x_hat stands in for it, and"
                " sigma fits it at no value of beta gamma, as where the codes fill a curve or a"
                f" surface of fewer dimensions. {_ASK}"
            )
        return ""

    def _unjudged(self) -> str:
        """The same, for reasons that no reading of sigma takes away."""
        e, rules = self.e, self.rules
        if e.carried < (rules.carried_of_arrays if self.lone else rules.carried):
            return f"{_AGREE}: the codes carry nothing, whatever beta and gamma were."
        if e.arrays is None:
            return ""
        if e.samples < rules.fewest:
            return f"{_AGREE}: {e.samples} samples are too few without the decoder. {_ASK}"
        if logarithm(e.arrays.bend) > rules.bent:
            return (
                f"{_AGREE}: without the decoder a smooth map from mu to x_hat stands in for it, and"
                " it bends within the posterior's width (its noise adds"
                f" {e.arrays.bend:.2g} times what small steps promise). {_ASK}"
            )
        return ""

    def _reading(self, cause: Cause) -> Reading:
        names = {each: name for name, each in _SIGMAS.items()}
        return self.e.readings[names.get(cause, AS_GIVEN)]

    def _gammas(self) -> dict[Cause, float]:
        return gammas(self.gamma, self.d)


def gammas(gamma: float, d: int) -> dict[Cause, float]:
    """The decoder variance if gamma was given as something else.

    >>> gammas(0.1, 4)[Cause.GAMMA_PRECISION]
    10.0
    """
    return {
        Cause.GAMMA_DEVIATION: gamma**2,
        Cause.GAMMA_PRECISION: 1 / gamma,
        Cause.GAMMA_SUMMED: gamma / d,
        Cause.GAMMA_SHARE: gamma * d,
        Cause.GAMMA_LOG: math.exp(min(gamma, 50.0)),
        Cause.GAMMA_DOUBLE: gamma / 2,
        Cause.GAMMA_HALF: gamma * 2,
        Cause.UNITS_BOTH: gamma * 255.0**2,
    }


def _several(causes: list[Cause]) -> Finding:
    once = tuple(dict.fromkeys(causes))
    if len(once) == 1:
        return Finding(once)
    if Cause.BETA in once:
        return Finding(once, _FIXED)
    return Finding(once, "Which of these does your code do?")
