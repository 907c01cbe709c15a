r"""``python -m numerics.labyrinth``: the labyrinth of Fig. 2 with decoders that wind gradually.

The paper draws a curve in a small square, which the identity decoder reproduces with two small
coordinates and a winding decoder with a single large one (eqs. (8) and (9)); it gives no formula.
The family here is ours.  With centre c = (eps/2, eps/2), phi(rho) = omega rho and R_a the rotation
by the angle a,

    mu_x(z; theta) = c + R_{theta phi(|y|)} y,
    y = ((z_1 - (1 - theta) c_1)/lam, z_2 - (1 - theta) c_2),  lam = 1 - theta + theta Lam.

An affine bijection of the plane, then a rotation of every circle around c: so for *every* theta in
[0, 1] the decoder is a homeomorphism of the plane, and the exact code of any data is unique.  theta
= 0 is the identity; theta = 1 winds the z_1-axis into an Archimedean spiral.  The data lie on it,
x_i = c + rho_i (cos t_i, sin t_i) with t_i = phi(rho_i), and their exact code at theta is

    z_i1 = (1 - theta) c_1 + lam rho_i cos((1 - theta) t_i),
    z_i2 = (1 - theta) c_2 + rho_i sin((1 - theta) t_i).

What is certified, in ball arithmetic, with theta continuous and all codes of the plane allowed:

* both rows of the exact code are active at every theta < 1, and one of them at theta = 1: so theta
  = 1, with z* = (Lam rho_i, 0), is the only optimal sparse representation of the family;
* the minimum of L_{g,h} over all theta and codes for g = I_oo (an exact reconstruction is
  demanded) between two bounds, and an interval of theta outside of which no minimiser lies.  Where
  theta = 1 is beaten it is beaten for every other g too, since the code that beats it is exact.

Exit status: 0 certified, 2 bad input, 3 undecided.
"""

from __future__ import annotations

import argparse
import heapq
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy
from flint import arb
from tqdm import tqdm

from numerics.balls import BITS, ball, compiled, enclose, precision
from numerics.errors import InstanceError, NumericsError
from numerics.files import check_writable, write_atomically
from numerics.instances import Floats
from numerics.plot import check_format
from sparsity_theory.derivations import positive
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.expressions import U, parse
from sparsity_theory.penalties import Penalty, penalty
from sparsity_theory.verdict import Verdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEFAULT_PENALTIES = (
    "u", "log(1+u)", "u/(u+1/10)", "sqrt(u)", "u**(1/10)", "u**(1/20)", "log(u+1e-4)",
    "log(u+1e-10)", "l0",
)  # fmt: skip
MAX_SAMPLES, MAX_TURNS = 64, 50
# Beyond this the working precision would not resolve the small codes beside the large ones.
MAX_SCALE = Fraction(10**6)
TOLERANCE = Fraction(1, 10**4)
_MAX_BOXES = 20_000
_PROBES = 120
# Widths of the neighbourhood of theta = 1 in which the local proof is tried: 2^-2, 2^-4, ...
_LOCAL_DEPTHS = range(2, 121, 2)


