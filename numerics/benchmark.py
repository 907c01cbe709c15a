"""``python -m numerics.benchmark``: the certified solver beside SciPy, PySCIPOpt and MAiNGO."""

from numerics.running.frame import Command

main = Command("benchmark", "numerics.benchmarks")

if __name__ == "__main__":
    raise SystemExit(main())
