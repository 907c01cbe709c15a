"""``python -m numerics.scaling``: the program is in `numerics.benchmarks.scaling`."""

from numerics.benchmarks.scaling import main

if __name__ == "__main__":
    raise SystemExit(main())