@dataclass(frozen=True)
class Labyrinth:
    """Data on the spiral, and their exact code at every theta.

    Attributes:
        epsilon: side of the square that the curve lies in.
        reach: Lam eps/2, the code at theta = 1 of the outer end of the curve.
        turns: of the spiral, from the centre to its outer end.
        samples: n; radii are spread evenly over the outer three quarters.

    Raises:
        InstanceError: if a number is not positive or too large, or reach < epsilon.
    """

    epsilon: Fraction = Fraction(1, 10)
    reach: Fraction = Fraction(10)
    turns: int = 5
    samples: int = 8

    def __post_init__(self) -> None:
        if not 1 / MAX_SCALE <= self.epsilon <= self.reach <= MAX_SCALE:
            raise InstanceError(
                f"epsilon = {float(self.epsilon):g} and reach = {float(self.reach):g}: give epsilon"
                f" <= reach, both between {float(1 / MAX_SCALE):g} and {float(MAX_SCALE):g}"
            )
        if not (1 <= self.turns <= MAX_TURNS and 1 <= self.samples <= MAX_SAMPLES):
            raise InstanceError(
                f"{self.turns} turns and {self.samples} samples: give 1 to {MAX_TURNS} turns and 1"
                f" to {MAX_SAMPLES} samples"
            )

    @property
    def centre(self) -> Fraction:
        """Both coordinates of the centre."""
        return self.epsilon / 2

    @property
    def stretch(self) -> Fraction:
        """Lam."""
        return 2 * self.reach / self.epsilon

    @cached_property
    def shares(self) -> tuple[Fraction, ...]:
        """rho_i as a share of eps/2, strictly between 1/4 and 1."""
        return tuple(
            Fraction(1, 4) + Fraction(3 * (i + 1), 4 * (self.samples + 1))
            for i in range(self.samples)
        )

    def code_entries(self, delta: arb) -> list[tuple[arb, arb]]:
        """Exact codes (z_1, z_2/delta) at theta = 1 - delta, for every delta in the ball."""
        stretch = ball(self.stretch) - delta * ball(self.stretch - 1)
        centre, entries = ball(self.centre), []
        for share in self.shares:
            radius = ball(self.centre * share)
            time = 2 * arb.pi() * ball(self.turns * share)
            first = delta * centre + stretch * radius * (delta * time).cos()
            # sin(delta t)/delta = t sinc(delta t), which has no pole at delta = 0.
            entries.append((first, centre + radius * time * (delta * time).sinc()))
        return entries

    def powers(self, delta: arb) -> tuple[arb, arb]:
        """(p_1, p_2/delta^2) of the exact code at theta = 1 - delta."""
        entries = self.code_entries(delta)
        first, second = arb(0), arb(0)
        for a, b in entries:
            first, second = first + a * a, second + b * b
        return first / len(entries), second / len(entries)

    def first_power_slope(self, delta: arb) -> arb:
        """The derivative of p_1 in delta."""
        stretch = ball(self.stretch) - delta * ball(self.stretch - 1)
        centre, total = ball(self.centre), arb(0)
        for share, (first, _) in zip(self.shares, self.code_entries(delta), strict=True):
            radius = ball(self.centre * share)
            time = 2 * arb.pi() * ball(self.turns * share)
            angle = delta * time
            turned = ball(self.stretch - 1) * angle.cos() + stretch * time * angle.sin()
            total += 2 * first * (centre - radius * turned)
        return total / self.samples


def interval(low: Fraction, high: Fraction) -> arb:
    """A ball that contains the interval, at the working precision."""
    return ball((low + high) / 2) + arb(0, ball((high - low) / 2).upper())


@dataclass(frozen=True)
class Solved:
    """What is certified about one penalty.

    Attributes:
        h: the penalty.
        upper: the loss at ``theta``, an upper bound on the minimum, as a ball.
        lower: a lower bound on the minimum.
        theta: where the upper bound is attained.
        around: no minimiser over theta and codes lies outside this interval.
        second_power: no minimiser has a second row of more power than this.
        at_sparse: the loss at theta = 1.
        at_identity: the loss at theta = 0.
        sparse_is_best: theta = 1 is proved to be the only minimiser.
        sparse_is_beaten: some theta is proved strictly better than theta = 1.
        boxes: intervals bounded.
    """

    h: Penalty
    upper: arb
    lower: arb
    theta: Fraction
    around: tuple[Fraction, Fraction]
    second_power: arb
    at_sparse: arb
    at_identity: arb
    sparse_is_best: bool
    sparse_is_beaten: bool
    boxes: int

    @property
    def decided(self) -> bool:
        """Whether it is known if theta = 1 minimises."""
        return self.sparse_is_best or self.sparse_is_beaten


