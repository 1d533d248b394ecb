"""Archives in JSON Lines, read line by line."""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from contextlib import contextmanager
from itertools import chain, count, islice
from typing import IO, TYPE_CHECKING, cast

from govlint.readers.encoding import decode
from govlint.readers.source import UnreadableError
from govlint.scan.record import InputRow, ScanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAMPLE = 100  # records at the head of a file that tell which columns there are
_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_HEAD = 4096  # bytes read to tell whether a file is a JSON array
_CONVERSION = (
    "import json, sys; "
    "open(sys.argv[2], 'w').writelines(json.dumps(one) + '\\n' for one in json.load(open(sys.argv[1], 'rb')))"
)


def names(path: str) -> list[str]:
    """The names of the columns of the first records. Raises UnreadableError where they cannot be read."""
    return list(dict.fromkeys(name for row in islice(rows(path, ()), _SAMPLE) for name in row.cells))


def rows(path: str, _columns: Sequence[str]) -> Iterator[InputRow]:
    """Yield the records, with all their cells. Raises UnreadableError where the rest cannot be read."""
    for number, weight, line in _lines(path):
        try:
            found = json.loads(decode(line).text.rstrip("\r\n"))
        except UnreadableError as error:
            yield InputRow({}, str(error), weight, number)
        except (ValueError, RecursionError) as error:
            yield InputRow({}, f"不是完整的 JSON（{_fault(error)}）", weight, number)
        else:
            is_record = isinstance(found, dict)
            problem = None if is_record else "不是 JSON 对象"
            yield InputRow(found if is_record else {}, problem, weight, number)


def is_array(path: str) -> bool:
    """Whether a file is a JSON array of records."""
    with open(path, "rb") as file:
        return _ARRAY.match(file.read(_HEAD)) is not None


def refuse_array(path: str, shown: str) -> None:
    """Raise ScanError where a file is a JSON array of records: that cannot be read record by record. `shown`
    is what the message calls it.
    """
    if not is_array(path):
        return
    lines = _free_name(path)
    raise ScanError(
        f"{shown}是 JSON 数组，要一行一条（JSONL）才能检查。先转换，再检查 {lines}：\n"
        f'python -c "{_CONVERSION}" "{path}" "{lines}"'
    )


@contextmanager
def unpacked(path: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A file that may be packed with gzip, opened twice: as it is, and unpacked. While it is read, raises
    UnreadableError where the rest cannot be unpacked.
    """
    with open(path, "rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
        try:
            yield raw, cast("IO[bytes]", packed) if path.lower().endswith(".gz") else raw
        except EOFError:
            raise UnreadableError("压缩文件不完整，后面的读不出") from None
        except (gzip.BadGzipFile, zlib.error):
            raise UnreadableError("压缩文件已损坏，后面的读不出") from None


def _lines(path: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield the lines of a file that are not blank, each with its 1-based number and the number of bytes it
    takes in the file, blank lines before it included.
    """
    with unpacked(path) as (raw, file):
        before = 0
        for number, line in enumerate(file, start=1):
            after = raw.tell() if file is not raw else before + len(line)
            if line.strip():
                yield number, after - before, line
                before = after


def _fault(error: ValueError | RecursionError) -> str:
    """What keeps a line from being JSON."""
    if isinstance(error, RecursionError):
        return "层次太深"
    if not isinstance(error, json.JSONDecodeError):
        return "有一个数太长"
    if error.pos >= len(error.doc) or error.msg.startswith("Unterminated"):
        return "到行尾还没有写完"
    return f"这一行的第 {error.pos + 1} 个字起读不通"


def _free_name(path: str) -> str:
    """A name for the JSON Lines of a file that no file has yet."""
    stem = os.path.splitext(path)[0]
    numbered = (f"{stem}.lines{number}.jsonl" for number in count(2))
    names = chain([f"{stem}.jsonl", f"{stem}.lines.jsonl"], numbered)
    return next(name for name in names if not os.path.lexists(name))
