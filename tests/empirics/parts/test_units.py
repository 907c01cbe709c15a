"""A loss as people write it has, up to a factor, the gradient of eq. (3) at the stated gamma."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError  # noqa: E402
from empirics.parts import (  # noqa: E402
    KNOWN,
    DecoderVariance,
    GaussianVAELoss,
    KnownLoss,
    Recipe,
    units_of,
)
from empirics.parts.units import known_losses  # noqa: E402

PAGE = Path(__file__).parents[3] / "docs" / "your-loss.md"
W, D, KAPPA = 0.7, 8, 4


def written(code: str, leaves: list) -> object:
    """The loss that a line of the page computes."""
    x, x_hat, mu, log_variance = leaves
    kl = (mu**2 + log_variance.exp() - log_variance - 1) / 2
    names = {"x": x, "x_hat": x_hat, "mu": mu, "log_variance": log_variance, "kl": kl, "w": W}
    return eval(code, {"F": torch.nn.functional}, names)


def samples() -> list:
    stream = torch.Generator().manual_seed(0)
    x = torch.rand(6, D, generator=stream, dtype=torch.float64)
    others = [
        torch.rand(6, n, generator=stream, dtype=torch.float64, requires_grad=True)
        for n in (D, KAPPA, KAPPA)
    ]
    return [x, *others]


@pytest.mark.parametrize("known", [each for each in KNOWN if each.formula], ids=lambda e: e.code)
def test_a_known_loss_has_the_gradient_of_eq_3(known: KnownLoss) -> None:
    x, *leaves = samples()
    gamma, beta = units_of(known.recipe(W, D, KAPPA))
    assert beta == 1.0
    assert gamma == pytest.approx(eval(known.formula, {"w": W, "d": D, "kappa": KAPPA}))
    theirs = torch.autograd.grad(written(known.code, [x, *leaves]), leaves)
    ours = torch.autograd.grad(
        GaussianVAELoss(DecoderVariance("fixed", gamma))(x, *leaves).loss, leaves
    )
    factor = (theirs[0] / ours[0]).flatten()[0]
    for one, other in zip(theirs, ours, strict=True):
        torch.testing.assert_close(one, factor * other)


def test_cross_entropy_is_no_loss_of_this_kind() -> None:
    (known,) = (each for each in KNOWN if not each.formula)
    with pytest.raises(ConfigError, match="Bernoulli"):
        units_of(known.recipe(W, D, KAPPA))
    x, *leaves = samples()
    theirs = torch.autograd.grad(written(known.code, [x, *leaves]), leaves)
    ours = torch.autograd.grad(GaussianVAELoss(DecoderVariance("fixed"))(x, *leaves).loss, leaves)
    quotients = (theirs[0] / ours[0]).flatten()
    assert quotients.std() > 0.1 * quotients.mean()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: units_of(Recipe("mse")), "dimension="),
        (lambda: units_of(Recipe(kl="mean")), "latent="),
        (lambda: Recipe("sse", kl_weight=0), "kl_weight must be positive"),
        (lambda: Recipe("see"), "did you mean 'sse'"),
    ],
)
def test_wrong_arguments_are_explained(make, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        make()


def test_the_page_shows_the_losses_that_are_tested() -> None:
    text = PAGE.read_text("utf-8")
    block = text.partition("<!-- losses: begin -->\n")[2].partition("\n<!-- losses: end")[0]
    assert block == known_losses()
