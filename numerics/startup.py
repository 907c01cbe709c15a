"""``python -m numerics.startup``: what commands cost to start, beside another checkout."""

from numerics.running.frame import Command

main = Command("startup", "numerics.starting")

if __name__ == "__main__":
    raise SystemExit(main())
