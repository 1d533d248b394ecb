"""govlint: a quality-check linter for Chinese government report text."""

__version__ = "0.1.0"
