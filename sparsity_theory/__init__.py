"""The theory of sparsity-inducing autoencoder penalties: statements, derivations, penalties.

>>> from sparsity_theory import Dimensions, characterise, penalty
>>> characterise(penalty("1000*u"), penalty("log(1+u)"), Dimensions(3, 2, 1)).verdict
<Guarantee.FAILS: 'fails'>
>>> penalty("u**2/(1+u)").facts.right_slope_at_zero
0
"""

from sparsity_theory.lazy import lazily

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from sparsity_theory.characterisation import Decision, Dimensions, Guarantee, characterise
    from sparsity_theory.errors import SparsityTheoryError
    from sparsity_theory.objectives.decision import ObjectiveDecision, characterise_objective
    from sparsity_theory.penalties.definition import Penalty
    from sparsity_theory.penalties.facts import Facts
    from sparsity_theory.penalties.penalties import penalty

    __version__: str
else:
    __getattr__ = lazily(
        __name__,
        {
            "Decision": "sparsity_theory.characterisation",
            "Dimensions": "sparsity_theory.characterisation",
            "Facts": "sparsity_theory.penalties.facts",
            "Guarantee": "sparsity_theory.characterisation",
            "ObjectiveDecision": "sparsity_theory.objectives.decision",
            "Penalty": "sparsity_theory.penalties.definition",
            "SparsityTheoryError": "sparsity_theory.errors",
            "characterise": "sparsity_theory.characterisation",
            "characterise_objective": "sparsity_theory.objectives.decision",
            "penalty": "sparsity_theory.penalties.penalties",
        },
    )

__all__ = [
    "Decision",
    "Dimensions",
    "Facts",
    "Guarantee",
    "ObjectiveDecision",
    "Penalty",
    "SparsityTheoryError",
    "__version__",
    "characterise",
    "characterise_objective",
    "penalty",
]


def __dir__() -> list[str]:
    return __all__
