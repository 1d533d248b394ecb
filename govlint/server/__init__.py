"""The language server: what `check` finds, shown in an editor while one types.

pygls and lsprotocol come with `govlint[lsp]` and are imported in this package only.
"""
