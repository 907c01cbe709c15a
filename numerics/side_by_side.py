"""``python -m numerics.side_by_side``: the paper's message on the same data and the same decoders.

Penalties h with a bounded gradient, sharp ones, and the VAE itself, on two instances:

* the instance of Theorem A1 (decoders W_theta, theta in [0, 1], dense at 0 and sparse at 1), which
  fools every h with a bounded gradient.  The minimisers of L_{g,h} are certified by branch and
  bound over theta and all codes; that of the affine VAE is theta = 1 at every gamma < 2 (claim
  affine-vae-a1);
* the two decoders with columns of norm 1 of claim affine-vae-threshold, on which the VAE has a
  threshold in gamma, here bracketed from both sides.

The bounds of Theorems C2 and D are tested on certified minimisers, and what beta does to the
beta-VAE with learned gamma is listed, exactly.  Exit status: 0 certified, 2 bad input, 3 undecided.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy
from scipy.optimize import minimize
from tqdm import tqdm

from numerics.affine_vae import Bracket, Learned, Pair, learned, theorem_a1_minimiser
from numerics.balls import BITS, Value, enclose, precision
from numerics.errors import NumericsError
from numerics.files import check_writable, write_atomically
from numerics.instances import Floats
from numerics.plot import check_format
from numerics.report import where
from numerics.solve import DEFAULT_SECONDS, Answer, Geometry, solve
from numerics.verify import reconstruction_error
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.expressions import U, parse
from sparsity_theory.notation import beta, d, gamma, r
from sparsity_theory.penalties import Penalty, penalty
from sparsity_theory.statements.theorem_c2 import C2, P

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BOUNDED = ("u", "log(1+u)", "u/(u+1)", "1-exp(-u)")
SHARP = ("sqrt(u)", "u**(1/20)", "log(u+1e-6)", "l0")
# log(u + c) has a bounded gradient too, but a steep one: Theorem B says how steep it has to be.
KINDS = ("bounded h",) * len(BOUNDED) + ("sharp h",) * len(SHARP)
# Against an h that is not l0 the linear g; l0 needs a g that jumps as well (Theorem A).
LINEAR, JUMP = "1000*u", "l0"
NOISES = ("1/2", "1/100", "1e-6")
SURROGATE_NOISES = ("1e-3", "1e-4", "1e-5")
BETAS = ("1", "2", "39/10", "4", "41/10", "5", "13/2", "13")
SPECTRUM, SPECTRUM_DIMENSION = ("2", "1", "1/2"), 12
MAX_VALUES = 100
_RANGE = Fraction(2, 10**4), Fraction(23, 10**5)


@dataclass(frozen=True)
class Bounds:
    """Theorem C2 on one certified minimiser: what it has, and what it may have at most.

    Attributes:
        noise: gamma of g = h = log(u + gamma), beta = 1.
        answer: the certified minimiser.
        error: e, and its bound.
        row: the power of row r + 1, the largest that is not among the r allowed, and its bound.
        holds: both are certified, on a point that is certified no worse than the sparse code.
    """

    noise: Fraction
    answer: Answer
    error: tuple[float, float]
    row: tuple[float, float]
    holds: bool


def theorem_c2(dims: Dimensions, geometry: Geometry, noise: Fraction, seconds: float) -> Bounds:
    """Minimise the surrogate on the instance of Theorem A1 and test Theorem C2 on the result."""
    log = penalty(f"log(u+{noise})")
    answer = solve(log, log, dims, geometry=geometry, seconds=seconds)
    point = answer.certificate
    error = reconstruction_error(answer.instance.family, point.theta, point.codes)
    n = answer.instance.samples
    sums = [sum((z * z for z in row), Fraction(0)) for row in point.codes]
    powers = sorted((value / n for value in sums), reverse=True)
    mean = sum(answer.instance.sparse_powers, Fraction(0)) / dims.r
    values: dict[sympy.Symbol, Value] = {d: dims.d, r: dims.r, beta: 1, gamma: noise, P: mean}
    most, row = (enclose(C2.parts[name], values) for name in ("error_bound", "row_bound"))
    with precision(BITS):
        error_ball, row_ball = (enclose(sympy.Rational(x), {}) for x in (error, powers[dims.r]))
        holds = bool(
            answer.verified.loss <= answer.verified.loss_sparse
            and error_ball <= most
            and row_ball <= row
        )
    return Bounds(
        noise,
        answer,
        (float(error), float(most.mid())),
        (float(powers[dims.r]), float(row.mid())),
        holds,
    )


@dataclass(frozen=True)
class Comparison:
    """Everything that the command shows."""

    dims: Dimensions
    geometry: Geometry
    answers: tuple[Answer, ...]
    noises: tuple[Fraction, ...]
    bounds: tuple[Bounds, ...]
    pair: Pair
    always: Fraction
    bracket: Bracket
    exact_bracket: Bracket
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
) -> Comparison:
    """Do all of it, with a progress bar.

    Raises:
        InstanceError: if the geometry or the dimensions are impossible.
    """
    pair = Pair()
    spectrum = [Fraction(value) for value in SPECTRUM]
    curves = [(beta_, learned(spectrum, SPECTRUM_DIMENSION, beta_)) for beta_ in betas]
    answers, bounds = [], []
    with tqdm(
        total=len(BOUNDED + SHARP) + len(SURROGATE_NOISES) + 1, file=sys.stderr, leave=False
    ) as bar:
        for h in (penalty(text) for text in BOUNDED + SHARP):
            bar.set_description(f"h = {h.text}")
            g = penalty(JUMP if h.text == "l0" else LINEAR)
            answers.append(solve(g, h, dims, geometry=geometry, seconds=seconds))
            bar.update()
        for noise in map(Fraction, SURROGATE_NOISES):
            bar.set_description(f"Theorem C2, gamma = {noise}")
            bounds.append(theorem_c2(dims, geometry, noise, seconds))
            bar.update()
        bar.set_description("threshold of the VAE")
        always, bracket = pair.always_sparse(*_RANGE), pair.threshold(*_RANGE)
        exact = pair.threshold(*_RANGE, exact=True)
        bar.update()
    return Comparison(
        dims, geometry, tuple(answers), tuple(noises), tuple(bounds), pair, always, bracket, exact,
        tuple(curves),
    )  # fmt: skip


# --- tables ------------------------------------------------------------------------------------


def text(found: Comparison) -> str:
    """All tables, with the sentences that say what they show."""
    return "\n\n".join(
        (_same_decoders(found), _two_decoders(found), _tested(found), _collapse(found))
    )


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _slope(h: Penalty) -> str:
    return str(h.facts.right_slope_at_zero).replace("oo", "infinite")


def _same_decoders(found: Comparison) -> str:
    rows = [
        (
            "objective",
            "",
            "slope at 0",
            "best point, certified",
            "row r+1",
            "against the sparse code",
        )
    ]
    for kind, answer in zip(KINDS, found.answers, strict=True):
        beaten = f"{answer.loss_sparse - answer.loss:.2g} lower" if answer.strictly_beaten else "="
        place = where(answer) + ("" if answer.lower is not None else " (not certified)")
        row = f"{sorted(answer.powers, reverse=True)[found.dims.r]:.1e}"
        rows.append((kind, answer.h.text, _slope(answer.h), place, row, beaten))
    for noise in found.noises:
        place = "all theta tie: collapsed" if noise >= 2 else "theta = 1 for every minimiser"
        point = theorem_a1_minimiser(found.dims, noise)
        active = f"{len(point.kept)} active, loss {float(point.loss.mid()):.6g}"
        rows.append(("VAE", f"gamma = {noise}", "infinite", place, "0", active))
    dims, geometry = found.dims, found.geometry
    return f"""\
