"""``python -m numerics.minimise``: the certified minimum on a linear decoder family of your own."""

from numerics.running.frame import Command

main = Command("minimise", "numerics.own_family")

if __name__ == "__main__":
    raise SystemExit(main())
