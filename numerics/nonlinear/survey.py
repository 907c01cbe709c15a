"""The cases of the page: each solved, its certificate written, read and checked, and timed."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numerics.certificates.nonlinear.proof import NonlinearProblem
from numerics.certificates.nonlinear.reading import load
from numerics.certificates.nonlinear.verify import verify
from numerics.certificates.nonlinear.writing import dump
from numerics.errors import CertificateError
from numerics.nonlinear.answer import record
from numerics.nonlinear.examples import autoencoder, bent, chebyshev, curve_data, hat, parabola, vae
from numerics.nonlinear.peers import peers
from numerics.nonlinear.solve import minimise_nonlinear
from numerics.running.values import read_penalty

_TWO = (-2.0, 2.0)
_ONE = {"a": _TWO}


@dataclass(frozen=True)
class SurveyCase:
    """One case: where it stands on the page, its problem, gap and the CPU seconds aimed at."""

    group: str
    name: str
    problem: NonlinearProblem
    tolerance: Fraction
    aim: float


def cases() -> Iterator[SurveyCase]:
    """All of them."""
    fine, rough = Fraction(1, 10**4), Fraction(1, 10**3)
    decoders = {
        "polynomial": (("z", "a*z**2"), parabola),
        "relu output weight": (("z", "relu(z) + a*relu(-z)"), hat),
        "relu inner weight": (("z", "relu(a*z) + relu(-z)"), hat),
        "tanh output weight": (("tanh(z)", "a*tanh(2*z)"), hat),
        "tanh inner weight": (("z", "tanh(a*z - 1)/2 + 1/2"), hat),
    }
    for n in (5, 50):
        for name, (decoder, data) in decoders.items():
            problem = autoencoder(decoder, _ONE, data(n))
            yield SurveyCase("one parameter", f"{name}, n = {n}", problem, fine, 10.0)
    two = {"a": _TWO, "b": _TWO}
    relu = ("z", "a*relu(z) + b*relu(-z)")
    yield SurveyCase(
        "two and three", "relu, p = 2, n = 20", autoencoder(relu, two, hat(20)), fine, 60.0
    )
    wide = curve_data(abs, 6, 1.5, 0.02)
    bowl = curve_data(lambda t: 0.5 * t**2, 6, 1.5, 0.02)
    for gamma in (Fraction(1), Fraction(1, 10), Fraction(1, 100)):
        at = f"gamma = {float(gamma):g}"
        problem = vae(("z", "b*z**2"), {"b": _TWO}, bowl, gamma)
        yield SurveyCase("VAE", f"polynomial, {at}", problem, rough, 10.0)
        problem = vae(("z", "b*relu(z) - z"), {"b": (-3.0, 4.0)}, wide, gamma)
        yield SurveyCase("VAE", f"relu, {at}", problem, rough, 10.0)
    for text in ("1", "3/10", "1/10", "3/100", "1/100", "3/1000"):
        gamma = Fraction(text)
        name = f"gamma = {float(gamma):g}"
        yield SurveyCase("as gamma falls", name, bent(gamma), rough, 10.0)
    for text in ("3/10", "1/10"):
        for ends in ((0.0, 0.5), (0.5, 1.0)):
            gamma = Fraction(text)
            name = f"gamma = {float(gamma):g}, a in [{ends[0]:g}, {ends[1]:g}]"
            yield SurveyCase("sparse or dense", name, chebyshev(gamma, ends), Fraction(1, 20), 60.0)


def survey(seconds: float) -> dict[str, Any]:
    """Solve and check all cases; and what other solvers do on the smallest."""
    found = []
    for case in cases():
        found.append(_run(case, seconds))
        print(f"{case.group}: {case.name}: {_line(found[-1])}", flush=True)
    return {
        "python": platform.python_version(), "cases": found, "peers": peers(),
    }  # fmt: skip


def _line(one: dict[str, Any]) -> str:
    return f"{one['loss']:.7g}, {'verified' if one['verified'] else one['note']}"


def _run(case: SurveyCase, seconds: float) -> dict[str, Any]:
    h = read_penalty("--h", case.problem.h) if case.problem.h else None
    made = minimise_nonlinear(case.problem, h, tolerance=case.tolerance, seconds=seconds)
    content = {
        "group": case.group, "name": case.name, "aim": case.aim, "verified": False,
        "check_seconds": None, "bytes": None, **record(case.problem, made, case.tolerance),
    }  # fmt: skip
    if made.certificate is not None:
        text = dump(made.certificate)
        began = time.process_time()
        try:
            checked = verify(load(text))
        except CertificateError as why:
            return {**content, "note": str(why)}
        content |= {
            "verified": True, "check_seconds": time.process_time() - began, "bytes": len(text),
            "lower_bound": float(checked.lower.lower()),
        }  # fmt: skip
    return content
