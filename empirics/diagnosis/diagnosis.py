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

from empirics.diagnosis.causes import Cause, Finding, judge
from empirics.diagnosis.facts import ModelFacts, measure
from empirics.diagnosis.file import read_arrays
from empirics.diagnosis.headline import Regularisation
from empirics.diagnosis.inputs import Prior, Source, Split, read
from empirics.diagnosis.line import Line, LineKind
from empirics.diagnosis.lines import imbalance_cost, lines, off_balance, regularisation
from empirics.diagnosis.summary import summary
from empirics.errors import MeasureError
from empirics.measures.reconstruction import Decode
from sparsity_theory.ledger.headings import heading

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH = 96


@dataclass(frozen=True)
class Diagnosis:
    """What the arrays say.

    Attributes:
        facts: the measured numbers.
        finding: mistakes in the input, where the evidence has some.
        regularisation: the headline; not judged while it is open what was given.
        lines: everything that was judged, likely mistakes in the input first.
    """

    facts: ModelFacts
    finding: Finding
    regularisation: Regularisation
    lines: tuple[Line, ...]

    @property
    def active(self) -> int:
        """The number of active latent dimensions."""
        return self.facts.count

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The likely mistake in the input; several where the arrays cannot tell them apart."""
        return self.finding.causes

    @property
    def warnings(self) -> tuple[Line, ...]:
        """Likely mistakes in the input."""
        return tuple(line for line in self.lines if line.kind is LineKind.MISTAKE)

    @property
    def problems(self) -> tuple[Line, ...]:
        """What is wrong with the model or its training."""
        return tuple(line for line in self.lines if line.kind is LineKind.PROBLEM)

    def __repr__(self) -> str:
        found = f"{len(self.problems)} problems, {len(self.warnings)} likely mistakes in the input"
        return f"<Diagnosis: {self.active} active dimensions, {found}>"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        """How notebooks show it: every line, without the picture."""
        from empirics.diagnosis.report import listed  # noqa: PLC0415 - for notebooks

        return listed(self)

    @property
    def summary(self) -> tuple[str, str, str]:
        """Decoder variance, beta, dimensions: a line each."""
        return summary(self.facts, self.finding, self.regularisation)

    def text(self) -> str:
        """Plain words: the summary, then one paragraph for each line."""
        n, d, kappa = self.facts.shape
        head = (
            f"{n} samples, d = {d}, kappa = {kappa}, gamma = {self.facts.gamma:.4g}, beta ="
            f" {self.facts.inputs.beta:.4g}. {self.facts.count} active dimensions;"
            f" {self.regularisation.value}; problems: {len(self.problems)}; likely mistakes in the"
            f" input: {len(self.warnings)}."
        )
        marks = (
            "[P]: a claim of the paper; [X]: an extension by this project. `python -m proofs"
            " status` lists them."
        )
        paragraphs = (head, *self.summary, *(line.text() for line in self.lines), marks)
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
            "gamma": facts.gamma,
            "gamma_given": facts.inputs.gamma is not None,
            "beta": facts.inputs.beta,
            "rank": facts.inputs.rank,
            "seed": facts.inputs.seed,
            "split": facts.inputs.split,
            "summary": list(self.summary),
            "regularisation": self.regularisation.value,
            "causes": [cause.name.lower() for cause in self.causes],
            "question": self.finding.question,
            "beta_gamma": {
                "value": facts.balance.v,
                "ratio": facts.balance.ratio,
                "best": facts.balance.best,
                "cost": facts.balance.cost,
                "of_encoder": facts.evidence.given.fit.v,
                "encoder_cost": facts.inputs.beta * facts.evidence.given.fit.rest / 2,
            },
            "active": {
                "count": facts.count,
                "rule": facts.rule,
                "by_ablation": None if facts.ablation is None else facts.active.tolist(),
                "by_variance": facts.by_variance.tolist(),
                "by_kl": facts.by_kl.tolist(),
                "by_burda": facts.by_burda.tolist(),
                "borderline": facts.borderline,
                "disagreements": facts.disagreements,
                "increases": None if facts.ablation is None else _finite(facts.ablation.increases),
                "increase_errors": (
                    None if facts.ablation is None else _finite(facts.ablation.standard_errors)
                ),
                "ablation_samples": None if facts.ablation is None else facts.ablation.samples,
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
                "imbalance_cost": imbalance_cost(facts),
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
                        {"id": name, "mark": heading(name).mark, "title": heading(name).title}
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

    def html(self) -> str:
        """Text and figure in one page that needs nothing else.

        Raises:
            NumericsError: if matplotlib is missing.
        """
        from empirics.diagnosis.report import page  # noqa: PLC0415 - it draws

        return page(self)


def diagnose(
    mu: Any,
    sigma: Any,
    x: ArrayLike | None = None,
    x_hat: ArrayLike | None = None,
    gamma: ArrayLike | None = None,
    *,
    beta: float | None = None,
    decode: Decode | None = None,
    rank: int | None = None,
    decoded_from: Source = "mean",
    split: Split | None = None,
    prior: Prior | None = None,
    seed: int = 0,
) -> Diagnosis:
    """Say what a trained VAE's arrays show, with the theorem behind each line.

    Everything is in the units of eq. (3): ``A/gamma + d log gamma + beta (|sigma|^2 -
    log sigma^2 + |mu|^2)``, with A summed over the d coordinates; `empirics.parts.units_of`
    translates other losses into these.  Also ``diagnose(model, loader, gamma)``: a torch module or
    a pythae model, and batches of samples; see `empirics.parts.models`.

    Args:
        mu: encoder means (n, kappa), or codes with further axes; arrays or tensors.
        sigma: encoder standard deviations, not variances or their logarithms.
        x: samples (n, d), or images, which are flattened; best those it was trained on.
        x_hat: what the decoder makes of them, in the same shape and units.
        gamma: decoder variance, or one for each coordinate; None: it is estimated.
        beta: weight of the KL term; 1 if it is not given.
        decode: from codes to samples, of arrays, or a torch module.  With it activity is found by
            ablation, the expected error by draws, and far more mistakes are told apart.
        rank: dimension of the data's manifold, if known.
        decoded_from: "mean" if x_hat is ``decode(mu)``, "sampled" if codes were drawn first.
        split: "train" if x is what it was trained on, "held-out" if not.
        prior: mean and deviation of a prior other than N(0, I), numbers or (kappa,) each.
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
    if hasattr(mu, "state_dict") and hasattr(mu, "modules"):
        if x is not None and gamma is None and x_hat is None:
            gamma = x  # diagnose(model, loader, gamma)
        elif x is not None or x_hat is not None or decode is not None:
            raise MeasureError(
                "with a model give its data only: diagnose(model, loader, gamma, beta=..)"
            )
        from empirics.parts.models import arrays_of  # noqa: PLC0415 - it loads torch

        found = arrays_of(mu, sigma)
        mu, sigma, x, x_hat, decode = found.mu, found.sigma, found.x, found.x_hat, found.decode
        gamma = found.gamma if gamma is None else gamma
        beta = found.beta if beta is None else beta
    if x is None or x_hat is None:
        raise MeasureError("give mu, sigma, x and x_hat, or a torch module and batches of samples")
    inputs = read(
        mu, sigma, x, x_hat, gamma,
        beta=1.0 if beta is None else beta, decode=decode, rank=rank, decoded_from=decoded_from,
        seed=seed, split=split, prior=prior,
    )  # fmt: skip
    return judged(measure(inputs))


def judged(facts: ModelFacts) -> Diagnosis:
    """What measured facts say."""
    inputs, d = facts.inputs, facts.shape[1]
    finding = judge(
        facts.evidence,
        gamma=facts.gamma,
        beta=inputs.beta,
        d=d,
        source=inputs.decoded_from,
        gamma_given=inputs.gamma is not None,
        held_out=inputs.split == "held-out",
    )
    return Diagnosis(facts, finding, regularisation(facts, finding), tuple(lines(facts, finding)))


def diagnose_file(path: Path, **others: Any) -> Diagnosis:
    """Diagnose the arrays in an .npz file, named as the arguments of `diagnose`.

    Others of its arguments, such as ``decode``, win over what the file says.

    Raises:
        MeasureError: if the file cannot be read, or an array is missing, unknown or unfit.
    """
    given = {name: value for name, value in others.items() if value is not None}
    return diagnose(**{**read_arrays(path), **given})


def _finite(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]
