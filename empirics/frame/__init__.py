"""The frame of all experiments: jobs, rules, runs, records, reports, claims."""
