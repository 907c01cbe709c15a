"""Small VAEs trained with right inputs: what a diagnosis is measured on.

The `tuned` half is what thresholds were read off; the models of the `fresh` half were trained after
those thresholds had been committed, and nothing was changed after they were looked at.
"""
