"""``python -m empirics``: experiments, their records, and the diagnosis of anyone's VAE."""

from numerics.running.frame import Command

main = Command("empirics", "empirics.commands", module="empirics")

if __name__ == "__main__":
    raise SystemExit(main())
