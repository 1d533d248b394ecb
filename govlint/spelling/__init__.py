"""Finds words written for others that sound or look alike, by what is common in official Chinese.

`counts` holds how often characters and words occur. `candidates` proposes what could have been meant,
`features` computes numbers for a candidate from the counts, and `ranker` turns these into the log-odds that
the candidate was meant. `table` and `container` read and write parts of a model file, which
`tools/build_model.py` makes from official texts.
"""
