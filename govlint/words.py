"""Word segmentation, loaded when a rule first asks where words end.

rjieba gives the same words as jieba and loads in a tenth of the time; jieba serves where it is missing.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.document import Document, Span

_CONTEXT = 30  # characters on each side of a hit that are segmented with it


@cache
def segmenter() -> Callable[[str], list[str]]:
    """The function that cuts a text into words."""
    try:
        import rjieba
    except ImportError:
        return jieba_cut()
    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


def jieba_cut() -> Callable[[str], list[str]]:
    """jieba's own segmentation, its messages and its cache in the shared temporary folder switched off."""
    import logging

    import jieba

    # jieba keeps its dictionary in a world-writable folder and gains nothing by it: give it none to use,
    # and leave out its complaint that there is none.
    jieba.dt.tmp_dir = os.devnull
    jieba.setLogLevel(logging.CRITICAL)
    cut: Callable[[str], list[str]] = jieba.lcut
    return cut


def is_whole(document: Document, span: Span) -> bool:
    """Whether no word of the text straddles either edge of a span."""
    line = document.line_at(span.start)
    start = max(line.start, span.start - _CONTEXT)
    end = min(max(line.end, span.end), span.end + _CONTEXT)
    edge = start
    for word in segmenter()(document.text[start:end]):
        past = edge + len(word)
        if edge < span.start < past or edge < span.end < past:
            return False
        edge = past
    return True