1. Same data, same decoders: the instance of Theorem A1 at (d, kappa, r) = ({dims.d}, {dims.kappa},\
 {dims.r}),
   row powers {geometry.dense_power} (dense code, theta = 0) and {geometry.sparse_power} (sparse\
 code, theta = 1); g = {LINEAR}, and {JUMP} with l0.

{_aligned(rows)}

   Best point: its loss is within 1e-6 of a certified lower bound over all theta and codes.
   The VAE's column scales are free, so the lever of this instance is nothing to it: theta = 1 at
   every gamma < 2, proved (claim affine-vae-a1)."""


def _two_decoders(found: Comparison) -> str:
    pair, bracket, exact = found.pair, found.bracket, found.exact_bracket
    rows = [("objective", "", "sparse decoder", "dense decoder")]
    for kind, name in zip(KINDS, BOUNDED + SHARP, strict=True):
        costs = [_exact_penalty(penalty(name), each) for each in (pair.sparse, pair.dense)]
        mark = ("*", "") if costs[0] < costs[1] else ("", "*")
        few, many = (f"{x:.5g}{y}" for x, y in zip(costs, mark, strict=True))
        rows.append((kind, name, few, many))
    for noise in (bracket.sparse, bracket.dense, exact.sparse, exact.dense):
        first, second = (
            f"[{float(each.lower_bound(noise)):.5f}, {float(each.upper_bound(noise)):.5f}]"
            for each in (pair.sparse, pair.dense)
        )
        winner = pair.winner(noise)
        mark = ("*" if winner == "sparse" else "", "*" if winner == "dense" else "")
        rows.append(("VAE", f"gamma = {float(noise):.5e}", first + mark[0], second + mark[1]))
    return f"""\
