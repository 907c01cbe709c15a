"""Certificates as text, read: the types of `numerics.certificates.proof` are the format.

Each leaf and the rest carry a digest, so that damage is found and located before any mathematics is
done; the truth of a certificate rests on `numerics.certificates.verify` alone.
"""

from __future__ import annotations

from numerics.certificates.format import decoded, digest, opened
from numerics.certificates.proof import Certificate
from numerics.errors import CertificateError

FORMAT, VERSION = "sparsity-theory certificate", 5


def load(text: str) -> Certificate:
    """Read a certificate and check its digests.

    Raises:
        CertificateError: if it is truncated, of another version, damaged, or has anything that the
            format does not allow; the message says where.
    """
    record = opened(text, FORMAT, VERSION)
    rows, found = record.pop("leaves", None), record.pop("digest", None)
    if not isinstance(rows, list) or digest(record) != found:
        raise CertificateError("the head of the certificate was changed: its digest does not match")
    leaves = []
    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != 3 or digest(row[:2]) != row[2]:
            raise CertificateError(f"leaf {number} was changed: its digest does not match")
        leaves.append({"lam": row[0], "slopes": row[1]})
    minimum = record.get("minimum")
    if isinstance(minimum, dict) and "leaves" not in minimum:
        minimum["leaves"] = leaves
    elif minimum is not None or leaves:
        raise CertificateError("leaves stand beside the proof that they belong to, and not without")
    certificate: Certificate = decoded(Certificate, record)
    return certificate
