"""A user's program: the packages' doors have types, and a wrong one is noticed."""

from typing import assert_type

import numpy as np
from numpy.typing import NDArray

from empirics import Config, Diagnosis, diagnose, train
from numerics import LinearFamily, Minimised, Verified, minimise_family, verify
from sparsity_theory import Dimensions, Guarantee, Penalty, characterise, penalty

g, h = penalty("10*u"), penalty("log(1+u)")
assert_type(h, Penalty)
assert_type(characterise(g, h, Dimensions(3, 2, 1)).verdict, Guarantee)
one = penalty(1)  # type: ignore[arg-type]


def minimum(family: LinearFamily) -> Verified:
    """The certified minimum of a family, checked."""
    found = minimise_family(family, g, h)
    assert_type(found, Minimised)
    return verify(found.certificate)


def health(config: Config, x: NDArray[np.float32]) -> Diagnosis:
    """What a trained model's arrays show."""
    assert_type(config.architecture.latent, int)
    codes = train(config, x).encode(x)
    return diagnose(*codes, x)
