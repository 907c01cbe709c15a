"""What is generated from ledger and record: pages, LaTeX, contents."""
