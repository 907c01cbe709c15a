"""Two processes that share every batch train the model that one process trains, to rounding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError  # noqa: E402
from empirics.training.config import (  # noqa: E402
    VAE,
    Architecture,
    Autoencoder,
    Config,
    Member,
    Optimiser,
    to_json,
)
from empirics.training.parallel import Share  # noqa: E402
from empirics.training.train import train  # noqa: E402

X = np.random.default_rng(0).random((90, 12)).astype(np.float32)
CONFIG = Config(
    Architecture("mlp", (12,), 3, (8,), "silu", output="sigmoid", skip=True),
    (Member(0, gamma=0.1), Member(1, gamma=0.05, beta=1.5)),
    VAE("learned"),
    Optimiser(learning_rate=1e-2, balance=4),
    epochs=3,
    batch=31,  # of unequal parts
)
PROGRAM = """
import json, sys
import numpy as np
from torch import distributed
from empirics.training.config import read
from empirics.training.parallel import Share
from empirics.training.train import train

rank, file, config = int(sys.argv[1]), sys.argv[2], read(sys.argv[3])
meeting = f"file://{file}"
distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=2)
x = np.random.default_rng(0).random((90, 12)).astype(np.float32)
trained = train(config, x, share=Share.of_group())
end = trained.history[-1]["loss"]
print(json.dumps([trained.gamma.tolist(), trained.parameters.tolist(), end]))
distributed.destroy_process_group()
"""


CONVOLUTIONAL = Architecture("conv", (1, 4, 3), 3, (4,), "silu", output="sigmoid", skip=True)


@pytest.mark.parametrize(
    "config",
    [
        replace(CONFIG, loss=VAE("learned")),
        replace(CONFIG, loss=VAE("closed"), architecture=CONVOLUTIONAL),
    ],
    ids=["learned", "closed, convolutional"],
)
def test_two_gloo_processes_give_the_loss_of_one(tmp_path: Path, config: Config) -> None:
    command = [sys.executable, "-c", PROGRAM]
    root = str(Path(__file__).parents[3])
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": root}
    workers = [
        subprocess.Popen(
            [*command, str(rank), str(tmp_path / "group"), to_json(config)],
            stdout=subprocess.PIPE, env=environment, text=True,
        )
        for rank in range(2)
    ]  # fmt: skip
    outputs = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    alone = train(config, X)
    for output in outputs:
        gammas, parameters, loss = json.loads(output.splitlines()[-1])
        assert loss == pytest.approx(alone.history[-1]["loss"], rel=1e-5)
        assert gammas == pytest.approx(alone.gamma.tolist(), rel=1e-4)
        np.testing.assert_allclose(parameters, alone.parameters.numpy(), atol=2e-3)


def test_what_is_no_mean_over_samples_cannot_be_shared() -> None:
    share = Share(0, 2)
    sparse = replace(
        CONFIG,
        architecture=Architecture("mlp", (12,), 3),
        loss=Autoencoder("u", ("u",)),
        optimiser=Optimiser(),
    )
    normal = replace(CONFIG, architecture=replace(CONFIG.architecture, batch_norm=True))
    for config in (sparse, normal, replace(CONFIG, loss=VAE(free_bits=0.1))):
        with pytest.raises(ConfigError, match="need the whole batch"):
            train(config, X, share=share)
    with pytest.raises(ConfigError, match="keeps no checkpoints"):
        train(CONFIG, X, share=share, folder=Path("nowhere"))
    with pytest.raises(ConfigError, match="cannot be shared by 2 processes"):
        share.rows(1)
    with pytest.raises(ConfigError, match="init_process_group"):
        Share.of_group()
