"""``python -m numerics.side_by_side``: bounded and sharp penalties and the affine VAE, compared."""

from numerics.running.frame import Command

main = Command("side_by_side", "numerics.comparison")

if __name__ == "__main__":
    raise SystemExit(main())
