"""Checks archives: hundreds of thousands of reports, in folders and tables, with one table of findings as the
result.
"""