2. Two decoders with columns of norm 1 (delta = {pair.delta}, eta = {pair.eta}, r = 2); * the\
 better one.
   Penalties: exact codes, any g. VAE: least loss over all codes, scales and deviations, in between.

{_aligned(rows)}

   The VAE prefers the sparse decoder at every gamma up to {float(found.always):.5e} and at\
 {float(bracket.sparse):.5e},
   the dense one at {float(bracket.dense):.5e}: certified from both sides;
   comparing exact codes says {float(exact.sparse):.5e} and {float(exact.dense):.5e}: not the same,\
 as at gamma > 0 the best
   point of a decoder is not exact."""


def _exact_penalty(h: Penalty, decoder: Any) -> float:
    """The penalty of an exact code (each side is far from the other: floats suffice to print)."""
    zero = enclose(h.at_zero, {})
    with precision(BITS):
        values = [
            zero if power == 0 else enclose(h.expression, {U: power}) for power in decoder.powers
        ]
        return float(sum(values, zero * 0).mid())


def _tested(found: Comparison) -> str:
    rows = [("theorem", "gamma", "has", "may have at most", "")]
    for each in found.bounds:
        verdict = "holds" if each.holds and each.answer.lower is not None else "not certified"
        error, row = each.error, each.row
        rows += [
            ("C2, error", str(each.noise), f"{error[0]:.3g}", f"{error[1]:.3g}", verdict),
            ("C2, row r+1", str(each.noise), f"{row[0]:.3g}", f"{row[1]:.3g}", verdict),
        ]
    for noise in found.noises:
        point = theorem_a1_minimiser(found.dims, noise)
        bound, loss = point.theorem_d_bound(), point.loss
        verdict = "holds" if bound < loss else "not certified"
        has, least = float(loss.mid()), float(bound.mid())
        rows.append(("D, -loss", str(noise), f"{-has:.6g}", f"{-least:.6g}", verdict))
    return (
        "3. Theorems C2 (g = h = log(u + gamma)) and D (the VAE), on certified minimisers of the"
        f" instance of 1.\n\n{_aligned(rows)}"
    )


def _collapse(found: Comparison) -> str:
    rank = len(SPECTRUM)
    rows = [("beta", "slope in log gamma", "active", "minimising gamma")]
    for weight, result in found.betas:
        slope = SPECTRUM_DIMENSION - weight * rank
        noise = str(result.noise)
        if result.noise is None:
            noise = "every small one" if result.tie else "none: the loss falls without bound"
        rows.append((str(weight), str(slope), f"{result.active} of {rank}", noise))
    return (
        f"4. The affine beta-VAE with learned gamma, d = {SPECTRUM_DIMENSION}, eigenvalues"
        f" {', '.join(SPECTRUM)}: exact; the threshold is beta = d/r ="
        f" {Fraction(SPECTRUM_DIMENSION, rank)}.\n\n{_aligned(rows)}"
    )


def record(found: Comparison) -> dict[str, Any]:
    """Everything for programs."""
    return {
        "dims": [found.dims.d, found.dims.kappa, found.dims.r],
        "penalties": [
            {
                "h": answer.h.text,
                "g": answer.g.text,
                "bounded_gradient": answer.h.facts.bounded_gradient,
                "minimiser": where(answer),
                "theta": str(answer.certificate.theta),
                "loss": answer.loss,
                "loss_sparse": answer.loss_sparse,
                "lower": answer.lower,
                "sparse_is_beaten": answer.strictly_beaten,
            }
            for answer in found.answers
        ],
        "vae": [
            {
                "gamma": str(noise),
                "theta": None if noise >= 2 else 1,
                "loss": float(theorem_a1_minimiser(found.dims, noise).loss.mid()),
            }
            for noise in found.noises
        ],
        "threshold": {
            "sparse_at_every_gamma_up_to": str(found.always),
            "sparse_at": str(found.bracket.sparse),
            "dense_at": str(found.bracket.dense),
            "exact_codes_sparse_at": str(found.exact_bracket.sparse),
            "exact_codes_dense_at": str(found.exact_bracket.dense),
        },
        "theorem_c2": [
            {"gamma": str(x.noise), "error": x.error, "row": x.row, "holds": x.holds}
            for x in found.bounds
        ],
        "beta": [
            {
                "beta": str(weight),
                "active": result.active,
                "gamma": None if result.noise is None else str(result.noise),
            }
            for weight, result in found.betas
        ],
        "decided": found.decided,
    }


# --- the figure --------------------------------------------------------------------------------


def draw(found: Comparison, path: Path) -> None:
    """Losses over theta, the threshold, and the collapse; curves are floats, marks certified."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(14, 8), layout="constrained")
    (bounded, sharp), (threshold, collapse) = figure.subplots(2, 2)
    for axes, kind in ((bounded, "bounded h"), (sharp, "sharp h")):
        pairs = zip(KINDS, found.answers, strict=True)
        for index, answer in enumerate(answer for of, answer in pairs if of == kind):
            _draw_answer(axes, answer, f"C{index}")
        for index, noise in enumerate(found.noises if kind == "sharp h" else ()):
            _draw_vae(axes, found, noise, ("black", "0.4", "0.65")[index % 3])
        axes.axhline(0, color="black", lw=0.5)
        axes.set(xlabel="decoder θ (0 dense, 1 sparse)", ylabel="loss − loss of θ = 1, scaled")
        axes.legend(fontsize=8, loc="best")
    bounded.set_title("bounded gradient: the dense code wins (★ certified)")
    sharp.set_title("sharp h, and the VAE (dashed): same data, same decoders")
    _draw_threshold(threshold, found)
    _draw_collapse(collapse, found)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


