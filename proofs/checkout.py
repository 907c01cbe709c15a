"""Whether this is a checkout of the repository, or an installation somewhere else.

Pages, figures and Coq sources are in the repository only.  Where they are needed the answer
outside is one line, and nothing is ever written beside installed code.
"""

from __future__ import annotations

from pathlib import Path

from proofs.errors import CheckoutError

FOLDER = Path(__file__).parent


def is_checkout() -> bool:
    """Whether these packages lie in a checkout."""
    return (FOLDER.parent / "pyproject.toml").exists() and (FOLDER / "coq").is_dir()


def inside() -> bool:
    """Whether the working directory is in the checkout: then its own files are meant."""
    return is_checkout() and Path.cwd().resolve().is_relative_to(FOLDER.parent.resolve())


def needed_for(what: str) -> Path:
    """The folder `proofs/` of the checkout.

    Raises:
        CheckoutError: if this is none.
    """
    if not is_checkout():
        raise CheckoutError(
            f"{what} needs the repository, of which an installation has only the code and the"
            " records: run this in a checkout"
        )
    return FOLDER
