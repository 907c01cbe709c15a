r"""Experiment `fig-4-images` (Section 4, Fig. 4): MNIST and Fashion-MNIST, all samples, kappa = 32.

As `fig-4`, on images: gamma learned, and fixed at each seed's gamma* from the same initial
weights. Every seed trains on its own bootstrap sample of all 60 000, so that the intervals hold
for other data too.  Here gamma* is the value that twice as long a training would have changed:
each of T and 2T has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from empirics.experiments import fig_4
from empirics.frame.curves import measured
from empirics.frame.experiment import Environment, Experiment, Finding, Plan, Record
from empirics.frame.images import Images, epochs, images, variance, whole
from empirics.frame.jobs import dataset, fit, seeds, training
from empirics.frame.rules import Rule, column, for_each_data_set
from empirics.training.config import read
from sparsity_theory.ledger.claims import Mark

ARMS = ("learned", "fixed")

TEST_LOSS = Rule(
    "test-loss",
    r"On held-out images too the loss (3) is lower with $\gamma$ learned.",
    "(loss fixed - loss learned)/d on test images",
    ">",
    0.0,
    Mark.EXTENSION,
    "a control: a better minimum that does not generalise is worth less",
)
SHARED = (fig_4.ERROR, fig_4.MMD, fig_4.LOSS, fig_4.ACTIVE, fig_4.GROWTH)
RULES = (*SHARED, TEST_LOSS)


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set and seed."""
    return [job for each in images(plan) for job in _jobs(each, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    data = whole(of.name)
    v = variance(data, plan)
    for seed in seeds(plan, quick=3, full=3):
        config = of.learned(
            16 if plan.preset == "quick" else 32,
            (seed,),
            v,
            epochs=epochs(plan, quick=30, full=8),
        )
        yield training(data, config, trainings=len(ARMS))


def work(job: Record, environment: Environment) -> Record:
    """Learn gamma; train once more with gamma fixed at what was reached."""
    data, config = dataset(job["data"], environment), read(job["config"])
    learned = fit(config, data.train, environment, part="learned")
    again = fig_4.constant(config, [float(gamma) for gamma in learned.gamma])
    fixed = fit(again, data.train, environment, part="fixed")
    members, curves = [], {}
    for arm, trained in (("learned", learned), ("fixed", fixed)):
        found = measured(trained, data)
        growth = trained.probes[-1]["gradient_z"][0] / trained.probes[0]["gradient_z"][0]
        (row,) = found.pop("members")
        members.append({"arm": arm, **row, "gradient_growth": growth})
        curves[arm] = found
    return {"members": members, "curves": curves}


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[Finding]:
    shared = {rule.id for rule in SHARED}
    found = [each for each in fig_4.findings(name, models) if each.prediction in shared]
    known = sorted({row["member"]["seed"] for row in models})
    fixed, learned = (column(models, "test_loss", known, arm=arm) for arm in ("fixed", "learned"))
    return [*found, TEST_LOSS.finding(name, (fixed - learned) / float(models[0]["dimension"]))]


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    results = fig_4.made_up(jobs, holds)
    for result in results:
        result["members"] = [
            {**row, "test_loss": row["loss"]} for row in result["members"] if row["arm"] in ARMS
        ]
    return results


EXPERIMENT = Experiment(
    name="fig-4-images",
    title="gamma learned, or fixed at the gamma* that was learned, on MNIST and Fashion-MNIST",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=fig_4.draw,
    made_up=made_up,
    refuted="Fixed gamma at gamma* reaching a loss or an MMD as low as the learned run, at twice"
    " the steps too.",
)
