"""``python -m numerics.literature``: the penalties of the literature, with facts and verdicts."""

from numerics.running.frame import Command

main = Command("literature", "numerics.literature_table")

if __name__ == "__main__":
    raise SystemExit(main())
