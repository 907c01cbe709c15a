"""Certificates with nonlinear decoders as text: the types of `proof` are the format."""

from __future__ import annotations

from numerics.certificates.nonlinear.proof import NonlinearCertificate
from numerics.certificates.reading import decoded, digest, parsed
from numerics.errors import CertificateError

FORMAT, VERSION = "sparsity-theory nonlinear certificate", 1


def is_one(text: str) -> bool:
    """Whether a text says that it is such a certificate; it may still be damaged."""
    return f'"format": "{FORMAT}"' in text[:200]


def load(text: str) -> NonlinearCertificate:
    """Read a certificate and check its digest.

    Raises:
        CertificateError: if it is truncated, of another version, damaged, or has anything that the
            format does not allow.
    """
    record = parsed(text)
    if not isinstance(record, dict) or record.pop("format", None) != FORMAT:
        raise CertificateError(f"not a certificate: its format is not {FORMAT!r}")
    version = record.pop("version", None)
    if type(version) is not int or version != VERSION:
        raise CertificateError(
            f"the certificate is of another version; this program reads version {VERSION}: make it"
            " anew with python -m numerics.nonlinear --certificate"
        )
    found = record.pop("digest", None)
    if digest(record) != found:
        raise CertificateError("the certificate was changed: its digest does not match")
    try:
        certificate: NonlinearCertificate = decoded(NonlinearCertificate, record, "the certificate")
    except OverflowError as why:
        raise CertificateError(f"a number is too large for a float: {why}") from None
    return certificate
