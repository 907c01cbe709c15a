"""Certified instances of Theorem 4 and of the instance family: matrices with rational entries."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, fmpq, fmpq_mat

from numerics.certificates.balls import BITS, Value, enclose, precision
from numerics.certificates.instances import (
    Instance,
    Matrix,
    fooling_instance,
    general_instance,
    unit_rows,
)
from numerics.evidence.comparisons import at_most, equal, less
from numerics.evidence.exact_codes import (
    Function,
    dense,
    dense_code,
    function,
    loss,
    measure,
    sparse,
    sparse_code,
    zero,
)
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import d, kappa, m, n, r, u
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.instance import instance_family, instance_family_connected, orders
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, s
from sparsity_theory.statements.theorem_4.theorem_4 import C_g, C_h, delta

# Powers are stored as squares of rationals, so a prescribed one is met to six digits only: aim
# a little lower than the bound allows.
_BELOW = Fraction(9999, 10000)
_PENALTIES = (
    ("u", u, 1),
    ("u/(1+u)", u / (1 + u), 1),
    ("\\log(1+u)", sympy.log(1 + u), 1),
    ("3\\tanh u", 3 * sympy.tanh(u), 3),
)
_DIMENSIONS = (Dimensions(2, 2, 1), Dimensions(5, 4, 3))


def _symbols(dims: Dimensions) -> dict[sympy.Symbol, Value]:
    return {d: dims.d, kappa: dims.kappa, r: dims.r, h_0: 0, g_0: 0}


def rational_below(value: arb) -> Fraction:
    """A rational a little below a positive ball."""
    low = value.lower().fmpq()
    return Fraction(int(low.p), int(low.q)).limit_denominator(10**12) * _BELOW


@precision(BITS)
def _check_theorem_4(parts: Parts) -> Report:
    steps = []
    for dims in _DIMENSIONS:
        for name, expression, bound in _PENALTIES:
            h = function(expression)
            values = {**_symbols(dims), C_h: bound, C_g: bound, delta: h(Fraction(1))}
            steps.append(_beaten_by_dense(parts, dims, name, h, values))
            steps.append(_beaten_by_zero(parts, dims, name, h, values))
        steps.append(_never_above_zero(parts, dims))
    return Report(tuple(steps))


def _title(dims: Dimensions, name: str) -> str:
    return f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$, ${name}$"


def _beaten_by_dense(
    parts: Parts, dims: Dimensions, name: str, h: Function, values: Mapping[sympy.Symbol, Value]
) -> Step:
    power = rational_below(enclose(parts["dense_power"], values))
    instance = fooling_instance(dims, power, Fraction(1))
    few, many = sparse(instance), dense(instance)
    # an error penalty with a jump: it plays no part, both codes are exact
    g = function(1 + u)
    advantage = enclose(parts["advantage"], values)
    found = {**values, h_a: h(few.powers[0]), h_b: h(many.powers[0])}
    gain = loss(g, h, few) - loss(g, h, many)
    return step(
        f"{_title(dims, name)}: both codes are exact, with $r$ and $r+1$ active rows, and the dense"
        " one is better by the advantage.",
        parts["advantage"],
        "exact matrices, balls for $h$",
        all_of(
            [
                Verdict.of(few.error == 0 and many.error == 0),
                Verdict.of((few.active, many.active) == (dims.r, dims.r + 1)),
                equal(enclose(parts["sparse_loss"], found), loss(g, h, few)),
                equal(enclose(parts["dense_loss"], found), loss(g, h, many)),
                less(arb(0), advantage),
                at_most(advantage, gain),
            ]
        ),
    )


def _beaten_by_zero(
    parts: Parts, dims: Dimensions, name: str, g: Function, values: Mapping[sympy.Symbol, Value]
) -> Step:
    error = rational_below(enclose(parts["small_error"], values))
    instance = fooling_instance(dims, Fraction(1), Fraction(1), zero_error=error)
    few, nothing = sparse(instance), zero(instance)
    h = g
    found = {**values, h_a: h(few.powers[0]), g_e: g(nothing.error)}
    gain = loss(g, h, few) - loss(g, h, nothing)
    return step(
        f"{_title(dims, name)} for both penalties: the zero code is better by the advantage.",
        parts["advantage"],
        "exact matrices, balls for the penalties",
        all_of(
            [
                Verdict.of(nothing.error > 0),
                equal(enclose(parts["zero_loss"], found), loss(g, h, nothing)),
                at_most(enclose(parts["advantage"], values), gain),
            ]
        ),
    )


def _never_above_zero(parts: Parts, dims: Dimensions) -> Step:
    instance = fooling_instance(dims, Fraction(1), Fraction(1))
    h, g = function(-u / (1 + u)), function(1 + u)
    gain = loss(g, h, sparse(instance)) - loss(g, h, dense(instance))
    below = enclose(parts["advantage_below"], {**_symbols(dims), s: Fraction(1, 2)})
    return step(
        f"{_title(dims, '-u/(1+u)')}: with equal powers 1 the dense code is better.",
        parts["advantage_below"],
        "exact",
        all_of([equal(gain, below), less(arb(0), gain)]),
    )


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


@precision(BITS)
def _check_family(parts: Parts) -> Report:
    return Report((_rows_of_power_one(parts), *(_one_shape(parts, shape) for shape in _SHAPES)))


def _rows_of_power_one(parts: Parts) -> Step:
    found = []
    for size in (1, 2, 7):
        row = parts["row"]
        total = sum(
            (enclose(row, {n: size, instance_family.i: i}) ** 2 for i in range(1, size + 1)), arb(0)
        )
        found.append(equal(total, arb(size)))
    return step("Rows of power 1 for $n = 1, 2, 7$.", parts["row"], "balls", all_of(found))


def _one_shape(parts: Parts, shape: Any) -> Step:
    instance = _general(shape)
    dims, data = instance.dims, instance.family.data
    write = _Writer(instance)
    start, end = write.matrix(parts["dense_decoder"]), write.matrix(parts["sparse_decoder"])
    many, few = write.code(parts["dense_code"]), write.code(parts["sparse_code"])
    identity = _identity(dims.kappa)
    return step(
        f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$, $m={len(instance.dense_powers)}$,"
        f" $n={shape[-1]}$: the formulas give the library's matrices; codes are exact and unique.",
        "W_0 Z_0 = W_1 Z_1 = X",
        "exact rational matrices",
        all_of(
            Verdict.of(truth)
            for truth in (
                write.samples(parts["data"]) == data,
                (start, end) == (instance.family.start, instance.family.end),
                (many, few) == (dense_code(instance), sparse_code(instance)),
                _is_exact(data, start, many, write.powers(parts["dense_power"], write.m)),
                _is_exact(data, end, few, write.powers(parts["sparse_power"], dims.r)),
                _product(write.inverse(parts["dense_inverse"]), start) == identity,
                _product(write.inverse(parts["sparse_inverse"]), end) == identity,
            )
        ),
    )


def _is_exact(data: Matrix, decoder: Matrix, code: Matrix, powers: tuple[Fraction, ...]) -> bool:
    found = measure(data, decoder, code)
    rank = _flint(decoder).rank()
    return found.error == 0 and rank == len(code) and found.powers == powers


class _Writer:
    """Writes the formulas of the instance family out at concrete dimensions and powers."""

    def __init__(self, instance: Instance) -> None:
        self.dims, self.m = instance.dims, len(instance.dense_powers)
        self.d, self.kappa, self.n = instance.family.shape
        self.y = unit_rows(self.dims.r, self.n)
        powers = {}
        for k in range(1, self.d + 1):
            powers[orders.q(k)] = _at(instance.dense_powers, k)
            powers[orders.p(k)] = _at(instance.sparse_powers, k)
        self.table = {name: _rational(value) for name, value in powers.items()}

    def value(self, part: sympy.Expr, j: int, k: int, sample: int = 0) -> Fraction:
        sizes = {orders.j: j, orders.k: k, r: self.dims.r, m: self.m}
        written = part.xreplace({x: sympy.Integer(v) for x, v in sizes.items()}).doit()
        rows = {orders.y(i + 1): _rational(row[sample]) for i, row in enumerate(self.y)}
        exact = written.xreplace({**self.table, **rows})
        return Fraction(int(exact.p), int(exact.q)) if exact.is_Rational else Fraction(-1)

    def matrix(self, part: sympy.Expr) -> Matrix:
        return self._table(self.d, self.kappa, lambda j, k: self.value(part, j, k))

    def inverse(self, part: sympy.Expr) -> Matrix:
        return self._table(self.kappa, self.d, lambda k, j: self.value(part, j, k))

    def code(self, part: sympy.Expr) -> Matrix:
        return self._table(self.kappa, self.n, lambda k, i: self.value(part, 1, k, i - 1))

    def samples(self, part: sympy.Expr) -> Matrix:
        return self._table(self.d, self.n, lambda j, i: self.value(part, j, 1, i - 1))

    def powers(self, part: sympy.Expr, active: int) -> tuple[Fraction, ...]:
        rows = range(1, self.kappa + 1)
        return tuple(self.value(part, 1, k) if k <= active else Fraction() for k in rows)

    @staticmethod
    def _table(rows: int, columns: int, entry: Any) -> Matrix:
        return tuple(tuple(entry(a, b) for b in range(1, columns + 1)) for a in range(1, rows + 1))


def _at(powers: tuple[Fraction, ...], k: int) -> Fraction:
    """The power of row k; unused columns have the scale of the first."""
    return powers[k - 1] if k <= len(powers) else powers[0]


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _flint(matrix: Matrix) -> fmpq_mat:
    entries = [fmpq(x.numerator, x.denominator) for row in matrix for x in row]
    return fmpq_mat(len(matrix), len(matrix[0]), entries)


def _product(left: Matrix, right: Matrix) -> fmpq_mat:
    return _flint(left) * _flint(right)


def _identity(size: int) -> fmpq_mat:
    return fmpq_mat(size, size, [int(a == b) for a in range(size) for b in range(size)])


@precision(BITS)
def _check_connected(parts: Parts) -> Report:
    steps = []
    for dims in (Dimensions(2, 2, 1), Dimensions(5, 4, 2)):
        instance = fooling_instance(dims, Fraction(1, 4), Fraction(9))
        for theta in (Fraction(0), Fraction(1, 3), Fraction(1)):
            steps.append(_on_the_segment(parts, instance, theta))
    return Report(tuple(steps))


def _on_the_segment(parts: Parts, instance: Instance, theta: Fraction) -> Step:
    write, scales = (
        _Writer(instance),
        {instance_family_connected.c_0: 2, instance_family_connected.c_1: sympy.Rational(1, 3)},
    )
    scales[instance_family_connected.theta] = _rational(theta)
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
    return step(
        f"$r={count}$, $\\theta={theta}$: the only exact code has the stated rows.",
        "W_\\theta Z = X",
        "exact rational matrices",
        all_of(
            Verdict.of(truth)
            for truth in (
                decoder == blend,
                found.error == 0 and found.powers[: count + 1] == powers,
                (extra == 0) == (theta == 1),
                _product(write.inverse(at["inverse"]), decoder) == _identity(instance.dims.kappa),
            )
        ),
    )


EVIDENCE = {
    "theorem-4": (
        Evidence(Kind.CERTIFIED, "four penalties, two dimension triples", _check_theorem_4),
    ),
    "instance-family": (Evidence(Kind.CERTIFIED, "three shapes", _check_family),),
    "instance-family-connected": (
        Evidence(Kind.CERTIFIED, "two shapes at three parameters", _check_connected),
    ),
}
