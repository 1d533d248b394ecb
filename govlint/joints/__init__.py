"""Finds joints: places between two words where official texts would have a punctuation mark and this text has
none.

`runs` finds all places where a mark could stand. `filters` drops most of them by the characters beside them.
For the rest, `words` segments the text around the place, `features` computes numbers from it, and `forest`
turns these into the log-odds of a mark. `model` reads the model file, which `tools/build_joints.py` makes
from official texts; counts of words and n-grams come from `govlint.spelling`.
"""
