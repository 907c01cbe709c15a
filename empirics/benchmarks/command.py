"""What `empirics.benchmark` does: the batched trainer and its peers, measured in one run.

Every case trains the same architecture on the same samples with the same batch size, epochs and
optimiser.  Rates count one sample seen by one model; the peers train one model after the other,
so they are given fewer.  Each is measured several times in turn, and the best time counts: that of
the run that was disturbed least.  Times are of this machine and this run: read the ratios.
"""

from __future__ import annotations

import argparse
import platform
import sys
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from empirics.benchmarks.peers import Trainer, available, batched
from empirics.benchmarks.roofline import Machine, Work, measure_machine, work_of
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser, Record
from empirics.training.devices import resolve
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit

OURS = "batched"
SEEDS = 8
PEER_SEEDS = 2
ROUNDS = 3


@dataclass(frozen=True)
class SpeedCase:
    """One comparison.

    Attributes:
        name: as printed.
        architecture: of every model.
        samples: n.
        epochs: of training.
        batch: samples per step and model.
        aim: the ratio to pythae's rate that the project wants.
    """

    name: str
    architecture: Architecture
    samples: int
    epochs: int
    batch: int
    aim: float

    def config(self, seeds: int) -> Config:
        """What is trained: eq. (3) at gamma = 1, the one loss that pythae has too."""
        members = tuple(Member(seed) for seed in range(seeds))
        return Config(
            self.architecture, members, VAE("fixed"), Optimiser(), self.epochs, self.batch
        )

    def data(self) -> Tensor:
        """Uniform noise: speed does not depend on what the samples show."""
        stream = torch.Generator().manual_seed(0)
        return torch.rand(self.samples, self.architecture.dimension, generator=stream)


CASES = (
    SpeedCase("MLP 784-512-256-32", Architecture("mlp", (784,), 32, (512, 256)), 8192, 2, 128, 2.0),
    SpeedCase("MLP 64-64-32-8", Architecture("mlp", (64,), 8, (64, 32)), 8192, 10, 128, 5.0),
    SpeedCase("conv 28x28, 32-64 channels, 16", Architecture("conv", (1, 28, 28), 16, (32, 64)),
              1024, 1, 128, 1.0),
)  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Run the benchmark; the exit status says whether it ran, not what it found."""
    check_outputs(options.json)
    device = resolve(options.device)
    text = sys.stderr if is_stdout(options.json) else sys.stdout
    machine = measure_machine(device)
    print(_heading(device, machine), file=text)
    peers, absent = available()
    for name in absent:
        print(f"{name} is not installed: not measured (pip install {name})", file=text)
    cases = [_shortened(case) if options.quick else case for case in CASES]
    records = []
    for case in cases:
        rates = measure(case, {OURS: batched, **peers}, device, 1 if options.quick else ROUNDS)
        record = judge(case, rates, work_of(case.config(SEEDS)), machine)
        print("\n".join(lines(case, record)), file=text)
        records.append(record)
    if options.json is not None:
        content = {
            "device": device, "threads": torch.get_num_threads(), "torch": torch.__version__,
            "peak_flops": machine.flops, "bandwidth": machine.bandwidth, "quick": options.quick,
            "absent": absent, "cases": records,
        }  # fmt: skip
        write_json(options.json, content)
    return Exit.DONE


def measure(
    case: SpeedCase, trainers: dict[str, Trainer], device: str, rounds: int
) -> dict[str, float]:
    """Samples per second of every trainer, the best of some rounds, after one that warms up."""
    x = case.data()
    seeds = {name: SEEDS if name == OURS else PEER_SEEDS for name in trainers}
    best = dict.fromkeys(trainers, 0.0)
    turns = [(name, trainer) for _ in range(rounds) for name, trainer in trainers.items()]
    for name, trainer in trainers.items():
        trainer(replace(case.config(seeds[name]), epochs=1), x[: 2 * case.batch], device)
    for name, trainer in bar(turns, desc=case.name):
        seconds = trainer(case.config(seeds[name]), x, device)
        best[name] = max(best[name], case.samples * case.epochs * seeds[name] / seconds)
    return best


def judge(case: SpeedCase, rates: dict[str, float], work: Work, machine: Machine) -> Record:
    """Rates, ratios, shares of what the machine can do, and whether the aim is met."""
    ours = rates[OURS]
    steps = ours / (SEEDS * case.batch)
    ratios = {name: ours / rate for name, rate in rates.items() if name != OURS}
    to_pythae = ratios.get("pythae")
    return {
        "case": case.name,
        "samples_per_second": rates,
        "ratios": ratios,
        "share_of_peak": steps * work.flops / machine.flops,
        "share_of_roofline": steps * machine.least_seconds(work),
        "aim": case.aim,
        "met": None if to_pythae is None else to_pythae >= case.aim,
    }


def lines(case: SpeedCase, record: Record) -> list[str]:
    """The text on one case."""
    verdict = {True: "MET", False: "NOT MET", None: "not measured"}[record["met"]]
    rates = record["samples_per_second"]
    shares = (
        f"{record['share_of_peak']:.0%} of the matrix-product peak,"
        f" {record['share_of_roofline']:.0%} of the roofline"
    )
    found = [
        "",
        f"{case.name}: batch {case.batch}, {SEEDS} models at once",
        f"  {OURS:12} {rates[OURS]:>12,.0f} samples/s   {shares}",
    ]
    for name, ratio in record["ratios"].items():
        found.append(f"  {name:12} {rates[name]:>12,.0f} samples/s   ratio {ratio:.2f}")
    return [*found, f"  aim: at least {case.aim:g} times pythae: {verdict}"]


def _heading(device: str, machine: Machine) -> str:
    where = torch.cuda.get_device_name() if device == "cuda" else platform.machine()
    return (
        f"torch {torch.__version__} on {device} ({where}), {torch.get_num_threads()} threads:"
        f" matrix products {machine.flops / 1e9:,.0f} GFLOP/s, memory"
        f" {machine.bandwidth / 1e9:,.0f} GB/s, single precision"
    )


def _shortened(case: SpeedCase) -> SpeedCase:
    return replace(case, samples=max(case.samples // 8, 2 * case.batch), epochs=1)
