"""Finds words that were written for others which sound or look alike, by what is common in official Chinese.

`counts` holds how often characters and words were counted, `candidates` finds what could have been meant,
`features` turns what speaks for a candidate into numbers, and `ranker` weighs these. `table` and `container`
are the parts of a model file, which `tools/build_model.py` makes of official texts.
"""
