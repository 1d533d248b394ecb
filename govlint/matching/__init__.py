"""Regular expressions of rules: compiled once, run only where they can match, bounded in time."""
