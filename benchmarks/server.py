"""Prints how fast the language server is, as an editor sees it: from what it sends to the diagnostics.

    uv run benchmarks/server.py

Times are of this machine, now; the text is that of texts.py.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from texts import text_of

STARTS, KEYS = 7, 30


class Client:
    """A server and what is sent to it."""

    def __init__(self, folder: str) -> None:
        command = [sys.executable, "-m", "govlint", "server"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self._send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, number=1)
        self._until(lambda message: message.get("id") == 1)
        self._send("initialized", {})
        self._uri = Path(folder, "a.txt").as_uri()
        self._version = 0

    def show(self, text: str) -> int:
        """Open or change the text; the number of diagnostics that come for it."""
        self._version += 1
        document: dict[str, Any] = {"uri": self._uri, "version": self._version}
        if self._version == 1:
            self._send("textDocument/didOpen", {"textDocument": {**document, "languageId": "", "text": text}})
        else:
            changes = [{"text": text}]
            self._send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        shown = self._until(lambda message: message.get("params", {}).get("version") == self._version)
        return len(shown["params"]["diagnostics"])

    def close(self) -> None:
        """End the server."""
        self._send("shutdown", None, number=2)
        self._until(lambda message: message.get("id") == 2)
        self._send("exit", None)
        self._process.wait()

    def _send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message if number is None else {**message, "id": number}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _until(self, wanted: Any) -> dict[str, Any]:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()).strip() or not length:
                if not line:
                    raise SystemExit(f"the server ended with {self._process.wait()}")
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message: dict[str, Any] = json.loads(stream.read(length))
            if wanted(message):
                return message


def starts(folder: str) -> None:
    text, times = text_of(15_000), []
    for _ in range(STARTS):
        start = time.perf_counter()
        client = Client(folder)
        client.show(text)
        times.append(time.perf_counter() - start)
        client.close()
    print(f"start to the diagnostics of 15 KB: {statistics.median(times):.2f} s (first {times[0]:.2f})")


def typing(folder: str, size: int) -> None:
    chance = random.Random(1)
    text = text_of(size)
    client = Client(folder)
    start = time.perf_counter()
    count = client.show(text)
    first = time.perf_counter() - start
    times = []
    at = text.index("\n", len(text) // 3) - 5
    for _ in range(KEYS):
        text = text[:at] + chance.choice("发展建设20万，") + text[at:]
        start = time.perf_counter()
        client.show(text)
        times.append((time.perf_counter() - start) * 1000)
    client.close()
    times.sort()
    print(f"{size // 1000} KB, {count} diagnostics: opened {first:.2f} s; a key pressed: median "
          f"{statistics.median(times):.0f} ms, nine of ten {times[KEYS * 9 // 10]:.0f} ms")  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        starts(folder)
        for size in (15_000, 100_000, 300_000):
            typing(folder, size)


if __name__ == "__main__":
    main()
