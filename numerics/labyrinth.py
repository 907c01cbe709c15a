"""``python -m numerics.labyrinth``: the program is in `numerics.labyrinths.command`."""

from numerics.labyrinths.command import main

if __name__ == "__main__":
    raise SystemExit(main())
