"""``python -m empirics.benchmark``: the program is in `empirics.benchmarks.command`."""

from empirics.benchmarks.command import main

if __name__ == "__main__":
    raise SystemExit(main())
