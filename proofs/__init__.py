"""Pages, figures, citations and records of all claims; kernel-checked proofs in ``coq/``.

>>> from proofs import full_ledger
>>> full_ledger()["eq-6"].title
'Optimal decoder variance'
"""

from sparsity_theory.lazy import lazily

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from proofs.errors import ProofsError
    from proofs.ledger import full_ledger

    __version__: str
else:
    __getattr__ = lazily(__name__, {"ProofsError": "proofs.errors", "full_ledger": "proofs.ledger"})

__all__ = ["ProofsError", "__version__", "full_ledger"]


def __dir__() -> list[str]:
    return __all__
