"""Checks archives: a hundred thousand reports in folders and tables, into one table of findings."""
