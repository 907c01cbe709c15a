"""Certified evidence for the claims of the ledger, in ball arithmetic.

The evidence for a claim stands at the claim's place (`sparsity_theory.ledger.places`) and is called
``EVIDENCE`` there; what several claims share stands beside it, named after its subject.
"""
