"""Finds words that sound or look like the right one, by how official Chinese is written.

`counts` are what was counted, `candidates` what could have been meant, `features` what speaks for it and
`ranker` how much all that weighs. `tools/build_model.py` makes the model file of texts.
"""
