"""``python -m numerics.landscapes``: the program is in `numerics.slices.command`."""

from numerics.slices.command import main

if __name__ == "__main__":
    raise SystemExit(main())
