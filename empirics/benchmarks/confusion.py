"""``python -m empirics.benchmarks.confusion``: what `diagnose` names, against what is the case.

Every model of the zoo is handed over rightly and with each mistake, with its decoder and as arrays
alone.  Counted is whether nothing is said where all is right, and otherwise whether the cause is
named, is among several that are listed with a question, is missed, or another one is named.  The
zoo is trained where it is not kept yet, some seconds a model, and what is judged is kept beside it:
a run that was broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from empirics.benchmarks.criteria import criteria
from empirics.benchmarks.zoo.judging import JudgedCase, Outcome, Seen, judged
from empirics.benchmarks.zoo.mistakes import HEALTHY
from empirics.benchmarks.zoo.recipes import Half, recipes
from empirics.benchmarks.zoo.training import obtain
from empirics.diagnosis.causes import RULES
from empirics.frame.code import code_hash
from numerics.running.files import write_atomically
from numerics.running.frame import guarded
from numerics.running.outputs import check_outputs
from numerics.running.progress import bar

STORED = Path(__file__).parent.parent / "stored"
_DIAGNOSIS = Path(__file__).parent.parent / "diagnosis"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit status says whether it ran, not what it found."""
    options = _parser().parse_args(arguments)
    return guarded("empirics.benchmarks.confusion", lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    check_outputs(options.json)
    if options.stored:
        print("\n\n".join(table(found) for found in stored()))
        return 0
    options.keep.mkdir(parents=True, exist_ok=True)
    found = measure(options.half, options.seen, options.keep, kept_only=options.kept_only)
    text = json.dumps(found, indent=1, sort_keys=True) + "\n"
    if str(options.json) == "-":
        print(text, end="")
        return 0
    print(table(found))
    if options.json is not None:
        write_atomically(options.json, text)
    return 0


def measure(half: Half, seen: Seen, keep: Path, *, kept_only: bool = False) -> dict[str, Any]:
    """Outcomes and named causes of one half of the zoo; cases that were not settled, one by one.

    Args:
        half: of the zoo.
        seen: with decoders, or arrays alone.
        keep: where trained models are, and what was judged of them.
        kept_only: leave out models that are not there, rather than train them.
    """
    code = code_hash(judged)
    chosen = [
        recipe
        for recipe in recipes(half)
        if not kept_only or (keep / f"{recipe.name}.safetensors").exists()
    ]
    outcomes: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    matrix: dict[str, Counter[str]] = defaultdict(Counter)
    models, trained = Counter[str](), []
    alarms: dict[str, list[str]] = {}
    problems: dict[str, list[str]] = {}
    unsettled: dict[str, list[dict[str, Any]]] = {}
    for recipe in bar(chosen, desc=f"{half}, {seen}"):
        model = obtain(recipe, keep)
        trained.append(model.trained)
        group = "gamma fixed" if recipe.gamma == "fixed" else "gamma learned or closed"
        models[f"{group}, {'converged' if model.converged else 'not converged'}"] += 1
        off = recipe.gamma == "fixed" or recipe.beta != 1
        true = {"regularisation"} if off else set()
        place = keep / f"{recipe.name}-{seen}-{code}-{model.trained}.json"
        if not place.exists():
            write_atomically(place, json.dumps([asdict(case) for case in judged(model, seen)]))
        for case in (JudgedCase(**each) for each in json.loads(place.read_text("utf-8"))):
            healthy = case.cause == HEALTHY
            if not case.settled:
                kept = {"cause": case.cause, "outcome": case.outcome, "named": case.named}
                unsettled.setdefault(recipe.name, []).append({**kept, "numbers": case.numbers})
            part = group if not healthy or model.converged else f"{group}, not converged"
            if healthy and model.converged:
                _note(alarms, recipe.name, case.named)
                _note(problems, recipe.name, [each for each in case.problems if each not in true])
            outcomes[part][case.cause][case.outcome] += 1
            matrix[case.cause][" or ".join(case.named) or "nothing"] += 1
    return {
        "half": half,
        "seen": seen,
        "code": code,
        "rules": asdict(RULES),
        "rules_committed": committed(),
        "trained": [min(trained, default=""), max(trained, default="")],
        "models": dict(models),
        "alarms": alarms,
        "problems": problems,
        "unsettled": unsettled,
        "outcomes": {group: {c: dict(n) for c, n in t.items()} for group, t in outcomes.items()},
        "matrix": {cause: dict(named) for cause, named in matrix.items()},
    }


def _note(found: dict[str, list[str]], model: str, names: list[str]) -> None:
    """Add what a model was said to have; models of which nothing is said stay out."""
    if names:
        found[model] = sorted({*found.get(model, []), *(name.lower() for name in names)})


def committed() -> dict[str, str] | None:
    """The last commit that changed a rule or a number it judges by; None outside a clone.

    "at" is its time, UTC, as models have the time of their training.
    """
    places = [f"{_DIAGNOSIS.name}/{name}.py" for name in ("causes", "evidence", "encoder", "lines")]
    command = ["git", "log", "-1", "--format=%H %at", "--", *places]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            command, cwd=_DIAGNOSIS.parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    if not done.stdout.strip():
        return None
    name, seconds = done.stdout.split()
    at = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y%m%dT%H%M%S")
    return {"commit": name, "at": at}


def table(found: dict[str, Any]) -> str:
    """The outcomes as text."""
    width = 22
    heads = get_args(Outcome)
    out = [
        f"{found['half']} half, {found['seen']}: models {found['models']}",
        f"{'':{width}}" + "".join(f"{head:>9}" for head in heads),
    ]
    for group, causes in sorted(found["outcomes"].items()):
        out.append(group)
        total = Counter[str]()
        for cause, counts in causes.items():
            total.update(counts if cause != HEALTHY else {})
            out.append(_row(cause, counts, width))
        if total:
            out.append(_row("all mistakes", total, width))
    return "\n".join([*out, *(f"  {each.line()}" for each in criteria(found))])


def stored(folder: Path = STORED, half: str = "*") -> list[dict[str, Any]]:
    """The stored results, decoders first."""
    paths = [
        path
        for seen in get_args(Seen)
        for path in sorted(folder.glob(f"confusion-{half}-{seen}.json"))
    ]
    return [json.loads(path.read_text("utf-8")) for path in paths]


def aims(folder: Path = STORED) -> str:
    """What the stored results have to show, and whether they do, as Markdown lists."""
    parts = []
    for found in stored(folder):
        lines = "\n".join(f"- {each.line()}" for each in criteria(found))
        half = found["half"]
        share = f"{sum(found['models'].values())} of its {len(recipes(half))} models"
        parts.append(f"{half.capitalize()} half, {found['seen']}, {share}:\n\n{lines}")
    return "\n\n".join(parts)


def summary(folder: Path = STORED) -> str:
    """The stored results as a Markdown table, one row for each group of models."""
    heads = get_args(Outcome)[1:]
    rows = [
        f"| half, seen | models | right, silent | {' | '.join(heads)} |",
        f"| --- | --- | --- | {' | '.join('---' for _ in heads)} |",
    ]
    for found in stored(folder):
        for group, causes in sorted(found["outcomes"].items()):
            healthy = causes.get(HEALTHY, {})
            total = Counter[str]()
            for cause, counts in causes.items():
                total.update(counts if cause != HEALTHY else {})
            cells = [str(total[head]) if total else "" for head in heads]
            silent = f"{healthy.get('silent', 0)} of {sum(healthy.values())}"
            name = f"{found['half']}, {found['seen']}"
            rows.append(f"| {name} | {group} | {silent} | {' | '.join(cells)} |")
    return "\n".join(rows)


def matrix(folder: Path = STORED, half: Half = "fresh") -> str:
    """What was named for each true cause, in how many cases, as a Markdown table."""
    found = stored(folder, half)
    rows = [
        "| what is wrong | " + " | ".join(f"named, {each['seen']}" for each in found) + " |",
        "| --- " * (len(found) + 1) + "|",
    ]
    for cause in sorted({cause for each in found for cause in each["matrix"]}):
        cells = [_named(each["matrix"].get(cause, {})) for each in found]
        rows.append(f"| {cause} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _named(counts: dict[str, int]) -> str:
    """The most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return "; ".join(f"{name.lower().replace('_', ' ')}: {n}" for name, n in ordered)


def _row(name: str, counts: dict[str, int], width: int) -> str:
    return f"  {name:{width - 2}}" + "".join(f"{counts.get(h, 0):>9}" for h in get_args(Outcome))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m empirics.benchmarks.confusion",
        description="What diagnose names on trained models, against what is the case.",
    )
    parser.add_argument("--half", choices=get_args(Half), default="fresh")
    parser.add_argument("--seen", choices=get_args(Seen), default="decoder")
    parser.add_argument(
        "--keep", type=Path, default=Path("zoo"), metavar="DIR", help="trained models (zoo)"
    )
    parser.add_argument("--stored", action="store_true", help="only print what is stored")
    parser.add_argument("--kept-only", action="store_true", help="train none that is not there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the numbers; - for stdout")
    return parser


if __name__ == "__main__":
    sys.exit(main())
