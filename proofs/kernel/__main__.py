"""``python -m proofs.kernel``: let Coq check its proofs, and their axioms be compared."""

from numerics.running.frame import Command

main = Command("proofs.kernel", "proofs.kernel", module="proofs.kernel")

if __name__ == "__main__":
    raise SystemExit(main())
