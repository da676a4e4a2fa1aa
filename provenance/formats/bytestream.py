"""Bytes of a file or of standard input, decompressed, as blocks and as numbered lines."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pyarrow as pa

from provenance.errors import InputError
from provenance.formats.records import Line, Meter, Run, cannot_read, line_feeds
from provenance.formats.sources import STDIN

BLOCK = 1 << 20
RUN = 1 << 22  # bytes of lines that come at once, about
# A broken zstd stream gives nothing of the read that fails: short reads lose little.
ZSTD_BLOCK = 1 << 14
BOM = b"\xef\xbb\xbf"


class _Counted(io.RawIOBase):
    """A raw file that adds what is read from it to a meter."""

    def __init__(self, file: Any, meter: Meter) -> None:
        self._file = file
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._file.readinto(buffer)
        self._meter.count += count
        return count

    def read(self, size: int = -1) -> bytes:
        found: bytes = self._file.read(size) or b""  # that of RawIOBase copies it
        self._meter.count += len(found)
        return found


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    if path == STDIN:
        yield sys.stdin.buffer
    else:
        with open(path, "rb", buffering=0) as file:
            yield file


def blocks(path: str, meter: Meter) -> Iterator[bytes]:
    """The bytes of ``path``, decompressed where its name ends in .gz or .zst, as they come.

    Raises:
        InputError: the file cannot be opened or read (any further); what could be read of it
            has been yielded by then.
    """
    try:
        with _opened(path) as file:
            yield from _decompressed(path, _Counted(file, meter))
    except (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowInvalid) as error:
        raise _broken(path, error) from error
    except OSError as error:
        if path.lower().endswith(".zst") and error.errno is None:
            raise _broken(path, error) from error
        raise cannot_read(path, error) from error


def _decompressed(path: str, raw: _Counted) -> Iterator[bytes]:
    name = path.lower()
    if name.endswith(".gz"):
        with gzip.GzipFile(fileobj=raw, mode="rb") as unpacked:
            # read1 hands out what there is before a truncated end raises
            yield from iter(lambda: unpacked.read1(BLOCK), b"")
    elif name.endswith(".zst"):
        with closing(pa.CompressedInputStream(raw, "zstd")) as unpacked:
            yield from iter(lambda: unpacked.read(ZSTD_BLOCK), b"")
    else:
        yield from iter(lambda: raw.read(BLOCK), b"")


def _broken(path: str, error: Exception) -> InputError:
    return InputError(
        f"the compressed file is truncated or damaged ({error})",
        file=path,
        hint="fetch or compress it again; gzip -t or zstd -t checks it",
    )


def runs(path: str, meter: Meter, limit: int) -> Iterator[Run | Line | InputError]:
    """The lines of a file, many at a time; a BOM at the start is dropped.

    The first line comes by itself, and so does one that is longer than a run. One longer than
    ``limit`` bytes is cut there, and the rest of it read past, so memory stays bounded by ``limit``
    (which is longer than three runs). Where the file breaks off, the last item says after which
    line; the piece of a line before that is not given out.
    """
    number, held = 0, _Held(limit)
    try:
        for pieces in _gathered(blocks(path, meter)):
            if number and held.size <= RUN:
                pieces[:0] = held.pieces()
            block = b"".join(pieces)
            pieces.clear()
            begin, end = 0, block.rfind(b"\n") + 1
            if end and (held.size or not number):
                begin = block.index(b"\n") + 1
                held.add(block[: begin - 1])
                number += 1
                yield held.take(number)
            if begin < end:
                run = Run(number + 1, block, begin, end, line_feeds(block, begin, end))
                number += run.count
                yield run
            held.add(block[end:])
    except InputError as error:
        after = f"{error.reason}; it ends after line {number}" if number else error.reason
        yield InputError(after, file=path, line=number + 1 if number else None, hint=error.hint)
        return
    if held.size:
        yield held.take(number + 1)


def _gathered(found: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Blocks that make a run together; what came before a fault is given out before it."""
    parts: list[bytes] = []
    size = 0
    try:
        for block in found:
            parts.append(block)
            size += len(block)
            if size >= RUN:
                yield parts
                parts, size = [], 0
    except InputError:
        yield parts
        raise
    yield parts


def lines(path: str, meter: Meter, limit: int) -> Iterator[Line | InputError]:
    """The lines of a file with their true numbers, blank ones too: :func:`runs`, line by line."""
    for found in runs(path, meter, limit):
        if isinstance(found, Run):
            yield from found.lines(limit)
        else:
            yield found


class _Held:
    """The beginning of a line whose end is in a later block."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self.size = 0

    def add(self, piece: bytes) -> None:
        if self.size < self._limit:
            self._parts.append(piece[: self._limit - self.size])
        self.size += len(piece)

    def pieces(self) -> list[bytes]:
        """It, to be put before a block; nothing is held then."""
        parts, self._parts, self.size = self._parts, [], 0
        return parts

    def take(self, number: int) -> Line:
        data, size = b"".join(self._parts), self.size
        self._parts, self.size = [], 0
        if number == 1 and data.startswith(BOM):
            return Line(number, data[len(BOM) :], size - len(BOM))
        return Line(number, data, size)


def not_utf8(data: bytes, file: str, line: int | None, error: UnicodeDecodeError) -> InputError:
    """The fault of bytes that are not UTF-8, with a guess at what they are."""
    where = "of the file" if line is None else "of the line"
    value = data[error.start] if error.start < len(data) else 0
    hint = "convert it: iconv -f WINDOWS-1252 -t UTF-8 (or whatever it was written in)"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "it looks like UTF-16; convert it: iconv -f UTF-16 -t UTF-8"
    elif data[:2] == b"\x1f\x8b":
        hint = "it looks like gzip; give it a name that ends in .gz"
    return InputError(
        f"not UTF-8: byte {error.start + 1} {where} is 0x{value:02x}",
        file=file,
        line=line,
        hint=hint,
    )
