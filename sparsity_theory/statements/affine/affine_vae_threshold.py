r"""An instance on which the affine VAE has a threshold in gamma, and usual penalties fail."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    OURS,
    Claim,
    Control,
    Mark,
    Report,
    Source,
    Step,
    Witness,
)
from sparsity_theory.proving.propositions import All, Equal, Less

delta, eta = sympy.symbols("delta eta", positive=True)

# Decoders and exact codes of the data e_1, e_2 (columns), for any angles.
DATA = sympy.ImmutableMatrix([[1, 0], [0, 1], [0, 0]])
SPARSE = sympy.ImmutableMatrix(
    [[sympy.cos(delta), sympy.cos(delta), 0], [sympy.sin(delta), -sympy.sin(delta), 0], [0, 0, 1]]
)
DENSE = sympy.ImmutableMatrix(
    [[sympy.cos(eta), 0, 0], [0, sympy.cos(eta), 0], [sympy.sin(eta), sympy.sin(eta), 1]]
)
_COS, _SIN = 1 / (2 * sympy.cos(delta)), 1 / (2 * sympy.sin(delta))
SPARSE_CODE = sympy.ImmutableMatrix([[_COS, _SIN], [_COS, -_SIN], [0, 0]])
_SEC = 1 / sympy.cos(eta)
DENSE_CODE = sympy.ImmutableMatrix([[_SEC, 0], [0, _SEC], [-sympy.tan(eta), -sympy.tan(eta)]])
# The inverse decoders: their rows give the coefficients b of affine-vae-bound.
SPARSE_INVERSE = sympy.ImmutableMatrix([[_COS, _SIN, 0], [_COS, -_SIN, 0], [0, 0, 1]])
DENSE_INVERSE = sympy.ImmutableMatrix(
    [[_SEC, 0, 0], [0, _SEC, 0], [-sympy.tan(eta), -sympy.tan(eta), 1]]
)


def _instance() -> Report:
    products = (
        (SPARSE * SPARSE_CODE, DATA),
        (DENSE * DENSE_CODE, DATA),
        (SPARSE_INVERSE * SPARSE, sympy.eye(3)),
        (DENSE_INVERSE * DENSE, sympy.eye(3)),
    )
    exact = [
        Equal(left, right)
        for product, wanted in products
        for left, right in zip(product, wanted, strict=True)
    ]
    norms = [
        Equal(sum(entry**2 for entry in matrix.col(j)), 1)
        for matrix in (SPARSE, DENSE)
        for j in range(3)
    ]
    return Report(
        (
            Step(
                "For all angles both codes are exact, both decoders are invertible, and all columns"
                " have norm 1; the sparse code has two active rows, the dense one three.",
                All(*exact, *norms),
                "exact products",
                shown=r"W_1Z_1 = W_0Z_0 = (e_1, e_2)",
            ),
        )
    )


def _fixed_columns() -> Report:
    """With columns of norm 1 fixed, the row costs are linear in the powers: lemma-2-literal."""
    cosine = 1 - sympy.Rational(1, 10) ** 2 / 2
    return Report(
        (
            Step(
                r"With the column norms fixed the codes differ in cost by their total powers. The"
                r" dense total is $2\sec^2\eta - 1$, small since $\cos\eta \ge 1-\eta^2/2$; the"
                r" sparse one is $1/\sin^2 2\delta > 1/(2\delta)^2 = 100/9$: the dense code wins at"
                r" every $\gamma$.",
                Less(2 / cosine**2 - 1, sympy.Rational(100, 9)),
                "exact comparison",
            ),
        )
    )


_SPARSE_POWER = 1 / (2 * sympy.sin(2 * delta) ** 2)
_DENSE_POWERS = sympy.Tuple(_SEC**2 / 2, _SEC**2 / 2, sympy.tan(eta) ** 2)
_ROW_NORMS = sympy.Tuple(_SEC**2, _SEC**2, 1 + 2 * sympy.tan(eta) ** 2)
_MILLIONTH = sympy.Rational(1, 10**6)

CLAIM = Claim(
    id="affine-vae-threshold",
    title="An instance on which the affine VAE has a threshold and usual penalties fail",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the affine VAE on the instances"),
    hypotheses=(
        (
            r"$d = \kappa = 3$, $r = 2$, $n = 2$, $X = (e_1, e_2)$, $\delta = [[delta]]$, $\eta ="
            r" [[eta]]$"
        ),
        (
            r"the sparse decoder has the columns $(\cos\delta,\pm\sin\delta,0)$ and $e_3$; the"
            r" dense one $(\cos\eta,0,\sin\eta)$, $(0,\cos\eta,\sin\eta)$ and $e_3$"
        ),
        "for the VAE: free column scales, minimised out; for penalties: columns of norm 1",
        r"the loss of eq. (3) at fixed $\gamma$, with any codes and encoder deviations",
    ),
    conclusion=(
        r"The exact codes have $c_k$ equal to $[[sparse]]$ twice, and $[[dense]]$; the rows of the"
        r" dense decoder's inverse have squared norms $[[row_norms]]$. The penalties $u$,"
        r" $u/(1+u)$, $\log(1+u)$ and $\sqrt u$, with any $g$, prefer the exact dense code. For"
        r" every $\gamma \le [[low]]$ every point of the dense decoder has a loss larger by at"
        r" least $[[margin]]$ than the exact sparse code, and for every $\gamma \le [[edge]]$ a"
        r" larger one. At $\gamma = [[high]]$ some point of the dense decoder is better than every"
        r" point of the sparse one, although there the exact sparse code is still better than the"
        r" exact dense one: that comparison changes sign between the values $[[flip]]$ of $\gamma$."
    ),
    parts={
        "delta": sympy.Rational(3, 20),
        "eta": sympy.Rational(1, 10),
        "sparse": _SPARSE_POWER,
        "dense": _DENSE_POWERS,
        "row_norms": _ROW_NORMS,
        "low": 200 * _MILLIONTH,
        "margin": sympy.Rational(499, 10000),
        "edge": 210 * _MILLIONTH,
        "high": 215 * _MILLIONTH,
        "flip": sympy.Tuple(217 * _MILLIONTH, 218 * _MILLIONTH),
    },
    uses=("affine-vae-bound", "lemma-2-scale"),
    divergence=(
        "Not in the paper. Shown by interval arithmetic: the angles make all quantities"
        " transcendental numbers."
    ),
    controls=(
        Control("margin twice as large", {"margin": sympy.Rational(1, 10)}),
        Control("low above the threshold", {"low": 220 * _MILLIONTH}),
        Control("edge above the threshold", {"edge": 220 * _MILLIONTH}),
        Control("high below the threshold", {"high": 200 * _MILLIONTH}),
        Control(
            "exact codes flip earlier", {"flip": sympy.Tuple(200 * _MILLIONTH, 210 * _MILLIONTH)}
        ),
        Control(
            "exact codes flip later", {"flip": sympy.Tuple(218 * _MILLIONTH, 219 * _MILLIONTH)}
        ),
        Control("sparse powers doubled", {"sparse": 2 * _SPARSE_POWER}),
        Control("angle not doubled", {"sparse": 1 / (2 * sympy.sin(delta) ** 2)}),
        Control(
            "third power not squared",
            {"dense": sympy.Tuple(_SEC**2 / 2, _SEC**2 / 2, sympy.tan(eta))},
        ),
        Control(
            "row norm without the factor 2",
            {"row_norms": sympy.Tuple(_SEC**2, _SEC**2, 1 + sympy.tan(eta) ** 2)},
        ),
        Control("sparse columns closer", {"delta": sympy.Rational(1, 10)}),
        Control("dense row shorter", {"eta": sympy.Rational(1, 20)}),
    ),
    example=Witness("the two decoders with their exact codes", _instance),
    counterexamples=(
        Witness(
            "Column norms fixed at 1 for the VAE as well.",
            _fixed_columns,
            drops="for the VAE: free column scales, minimised out",
        ),
    ),
)
