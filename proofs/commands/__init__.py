"""The command line ``python -m proofs``: its options, and what each subcommand does."""
