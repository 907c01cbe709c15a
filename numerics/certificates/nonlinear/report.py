"""What a certificate of a nonlinear decoder proves, in words: every line was checked."""

from __future__ import annotations

from fractions import Fraction

from numerics.certificates.nonlinear.proof import VAE, NonlinearCertificate
from numerics.certificates.nonlinear.reading import load
from numerics.certificates.nonlinear.verify import SECONDS, VerifiedNonlinear, verify
from numerics.certificates.report import in_one_line


def check(text: str, *, seconds: float = SECONDS) -> list[str]:
    """Read and check a certificate; what to print.

    Raises:
        LimitError: if the time allowed was not enough.
        CertificateError: if it does not verify; the message says why.
    """
    certificate = load(text)
    return _lines(certificate, verify(certificate, seconds=seconds))


def _lines(certificate: NonlinearCertificate, found: VerifiedNonlinear) -> list[str]:
    problem = certificate.problem
    d, n = len(problem.data), len(problem.data[0])
    what = f"the loss (3) at gamma = {problem.gamma}, a Gaussian encoder for every sample"
    if problem.objective != VAE:
        what = f"L_(g,h) with g(u) = {problem.slope} u, h(u) = {in_one_line(problem.h)}"
    box = ", ".join(f"{x.name} in [{x.low!r}, {x.high!r}]" for x in problem.parameters)
    outputs = "; ".join(map(in_one_line, problem.decoder))
    theta = ", ".join(
        f"{x.name} = {_exactly(value)}"
        for x, value in zip(problem.parameters, certificate.best.theta, strict=True)
    )
    return [
        f"verified: {what}",
        f"decoder ({outputs}), {box}; (d, kappa, n) = ({d}, {problem.latents}, {n})",
        f"loss of the stored point {found.value.str(12)}, at {theta}",
        f"no point of the box has a loss below {found.lower.str(12)} ({found.leaves} leaves)",
    ]


def _exactly(value: Fraction) -> str:
    """The number; where no float is it, the next one, and that it is about."""
    near = float(value)
    return f"{near!r}" if Fraction(near) == value else f"about {near!r}"
