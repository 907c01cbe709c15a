"""Public names that are loaded when they are first used, so that importing a package is cheap."""

from __future__ import annotations

import re
import sys
from importlib import import_module

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

DISTRIBUTION = "sparsity-theory"


def lazily(
    package: str, homes: Mapping[str, str], extra: str | None = None
) -> Callable[[str], Any]:
    """A module's ``__getattr__`` (PEP 562) for public names that live elsewhere.

    Args:
        package: the package's own name.
        homes: the module of every public name.
        extra: the extra of this distribution that installs what some of them need.

    >>> get = lazily("sparsity_theory", {"Dimensions": "sparsity_theory.characterisation"})
    >>> get("Dimensions")(3, 2, 1)
    Dimensions(d=3, kappa=2, r=1)

    The function raises ModuleNotFoundError, with the command that installs it, where a name needs a
    package that is not there.
    """

    def get(name: str) -> Any:
        if name == "__version__":
            found = version()
        elif name in homes:
            try:
                found = getattr(import_module(homes[name]), name)
            except ModuleNotFoundError as failure:
                missing = (failure.name or "").partition(".")[0]
                if extra is None or missing == package.partition(".")[0]:
                    raise
                raise ModuleNotFoundError(
                    f"{package}.{name} needs the package {missing}:"
                    f" pip install '{DISTRIBUTION}[{extra}]'",
                    name=failure.name,
                ) from None
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, found)
        return found

    return get


def extra_with(package: str) -> str | None:
    """The extra of this distribution that installs a package; None if no extra does.

    Several do: the first in the order of the declaration.
    """
    from importlib.metadata import PackageNotFoundError, requires  # noqa: PLC0415 - for this only

    try:
        listed = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return None
    for line in listed:
        name, _, marker = line.partition(";")
        if re.match(r"[\w.-]+", name)[0] == package and "extra ==" in marker:  # type: ignore[index]
            return marker.rpartition("==")[2].strip(" \"')")
    return None


def version() -> str:
    """The version of the whole project, as it is installed."""
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415 - for this only
    from importlib.metadata import version as installed  # noqa: PLC0415

    try:
        return installed(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
