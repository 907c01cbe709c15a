"""What `empirics.benchmark` does: the batched trainer and its peers, measured in one run.

Every case trains the same architecture on the same samples with the same batch size, epochs and
optimiser.  Rates count one sample seen by one model; the peers train one model after the other,
so they are given fewer.  Each is measured several times in turn, and the best time counts: that of
the run that was disturbed least.  Times are of this machine and this run: read the ratios.  With
OMP_NUM_THREADS=1 they are processor seconds, which the load of others lengthens least.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

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
LOW: Literal["bf16 backward"] = "bf16 backward"
SEEDS = 8
PEER_SEEDS = 2
ROUNDS = 10
STORED = Path(__file__).parent.parent / "stored"


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
        low_aim: the same with backward products in bfloat16; None: not measured.
    """

    name: str
    architecture: Architecture
    samples: int
    epochs: int
    batch: int
    aim: float
    low_aim: float | None = None

    @property
    def aims(self) -> dict[str, float]:
        """By the name of the trainer."""
        return {OURS: self.aim} | ({} if self.low_aim is None else {LOW: self.low_aim})

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
    SpeedCase("MLP 784-512-256-32", Architecture("mlp", (784,), 32, (512, 256)), 4096, 1, 128,
              1.7, 2.0),
    SpeedCase("MLP 64-64-32-8", Architecture("mlp", (64,), 8, (64, 32)), 8192, 4, 128, 8.1),
    SpeedCase("conv 28x28, 32-64 channels, 16", Architecture("conv", (1, 28, 28), 16, (32, 64)),
              1024, 1, 128, 1.1),
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
        ours: dict[str, Trainer] = {OURS: batched}
        if case.low_aim is not None and device == "cpu":
            ours[LOW] = partial(batched, precision=LOW)
        rates = measure(case, ours | peers, device, 1 if options.quick else ROUNDS)
        record = judge(case, rates, work_of(case.config(SEEDS)), machine)
        print("\n".join(lines(case, record)), file=text)
        records.append(record)
    if options.json is not None:
        content = {
            "device": device, "machine": _name(device), "threads": torch.get_num_threads(),
            "torch": torch.__version__, "rounds": ROUNDS,
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
    seeds = {name: SEEDS if name in {OURS, LOW} else PEER_SEEDS for name in trainers}
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
    steps = rates[OURS] / (SEEDS * case.batch)
    own = {name: rate for name, rate in rates.items() if name in case.aims}
    ratios = {
        name: {peer: ours / rate for peer, rate in rates.items() if peer not in own}
        for name, ours in own.items()
    }
    return {
        "case": case.name,
        "samples_per_second": rates,
        "ratios": ratios,
        "share_of_peak": steps * work.flops / machine.flops,
        "share_of_roofline": steps * machine.least_seconds(work),
        "aims": {name: case.aims[name] for name in own},
        "met": {
            name: found["pythae"] >= case.aims[name] if "pythae" in found else None
            for name, found in ratios.items()
        },
    }


def lines(case: SpeedCase, record: Record) -> list[str]:
    """The text on one case."""
    verdict = {True: "MET", False: "NOT MET", None: "not measured"}
    shares = (
        f"{OURS}: {record['share_of_peak']:.0%} of the matrix-product peak,"
        f" {record['share_of_roofline']:.0%} of the roofline"
    )
    found = ["", f"{case.name}: batch {case.batch}, {SEEDS} models at once; {shares}"]
    found += [f"  {n:14} {r:>12,.0f} samples/s" for n, r in record["samples_per_second"].items()]
    for name, ratios in record["ratios"].items():
        beside = ", ".join(f"{ratio:.2f} times {peer}" for peer, ratio in ratios.items())
        aim = f"at least {record['aims'][name]:g} times pythae"
        found.append(f"  {name}: {beside}; aim: {aim}: {verdict[record['met'][name]]}")
    return found


def stored(folder: Path = STORED) -> list[Record]:
    """The stored runs, by their number of threads."""
    paths = sorted(folder.glob("benchmark-*.json"))
    found = [json.loads(path.read_text("utf-8")) for path in paths]
    return sorted(found, key=lambda content: int(content["threads"]))


def table(contents: list[Record]) -> str:
    """Ratios of several runs as a Markdown table."""
    verdict = {True: "MET", False: "NOT MET", None: "not measured"}
    rows = [
        "| networks | threads | matrix products | times pythae | times a plain loop | aim |",
        "| --- " * 6 + "|",
    ]
    names = {OURS: "single precision", LOW: LOW}
    for content in contents:
        for case in content["cases"]:
            for name, ratios in case["ratios"].items():
                found = (f"{ratios[peer]:.2f}" for peer in ("pythae", "plain loop"))
                aim = f"{case['aims'][name]:g}: {verdict[case['met'][name]]}"
                cells = [case["case"], content["threads"], names[name], *found, aim]
                rows.append(f"| {' | '.join(map(str, cells))} |")
    machines = sorted({f"{each['machine']}, torch {each['torch']}" for each in contents})
    return "\n".join([*rows, "", f"Measured on: {'; '.join(machines)}."])


def _heading(device: str, machine: Machine) -> str:
    return (
        f"torch {torch.__version__} on {device} ({_name(device)}), {torch.get_num_threads()}"
        f" threads: matrix products {machine.flops / 1e9:,.0f} GFLOP/s, memory"
        f" {machine.bandwidth / 1e9:,.0f} GB/s, single precision"
    )


def _name(device: str) -> str:
    """Of the processor, with what decides how it multiplies, where the system says so."""
    if device == "cuda":
        return str(torch.cuda.get_device_name())
    try:
        pairs = [line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().splitlines()]
    except OSError:
        return platform.processor() or platform.machine()
    of = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
    units = [unit for unit in ("avx2", "avx512f", "avx512_bf16", "amx_bf16")
             if unit in of.get("flags", "").split()]  # fmt: skip
    family = f"family {of['cpu family']}, model {of['model']}" if "cpu family" in of else ""
    parts = [of.get("model name", platform.machine()), family, " ".join(units)]
    return "; ".join(part for part in parts if part)


def _shortened(case: SpeedCase) -> SpeedCase:
    return replace(case, samples=max(case.samples // 8, 2 * case.batch), epochs=1)
