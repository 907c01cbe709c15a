"""Headings that are read from files are those that the claims have."""

import pytest

from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.headings import heading
from sparsity_theory.ledger.places import claims


def test_every_heading_is_the_claims_own() -> None:
    for claim in claims():
        found = heading(claim.id)
        assert (found.title, found.mark) == (claim.title, claim.mark.value), claim.id


@pytest.mark.parametrize("id_", ["eq-7777", "remark-4/../../eq", "", "nonsense"])
def test_what_is_no_claim_has_no_heading(id_: str) -> None:
    with pytest.raises(ClaimError, match="there is no file"):
        heading(id_)
