"""``python -m numerics.benchmark``: the program is in `numerics.benchmarks.command`."""

from numerics.benchmarks.command import main

if __name__ == "__main__":
    raise SystemExit(main())