class Loss:
    """(1/d) sum_k h(p_k) of the exact codes, d = 2, as a function of delta = 1 - theta."""

    def __init__(self, instance: Labyrinth, h: Penalty) -> None:
        """Refuse what the bounds do not cover.

        Raises:
            NumericsError: if h is the indicator, or not proved nondecreasing.
        """
        if not h.finite or not h.facts.nondecreasing:
            raise NumericsError(
                f"h = {h.text} has to be finite and proved nondecreasing: the bounds rest on that"
            )
        self.instance, self.h = instance, h
        self._value = compiled(h.expression)
        self._at_zero = enclose(h.at_zero, {})

    def penalty(self, power: arb) -> arb:
        """A lower bound on h over a ball: at its lower end, or at 0 where that decides nothing."""
        low = power.lower()
        value = self._value({U: low}) if low > 0 else self._at_zero
        # A ball across an end of a piece has no value; h does not decrease, so h(0) is below.
        return value if value.is_finite() else self._at_zero

    def lower(self, low: Fraction, high: Fraction) -> arb:
        """A lower bound over an interval of delta."""
        first, second = self.instance.powers(interval(low, high))
        # delta >= low: the second power is at least low^2 times its quotient.
        smallest = ball(low * low) * second.lower() if second > 0 else arb(0)
        return (self.penalty(first) + self.penalty(smallest)) / 2

    def at(self, delta: Fraction) -> arb:
        """The value at a point, whose powers are positive but for the second at delta = 0."""
        first, second = self.instance.powers(ball(delta))
        other = self._value({U: ball(delta * delta) * second}) if delta else self._at_zero
        return (self._value({U: first}) + other) / 2

    def local_proof(self) -> Fraction | None:
        """A w > 0 such that delta = 0 is strictly better than every delta in (0, w], or None.

        With H(a) = h(a^2) concave on [0, oo), H(delta a) - H(0) is at least delta/w times H(w a) -
        H(0).  So the second row, of amplitude at least delta a, gains at least delta G/w, and the
        first loses at most delta K, K a bound on the slope of h(p_1).
        """
        amplitude = sympy.Symbol("a", positive=True)
        curve = self.h.expression.subs(U, amplitude**2)
        bend = sympy.simplify(-sympy.diff(curve, amplitude, 2))
        if positive(bend, strict=False) is not Verdict.HOLDS:
            return None
        slope = compiled(sympy.diff(self.h.expression, U))
        for depth in _LOCAL_DEPTHS:
            width = Fraction(1, 2**depth)
            nearby = interval(Fraction(0), width)
            first, second = self.instance.powers(nearby)
            if not (first > 0 and second > 0):
                continue
            loss = abs(slope({U: first}) * self.instance.first_power_slope(nearby))
            gain = self._value({U: ball(width * width) * second.lower()}) - self._at_zero
            if gain / ball(width) > loss:
                return width
        return None


@dataclass(order=True)
class _Box:
    """An interval of delta; the least bound comes first in a heap."""

    key: float
    number: int
    low: Fraction = field(compare=False)
    high: Fraction = field(compare=False)
    bound: arb = field(compare=False)


def only_sparse_at_one(instance: Labyrinth) -> bool:
    """Whether both rows are certified active at every theta < 1, and the first at theta = 1."""
    with precision(BITS):
        pending = [(Fraction(0), Fraction(1), 0)]
        while pending:
            low, high, depth = pending.pop()
            first, second = instance.powers(interval(low, high))
            if first > 0 and second > 0:
                continue
            if depth > 24:
                return False
            middle = (low + high) / 2
            pending += [(low, middle, depth + 1), (middle, high, depth + 1)]
    return True


