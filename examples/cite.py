"""What stands behind a statement.

Every statement of the paper is a claim with a computed status. The paper's own names find them.
"""

# %%
from proofs.ledger import full_ledger
from proofs.names import find

ledger = full_ledger()
find("Lemma 2", ledger), find("eq. (6)", ledger), find("Theorem 4", ledger)

# %%
claims = {claim.id: claim for claim in ledger}
print(claims["theorem-4"].statement())
print("corrects:", claims["theorem-4"].corrects)

# %%
from proofs.__main__ import main

status = main(["cite", "theorem-4"])