_THETAS = np.concatenate([np.linspace(0, 0.99, 199), 1 - np.geomspace(1e-2, 1e-8, 100), [1.0]])


def _draw_answer(axes: Axes, answer: Answer, colour: str) -> None:
    """The loss of the exact code at every theta, for h alone (g is the same for all of them)."""
    powers = _exact_powers(answer)
    value = sympy.lambdify(U, answer.h.expression, "numpy")
    positive = np.where(powers > 0, powers, 1.0)
    zero = float(answer.h.at_zero)
    costs = np.where(powers > 0, np.broadcast_to(value(positive), powers.shape), zero)
    loss = costs.sum(axis=1)
    scale = float(np.abs(loss - loss[-1]).max()) or 1.0
    axes.plot(_THETAS, (loss - loss[-1]) / scale, color=colour, label=answer.h.text)
    if answer.lower is not None:
        at = float(answer.certificate.theta)
        own = np.array(answer.powers)
        active = own[own > 0]
        cost = np.broadcast_to(value(active), active.shape).sum() + zero * (len(own) - len(active))
        axes.plot(
            at,
            (cost - loss[-1]) / scale,
            "*",
            color=colour,
            mec="black",
            ms=13,
            clip_on=False,
            zorder=3,
        )


def _exact_powers(answer: Answer) -> Floats:
    """Row powers of the exact code at every theta."""
    instance = answer.instance
    # W_theta has c_0 (1 - theta) + c_1 theta = a on the diagonal; row r + 1 is (1-theta) c_0/a^2.
    c_0, c_1 = (
        float(instance.scale / amplitudes[0])
        for amplitudes in (instance.dense_amplitudes, instance.sparse_amplitudes)
    )
    a = (1 - _THETAS) * c_0 + _THETAS * c_1
    scale = float(instance.scale)
    powers = np.zeros((len(_THETAS), instance.dims.kappa))
    powers[:, : instance.dims.r] = (scale**2 / a**2)[:, None]
    powers[:, instance.dims.r] = (scale * (1 - _THETAS) * c_0 / a**2) ** 2
    return powers


