"""``python -m numerics.landscapes``: slices of the VAE loss as in Fig. 3, minima counted."""

from numerics.running.frame import Command

main = Command("landscapes", "numerics.slices")

if __name__ == "__main__":
    raise SystemExit(main())
