"""``python -m proofs.kernel``: the program is in `proofs.kernel.gate`."""

from proofs.kernel.gate import main

if __name__ == "__main__":
    raise SystemExit(main())
