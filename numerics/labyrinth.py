"""``python -m numerics.labyrinth``: the winding decoder of Fig. 2, certified over theta."""

from numerics.running.frame import Command

main = Command("labyrinth", "numerics.labyrinths")

if __name__ == "__main__":
    raise SystemExit(main())
