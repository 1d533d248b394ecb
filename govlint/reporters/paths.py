"""Paths of files as pipelines write them."""

from __future__ import annotations

import os


def in_project(path: str) -> str:
    """A path relative to the folder of the project, with forward slashes; the path itself where it is
    outside.

    The folder is the one that GitHub or GitLab checked out, as a step may run in a folder below; elsewhere,
    the current folder.
    """
    root = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or os.curdir
    try:
        inside = os.path.relpath(path, root)
    except ValueError:  # raised on Windows for a file on another drive
        inside = os.pardir
    outside = inside == os.pardir or inside.startswith(os.path.join(os.pardir, ""))
    return (os.path.normpath(path) if outside else inside).replace(os.sep, "/")


def as_uri(path: str) -> str:
    """The path that `in_project` returns as a URI reference, percent-encoded."""
    from pathlib import Path
    from urllib.parse import quote

    inside = in_project(path)
    return Path(inside).as_uri() if os.path.isabs(inside) else quote(os.fsencode(inside))
