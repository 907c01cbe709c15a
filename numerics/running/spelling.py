"""Letters and signs for terminals that cannot show them."""

from __future__ import annotations

import codecs

_NAMES = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "φ": "phi", "ψ": "psi", "ω": "omega", "Σ": "sum", "Δ": "Delta",
    "∞": "oo", "√": "sqrt", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "−": "-", "–": "-",
    "—": "-", "·": "*", "×": "x", "±": "+-", "→": "->", "⁺": "+", "⁻": "-", "²": "^2", "₀": "_0",
    "ₖ": "_k", "…": "...", "“": '"', "”": '"', "’": "'", "█": "#", "│": "|", "─": "-", "é": "e",
    "┃": "|", "━": "-",
}  # fmt: skip
ERRORS = "spelled"


def spelled(failure: UnicodeError) -> tuple[str, int]:
    r"""The error handler: names for known signs, escapes for the rest.

    >>> register()
    'spelled'
    >>> "u ≤ κ: ☃".encode("ascii", errors="spelled")
    b'u <= kappa: \\u2603'
    """
    if not isinstance(failure, UnicodeEncodeError):
        raise failure
    lost = failure.object[failure.start : failure.end]
    return "".join(_NAMES.get(c) or _escaped(c) for c in lost), failure.end


def _escaped(character: str) -> str:
    return character.encode("ascii", errors="backslashreplace").decode("ascii")


def register() -> str:
    """Make the handler known; its name."""
    codecs.register_error(ERRORS, spelled)
    return ERRORS
