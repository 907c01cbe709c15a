"""Certified global minimisation, certificates and their checker; the commands of the project.

>>> from fractions import Fraction
>>> from numerics import LinearFamily, minimise_family, verify
>>> from sparsity_theory import penalty
>>> one = Fraction(1)
>>> family = LinearFamily(data=((one,),), start=((one,),), directions=(), connected=True)
>>> found = minimise_family(family, penalty("10*u"), penalty("log(1+u)"))
>>> found.closed, verify(found.certificate).relative_gap < 1e-5
(True, True)
"""

from sparsity_theory.lazy import lazily

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from numerics.certificates.instances import Instance, fooling_instance
    from numerics.certificates.linear_family import LinearFamily
    from numerics.certificates.proof import Certificate, load
    from numerics.certificates.verify import Verified, verify
    from numerics.certificates.writing import dump
    from numerics.errors import CertificateError, NumericsError
    from numerics.solver.minimise_family import Minimised, minimise_family
    from numerics.solver.solve import Answer, Geometry, solve

    __version__: str
else:
    __getattr__ = lazily(
        __name__,
        {
            "Answer": "numerics.solver.solve",
            "Certificate": "numerics.certificates.proof",
            "CertificateError": "numerics.errors",
            "Geometry": "numerics.solver.solve",
            "Instance": "numerics.certificates.instances",
            "LinearFamily": "numerics.certificates.linear_family",
            "Minimised": "numerics.solver.minimise_family",
            "NumericsError": "numerics.errors",
            "Verified": "numerics.certificates.verify",
            "dump": "numerics.certificates.writing",
            "fooling_instance": "numerics.certificates.instances",
            "load": "numerics.certificates.proof",
            "minimise_family": "numerics.solver.minimise_family",
            "solve": "numerics.solver.solve",
            "verify": "numerics.certificates.verify",
        },
    )

__all__ = [
    "Answer",
    "Certificate",
    "CertificateError",
    "Geometry",
    "Instance",
    "LinearFamily",
    "Minimised",
    "NumericsError",
    "Verified",
    "__version__",
    "dump",
    "fooling_instance",
    "load",
    "minimise_family",
    "solve",
    "verify",
]


def __dir__() -> list[str]:
    return __all__
