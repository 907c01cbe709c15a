"""``python -m proofs``: run the checks, write the pages, say what is stale."""

from numerics.running.frame import Command

main = Command("proofs", "proofs.commands", module="proofs")

if __name__ == "__main__":
    raise SystemExit(main())
