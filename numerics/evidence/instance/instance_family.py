"""The instance family against the library's matrices, in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from numerics.certificates.instances import (
    Instance,
    Matrix,
    general_instance,
)
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    dense_code,
    measure,
    sparse_code,
)
from numerics.evidence.instance.writer import Writer, flint_identity, flint_matrix, flint_product
from numerics.evidence.propositions import equal
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import i, n
from sparsity_theory.proving.propositions import All, Same

_SHAPES = (
    (Dimensions(2, 2, 1), (4, 9), (1,), 1),
    (Dimensions(5, 4, 2), (4, 9, 16), (Fraction(1, 4), 25), 3),
    (Dimensions(4, 4, 1), (Fraction(1, 9), 4, 1, 9), (49,), 2),
)


def _general(shape: Any) -> Instance:
    dims, dense_powers, sparse_powers, samples = shape
    return general_instance(
        dims,
        tuple(Fraction(x) for x in dense_powers),
        tuple(Fraction(x) for x in sparse_powers),
        samples=samples,
    )


def _check_family(parts: Parts) -> Report:
    return Report((_rows_of_power_one(parts), *(_one_shape(parts, shape) for shape in _SHAPES)))


def _rows_of_power_one(parts: Parts) -> Step:
    found = []
    for size in (1, 2, 7):
        row = parts["row"]
        total = sum((enclose(row, {n: size, i: at}) ** 2 for at in range(1, size + 1)), arb(0))
        found.append(equal(total, arb(size)))
    return Step("Rows of power 1 for $n = 1, 2, 7$.", All(*found), "balls", shown=parts["row"])


def _one_shape(parts: Parts, shape: Any) -> Step:
    instance = _general(shape)
    dims, data = instance.dims, instance.family.data
    write = Writer(instance)
    start, end = write.matrix(parts["dense_decoder"]), write.matrix(parts["sparse_decoder"])
    many, few = write.code(parts["dense_code"]), write.code(parts["sparse_code"])
    identity = flint_identity(dims.kappa)
    return Step(
        f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$, $m={len(instance.dense_powers)}$,"
        f" $n={shape[-1]}$: the formulas give the library's matrices; codes are exact and unique.",
        All(
            *(
                Same(what, truth, True)
                for what, truth in (
                    ("data", write.samples(parts["data"]) == data),
                    ("decoders", (start, end) == (instance.family.start, instance.family.end)),
                    ("codes", (many, few) == (dense_code(instance), sparse_code(instance))),
                    (
                        "dense code exact, with its powers",
                        _is_exact(data, start, many, write.powers(parts["dense_power"], write.m)),
                    ),
                    (
                        "sparse code exact, with its powers",
                        _is_exact(data, end, few, write.powers(parts["sparse_power"], dims.r)),
                    ),
                    (
                        "left inverse of $W_0$",
                        flint_product(write.inverse(parts["dense_inverse"]), start) == identity,
                    ),
                    (
                        "left inverse of $W_1$",
                        flint_product(write.inverse(parts["sparse_inverse"]), end) == identity,
                    ),
                )
            )
        ),
        "exact rational matrices",
        shown="W_0 Z_0 = W_1 Z_1 = X",
    )


def _is_exact(data: Matrix, decoder: Matrix, code: Matrix, powers: tuple[Fraction, ...]) -> bool:
    found = measure(data, decoder, code)
    rank = flint_matrix(decoder).rank()
    return found.error == 0 and rank == len(code) and found.powers == powers


EVIDENCE = certified("three shapes", _check_family)
