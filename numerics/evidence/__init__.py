"""Certified evidence for the claims of the ledger, in ball arithmetic.

Each module covers one family of claims and has a table ``EVIDENCE``: claim id -> evidence.
"""
