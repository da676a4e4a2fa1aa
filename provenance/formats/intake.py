"""Many chunks as one pile: distinct ids, and what was set aside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

import pyarrow as pa

from provenance.engines.protocol import Progress
from provenance.errors import DuplicateIdError
from provenance.formats.records import Chunk, OnBad, Rejected


class _Place(NamedTuple):
    """Where the rows of a batch stood; ``begin`` is the number of the first."""

    begin: int
    ids: pa.Array
    files: pa.Array
    lines: pa.Array


class Intake:
    """Passes chunks on as batches of distinct ids; remembers where each id stood.

    Args:
        chunks: what a reader yields.
        on_bad: stop at the second record of an id, or set it aside.

    Attributes:
        rejected: the records set aside so far, those of the reader included.
        bytes_read: bytes read from disk so far.
    """

    def __init__(self, chunks: Iterable[Chunk], on_bad: OnBad = "stop") -> None:
        self.rejected: list[Rejected] = []
        self.bytes_read = 0
        self._chunks = chunks
        self._on_bad = on_bad
        self._met: set[str] = set()  # all ids, while each is met once
        self._rows: dict[str, int] = {}  # of each id, among all that were read, from then on
        self._read = 0
        self._places: list[_Place] = []

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for chunk in self._chunks:
            self.rejected += chunk.rejected
            self.bytes_read += chunk.bytes_read
            yield self._distinct(chunk.batch)
        self._met.clear()  # some hundred bytes each
        self._rows.clear()
        self._places.clear()

    def _distinct(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch without records whose id is taken.

        Raises:
            DuplicateIdError: naming both places, if ``on_bad`` is ``"stop"``.
        """
        begin, ids = self._read, batch.column("id").to_pylist()
        self._read += len(ids)
        files = batch.column("file").dictionary_encode()
        self._places.append(_Place(begin, batch.column("id"), files, batch.column("line")))
        if not self._rows:
            self._met.update(ids)  # at once, and no number is made for each
            if len(self._met) == self._read:
                return batch
            self._met.clear()
            for place in self._places[:-1]:
                known = enumerate(place.ids.to_pylist(), place.begin)
                self._rows.update((name, row) for row, name in known)
        keep = []
        for row, name in enumerate(ids):
            first = self._rows.setdefault(name, begin + row)
            if first == begin + row:
                keep.append(row)
                continue
            file, line = self._place(begin + row)
            error = DuplicateIdError(
                f"the id {name!r} is taken by {_shown(*self._place(first))}",
                file=file,
                line=line,
                field="id",
                hint="give each article its own id, or set such records aside: --on-bad quarantine",
            )
            if self._on_bad == "stop":
                raise error
            raw = batch.column("text")[row].as_py()
            self.rejected.append(Rejected(file, line, error.reason, raw[:10_000]))
        return batch if len(keep) == batch.num_rows else batch.take(pa.array(keep, pa.int64()))

    def _place(self, row: int) -> tuple[str, int | None]:
        """File and line of a row."""
        place = self._places[bisect_right(self._places, row, key=attrgetter("begin")) - 1]
        return place.files[row - place.begin].as_py(), place.lines[row - place.begin].as_py()


def foreseen(progress: Progress, intake: Intake, size: int) -> Progress:
    """The same, told while reading how many articles there will be, judged by the bytes.

    Args:
        progress: who is told.
        intake: what is being read.
        size: bytes of all files; 0 where that is not known.
    """

    def told(stage: str, done: int, total: int | None) -> None:
        if stage == "read" and done and size >= intake.bytes_read > 0:
            total = round(done * size / intake.bytes_read)
        progress(stage, done, total)

    return told


def _shown(file: str, line: int | None) -> str:
    return f"{file}, line {line}" if line is not None else file
