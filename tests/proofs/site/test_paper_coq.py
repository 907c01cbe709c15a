"""The page of the paper's statements beside Coq's."""

from __future__ import annotations

from proofs import record, reviews
from proofs.kernel import evidence
from proofs.ledger import full_ledger
from proofs.site import paper_coq
from proofs.site.document import Block, Code, Paragraph
from proofs.site.quotes import QUOTES
from proofs.standing import standings
from sparsity_theory.ledger.claims import Status


def page(decided: dict[str, reviews.Review]) -> list[Block]:
    ledger, theorems, entries = full_ledger(), evidence.theorems(), record.read()
    found = standings(ledger, entries, decided, theorems)
    status = {id_: standing.status for id_, standing in found.items()}
    return paper_coq.page(ledger, status, decided, theorems)


def test_every_statement_of_the_paper_has_a_quotation() -> None:
    listed = [claim.id for claim in paper_coq.paper_claims(full_ledger())]
    assert len(listed) == 17
    assert sorted(QUOTES) == sorted(listed)


def test_theorems_stand_under_the_statement_whose_review_names_them() -> None:
    shown = [block.text for block in page(reviews.read()) if isinstance(block, Code)]
    assert len(shown) > 40
    assert any("theorem_4_statement" in text for text in shown)


def test_what_a_claim_says_less_than_the_quotation_stands_below_the_quotation() -> None:
    texts = [block.text for block in page({}) if isinstance(block, Paragraph)]
    for claim in paper_coq.paper_claims(full_ledger()):
        assert claim.divergence
        quoted = next(i for i, text in enumerate(texts) if QUOTES[claim.id] in text)
        assert texts[quoted + 1].startswith("The claim differs from it: ")
    weaker = next(text for text in texts if "Weaker than the paper's eq. (5)" in text)
    assert "the decoder is affine" in weaker
    assert any("[lemma-2-literal](claim:lemma-2-literal)" in text for text in texts)


def test_without_reviews_no_theorem_is_shown() -> None:
    blocks = page({})
    assert not [block for block in blocks if isinstance(block, Code)]
    none = [
        b for b in blocks if isinstance(b, Paragraph) and b.text.startswith("No theorem in Coq")
    ]
    assert len(none) == 17
    assert Status.KERNEL.value not in {b.text.split(" · ")[-1] for b in blocks if "text" in vars(b)}
