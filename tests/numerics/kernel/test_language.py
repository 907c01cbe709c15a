"""Penalties as terms of Coq's real numbers: what is written, what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.errors import NumericsError
from numerics.kernel.claim import make_claim, read_claim
from numerics.kernel.file import claim_for, coq_file
from numerics.kernel.language import TRUE, read
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.penalties.catalogue import ENTRIES

DIMS = Dimensions(3, 2, 1)


@pytest.mark.parametrize(
    ("text", "term", "defined"),
    [
        ("u/(1+u)", "(u / (1 + u))", "((1 + u) <> 0)"),
        ("u/4", "(u / 4)", TRUE),
        ("u**(1/2)", "(if Rle_dec u 0 then 0 else Rpower u (1 / 2))", "(0 <= u)"),
        ("sqrt(u)", "(sqrt u)", "(0 <= u)"),
        ("1 - exp(-u)", "(1 - (exp (- u)))", TRUE),
        ("min(u, 1, 2*u)", "(Rmin u (Rmin 1 (2 * u)))", TRUE),
        ("0.12345678901234567890123", "(12345678901234567890123 / 100000000000000000000000)", TRUE),
        ("1 if u > 1 else u", "(if Rlt_dec 1 u then 1 else u)", TRUE),
        ("u if 0 < u <= 1 else 1", "(if Rlt_dec 0 u then (if Rle_dec u 1 then u else 1) else 1)",
         TRUE),
        ("0 if u == 0 else log(u)", "(if Req_EM_T u 0 then 0 else (ln u))",
         "(if Req_EM_T u 0 then True else (0 < u))"),
    ],
)  # fmt: skip
def test_a_text_becomes_the_term_it_says(text: str, term: str, defined: str) -> None:
    found = read(text)
    assert (found.term, found.defined) == (term, defined)


@pytest.mark.parametrize("text", [entry.name for entry in ENTRIES if entry.name != "indicator"])
def test_every_finite_penalty_of_the_catalogue_can_be_said(text: str) -> None:
    claim = claim_for("1000*u", text, DIMS)
    written = coq_file(claim)
    assert read_claim(written) == claim


def test_what_is_infinite_cannot_be_said() -> None:
    with pytest.raises(NumericsError, match="takes the value oo"):
        read("indicator")


def test_a_guarantee_without_room_is_not_written() -> None:
    # r H+ = (r+1) H- = 2, and the supremum is not attained: guaranteed, but by equality.
    with pytest.raises(NumericsError, match="too near one another"):
        claim_for("0 if u == 0 else 3", "0 if u == 0 else 1 + u/(1+u)", DIMS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("   h: log1p\n", "   h: sqrt(u - 1)\n"),
        ("   h: log1p\n", "   h: logg\n"),
        ("dims: 3,2,1", "dims: 3,1,2"),
        ("dims: 3,2,1", "dims: 9999,9998,1"),
        ("part: dense", "part: guaranteed"),
        ("part: dense", "part: convincing"),
        ("numbers: 1 1/4", "numbers: 1 1/0"),
        ("numbers: 1 1/4", "numbers: 1 -1/4"),
        ("numbers: 1 1/4", "numbers: 1"),
        ("numbers: 1 1/4", f"numbers: 1 {'9' * 500}"),
        ("Theorem A, asked", "Theorem B, asked"),
    ],
)
def test_a_first_comment_out_of_order_is_refused(old: str, new: str) -> None:
    text = coq_file(make_claim("1000*u", "log1p", DIMS, "dense", (Fraction(1), Fraction(1, 4))))
    assert old in text
    with pytest.raises((NumericsError, SparsityTheoryError)):
        read_claim(text.replace(old, new, 1))
