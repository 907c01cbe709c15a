"""The command line ``python -m empirics``: its options, and what each subcommand does."""
