"""Names of what penalises codes, but is no function of a row power: why the theorems are silent."""

from __future__ import annotations

import re

_ROWS = (
    "the objective of the theorems, g(error) + (1/d) sum_k h(power of row k), sees a code through"
    " the powers of its rows only, u_k = (1/n) sum_i z_ki^2"
)
_REASONS = {
    "rank": f"the rank of a code is no function of its row powers: rows of equal powers may have"
    f" any rank, and {_ROWS}; l0 counts the active rows, which bounds the rank from above",
    "spectral": f"this is a function of the singular values of the code, which two codes of equal"
    f" row powers need not share, and {_ROWS}; sqrt(u) is the row-wise relative (the group lasso)",
    "entropy": f"this is a function of the distribution of the codes, and {_ROWS}; codes of equal"
    " powers may have any distribution; what the VAE's own entropy and KL terms become is Lemma 2"
    " and Lemma 3: log(u), or psi(gamma=...) in this catalogue",
    "entries": f"a sum over single entries z_ki is no function of the row powers, and {_ROWS};"
    " for one sample (n = 1) it is one: |z| is sqrt(u)",
    "joint": f"this compares rows with each other, and {_ROWS}; an objective of all powers at once"
    " is the matter of Theorem A0",
}
_NAMES = {
    "rank": ("rank",),
    "spectral": (
        "nuc", "nuclear", "nuclear_norm", "trace_norm", "schatten", "ky_fan", "logdet", "det",
        "svd", "svdvals", "spectral_norm",
    ),
    "entropy": (
        "entropy", "differential_entropy", "kl", "kl_divergence", "mutual_information", "mmd",
        "total_correlation", "wasserstein",
    ),
    "entries": ("l1_entries", "elementwise_l1", "kurtosis", "l1_norm_of_entries"),
    "joint": (
        "slope_norm", "sorted_l1", "slope", "owl", "k_support", "group_exclusive",
        "exclusive_lasso", "tv", "total_variation", "fused",
    ),
}  # fmt: skip
_KIND = {name: kind for kind, names in _NAMES.items() for name in names}
_CALL = re.compile(r"\s*([A-Za-z_][\w \-\N{EN DASH}]*?)\s*(\(.*\))?\s*", re.DOTALL)
OF_A_CODE = (
    "a code is no variable of a penalty: u is the power of one of its rows, u = |z|**2 for one"
    " sample, so that a penalty of |z| is written with sqrt(u)"
)


def folded(name: str) -> str:
    """A name as programs write it: in small letters, with _ for spaces and hyphens.

    >>> folded("Geman-McClure")
    'geman_mcclure'
    """
    return re.sub(r"[ \-\N{EN DASH}]+", "_", name.strip()).lower()


def reason(text: str, *, pairs: bool = True) -> str | None:
    """Why a penalty of that name is outside of what the theorems speak of; None if it is not.

    Args:
        text: a name, perhaps with arguments.
        pairs: whether objectives g + h are asked about, not any objective.

    >>> reason("nuc(u)")[:62]
    'nuc(u): this is a function of the singular values of the code,'
    >>> reason("Nuclear norm")[:68]
    'Nuclear norm: this is a function of the singular values of the code,'
    """
    found = _CALL.fullmatch(text)
    name = found[1] if found else ""
    kind = _KIND.get(folded(name))
    if kind == "joint" and not pairs:
        return None
    return None if kind is None else f"{text.strip()}: {_REASONS[kind]}"
