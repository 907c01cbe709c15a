"""``python -m numerics.scaling``: how the cost of a certified minimum grows."""

from numerics.running.frame import Command

main = Command("scaling", "numerics.growth")

if __name__ == "__main__":
    raise SystemExit(main())
