"""``python -m empirics.benchmark``: training speed beside pythae and a plain loop."""

from numerics.running.frame import Command

main = Command("empirics.benchmark", "empirics.benchmarks", module="empirics.benchmark")

if __name__ == "__main__":
    raise SystemExit(main())
