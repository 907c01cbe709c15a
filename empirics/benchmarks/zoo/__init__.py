"""Small VAEs trained with right inputs: what a diagnosis is measured on.

The `tuned` half is what thresholds were read off; the `fresh` half was made after they were fixed.
"""
