"""Small VAEs trained with right inputs: what a diagnosis is measured on.

The `tuned` half is what rules and thresholds were read off; halves that were fresh once, and have
been looked at since, have joined it.  The models of the `fresh` half were trained after the rules
had been committed, and nothing was changed after they were looked at.
"""