def _draw_vae(axes: Axes, found: Comparison, noise: Fraction, colour: str) -> None:
    """The affine VAE's loss at every theta, scales minimised in floats; an illustration."""
    thetas = np.concatenate([np.linspace(0, 0.9, 19), np.linspace(0.91, 1, 16)])
    ratio = math.sqrt(float(found.geometry.sparse_power / found.geometry.dense_power))
    loss = np.array([_block_loss(float(theta), ratio, float(noise)) for theta in thetas])
    scale = float(np.abs(loss - loss[-1]).max()) or 1.0
    axes.plot(
        thetas, (loss - loss[-1]) / scale, "--", color=colour, label=f"VAE, γ = {float(noise):g}"
    )
    if noise < 2:
        axes.plot(1, 0, "*", color=colour, mec="black", ms=13, clip_on=False, zorder=3)


def _block_loss(theta: float, ratio: float, noise: float) -> float:
    """The cost of the two coordinates that see theta, columns s (a, b) and (0, q)."""
    b = theta
    a = (1 - theta) * ratio + theta
    b, a = b / math.hypot(a, b), a / math.hypot(a, b)

    def cost(x: Floats) -> float:
        first, second = math.exp(x[0]), math.exp(x[1])
        covariance = noise * np.eye(2)
        covariance += first * np.outer((a, b), (a, b)) + second * np.outer((0, 1), (0, 1))
        data = np.ones(2) @ np.linalg.solve(covariance, np.ones(2))
        return math.log1p(first / noise) + math.log1p(second / noise) + float(data)

    starts = [(0.5, y) for y in (-1.0, math.log(noise) - 3)]
    return min(float(minimize(cost, np.array(start), method="BFGS").fun) for start in starts)


def _draw_threshold(axes: Axes, found: Comparison) -> None:
    """Dense loss less sparse loss of the VAE against gamma, between certified bounds."""
    pair = found.pair
    noises = [Fraction(round(1e9 * x), 10**9) for x in np.geomspace(2e-4, 2.3e-4, 9)]
    low, high, exact = [], [], []
    for noise in noises:
        low.append(float(pair.dense.lower_bound(noise) - pair.sparse.upper_bound(noise)))
        high.append(float(pair.dense.upper_bound(noise) - pair.sparse.lower_bound(noise)))
        exact.append(float((pair.dense.exact_cost(noise) - pair.sparse.exact_cost(noise)).mid()))
    at = np.array([float(noise) for noise in noises])
    axes.fill_between(at, low, high, color="tab:blue", alpha=0.5, label="all points, certified")
    axes.plot(at, exact, "--", color="tab:orange", lw=1, label="exact codes alone")
    axes.axhline(0, color="black", lw=0.5)
    for value, colour in ((found.bracket.sparse, "tab:green"), (found.bracket.dense, "tab:red")):
        axes.axvline(float(value), color=colour, lw=1)
    axes.set(xscale="log", xlabel="γ", ylabel="VAE: dense decoder − sparse decoder")
    axes.set_xticks([2e-4, 2.1e-4, 2.2e-4, 2.3e-4], ["2e-4", "2.1e-4", "2.2e-4", "2.3e-4"])
    axes.minorticks_off()
    axes.set_title(
        f"unit columns: sparse at γ = {float(found.bracket.sparse):.4e}, dense at"
        f" {float(found.bracket.dense):.4e}",
    )
    axes.legend(fontsize=8)


