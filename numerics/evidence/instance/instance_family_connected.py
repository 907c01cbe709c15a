"""The segment of decoders against the library's matrices, in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.instances import (
    Instance,
    fooling_instance,
)
from numerics.evidence.comparisons import certified
from numerics.evidence.exact_codes import (
    measure,
)
from numerics.evidence.instance.writer import Writer, flint_identity, flint_product
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.proving.propositions import All, Same
from sparsity_theory.statements.instance import instance_family_connected


def _check_connected(parts: Parts) -> Report:
    steps = []
    for dims in (Dimensions(2, 2, 1), Dimensions(5, 4, 2)):
        instance = fooling_instance(dims, Fraction(1, 4), Fraction(9))
        for theta in (Fraction(0), Fraction(1, 3), Fraction(1)):
            steps.append(_on_the_segment(parts, instance, theta))
    return Report(tuple(steps))


def _on_the_segment(parts: Parts, instance: Instance, theta: Fraction) -> Step:
    write, scales = (
        Writer(instance),
        {instance_family_connected.c_0: 2, instance_family_connected.c_1: sympy.Rational(1, 3)},
    )
    scales[instance_family_connected.theta] = sympy.Rational(theta)
    at = {name: sympy.sympify(part, strict=True).subs(scales) for name, part in parts.items()}
    decoder, code = write.matrix(at["decoder"]), write.code(at["code"])
    ends = zip(instance.family.start, instance.family.end, strict=True)
    blend = tuple(
        tuple((1 - theta) * a + theta * b for a, b in zip(*rows, strict=True)) for rows in ends
    )
    scale = Fraction(str(at["scale"]))
    found = measure(instance.family.data, decoder, code)
    extra, count = Fraction(str(at["extra_row"])), instance.dims.r
    powers = (1 / scale**2 if scale else Fraction(-1),) * count + (extra**2,)
    return Step(
        f"$r={count}$, $\\theta={theta}$: the only exact code has the stated rows.",
        All(
            Same("decoder as blended", decoder, blend),
            Same("error", found.error, 0),
            Same("powers", found.powers[: count + 1], powers),
            Same("last row vanishes, and $\\theta = 1$", extra == 0, theta == 1),
            Same(
                "left inverse",
                flint_product(write.inverse(at["inverse"]), decoder)
                == flint_identity(instance.dims.kappa),
                True,
            ),
        ),
        "exact rational matrices",
        shown="W_\\theta Z = X",
    )


EVIDENCE = certified("two shapes at three parameters", _check_connected)
