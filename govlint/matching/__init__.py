"""Patterns: compiled once, run only where they can match, bounded in time."""
