"""What is measured on trained models: numpy arrays in, plain numbers out; no torch.

The closed form of the affine VAE is in `empirics.measures.affine`.
"""

from empirics.measures.activity import Active, active, divergences
from empirics.measures.balance import Stationarity, stationarity
from empirics.measures.components import Components, pca
from empirics.measures.discrepancy import Discrepancy, mmd, mmd_floor, pruned_mmd
from empirics.measures.outliers import auroc
from empirics.measures.reconstruction import Errors, draw_codes, errors, expected_error

__all__ = [
    "Active",
    "Components",
    "Discrepancy",
    "Errors",
    "Stationarity",
    "active",
    "auroc",
    "divergences",
    "draw_codes",
    "errors",
    "expected_error",
    "mmd",
    "mmd_floor",
    "pca",
    "pruned_mmd",
    "stationarity",
]
