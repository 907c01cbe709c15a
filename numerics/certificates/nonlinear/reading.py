"""Certificates with nonlinear decoders as text: the types of `proof` are the format."""

from __future__ import annotations

from numerics.certificates.format import decoded, digest, opened
from numerics.certificates.nonlinear.proof import NonlinearCertificate
from numerics.errors import CertificateError

FORMAT, VERSION = "sparsity-theory nonlinear certificate", 1


def load(text: str) -> NonlinearCertificate:
    """Read a certificate and check its digest.

    Raises:
        CertificateError: if it is truncated, of another version, damaged, or has anything that the
            format does not allow.
    """
    record = opened(text, FORMAT, VERSION)
    if record.pop("digest", None) != digest(record):
        raise CertificateError("the certificate was changed: its digest does not match")
    certificate: NonlinearCertificate = decoded(NonlinearCertificate, record)
    return certificate