def solve(instance: Labyrinth, h: Penalty, tolerance: Fraction = TOLERANCE) -> Solved:
    """Minimise over theta in [0, 1] and all codes, by subdivision.

    Raises:
        NumericsError: if h is the indicator or not proved nondecreasing, or the tolerance is not
            positive.
    """
    if tolerance <= 0:
        raise NumericsError(f"the tolerance must be positive, not {tolerance}")
    with precision(BITS):
        loss = Loss(instance, h)
        at_sparse, at_identity = loss.at(Fraction(0)), loss.at(Fraction(1))
        # Powers of 2 first: a minimiser very near theta = 1 is met at once.
        best, upper = Fraction(0), at_sparse
        for delta in (Fraction(1, 2**depth) for depth in range(_PROBES)):
            here = loss.at(delta)
            if here < upper:
                best, upper = delta, here
        proved = loss.local_proof()
        start = proved or Fraction(0)
        numbers, boxes = count(), 0

        def box(low: Fraction, high: Fraction) -> _Box:
            bound = loss.lower(low, high)
            return _Box(float(bound.lower()), next(numbers), low, high, bound)

        heap = [box(start, Fraction(1))]
        while boxes < _MAX_BOXES:
            gap = (upper - heap[0].bound).upper()
            # With a local proof it suffices that everything outside is strictly worse.
            if heap[0].bound > upper or (gap <= ball(tolerance) and not (proved and best == 0)):
                break
            if heap[0].high - heap[0].low < Fraction(1, 2**100):
                break
            worst = heapq.heappop(heap)
            middle = (worst.low + worst.high) / 2
            here = loss.at(middle)
            if here < upper:
                best, upper = middle, here
            heapq.heappush(heap, box(worst.low, middle))
            heapq.heappush(heap, box(middle, worst.high))
            boxes += 2
        left = [each for each in heap if not each.bound > upper]
        # theta = 1 itself lies in no box where the local proof covers its neighbourhood.
        ends = [Fraction(0)] if best == 0 else []
        ends += [end for each in left for end in (each.low, each.high)]
        lower = heap[0].bound.min(upper).lower()
        return Solved(
            h=h,
            upper=upper,
            lower=lower,
            theta=1 - best,
            around=(1 - max(ends), 1 - min(ends)),
            second_power=_second_power(instance, max(ends)),
            at_sparse=at_sparse,
            at_identity=at_identity,
            sparse_is_best=bool(proved and best == 0 and not left),
            sparse_is_beaten=bool(upper < at_sparse),
            boxes=boxes,
        )


def _second_power(instance: Labyrinth, delta: Fraction) -> arb:
    """An upper bound on p_2 at every theta from 1 - delta on."""
    _, quotient = instance.powers(interval(Fraction(0), delta))
    return (ball(delta * delta) * quotient).upper()


# --- the command -------------------------------------------------------------------------------


def verdict(solved: Solved) -> str:
    """What is certified, in words."""
    if solved.sparse_is_best:
        return "sparse code: the only minimiser"
    if not solved.sparse_is_beaten:
        return "undecided"
    low, high = solved.around
    if low < Fraction(1, 2):
        return f"two active rows, theta in [{float(low):.3g}, {float(high):.3g}]"
    return f"nearly sparse, 1 - theta <= {float(1 - low):.0e}"


def record(solved: Solved) -> dict[str, Any]:
    """One penalty for programs; numbers are rounded outwards from the certified ones."""
    return {
        "h": solved.h.text,
        "slope_at_zero": str(solved.h.facts.right_slope_at_zero),
        "loss_sparse": float(solved.at_sparse.mid()),
        "loss_identity": float(solved.at_identity.mid()),
        "minimum": [_down(solved.lower), -_down(-solved.upper)],
        "theta": [_down(ball(solved.around[0])), min(1.0, -_down(-ball(solved.around[1])))],
        "second_power_at_most": -_down(-solved.second_power),
        "sparse_is_the_only_minimiser": solved.sparse_is_best,
        "sparse_is_beaten": solved.sparse_is_beaten,
        "verdict": verdict(solved),
        "intervals": solved.boxes,
    }


def _down(value: arb) -> float:
    """A float that is not above the number."""
    return float(np.nextafter(float(value.lower()), -np.inf))


