"""Runs the server over standard input and output."""

from __future__ import annotations

import logging
import sys

from govlint.server.handlers import create_server


def serve(log_file: str | None, log_level: str, site: str | None = None) -> int:
    """Serve a client until it exits, and return the exit code: 0 if it asked for the shutdown first, else 1.

    The log goes to `log_file`, or to standard error without one. `site` is the address of the documentation.
    Raises OSError where the log file cannot be written.
    """
    level = logging.getLevelNamesMapping()[log_level.upper()]
    logging.basicConfig(
        filename=log_file,
        encoding="utf-8" if log_file else None,
        level=level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if level > logging.DEBUG:
        logging.getLogger("pygls").setLevel(
            max(level, logging.WARNING)
        )  # at lower levels it logs every message whole
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not be taken for a message
    server = create_server(site)
    try:
        server.start_io(sys.stdin.buffer, output)
    finally:
        server.open_texts.close()
    return 0 if server.asked_to_stop else 1
