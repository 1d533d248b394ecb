"""Finds joints: places between two words where official texts would have a punctuation mark and this text has
none.

`runs` finds the places, `filters` drops most of them, `words` parts the text around the others
into words, `features` turns what is known of a joint into numbers, and `forest` makes a score of these.
`model` reads the model file, which `tools/build_joints.py` learns from the marks of official texts; the
counts of words and n-grams are those of `govlint.spelling`.
"""
