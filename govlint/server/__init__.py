"""The language server: shows in an editor, while one types, what `check` finds.

pygls and lsprotocol come with `govlint[lsp]`. They are imported in this package only.
"""
