"""``python -m numerics.phase``: how steep a penalty has to be, by Theorem B."""

from numerics.running.frame import Command

main = Command("phase", "numerics.phase_diagrams")

if __name__ == "__main__":
    raise SystemExit(main())
