"""The arrays of a torch model: what `empirics.diagnose` reads off a module and a loader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from empirics.errors import MeasureError
from empirics.parts.modules import as_tensor, at_rest, evaluated, like_parameters

Array = NDArray[np.float32]
Heads = tuple[Tensor, Tensor]

_ROWS = 1024


@dataclass(frozen=True)
class DiagnoseArguments:
    """Arguments of `empirics.diagnose`.

    Attributes:
        mu, sigma, x, x_hat: arrays, one row per sample.
        decode: the decoder, as a function of arrays.
        gamma, beta: where the model's own configuration says them; else None.
    """

    mu: Array
    sigma: Array
    x: Array
    x_hat: Array
    decode: Callable[[NDArray[Any]], NDArray[np.float64]]
    gamma: float | None
    beta: float | None


def arrays_of(model: nn.Module, data: Any) -> DiagnoseArguments:
    """Encode and decode samples; the model keeps its mode, its device and its weights.

    The model needs ``encode`` (or ``encoder``) and ``decode`` (or ``decoder``).  Its encoder gives
    mean and **log variance**: as a pair, as the halves of the last axis of one tensor, or, as
    pythae's, by the names embedding and log_covariance.

    Args:
        model: a torch module or a model of pythae.
        data: a tensor or array of samples, a data set of torch, or batches of samples: tensors,
            tuples or lists whose first entry is one, or dictionaries with "data".

    Raises:
        MeasureError: if the model has no such parts, or they give something else.
    """
    encode, decode = _part(model, "encode"), _part(model, "decode")
    kept: list[list[Tensor]] = [[], [], [], []]
    with at_rest(model), torch.no_grad():
        for batch in _batches(data):
            x = like_parameters(model, batch)
            mu, log_variance = _heads(_encoded(encode, x))
            x_hat = _decoded(decode, mu)
            sigma = (log_variance.float() / 2).exp()
            for store, value in zip(kept, (mu, sigma, x, x_hat), strict=True):
                store.append(value.float().cpu())
    if not kept[0]:
        raise MeasureError("the loader gave no batches")
    gamma, beta = _constants(model)
    return DiagnoseArguments(
        mu=_joined(kept[0]),
        sigma=_joined(kept[1]),
        x=_joined(kept[2]),
        x_hat=_joined(kept[3]),
        decode=evaluated(_Decoder(model, decode)),
        gamma=gamma,
        beta=beta,
    )


def _encoded(encode: Callable[[Tensor], Any], x: Tensor) -> Any:
    """Images as they are, or flat where the encoder takes rows: forward() often flattens them."""
    try:
        return encode(x)
    except (RuntimeError, TypeError, ValueError) as problem:
        reason = _first_line(problem)
    if x.ndim > 2:
        with suppress(RuntimeError, TypeError, ValueError):
            return encode(x.flatten(1))
    raise MeasureError(
        f"the model's encoder fails on samples {tuple(x.shape)} ({reason}); give the loader's"
        " batches in the shape that encode takes"
    )


def _decoded(decode: Callable[[Tensor], Any], mu: Tensor) -> Tensor:
    try:
        return as_tensor(decode(mu))
    except (RuntimeError, TypeError, ValueError) as problem:
        raise MeasureError(
            f"the model's decoder fails on codes {tuple(mu.shape)} ({_first_line(problem)}); pass"
            " the arrays themselves: diagnose(mu, sigma, x, x_hat, gamma, decode=..)"
        ) from None


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]


def _joined(parts: list[Tensor]) -> Array:
    return np.asarray(torch.cat(parts).numpy())


class _Decoder(nn.Module):
    """The decoder of a model, as a module with the model's parameters."""

    def __init__(self, model: nn.Module, decode: Callable[[Tensor], Any]) -> None:
        super().__init__()
        self.model, self._decode = model, decode

    def forward(self, z: Tensor) -> Tensor:
        return as_tensor(self._decode(z))


def _part(model: nn.Module, name: str) -> Callable[[Tensor], Any]:
    for each in (name, f"{name}r"):
        found = getattr(model, each, None)
        if callable(found):
            return found  # type: ignore[no-any-return]
    raise MeasureError(
        f"{type(model).__name__} has no {name} or {name}r; pass the arrays themselves:"
        " diagnose(mu, sigma, x, x_hat, gamma, decode=..)"
    )


def _batches(data: Any) -> Iterator[Tensor]:
    if isinstance(data, np.ndarray):
        data = torch.from_numpy(np.ascontiguousarray(data))
    if isinstance(data, Tensor):
        yield from torch.split(data, _ROWS)
        return
    if isinstance(data, Dataset):
        data = DataLoader(data, batch_size=_ROWS)
    if not isinstance(data, Iterable):
        raise MeasureError(f"data must be samples or batches of them, not {type(data).__name__}")
    for batch in data:
        found = batch
        if isinstance(batch, (tuple, list)) and batch:
            found = batch[0]
        elif hasattr(batch, "keys") and "data" in batch:
            found = batch["data"]
        if not isinstance(found, Tensor):
            raise MeasureError(
                f"a batch must be a tensor, or begin with one; given {type(found).__name__}"
            )
        yield found


def _heads(output: Any) -> Heads:
    if isinstance(output, (tuple, list)) and len(output) >= 2:
        return output[0], output[1]
    if hasattr(output, "get"):
        mean, log_variance = output.get("embedding"), output.get("log_covariance")
        if isinstance(mean, Tensor) and isinstance(log_variance, Tensor):
            return mean, log_variance
    if isinstance(output, Tensor) and output.ndim == 2 and output.shape[1] % 2 == 0:
        mean, log_variance = output.chunk(2, dim=1)
        return mean, log_variance
    raise MeasureError(
        "the encoder gives neither a pair (mean, log variance) nor their halves; pass the arrays"
        " themselves: diagnose(mu, sigma, x, x_hat, gamma, decode=..)"
    )


def _constants(model: nn.Module) -> tuple[float | None, float | None]:
    """Gamma and beta of pythae's models: SSE/2 + beta KL is eq. (3) at gamma = 1."""
    config = getattr(model, "model_config", None)
    if config is None or getattr(config, "reconstruction_loss", None) != "mse":
        return None, None
    return 1.0, float(getattr(config, "beta", 1.0))
