"""Bounded-gradient penalties, sharp ones and the VAE, minimised on the same data and decoders.

Two instances:

* the instance of Theorem A1 (decoders W_theta, theta in [0, 1], dense at 0 and sparse at 1), which
  fools every h with a bounded gradient.  The minimisers of L_{g,h} are certified by branch and
  bound over theta and all codes; that of the affine VAE is theta = 1 at every gamma < 2 (claim
  affine-vae-a1);
* the two decoders with columns of norm 1 of claim affine-vae-threshold, on which the VAE has a
  threshold in gamma, here bracketed from both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.comparison.decoders import Pair, ThresholdBracket
from numerics.comparison.spectrum import Learned, learned, theorem_a1_minimiser
from numerics.comparison.theorem_c2 import MinimiserBounds, bounds_of_theorem_c2
from numerics.running.progress import bar
from numerics.solver.defaults import DEFAULT_SECONDS
from numerics.solver.solve import Answer, Geometry, solve
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

BOUNDED = ("u", "log(1+u)", "u/(u+1)", "1-exp(-u)")
SHARP = ("sqrt(u)", "u**(1/20)", "log(u+1e-6)", "l0")
# log(u + c) has a bounded gradient too, but a steep one: Theorem B says how steep it has to be.
KINDS = ("bounded h",) * len(BOUNDED) + ("sharp h",) * len(SHARP)
# Against an h that is not l0 the linear g; l0 needs a g that jumps as well (Theorem A).
LINEAR, JUMP = "1000*u", "l0"
SURROGATE_NOISES = ("1e-3", "1e-4", "1e-5")
SPECTRUM, SPECTRUM_DIMENSION = ("2", "1", "1/2"), 12
_RANGE = Fraction(2, 10**4), Fraction(23, 10**5)


@dataclass(frozen=True)
class SideBySide:
    """Everything that the command shows."""

    dims: Dimensions
    geometry: Geometry
    answers: tuple[Answer, ...]
    noises: tuple[Fraction, ...]
    bounds: tuple[MinimiserBounds, ...]
    pair: Pair
    always: Fraction
    bracket: ThresholdBracket
    exact_bracket: ThresholdBracket
    betas: tuple[tuple[Fraction, Learned], ...]

    @property
    def decided(self) -> bool:
        """Whether every line is certified."""
        points = [theorem_a1_minimiser(self.dims, noise) for noise in self.noises]
        return (
            all(answer.lower is not None for answer in self.answers)
            and all(each.holds and each.answer.lower is not None for each in self.bounds)
            and all(bool(point.theorem_d_bound() < point.loss) for point in points)
        )


def compare(
    dims: Dimensions,
    geometry: Geometry,
    noises: Sequence[Fraction],
    betas: Sequence[Fraction],
    *,
    seconds: float = DEFAULT_SECONDS,
) -> SideBySide:
    """Do all of it, with a progress bar.

    Raises:
        InstanceError: if the geometry or the dimensions are impossible.
    """
    pair = Pair()
    spectrum = [Fraction(value) for value in SPECTRUM]
    curves = [(beta_, learned(spectrum, SPECTRUM_DIMENSION, beta_)) for beta_ in betas]
    answers, bounds = [], []
    with bar(total=len(BOUNDED + SHARP) + len(SURROGATE_NOISES) + 1) as shown:
        for h in (penalty(text) for text in BOUNDED + SHARP):
            shown.set_description(f"h = {h.text}")
            g = penalty(JUMP if h.text == "l0" else LINEAR)
            answers.append(solve(g, h, dims, geometry=geometry, seconds=seconds))
            shown.update()
        for noise in map(Fraction, SURROGATE_NOISES):
            shown.set_description(f"Theorem C2, gamma = {noise}")
            bounds.append(bounds_of_theorem_c2(dims, geometry, noise, seconds))
            shown.update()
        shown.set_description("threshold of the VAE")
        always, bracket = pair.always_sparse(*_RANGE), pair.threshold(*_RANGE)
        exact = pair.threshold(*_RANGE, exact=True)
        shown.update()
    return SideBySide(
        dims, geometry, tuple(answers), tuple(noises), tuple(bounds), pair, always, bracket, exact,
        tuple(curves),
    )  # fmt: skip
