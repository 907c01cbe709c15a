"""The statements: one module for each family, with its claims (``CLAIMS``) and derivations."""
