"""The page of certified minima with nonlinear decoders, from what a survey measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Case = Mapping[str, Any]

_INTRODUCTION = """\
# Certified minima with nonlinear decoders

Written by `python -m numerics.nonlinear --page` from a stored survey; do not edit.

For a decoder with one to three parameters theta in a box, `python -m numerics.nonlinear` finds the
least value over theta and *all* codes of L_{g,h} (here g(u) = 10 u, h(u) = log(1 + u)), or over
theta and all Gaussian encoders of the VAE loss (3) at a fixed gamma (every sample has its own mean
and variance: an encoder without limits). The box of theta is part of the problem; codes and
encoders have no box: where they can be is derived. Each certificate is read back and checked
(`--check`) by a program that shares with the search only the language of decoders: it rebuilds
the loss from the decoder, and encloses it in floats rounded outwards.

**The bound.** On a box of theta (and of the row powers) the samples are given copies of theta. From
each sample's least value a linear and a quadratic function of theta is taken off, whose sum over
the samples is minimised exactly over the box; what is left is bounded on cells of the inner
variables by Taylor's formula with an enclosed Hessian. Any such functions are valid, so that a
certificate holds boxes, slopes, levels and tilts, and the checker cuts its own cells.

**What it does not do.** The row powers are relaxed with a multiplier. Where the best codes jump as
it changes, a gap remains that no smaller box closes; that was met at n = 3 with the decoder
(z, a tanh(2z)). Penalties h that stay below the loss, and relus of relus, are refused.
Three relu weights, and two parameters of a polynomial or a tanh, are not in this survey."""

_AIMS = (
    "CPU seconds; *aim* is for the point and the search. The machine was shared: compare columns."
)


def page(made: Mapping[str, Any]) -> str:
    """The page as Markdown."""
    cases: Sequence[Case] = made["cases"]
    groups = list(dict.fromkeys(case["group"] for case in cases))
    titles = {
        "one parameter": "L_{g,h}, one parameter",
        "two and three": "L_{g,h}, two parameters",
        "VAE": "The VAE loss (3), one latent",
        "as gamma falls": "The VAE loss (3), as gamma falls",
        "sparse or dense": "Sparse or dense",
    }
    parts = [_INTRODUCTION, summary(cases), _AIMS]
    for group in groups:
        some = [case for case in cases if case["group"] == group]
        parts += [f"## {titles[group]}", *_explained(group, some), _table(some)]
    parts += ["## Other solvers", _peers(made["peers"])]
    return "\n\n".join(parts) + "\n"


def summary(cases: Sequence[Case]) -> str:
    """How many closed, and what checking costs."""
    closed = [case for case in cases if case["verified"]]
    met = sum(_met(case) == "MET" for case in cases)
    ratios = sorted(case["check_seconds"] / sum(case["cpu_seconds"].values()) for case in closed)
    middle = ratios[len(ratios) // 2] if ratios else 0.0
    return (
        f"{len(closed)} of {len(cases)} cases closed and their certificates verified; {met} within"
        f" the time aimed at. Checking took {ratios[0]:.2f} to {ratios[-1]:.2f} of the time of"
        f" solving, {middle:.2f} in the middle."
    )


def _met(case: Case) -> str:
    spent = sum(case["cpu_seconds"].values())
    return "MET" if case["verified"] and spent <= case["aim"] else "NOT MET"


def _explained(group: str, cases: Sequence[Case]) -> list[str]:
    """What a group shows, from its numbers."""
    if group == "as gamma falls":
        first, last = cases[0], cases[-1]
        text = (
            f"Decoder ({'; '.join(first['decoder'])}), six points of (t, 3 t^2): a = 1 needs no"
            " second latent. The best a found is within the gap of the minimum; the second latent's"
            f" variance gamma/(gamma + |w|^2) goes from {_variance(first)} at gamma ="
            f" {first['gamma']:g} to {_variance(last)} at gamma = {last['gamma']:g} (1 is the"
            " prior's: the latent is not used)."
        )
        return [text]
    if group != "sparse or dense":
        return []
    text = (
        f"Decoder ({'; '.join(cases[0]['decoder'])}), five points of (t, 4 t^3 - 3 t). The two"
        " halves of the box are certified apart, so that where the least value of one is below the"
        " bound of the other, every minimiser lies in that half."
    )
    lines = [text]
    for gamma in dict.fromkeys(case["gamma"] for case in cases):
        lines.append(_halves([case for case in cases if case["gamma"] == gamma]))
    return lines


def _halves(halves: Sequence[Case]) -> str:
    dense, sparse = sorted(halves, key=lambda case: case["parameters"]["a"][0])
    at = f"At gamma = {dense['gamma']:g}"
    if not (dense["verified"] and sparse["verified"]):
        return f"{at} not both halves closed: nothing is shown."
    for best, other, word in ((dense, sparse, "dense"), (sparse, dense, "sparse")):
        if best["loss"] < other["lower_bound"]:
            return (
                f"{at} every minimiser is in the {word} half (certified): {best['loss']:.6g} at a ="
                f" {best['theta'][0]:.4g}, second latent's variance {_variance(best)}; the other"
                f" half is above {other['lower_bound']:.6g}."
            )
    return f"{at} the halves are too close to tell."


def _variance(case: Case) -> str:
    return f"{case['second_latent']['variance']:.4g}"


def _table(cases: Sequence[Case]) -> str:
    head = ("case", "minimum", "gap", "theta", "boxes", "leaves", "point + search", "check", "kB",
            "aim")  # fmt: skip
    rows = [_row(case) for case in cases]
    return _markdown(head, rows)


def _row(case: Case) -> tuple[str, ...]:
    point, search = case["cpu_seconds"]["point"], case["cpu_seconds"]["search"]
    checked = case["verified"]
    return (
        case["name"],
        f"{case['loss']:.7g}" if checked else f"{case['loss']:.7g} (open: {case['note']})",
        f"{case['tolerance']:g}",
        ", ".join(f"{x:.4g}" for x in case["theta"]),
        str(case["boxes"]),
        str(case["leaves"]) if checked else "-",
        f"{point:.2f} + {search:.2f}",
        f"{case['check_seconds']:.2f}" if checked else "-",
        f"{case['bytes'] / 1000:.0f}" if checked else "-",
        f"{_met(case)} ({case['aim']:g})",
    )


def _peers(found: Sequence[Case]) -> str:
    text = (
        "The same losses, codes as variables in a box, one thread, gap 1e-4, 20 s by the clock of a"
        " shared machine, of which they had the CPU seconds in the last column. They work with"
        " tolerances of their own and give no certificate."
    )
    if not found:
        return text + " None was installed."
    closed = {peer: [one["name"] for one in found if one["peer"] == peer and one["closed"]]
              for peer in dict.fromkeys(one["peer"] for one in found)}  # fmt: skip
    said = "; ".join(
        f"{peer} closes {', '.join(names) or 'none'}" for peer, names in closed.items()
    )
    rows = [
        (
            one["name"], f"{one['peer']} {one['version']}", f"{one['value']:.6g}",
            f"{one['bound']:.6g}", "yes" if one["closed"] else "no", f"{one['cpu_seconds']:.1f}",
        )
        for one in found
    ]  # fmt: skip
    head = ("problem", "solver", "value", "bound", "closed", "CPU s")
    return f"{text} {said}.\n\n{_markdown(head, rows)}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
