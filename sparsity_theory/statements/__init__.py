"""The statements: one file for each claim, at the place that its id says.

See `sparsity_theory.ledger.places`.  What several claims share stands beside them, in files named
after their subject; ``ORDER`` in a folder's ``__init__`` is its place in the order of the paper.
"""
