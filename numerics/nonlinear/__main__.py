"""``python -m numerics.nonlinear``: certified minima of L_{g,h} or a VAE, nonlinear decoders."""

from numerics.running.frame import Command

main = Command("nonlinear", "numerics.nonlinear")

if __name__ == "__main__":
    raise SystemExit(main())
