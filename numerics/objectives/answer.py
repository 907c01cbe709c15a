"""The answer for an objective: what the prover decides, and what the checker has verified of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from numerics.objectives import check, guarantee_check
from numerics.objectives.certificate import GuaranteeCertificate, ObjectiveCertificate
from numerics.objectives.check import CheckedFailure
from numerics.objectives.guarantee_search import guarantee as search
from numerics.objectives.instance import objective_instance
from numerics.objectives.writing import dump
from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.objectives.decision import ObjectiveDecision


@dataclass(frozen=True)
class ObjectiveAnswer:
    """A decision with its certificate.

    Attributes:
        dims: (d, kappa, r).
        decision: the verdict, the checker's where the prover had none.
        certificate: of a failure or of a guarantee; None where there is nothing to write.
        failure: what the checker found on the instance of a failure.
    """

    dims: Dimensions
    decision: ObjectiveDecision
    certificate: ObjectiveCertificate | GuaranteeCertificate | None
    failure: CheckedFailure | None = None

    @property
    def certified(self) -> bool:
        """Whether the checker has verified the verdict."""
        c = self.certificate
        return self.failure is not None or (isinstance(c, GuaranteeCertificate) and c.shown)

    @property
    def by(self) -> str | None:
        """Whose word the verdict is; None where there is none."""
        if self.certified:
            return "the checker"
        return None if self.decision.verdict is Guarantee.UNDECIDED else "the prover alone"

    @property
    def text(self) -> str | None:
        """The certificate as text."""
        return None if self.certificate is None else dump(self.certificate)

    @property
    def lines(self) -> list[str]:
        """What the checker says, for people, without the objective."""
        if isinstance(self.certificate, ObjectiveCertificate):
            assert self.failure is not None
            return check.lines(self.certificate, self.failure)[1:]
        return [] if self.certificate is None else guarantee_check.lines(self.certificate)[1:]


def answered(decision: ObjectiveDecision, dims: Dimensions) -> ObjectiveAnswer:
    """The decision with a certificate that the checker has verified, where there is one."""
    size = dims.d, dims.kappa, dims.r
    if decision.witness is not None:
        made = objective_instance(decision.witness, dims.d)
        failure = ObjectiveCertificate(
            decision.objective, size, made.scale, made.data, made.decoders, made.sparse, made.other
        )
        return ObjectiveAnswer(dims, decision, failure, check.verify(failure))
    if decision.verdict is Guarantee.FAILS:
        return ObjectiveAnswer(dims, decision, None)
    found = search(decision.objective, size)
    if decision.verdict is Guarantee.GUARANTEES:
        word = GuaranteeCertificate(decision.objective, size, None, None, {})
        return ObjectiveAnswer(dims, decision, found or word)
    if found is None:
        return ObjectiveAnswer(dims, decision, None)
    said = replace(
        decision,
        verdict=Guarantee.GUARANTEES,
        reason="guarantee",
        explanation=f"{guarantee_check.lines(found)[2]} (bounds of the checker)",
    )
    return ObjectiveAnswer(dims, said, found)
