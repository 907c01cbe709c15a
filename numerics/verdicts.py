"""``python -m numerics.verdicts``: Coq's verdicts on the penalties of the literature, and times."""

from numerics.running.frame import Command

main = Command("verdicts", "numerics.verdict_table")

if __name__ == "__main__":
    raise SystemExit(main())
