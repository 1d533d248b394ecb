"""Numbers: found in a text, with units and how exact they are, and calculated with."""
