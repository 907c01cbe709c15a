"""``python -m numerics.counterexample``: does minimising L_{g,h} guarantee optimal sparsity?"""

from numerics.running.frame import Command

main = Command("counterexample", "numerics.counterexamples")

if __name__ == "__main__":
    raise SystemExit(main())
