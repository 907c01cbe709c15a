"""`diagnose`: what the arrays of anyone's trained VAE say, line by line, with the claims behind.

Nothing here knows how the model was trained or with which framework.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from empirics.diagnosis.facts import Facts, measure
from empirics.diagnosis.file import read_arrays
from empirics.diagnosis.inputs import Source, read
from empirics.diagnosis.line import Kind, Line
from empirics.diagnosis.lines import Regularisation, lines, off_balance, regularisation
from empirics.diagnosis.mistakes import mistakes
from empirics.measures.reconstruction import Decode
from sparsity_theory.ledger.places import claim

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH = 96


@dataclass(frozen=True)
class Diagnosis:
    """What the arrays say.

    Attributes:
        facts: the measured numbers.
        regularisation: the headline.
        lines: everything that was judged, likely mistakes in the input first.
    """

    facts: Facts
    regularisation: Regularisation
    lines: tuple[Line, ...]

    @property
    def active(self) -> int:
        """The number of active latent dimensions."""
        return self.facts.count

    @property
    def warnings(self) -> tuple[Line, ...]:
        """Likely mistakes in the input."""
        return tuple(line for line in self.lines if line.kind is Kind.MISTAKE)

    @property
    def problems(self) -> tuple[Line, ...]:
        """What is wrong with the model or its training."""
        return tuple(line for line in self.lines if line.kind is Kind.PROBLEM)

    def text(self) -> str:
        """Plain words, one paragraph for each line."""
        n, d, kappa = self.facts.shape
        head = (
            f"{n} samples, d = {d}, kappa = {kappa}, gamma = {self.facts.inputs.gamma:.4g}, beta ="
            f" {self.facts.inputs.beta:.4g}. {self.facts.count} active dimensions;"
            f" {self.regularisation.value}; problems: {len(self.problems)}; likely mistakes in the"
            f" input: {len(self.warnings)}."
        )
        marks = (
            "[P]: a claim of the paper; [X]: an extension by this project. `python -m proofs"
            " status` lists them."
        )
        paragraphs = (head, *(line.text() for line in self.lines), marks)
        return "\n\n".join(
            textwrap.fill(text, _WIDTH, subsequent_indent="  ") for text in paragraphs
        )

    def to_json(self) -> str:
        """All numbers and lines; dimensions are counted from 0, infinities are null."""
        return json.dumps(self.record(), indent=1, allow_nan=False)

    def record(self) -> dict[str, Any]:
        """The JSON object."""
        facts = self.facts
        n, d, kappa = facts.shape
        low, high = facts.discrepancy.interval()
        return {
            "n": n,
            "d": d,
            "kappa": kappa,
            "gamma": facts.inputs.gamma,
            "beta": facts.inputs.beta,
            "rank": facts.inputs.rank,
            "seed": facts.inputs.seed,
            "regularisation": self.regularisation.value,
            "active": {
                "count": facts.count,
                "rule": facts.rule,
                "by_ablation": None if facts.ablation is None else facts.active.tolist(),
                "by_variance": facts.by_variance.tolist(),
                "by_kl": facts.by_kl.tolist(),
                "disagreements": facts.disagreements,
                "increases": None if facts.ablation is None else _finite(facts.ablation.increases),
            },
            "error": {
                "of_x_hat": facts.errors.squared,
                "A": facts.A,
                "A_from": facts.A_from,
                "A_per_coordinate": facts.A / d,
                "unexplained": facts.errors.unexplained,
                "gamma_ratio": facts.gamma_ratio,
                "gamma_of_encoder": facts.implied_gamma,
            },
            "dimensions": {
                "power": facts.powers.tolist(),
                "mean_variance": facts.variances.tolist(),
                "second_moment": facts.stationarity.second_moments.tolist(),
                "standard_error": facts.moment_errors.tolist(),
                "kl": facts.kl.tolist(),
                "off_balance": off_balance(facts),
            },
            "loss": {
                "value": facts.stationarity.loss,
                "at_a_stationary_point": facts.stationarity.stationary_loss,
            },
            "mmd": {
                "squared": facts.discrepancy.unbiased,
                "biased": facts.discrepancy.biased,
                "interval": [low, high],
                "kernel": facts.discrepancy.kernel,
                "bandwidth": facts.discrepancy.bandwidth,
                "samples": facts.discrepancy.samples,
            },
            "affine": {
                "active": facts.affine.active,
                "error": facts.affine.error,
                "loss": facts.affine.loss,
                "samples": facts.pca_samples,
            },
            "lines": [
                {
                    "kind": line.kind.value,
                    "topic": line.topic,
                    "statement": line.statement,
                    "consequence": line.consequence,
                    "claims": [
                        {"id": name, "mark": claim(name).mark.value, "title": claim(name).title}
                        for name in line.claims
                    ],
                }
                for line in self.lines
            ],
        }

    def figure(self) -> Figure:
        """Second moments, activity, and the data's spectrum against beta gamma.

        Raises:
            NumericsError: if matplotlib is missing.
        """
        from empirics.diagnosis.figure import draw  # noqa: PLC0415 - an optional dependency

        return draw(self.facts)


def diagnose(
    mu: ArrayLike,
    sigma: ArrayLike,
    x: ArrayLike,
    x_hat: ArrayLike,
    gamma: float,
    *,
    beta: float = 1.0,
    decode: Decode | None = None,
    rank: int | None = None,
    decoded_from: Source = "mean",
    seed: int = 0,
) -> Diagnosis:
    """Say what a trained VAE's arrays show, with the theorem behind each line.

    Everything is in the units of eq. (3): ``A/gamma + d log gamma + beta (|sigma|^2 -
    log sigma^2 + |mu|^2)``, with A summed over the d coordinates.

    Args:
        mu: encoder means (n, kappa); anything that numpy can read.
        sigma: encoder standard deviations (n, kappa), not variances or their logarithms.
        x: samples (n, d), or images, which are flattened; best those it was trained on.
        x_hat: what the decoder makes of them, in the same shape and units.
        gamma: decoder variance.
        beta: weight of the KL term.
        decode: from codes (n, kappa) to samples.  With it activity is found by ablation, and
            the expected error by draws; without, the variance of the codes decides, and the
            expected error of a reconstruction from the mean is completed by Remark 4.
        rank: dimension of the data's manifold, if known.
        decoded_from: "mean" if x_hat is ``decode(mu)``, "sampled" if codes were drawn first.
        seed: of the draws.

    >>> from empirics.measures.affine import solve
    >>> x = np.random.default_rng(0).standard_normal((500, 10)) * [3, 2, *[0.1] * 8]
    >>> vae = solve(x, kappa=5)
    >>> found = diagnose(vae.mu, vae.sigma, x, vae.decode(vae.mu), vae.gamma, decode=vae.decode)
    >>> found.active, found.regularisation.value, found.warnings
    (5, 'balanced', ())

    Raises:
        MeasureError: on arrays that do not fit together, or cannot be what they are said to be.
    """
    inputs = read(
        mu, sigma, x, x_hat, gamma,
        beta=beta, decode=decode, rank=rank, decoded_from=decoded_from, seed=seed,
    )  # fmt: skip
    facts = measure(inputs)
    return Diagnosis(facts, regularisation(facts), (*mistakes(facts), *lines(facts)))


def diagnose_file(path: Path) -> Diagnosis:
    """Diagnose the arrays in an .npz file, named as the arguments of `diagnose`.

    Raises:
        MeasureError: if the file cannot be read, or an array is missing, unknown or unfit.
    """
    return diagnose(**read_arrays(path))


def _finite(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]
