"""Rule files: loaded, tested, kept compiled, and chosen by name."""
