"""The benchmark compares like with like, and says MET or NOT MET from the numbers."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from empirics.benchmark import main  # noqa: E402
from empirics.benchmarks import command as benchmark  # noqa: E402
from empirics.benchmarks import peers as benchmark_peers  # noqa: E402
from empirics.benchmarks.command import CASES, LOW, OURS, SpeedCase, judge, lines, measure  # noqa: E402
from empirics.benchmarks.networks import modules  # noqa: E402
from empirics.benchmarks.roofline import Machine, Work, work_of  # noqa: E402
from empirics.errors import EmpiricsError  # noqa: E402
from empirics.training.config import Architecture, Config, Member, Optimiser  # noqa: E402
from empirics.training.networks import Networks  # noqa: E402

TINY = SpeedCase("tiny", Architecture("mlp", (6,), 2, (4,)), 32, 1, 16, aim=2.0)
MACHINE = Machine(flops=1e9, bandwidth=1e9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_peers_train_networks_of_the_same_size_on_the_same_loss(case):
    ours = Networks(case.architecture, [0], heads=2, fixed_scale=False).parameters.values.numel()
    theirs = sum(p.numel() for part in modules(case.architecture) for p in part.parameters())
    assert ours == theirs
    members = case.config(3).members
    assert all((member.gamma, member.beta) == (1, 1) for member in members)


def test_the_aims_are_those_of_the_project():
    assert [case.aims for case in CASES] == [
        {OURS: 1.7, LOW: 2.0}, {OURS: 8.1}, {OURS: 1.1},
    ]  # fmt: skip


@pytest.mark.parametrize(("rate", "verdict"), [(199.0, "NOT MET"), (200.0, "MET")])
def test_the_verdict_follows_from_the_numbers(rate, verdict):
    record = judge(TINY, {OURS: rate, "pythae": 100.0, "plain loop": 1.0}, Work(1, 1), MACHINE)
    assert record["met"] == {OURS: verdict == "MET"}
    assert lines(TINY, record)[-1].endswith(f": {verdict}")
    assert record["ratios"][OURS]["pythae"] == rate / 100


def test_both_precisions_are_judged_by_aims_of_their_own():
    case, rates = replace(TINY, low_aim=3.0), {OURS: 250.0, LOW: 290.0, "pythae": 100.0}
    record = judge(case, rates, Work(1, 1), MACHINE)
    assert record["met"] == {OURS: True, LOW: False}
    assert record["ratios"][LOW] == {"pythae": 2.9}


def test_without_pythae_nothing_is_claimed_about_it(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(benchmark, "CASES", (TINY,))
    monkeypatch.setattr(benchmark, "measure_machine", lambda device: MACHINE)
    assert main(["--quick"]) == 0
    text = capsys.readouterr().out
    assert "pythae is not installed: not measured" in text
    assert "not measured" in text.splitlines()[-1]


def test_work_is_that_of_the_matrix_products_of_one_step():
    architecture = Architecture("mlp", (10,), 3, (7,))
    config = replace(TINY, architecture=architecture).config(2)
    weights = [10 * 7, 7 * 6, 3 * 7, 7 * 10]
    # Forward, gradient of weights, gradient of inputs; the samples need none.
    products = 3 * sum(weights) - weights[0]
    work = work_of(config)
    assert work.flops == 2 * 16 * 2 * products
    parameters = 2 * (sum(weights) + 7 + 6 + 7 + 10)
    assert work.bytes == 4 * (8 * parameters + 2 * 16 * 10)


def test_shares_are_at_one_when_a_step_takes_the_least_time():
    work = Work(flops=1e6, bytes=1e3)
    steps = MACHINE.flops / work.flops
    record = judge(TINY, {OURS: steps * benchmark.SEEDS * TINY.batch}, work, MACHINE)
    assert record["share_of_peak"] == pytest.approx(1)
    assert record["share_of_roofline"] == pytest.approx(1)
    assert record["met"] == {OURS: None}


def test_pythae_refuses_what_it_cannot_train():
    config = Config(
        TINY.architecture, (Member(0, beta=2.0),), TINY.config(1).loss, Optimiser(), 1, 8
    )
    with pytest.raises(EmpiricsError, match="gamma = 1 and beta = 1 only"):
        benchmark_peers.pythae(config, torch.zeros(8, 6), "cpu")


def test_every_trainer_is_measured():
    peers, _ = benchmark_peers.available()
    peers.pop("pythae", None)
    rates = measure(TINY, {OURS: benchmark_peers.batched, **peers}, "cpu", rounds=1)
    assert set(rates) == {OURS, *peers}
    assert all(rate > 0 for rate in rates.values())


@pytest.mark.skipif(importlib.util.find_spec("pythae") is None, reason="pythae is not installed")
@pytest.mark.filterwarnings("ignore")  # pythae's own, at import
def test_pythae_runs_quietly_and_leaves_no_files(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    image = replace(TINY, architecture=Architecture("conv", (1, 4, 4), 2, (2,)))
    for case in (TINY, image):
        assert benchmark_peers.pythae(case.config(1), case.data(), "cpu") > 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert not list(tmp_path.iterdir())


def test_json_alone_goes_to_standard_output(monkeypatch, capsys):
    monkeypatch.setattr(benchmark, "CASES", (TINY,))
    monkeypatch.setattr(benchmark, "available", lambda: ({}, ["pythae"]))
    assert main(["--quick", "--json", "-"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert [case["case"] for case in content["cases"]] == ["tiny"]
    assert content["absent"] == ["pythae"]


def test_bad_input_is_one_line_and_status_2(capsys, tmp_path):
    assert main(["--json", str(tmp_path / "none" / "x.json")]) == 2
    assert "does not exist" in capsys.readouterr().err
    if not torch.cuda.is_available():
        assert main(["--device", "cuda"]) == 2
        assert capsys.readouterr().err.count("\n") == 1
