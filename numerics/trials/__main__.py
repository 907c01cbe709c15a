"""``python -m numerics.trials``: try the analysis of penalties with disguises and random texts."""

from numerics.running.frame import Command

main = Command("trials", "numerics.trials")

if __name__ == "__main__":
    raise SystemExit(main())
