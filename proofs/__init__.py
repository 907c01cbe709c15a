"""Derivations to read and cite, generated from the ledger; kernel-checked proofs in ``coq/``."""
