"""The gate to the kernel-checked proofs in ``coq/``, and their record."""
