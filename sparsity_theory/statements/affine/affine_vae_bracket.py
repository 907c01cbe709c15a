r"""How near the two bounds come to the threshold on the instance with columns of norm 1."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import OURS, Claim, Control, Mark, Report, Source, Step, Witness
from sparsity_theory.notation import gamma
from sparsity_theory.proving.propositions import Equal, Less
from sparsity_theory.proving.terms import named, where
from sparsity_theory.statements.affine import affine_vae_threshold
from sparsity_theory.statements.affine.affine_vae_threshold import DENSE, eta
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

# In which the parts give values of gamma.
UNIT = sympy.Rational(1, 10**8)
_FIFTH = sympy.Rational(1, 5)
_SQUARE = sympy.sin(eta) ** 2


def _weights(spared: sympy.Rational) -> sympy.Tuple:
    """The largest third weight when the first two are ``spared``: claim affine-vae-weights."""
    return sympy.Tuple(spared, spared, 1 - 2 * _SQUARE / (1 - spared - _SQUARE))


def _example() -> Report:
    """The weights, for any angle, from the products of the dense columns (none is negative)."""
    gram = DENSE.T * DENSE
    first, _, third = CLAIM.parts["weights"]
    block = sympy.Matrix([[1 - first, -gram[0, 1]], [-gram[1, 0], 1 - first]])
    pull = -gram[:2, 2]
    return Report(
        (
            Step(
                "The weights of the dense decoder, for any angle.",
                Equal(named(r"1 - q^\top B^{-1}q", 1 - (pull.T * block.inv() * pull)[0]), third),
                "exact products",
            ),
        )
    )


def _exact_codes_only() -> Report:
    """With sin x >= x - x^3/6 and tan x >= x + x^3/3, and psi increasing."""
    at = {gamma: CLAIM.parts["dense"] * UNIT}
    twice, small = 2 * CLAIM.parts["delta"], CLAIM.parts["eta"]
    sparse = 1 / (2 * (twice - twice**3 / 6) ** 2)
    tangent = (small + small**3 / 3) ** 2
    return Report(
        (
            Step(
                r"With exact codes only the sparse decoder still is the better one at this"
                r" $\gamma$: twice an upper bound on the cost of a sparse row is below lower bounds"
                r" on those of the dense rows.",
                Less(
                    2 * where(psi(sparse), at), where(2 * psi((1 + tangent) / 2) + psi(tangent), at)
                ),
                r"enclosure, with $\sin x \ge x - x^3/6$ and $\tan x \ge x + x^3/3$",
            ),
        )
    )


CLAIM = Claim(
    id="affine-vae-bracket",
    title="The threshold of the affine VAE on an instance, between near bounds",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the affine VAE on the instances"),
    hypotheses=(
        r"the instance of affine-vae-threshold: $\delta = [[delta]]$, $\eta = [[eta]]$",
        r"the loss of eq. (3) at fixed $\gamma$, column scales minimised out",
        "any codes and encoder deviations",
    ),
    conclusion=(
        r"The weights $v = [[weights]]$ meet the hypothesis of affine-vae-separating for the dense"
        r" decoder, and $v_3$ is the largest that goes with the others. For every $\gamma \le"
        r" [[edge]]\cdot10^{-8}$ the exact sparse code is better than every point of the dense"
        r" decoder; at $\gamma = [[dense]]\cdot10^{-8}$ some point of the dense decoder is better"
        r" than every point of the sparse one. The bound of affine-vae-bound is not enough for the"
        r" first: at $\gamma = [[edge]]\cdot10^{-8}$ and $t = [[distance]]$ it is below the cost of"
        r" the exact sparse code."
    ),
    parts={
        "delta": affine_vae_threshold.CLAIM.parts["delta"],
        "eta": affine_vae_threshold.CLAIM.parts["eta"],
        "weights": _weights(_FIFTH),
        "edge": sympy.Integer(21207),
        "dense": sympy.Integer(21304),
        "distance": sympy.Rational(7, 2500),
    },
    uses=(
        "affine-vae-threshold",
        "affine-vae-bound",
        "affine-vae-separating",
        "affine-vae-shares",
        "affine-vae-weights",
    ),
    divergence=(
        "Not in the paper. Shown by interval arithmetic: the angles make all quantities"
        " transcendental numbers."
    ),
    controls=(
        Control("edge above the threshold", {"edge": sympy.Integer(21304)}),
        Control("edge where exact codes change", {"edge": sympy.Integer(21760)}),
        Control("dense below the threshold", {"dense": sympy.Integer(21207)}),
        Control("dense a tenth", {"dense": sympy.Integer(2130)}),
        Control("no error at all", {"distance": sympy.Integer(0)}),
        Control("error ten times as large", {"distance": sympy.Rational(7, 250)}),
        Control("other weights with the same third", {
            "weights": sympy.Tuple(*[sympy.Rational(1, 4)] * 2, _weights(_FIFTH)[2])
        }),
        Control("rows taken twice", {
            "weights": sympy.Tuple(_FIFTH, _FIFTH, 1 - 4 * _SQUARE / (1 - _FIFTH - _SQUARE))
        }),
        Control("columns taken as orthogonal", {"weights": sympy.Tuple(_FIFTH, _FIFTH, 1)}),
        Control("sparse columns closer", {"delta": sympy.Rational(1, 10)}),
        Control("dense row shorter", {"eta": sympy.Rational(1, 20)}),
    ),
    example=Witness("the weights of the dense decoder, at any angle", _example),
    counterexamples=(
        Witness(
            "Exact codes only.", _exact_codes_only, drops="any codes and encoder deviations"
        ),
    ),
)  # fmt: skip
