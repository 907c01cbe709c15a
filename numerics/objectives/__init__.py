"""Objectives of error and row powers from the command line: instances, certificates, checker."""
