r"""Experiment `constants` (Section 4): is there a constant gamma of equal error, Fashion-MNIST?

Gamma is learned, then kept constant at half of each seed's gamma*, at gamma* and at twice that,
from the same initial weights and bootstrap sample.  At the constant whose error is nearest to the
learned one, are MMD and loss as low?  `starts` asks it on other images, with one constant fewer.
"""

from __future__ import annotations

from collections.abc import Sequence

from empirics.experiments import fig_4
from empirics.experiments.starts import LARGE_EPOCHS
from empirics.frame.arms import measured_arms
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
from empirics.frame.images import DIGITS, FASHION, MNIST, Images, epochs, variance, whole
from empirics.frame.jobs import chosen, dataset, fit, seeds, training
from empirics.frame.made_up import model
from empirics.frame.rules import for_each_data_set
from empirics.training.config import read

MULTIPLES = {"half": 0.5, "fixed": 1.0, "double": 2.0}
ARMS = ("learned", *MULTIPLES)
RULES = (fig_4.EQUAL_MMD, fig_4.EQUAL_LOSS)
SETS: dict[str, tuple[Images, ...]] = {
    "quick": (DIGITS,),
    "full": (FASHION,),
    "paper": (MNIST, FASHION),
}


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set; its members are the seeds."""
    known = {of.name: of for of in SETS[plan.preset]}
    return [_job(known[name], plan) for name in chosen(plan, list(known))]


def _job(of: Images, plan: Plan) -> Record:
    data = whole(of.name)
    config = of.learned(
        16 if plan.preset == "quick" else 32,
        seeds(plan, quick=3, full=3),
        variance(data, plan),
        epochs=epochs(plan, quick=30, full=LARGE_EPOCHS),
    )
    return training(data, config, trainings=len(ARMS))


def work(job: Record, environment: Environment) -> Record:
    """Learn gamma, then train again at constants."""
    data, config = dataset(job["data"], environment), read(job["config"])
    trained = {"learned": fit(config, data.train, environment, part="learned")}
    gammas = [float(gamma) for gamma in trained["learned"].gamma]
    for arm, multiple in MULTIPLES.items():
        again = fig_4.constant(config, [multiple * gamma for gamma in gammas])
        trained[arm] = fit(again, data.train, environment, part=arm)
    return measured_arms(trained, data)


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[PredictionFinding]:
    wanted = {rule.id for rule in RULES}
    found = fig_4.findings(name, models, tuple(MULTIPLES))
    return [each for each in found if each.prediction in wanted]


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [
        {
            "members": [
                _invented(job, member, arm, holds)
                for arm in ARMS
                for member in job["config"]["members"]
            ],
            "curves": {},
        }
        for job in jobs
    ]


def _invented(job: Record, member: Record, arm: str, holds: bool) -> Record:
    better, wobble = (arm == "learned") == holds, 1 + 1e-3 * member["seed"]
    return model(
        job,
        member,
        arm=arm,
        mmd=(0.001 if better else 0.1) * wobble,
        profile_loss=(-99 if better else -50) * wobble,
        gradient_growth=9.0,
    )


EXPERIMENT = Experiment(
    name="constants",
    title="gamma learned, and constant at and around the gamma* that was learned, on images",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=fig_4.draw,
    made_up=made_up,
    refuted="A constant gamma that reconstructs as well as the learned one, with an MMD and a loss"
    " as low, at twice the steps too.",
)
