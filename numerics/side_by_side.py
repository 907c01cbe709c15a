"""``python -m numerics.side_by_side``: the program is in `numerics.comparison.command`."""

from numerics.comparison.command import main

if __name__ == "__main__":
    raise SystemExit(main())
