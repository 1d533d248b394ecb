"""The commands, and what they share.

Commands: `check`, `init`, `numbers`, `rules` (`rule` and `rules`), `schema` and `server`, each imported when
it is asked for; `scan` and `summary` are in `govlint.scan`. Parts of one command: `annotating`, `changed`,
`check_options` and `profiling` of `check`, `starter` of `init`. For several: `asking`, `exits`, `files`,
`help`, `output` and `output_format`.
"""