def table(solved: Sequence[Solved]) -> str:
    """The answers as aligned text, one penalty a line."""
    rows = [
        (
            "h(u)", "slope at 0", "loss, identity", "loss, sparse", "certified minimum",
            "second power <=", "where",
        )
    ]  # fmt: skip
    for each in solved:
        entry = record(each)
        low, high = entry["minimum"]
        rows.append(
            (
                each.h.text,
                entry["slope_at_zero"].replace("oo", "infinite"),
                f"{entry['loss_identity']:.5g}",
                f"{entry['loss_sparse']:.5g}",
                f"[{low:.6g}, {high:.6g}]",
                _second(each),
                entry["verdict"],
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _second(solved: Solved) -> str:
    """The bound on the second power of a minimiser, where it says something."""
    if solved.sparse_is_best:
        return "0"
    return f"{float(solved.second_power):.1e}" if solved.around[0] > Fraction(1, 2) else "-"


def describe(instance: Labyrinth) -> str:
    """The instance in a few lines, eq. (8) included."""
    least, most = (float(instance.reach * instance.shares[i]) for i in (0, -1))
    sparse = (
        "Certified: at every theta < 1 the unique exact code has two active rows, at theta = 1 one."
        if only_sparse_at_one(instance)
        else "Not certified for these data: that both rows are active at every theta < 1."
    )
    return (
        f"{instance.samples} samples on a spiral of {instance.turns} turns in a square of side"
        f" epsilon = {float(instance.epsilon):g}; d = kappa = 2.\nExact codes: the identity (theta"
        f" = 0) has both coordinates in (0, {float(instance.epsilon):g}), the winding decoder"
        f" (theta = 1) has z* from {least:.3g} to {most:.3g}, and 0.\n{sparse}"
    )


def draw(instance: Labyrinth, solved: Sequence[Solved], path: Path) -> None:
    """The curve as theta grows, the codes, and the loss of the exact codes over theta."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(14, 4.6), layout="constrained")
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.3))
    _draw_curve(left, instance)
    _draw_codes(middle, instance)
    for index, each in enumerate(solved):
        _draw_loss(right, instance, each, f"C{index % 10}")
    right.set(xscale="log", xlabel="1 − θ  (left: winding decoder, right: identity)")
    right.set(ylabel="loss − loss of the sparse code, scaled", title="exact codes; ★ certified")
    right.axhline(0, color="black", lw=0.6)
    right.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


_SHOWN_THETAS = (0.0, 0.1, 0.4, 1.0)
_LEFT_END = 1e-9


def _draw_curve(axes: Axes, instance: Labyrinth) -> None:
    """The image of the line z_2 = (1 - theta) c_2, a radius that winds up as theta grows."""
    centre = float(instance.centre)
    share = np.linspace(0, 1, 4001)
    for theta, shade in zip(_SHOWN_THETAS, ("0.75", "0.6", "0.45", "tab:blue"), strict=True):
        angle = theta * 2 * np.pi * instance.turns * share
        axes.plot(
            centre + centre * share * np.cos(angle), centre + centre * share * np.sin(angle),
            color=shade, lw=1.0, label=f"θ = {theta:g}",
        )  # fmt: skip
    x = _codes(instance, np.zeros(1))[0]
    axes.plot(x[:, 0], x[:, 1], "o", color="tab:red", ms=4, label="data")
    side = float(instance.epsilon)
    axes.set(xlim=(0, side), ylim=(0, side), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    axes.set_title("image of one latent axis in the ε-square")
    axes.legend(fontsize=7, loc="upper left")


def _draw_codes(axes: Axes, instance: Labyrinth) -> None:
    thetas = np.concatenate([np.linspace(0, 1, 4001), 1 - np.geomspace(1e-3, 1e-9, 100)])
    paths = _codes(instance, np.sort(thetas))
    # The path of one sample: all of them would cover each other.
    axes.plot(paths[:, 0, 0], paths[:, 0, 1], color="0.6", lw=0.7, zorder=0)
    axes.plot(*paths[0].T, "o", color="tab:red", ms=4, label="identity, θ = 0")
    axes.plot(*paths[-1].T, "o", color="tab:green", ms=4, label="winding, θ = 1: $(z^*, 0)$")
    side = float(instance.epsilon)
    axes.set_xscale("symlog", linthresh=side)
    axes.set(xlabel="$z_1$ (symmetric log)", ylabel="$z_2$", title="exact codes, and one path in θ")
    axes.set_ylim(-0.7 * side, 1.25 * side)
    axes.legend(fontsize=7, loc="upper left")


def _draw_loss(axes: Axes, instance: Labyrinth, solved: Solved, colour: str) -> None:
    delta = np.geomspace(_LEFT_END, 1, 1500)
    powers = (_codes(instance, 1 - delta) ** 2).mean(axis=1)
    # sin(delta t) in floats loses the second code near theta = 1: use its quotient by delta.
    powers[:, 1] = delta**2 * _second_quotient(instance, delta)
    value = sympy.lambdify(U, solved.h.expression, "numpy")
    loss = np.broadcast_to(value(powers), powers.shape).sum(axis=1) / 2
    sparse = float(solved.at_sparse.mid())
    scale = float(np.abs(loss - sparse).max()) or 1.0
    axes.plot(delta, (loss - sparse) / scale, color=colour, lw=1.2, label=solved.h.text)
    at = max(float(1 - solved.theta), _LEFT_END)
    depth = (float(solved.upper.mid()) - sparse) / scale
    axes.plot(at, depth, "*", color=colour, mec="black", mew=0.5, ms=11, clip_on=False, zorder=3)


def _codes(instance: Labyrinth, thetas: Floats) -> Floats:
    """Exact codes in floats, shape (number of thetas, n, 2)."""
    delta = (1 - thetas)[:, None]
    share = np.array([float(value) for value in instance.shares])
    centre, stretch = float(instance.centre), float(instance.stretch)
    angle = delta * 2 * np.pi * instance.turns * share
    first = delta * centre + (stretch - delta * (stretch - 1)) * centre * share * np.cos(angle)
    return np.stack([first, delta * centre + centre * share * np.sin(angle)], axis=2)


def _second_quotient(instance: Labyrinth, delta: Floats) -> Floats:
    share = np.array([float(value) for value in instance.shares])
    time, centre = 2 * np.pi * instance.turns * share, float(instance.centre)
    entries = centre + centre * share * time * np.sinc(delta[:, None] * time / np.pi)
    return np.asarray((entries**2).mean(axis=1))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (SparsityTheoryError, NumericsError) as problem:
        print(f"labyrinth: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("labyrinth: interrupted, nothing was written", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    for path in (options.json, options.plot):
        if path is not None and str(path) != "-":
            check_writable(path)
    if options.plot is not None:
        check_format(options.plot)
    tolerance = _positive("--tolerance", options.tolerance)
    instance = Labyrinth(
        epsilon=_positive("--epsilon", options.epsilon),
        reach=_positive("--reach", options.reach),
        turns=options.turns,
        samples=options.samples,
    )
    penalties = [penalty(text) for text in options.h or DEFAULT_PENALTIES]
    for h in penalties:  # refuse before the work starts, not in the middle
        Loss(instance, h)
    with tqdm(penalties, unit="penalty", file=sys.stderr, leave=False) as bar:
        solved = [solve(instance, h, tolerance) for h in bar]
    if options.json is not None:
        text = json.dumps([record(each) for each in solved], indent=1, allow_nan=False) + "\n"
        if str(options.json) == "-":
            print(text, end="")
        else:
            write_atomically(options.json, text)
    if options.plot is not None:
        draw(instance, solved, options.plot)
    if str(options.json) != "-":
        print(describe(instance), table(solved), _SUMMARY, sep="\n\n")
    return 0 if all(each.decided for each in solved) else 3


_SUMMARY = """\
Minimum over theta in [0, 1] and all codes that reconstruct exactly (g = I_oo).
Two active rows: the sparse code is beaten, for this g and for every other one.
Nearly sparse: it is beaten too, but only by codes whose second row is as small as said."""


def _positive(option: str, text: str) -> Fraction:
    """A positive rational number from the command line, exactly."""
    value = parse(text)
    if not value.is_Rational or value <= 0:
        raise NumericsError(f"{option} needs a positive number such as 1/100 or 1e-6, not {text!r}")
    return Fraction(int(value.p), int(value.q))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.labyrinth",
        description="Minimise a penalty over decoders between the identity and one that winds a"
        " curve into a small square, certified (Fig. 2 of the paper; the family is ours).",
        epilog="exit status: 0 certified, 2 bad input, 3 undecided",
    )
    add = parser.add_argument
    add(
        "--h",
        action="append",
        help="penalty on the row powers, a catalogue name or an expression in u; may be repeated",
    )
    add("--epsilon", default="1/10", help="side of the square (default 1/10)")
    add("--reach", default="10", help="largest coordinate of the sparse code (default 10)")
    add("--turns", type=int, default=5, help=f"turns of the spiral, up to {MAX_TURNS} (default 5)")
    add("--samples", type=int, default=8, help=f"up to {MAX_SAMPLES} (default 8)")
    add("--tolerance", default=str(float(TOLERANCE)), help="certified gap (default 1e-4)")
    add("--json", type=Path, metavar="FILE", help="write the answers; - for standard output")
    add("--plot", type=Path, metavar="FILE", help="draw curve, codes and losses")
    return parser


if __name__ == "__main__":
    sys.exit(main())
