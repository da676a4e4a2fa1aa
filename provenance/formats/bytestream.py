"""Bytes of a file or of standard input, decompressed, as blocks and as numbered lines."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pyarrow as pa

from provenance.errors import InputError
from provenance.formats.records import Line, Meter, Run, cannot_read
from provenance.formats.sources import STDIN

BLOCK = 1 << 20
RUN = 1 << 22  # bytes of lines that come at once, at most
_FIRST = 1 << 14  # bytes of room for a file, of which most are small
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
        count: int = self._file.readinto(buffer) or 0
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


@contextmanager
def _reading(
    path: str, meter: Meter
) -> Iterator[tuple[Callable[[], bytes], Callable[[memoryview], int]]]:
    """What reads on in ``path``, decompressed where its name ends in .gz or .zst: b"" or 0 at last.

    Raises:
        InputError: the file cannot be opened or read (any further).
    """
    name = path.lower()
    try:
        with _opened(path) as file:
            raw = _Counted(file, meter)
            if name.endswith(".gz"):
                with gzip.GzipFile(fileobj=raw, mode="rb") as unpacked:
                    # read1 hands out what there is before a truncated end raises
                    yield lambda: unpacked.read1(BLOCK), unpacked.readinto1
            elif name.endswith(".zst"):
                with closing(pa.CompressedInputStream(raw, "zstd")) as unpacked:
                    yield (
                        lambda: unpacked.read(ZSTD_BLOCK),
                        lambda view: unpacked.readinto(view[:ZSTD_BLOCK]),
                    )
            else:
                yield lambda: raw.read(BLOCK), raw.readinto
    except (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowInvalid) as error:
        raise _broken(path, error) from error
    except OSError as error:
        if name.endswith(".zst") and error.errno is None:
            raise _broken(path, error) from error
        raise cannot_read(path, error) from error


def blocks(path: str, meter: Meter) -> Iterator[bytes]:
    """The bytes of ``path``, decompressed where its name ends in .gz or .zst, as they come.

    Raises:
        InputError: the file cannot be opened or read (any further); what could be read of it
            has been yielded by then.
    """
    with _reading(path, meter) as (read, _):
        yield from iter(read, b"")


def _broken(path: str, error: Exception) -> InputError:
    return InputError(
        f"the compressed file is truncated or damaged ({error})",
        file=path,
        hint="fetch or compress it again; gzip -t or zstd -t checks it",
    )


def runs(path: str, meter: Meter, limit: int) -> Iterator[Run | Line | InputError]:
    """The lines of a file, many at a time; a BOM at the start is dropped.

    A run is there until the next item is asked for: all of them stand in the same memory.

    The first line comes by itself, and so does one that is longer than a run. One longer than
    ``limit`` bytes is cut there, and the rest of it read past, so memory stays bounded by ``limit``
    (which is longer than three runs). Where the file breaks off, the last item says after which
    line; the piece of a line before that is not given out.
    """
    number, held, room = 0, _Held(limit), _Room()
    try:
        for block in room.filled(path, meter):
            begin, end = 0, block.rfind(b"\n", 0, room.end) + 1
            if end and (held.size or not number):
                begin = block.find(b"\n", 0, end) + 1
                held.add(block[: begin - 1])
                number += 1
                yield held.take(number)
            if begin < end:
                run = Run(number + 1, block, begin, end)
                yield run
                number += run.count
            if not number or held.size or not room.keep(end):
                held.add(room.rest(end))
    except InputError as error:
        after = f"{error.reason}; it ends after line {number}" if number else error.reason
        yield InputError(after, file=path, line=number + 1 if number else None, hint=error.hint)
        return
    held.add(room.rest(0))
    if held.size:
        yield held.take(number + 1)


class _Room:
    """Memory for the bytes of a file that are at work, taken up again and again.

    New memory for each run took as long as to read it.

    Attributes:
        end: where the bytes end.
    """

    def __init__(self) -> None:
        self.end = 0
        self._block = bytearray(min(_FIRST, RUN))

    def filled(self, path: str, meter: Meter) -> Iterator[bytearray]:
        """Read a run behind what is there, again and again; then what is left, or came to a fault.

        Raises:
            InputError: the file cannot be opened or read (any further).
        """
        try:
            with _reading(path, meter) as (_, readinto):
                while count := readinto(memoryview(self._block)[self.end :]):
                    self.end += count
                    if self.end == RUN:
                        yield self._block
                    elif self.end == len(self._block):
                        self._block += bytes(RUN - self.end)
        except InputError:
            yield self._block
            raise
        yield self._block

    def keep(self, begin: int) -> bool:
        """Move the bytes from ``begin`` on to the front, unless they are a whole run."""
        size = self.end - begin
        self._block[:size] = self._block[begin : self.end]
        self.end = size
        return size < RUN

    def rest(self, begin: int) -> bytearray:
        """Take the bytes from ``begin`` on; nothing is there then."""
        end, self.end = self.end, 0
        return self._block[begin:end]


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
        self._parts: list[bytes | bytearray] = []
        self.size = 0

    def add(self, piece: bytes | bytearray) -> None:
        if self.size < self._limit:
            self._parts.append(piece[: self._limit - self.size])
        self.size += len(piece)

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
