"""``python -m empirics.benchmarks.large``: what `empirics.diagnose` costs on large inputs.

Each case in a process of its own, whose peak of memory is that of the arrays and the diagnosis.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from empirics.diagnosis import diagnose
from numerics.running.files import write_atomically
from numerics.running.frame import guarded
from numerics.running.outputs import check_outputs

CASES = ((60_000, 784, 32), (6000, 64, 512))
"""n, d and kappa."""
STORED = Path(__file__).parent.parent / "stored" / "large.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every case."""
    parser = argparse.ArgumentParser(prog="python -m empirics.benchmarks.large")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the numbers, to a file")
    options = parser.parse_args(arguments)
    return guarded("empirics.benchmarks.large", lambda: _run(options.json))


def _run(output: Path | None) -> int:
    check_outputs(output)
    found = []
    for case in CASES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found.append(pool.apply(cost, case))
        print(json.dumps(found[-1]))
    if output is not None:
        write_atomically(output, json.dumps(found, indent=1) + "\n")
    return 0


def cost(n: int, d: int, kappa: int) -> dict[str, float]:
    """Processor seconds and peak memory of one diagnosis with a linear decoder.

    "ablated" is the number of samples that ablation looked at, "increase" the relative increase of
    the error in the first dimension, "increase_error" its standard error, and "increase_exact"
    what all samples give.
    """
    stream = np.random.default_rng(0)
    weights = 0.3 * stream.standard_normal((kappa, d), dtype=np.float32)
    mu = stream.standard_normal((n, kappa), dtype=np.float32)
    sigma = np.full((n, kappa), 0.3, dtype=np.float32)
    x_hat = mu @ weights
    x = x_hat + np.float32(0.5) * stream.standard_normal((n, d), dtype=np.float32)
    start = time.process_time()
    facts = diagnose(mu, sigma, x, x_hat, 0.25, decode=lambda z: z @ weights).facts
    seconds = time.process_time() - start
    assert facts.ablation is not None
    column = mu[:, :1] - mu[:, :1].mean()
    without = ((x - x_hat + column * weights[:1]) ** 2).sum(axis=1, dtype=np.float64).mean()
    whole = ((x - x_hat) ** 2).sum(axis=1, dtype=np.float64).mean()
    return {
        "n": n,
        "d": d,
        "kappa": kappa,
        "seconds": round(seconds, 2),
        "peak_gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 3),
        "ablated": facts.ablation.samples,
        "increase": float(facts.ablation.increases[0]),
        "increase_error": float(facts.ablation.standard_errors[0]),
        "increase_exact": float(without / whole - 1),
    }


def table(found: list[dict[str, float]]) -> str:
    """The costs as a Markdown table."""
    rows = [
        "| n | d | kappa | processor seconds | peak memory | ablation |",
        "| --- " * 6 + "|",
    ]
    for each in found:
        error = (
            f"{each['ablated']} samples; increase in dimension 0:"
            f" {each['increase']:.3f} ± {each['increase_error']:.3f}"
            f" (all samples: {each['increase_exact']:.3f})"
        )
        cells = [each["n"], each["d"], each["kappa"], each["seconds"]]
        rows.append(
            f"| {' | '.join(map(str, cells))} | {each['peak_gigabytes']:.2f} GB | {error} |"
        )
    return "\n".join(rows)


def stored() -> list[dict[str, float]]:
    """The stored costs."""
    found: list[dict[str, float]] = json.loads(STORED.read_text("utf-8"))
    return found


if __name__ == "__main__":
    sys.exit(main())
