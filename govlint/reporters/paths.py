"""Paths of files as pipelines name them."""

from __future__ import annotations

import os


def in_project(path: str) -> str:
    """A path from the folder of the project on, with forward slashes; a file outside keeps its own path.

    The folder is the one that GitHub or GitLab checked out, since a step may run in a folder below; else the
    current one.
    """
    root = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or os.curdir
    try:
        inside = os.path.relpath(path, root)
    except ValueError:  # on another drive
        inside = os.pardir
    outside = inside == os.pardir or inside.startswith(os.path.join(os.pardir, ""))
    return (os.path.normpath(path) if outside else inside).replace(os.sep, "/")


def as_uri(path: str) -> str:
    """A path as `in_project` gives it, as a URI reference: percent-encoded, relative if it is."""
    from pathlib import Path
    from urllib.parse import quote

    inside = in_project(path)
    return Path(inside).as_uri() if os.path.isabs(inside) else quote(os.fsencode(inside))
