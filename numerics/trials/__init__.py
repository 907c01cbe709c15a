"""Trials of the analysis of penalties: disguises, random expressions, independent samples."""
