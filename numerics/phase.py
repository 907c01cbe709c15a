"""``python -m numerics.phase``: the program is in `numerics.phase_diagrams.command`."""

from numerics.phase_diagrams.command import main

if __name__ == "__main__":
    raise SystemExit(main())
