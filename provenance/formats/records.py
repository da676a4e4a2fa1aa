"""What passes between the readers and the code that turns records into Arrow batches."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import define, frozen

from provenance.errors import InputError

OnBad: TypeAlias = Literal["stop", "quarantine"]


class Ready(dict[str, Any]):
    """A record whose keys are our own names, all of them: nothing in it is guessed or mapped."""


class Line(NamedTuple):
    """One line without its end: number from 1, bytes, and its true size.

    Of a line that is too long only the beginning is kept.
    """

    number: int
    data: bytes
    size: int

    @property
    def is_cut(self) -> bool:
        """Whether the line was longer than allowed."""
        return self.size > len(self.data)


@define
class Run:
    """Whole lines that follow each other: the number of the first, and where they stand."""

    number: int
    block: bytearray
    begin: int
    end: int
    _count: int | None = None

    @property
    def count(self) -> int:
        """How many; counted here unless who has read them told it."""
        if self._count is None:
            data = np.frombuffer(self.block, np.uint8)[self.begin : self.end]
            # bytes.count takes ten times as long
            self._count = int(np.count_nonzero(data == ord("\n")))
        return self._count

    @count.setter
    def count(self, count: int) -> None:
        self._count = count

    def lines(self, limit: int = sys.maxsize) -> Iterator[Line]:
        """Each line; what is beyond ``limit`` bytes of it is cut."""
        pieces = bytes(memoryview(self.block)[self.begin : self.end - 1]).split(b"\n")
        for number, piece in enumerate(pieces, self.number):
            yield Line(number, piece[:limit], len(piece))

    def parts(self, size: int) -> Iterator[Run]:
        """The same lines in runs of about so many bytes each."""
        begin, number = self.begin, self.number
        while begin < self.end:
            end = self.block.find(b"\n", min(begin + size, self.end) - 1) + 1
            part = Run(number, self.block, begin, end)
            yield part
            begin, number = end, number + part.count

    def isspace(self) -> bool:
        """Whether there is nothing but white space in them."""
        return self.block[self.begin : self.end].isspace()


Item: TypeAlias = tuple[int | None, "Mapping[str, Any] | InputError", "bytes | None"]
"""Line (or row) from 1, the record or what is wrong with it, and the record as it stood.

A reader yields its faults instead of raising them, so that reading can go on behind a bad record.
A fault behind which nothing can be read is simply the last item.
"""

Items: TypeAlias = Iterator[Item]

RunsAndItems: TypeAlias = Iterator["Item | tuple[int | None, Run, None]"]
"""Items, and runs of lines of JSON that are not decoded yet."""

RAW_LIMIT = 10_000
"""How much of a rejected record is kept, in characters (10 kB)."""

MAX_ARTICLE_BYTES = 64 << 20
"""Default limit of one article's text, in bytes of UTF-8 (64 MiB)."""


@frozen
class Rejected:
    r"""A record that was set aside, with ``on_bad="quarantine"``.

    Attributes:
        file: the file as the user named it; ``"-"``, ``"<objects>"`` or ``"<table>"``.
        line: line or row from 1, or ``None`` where the fault is the whole file's.
        reason: what is wrong with it.
        raw: the record as it stood, cut at 10 kB; bytes that are not UTF-8 as ``\xNN``.
    """

    file: str
    line: int | None
    reason: str
    raw: str


@frozen
class Chunk:
    """Some articles in the order of their files, and the records set aside among them.

    Attributes:
        batch: articles, in :data:`provenance.schema.INPUT`; may hold no row.
        rejected: the records set aside since the chunk before.
        bytes_read: bytes read from disk since the chunk before (compressed where the file is);
            over all chunks they sum to the sizes of the files.
    """

    batch: pa.RecordBatch
    rejected: tuple[Rejected, ...]
    bytes_read: int


@define
class Meter:
    """Counts the bytes read from disk; readers add, the collector takes."""

    count: int = 0

    def take(self) -> int:
        """The bytes counted since the last call."""
        count, self.count = self.count, 0
        return count


def rejected(error: InputError, file: str, raw: bytes | None) -> Rejected:
    """The row of the ``rejected`` table for a fault."""
    reason = f"field {error.field!r}: {error.reason}" if error.field else error.reason
    kept = (raw or b"")[:RAW_LIMIT].decode("utf-8", "backslashreplace")[:RAW_LIMIT]
    return Rejected(file, error.line, reason, kept)


def cannot_read(file: str, error: OSError, after: int | None = None) -> InputError:
    """The fault of a file that the system will not let us read (any further)."""
    place = f" after line {after}" if after is not None else ""
    if isinstance(error, PermissionError):
        return InputError(
            f"permission denied{place}", file=file, hint="make it readable: chmod u+r"
        )
    if isinstance(error, FileNotFoundError):
        return InputError("no such file", file=file, hint="check the spelling of the path")
    if isinstance(error, IsADirectoryError):
        return InputError(
            "is a folder, where a file is expected", file=file, hint="name a file inside it"
        )
    reason = error.strerror or str(error)
    return InputError(f"cannot be read{place}: {reason}", file=file)
