"""The ledger: claims, their parts and their false variants, verdicts."""
