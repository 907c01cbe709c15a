"""``python -m numerics.minimise``: the program is in `numerics.own_family.command`."""

from numerics.own_family.command import main

if __name__ == "__main__":
    raise SystemExit(main())
