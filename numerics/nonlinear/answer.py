"""The answer of `numerics.nonlinear` in words and as a record."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from numerics.certificates.nonlinear.proof import VAE, NonlinearProblem
from numerics.nonlinear.losses import second_latent
from numerics.nonlinear.solve import NonlinearMinimum


def record(
    problem: NonlinearProblem, found: NonlinearMinimum, tolerance: Fraction
) -> dict[str, Any]:
    """The minimum, ready for JSON."""
    certificate = found.certificate
    content: dict[str, Any] = {
        "objective": problem.objective,
        "decoder": list(problem.decoder),
        "parameters": {x.name: [x.low, x.high] for x in problem.parameters},
        "shape": [len(problem.data), problem.latents, len(problem.data[0])],
        "loss": found.value,
        "tolerance": float(tolerance),
        "certified": certificate is not None,
        "lower_bound": None if certificate is None else found.value - float(tolerance),
        "theta": found.theta.tolist(),
        "boxes": found.boxes,
        "leaves": None if certificate is None else len(certificate.leaves),
        "cpu_seconds": {"point": found.seconds[0], "search": found.seconds[1]},
        "note": found.note,
    }
    if problem.objective == VAE:
        content |= {"gamma": float(problem.gamma), "first_latent": _first(found)}
        if problem.latents == 2:
            content["second_latent"] = _second(problem, found)
    else:
        powers = (found.inner**2).mean(axis=1)
        content |= {"slope": float(problem.slope), "h": problem.h, "row_powers": powers.tolist()}
    return content


def _first(found: NonlinearMinimum) -> dict[str, float]:
    """Power of the means and mean variance of the first latent."""
    mean, log_deviation = found.inner
    variance = sum(math.exp(2 * t) for t in log_deviation.tolist()) / len(log_deviation)
    return {"power_of_means": float((mean**2).mean()), "mean_variance": variance}


def _second(problem: NonlinearProblem, found: NonlinearMinimum) -> dict[str, float]:
    """Its column's length, and its variance gamma/(gamma + |w|^2): 1 is that of the prior."""
    length = sum(w * w for w in second_latent(problem, found.theta.tolist()))
    gamma = float(problem.gamma)
    return {"column": math.sqrt(length), "variance": gamma / (gamma + length)}


def text(problem: NonlinearProblem, found: NonlinearMinimum, tolerance: Fraction) -> str:
    """The minimum in words."""
    content = record(problem, found, tolerance)
    d, kappa, n = content["shape"]
    what = f"g(u) = {problem.slope} u, h(u) = {problem.h}"
    if problem.objective == VAE:
        what = f"the VAE loss (3) at gamma = {float(problem.gamma):g}"
    box = ", ".join(f"{x.name} in [{x.low:g}, {x.high:g}]" for x in problem.parameters)
    names = [x.name for x in problem.parameters]
    theta = ", ".join(f"{a} = {x:.6g}" for a, x in zip(names, found.theta.tolist(), strict=True))
    lines = [
        f"{what}; decoder ({'; '.join(problem.decoder)})",
        f"{box}; (d, kappa, n) = ({d}, {kappa}, {n})",
        f"{'minimum' if content['certified'] else 'best loss'}: {found.value:.10g}, at {theta}",
    ]
    if content["certified"]:
        lines.append(f"no point is lower by more than {float(tolerance):g}: --check proves it")
    else:
        lines.append(f"undecided: {found.note}")
    if problem.objective == VAE:
        first = content["first_latent"]
        lines.append(
            f"first latent: power of its means {first['power_of_means']:.4g}, mean variance"
            f" {first['mean_variance']:.4g}"
        )
        if problem.latents == 2:
            second = content["second_latent"]
            lines.append(
                f"second latent: column of length {second['column']:.4g}, variance"
                f" {second['variance']:.4g} (1 is the prior's: not used)"
            )
    else:
        lines.append(f"row powers: {', '.join(f'{x:.6g}' for x in content['row_powers'])}")
    point, search = found.seconds
    leaves = "" if content["leaves"] is None else f", {content['leaves']} leaves"
    lines.append(f"{found.boxes} boxes{leaves}; CPU: point {point:.2f} s, search {search:.2f} s")
    return "\n".join(lines)