def _draw_collapse(axes: Axes, found: Comparison) -> None:
    """Active dimensions and minimising gamma against beta, both exact."""
    spectrum = [Fraction(value) for value in SPECTRUM]
    rank, size = len(spectrum), SPECTRUM_DIMENSION
    betas = [Fraction(k, 50) for k in range(25, 601)]
    results = [learned(spectrum, size, weight) for weight in betas]
    at = np.array([float(weight) for weight in betas])
    axes.step(at, [x.active for x in results], where="mid", label="active dimensions")
    axes.axvline(size / rank, color="tab:red", lw=1, label="β = d/r")
    axes.set(xlabel="β", ylabel="active dimensions", ylim=(-0.1, rank + 0.4))
    axes.set_yticks(range(rank + 1))
    twin = axes.twinx()
    noise = [math.nan if x.noise is None else float(x.noise) for x in results]
    twin.plot(at, noise, color="tab:orange", label="minimising γ (none up to d/r)")
    twin.set_ylabel("γ")
    twin.set_ylim(bottom=0)
    lines = [axes.get_legend_handles_labels(), twin.get_legend_handles_labels()]
    axes.legend(
        lines[0][0] + lines[1][0], lines[0][1] + lines[1][1], fontsize=8, loc="center right"
    )
    values = ", ".join(SPECTRUM)
    axes.set_title(f"β-VAE, γ learned, d = {size}, eigenvalues {values}: partial collapse")


# --- the command -------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (SparsityTheoryError, NumericsError) as problem:
        print(f"side_by_side: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("side_by_side: interrupted, nothing was written", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    for path in (options.json, options.plot):
        if path is not None and str(path) != "-":
            check_writable(path)
    if options.plot is not None:
        check_format(options.plot)
    dims = Dimensions(*_dimensions(options.dims))
    geometry = Geometry(
        dense_power=_positive("--dense-power", options.dense_power),
        sparse_power=_positive("--sparse-power", options.sparse_power),
    )
    noises = _list("--gammas", options.gammas)
    betas = _list("--betas", options.betas)
    seconds = float(_positive("--time", options.time))
    found = compare(dims, geometry, noises, betas, seconds=seconds)
    if options.plot is not None:
        draw(found, options.plot)
    content = json.dumps(record(found), indent=1, allow_nan=False) + "\n"
    if options.json is not None and str(options.json) != "-":
        write_atomically(options.json, content)
    print(content if str(options.json) == "-" else text(found), end="")
    print("" if str(options.json) == "-" else "\n", end="")
    return 0 if found.decided else 3


def _positive(option: str, given: str) -> Fraction:
    """A positive rational number from the command line, exactly."""
    value = parse(given)
    if not value.is_Rational or value <= 0:
        raise NumericsError(f"{option} needs positive numbers such as 1/100 or 1e-6, not {given!r}")
    return Fraction(int(value.p), int(value.q))


def _list(option: str, given: str) -> list[Fraction]:
    parts = [part.strip() for part in given.split(",")]
    if len(parts) > MAX_VALUES or not all(parts):
        raise NumericsError(
            f"{option} needs 1 to {MAX_VALUES} numbers with commas between them, not {len(parts)}"
            f" such as {given[:40]!r}"
        )
    return [_positive(option, part) for part in parts]


def _dimensions(given: str) -> list[int]:
    parts = given.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() and len(part) < 7 for part in parts):
        raise NumericsError(f"--dims needs three whole numbers d,kappa,r, not {given!r}")
    return [int(part) for part in parts]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.side_by_side",
        description="Bounded-gradient penalties, sharp ones and the VAE on the same data and the"
        " same decoders, certified.",
        epilog="exit status: 0 certified, 2 bad input, 3 undecided",
    )
    add = parser.add_argument
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--dense-power", default="1/100", help="row power of the dense code (default 1/100)")
    add("--sparse-power", default="1", help="row power of the sparse code (default 1)")
    add("--gammas", default=",".join(NOISES), help="decoder variances of the VAE on instance 1")
    add("--betas", default=",".join(BETAS), help="weights of the beta-VAE with learned gamma")
    add("--time", default=str(DEFAULT_SECONDS), metavar="SECONDS", help="budget of each penalty")
    add("--json", type=Path, metavar="FILE", help="write the answers; - for standard output")
    add("--plot", type=Path, metavar="FILE", help="draw all of it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
