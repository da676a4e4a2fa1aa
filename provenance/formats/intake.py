"""Many chunks as one pile: distinct ids, and what was set aside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import pyarrow as pa

from provenance.engines.protocol import Progress
from provenance.errors import DuplicateIdError
from provenance.formats.records import Chunk, OnBad, Rejected


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
        self._rows: dict[str, int] = {}  # of each id, among all that were read
        self._read = 0
        self._places: list[tuple[int, pa.Array, pa.Array]] = []  # first row, files, lines

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for chunk in self._chunks:
            self.rejected += chunk.rejected
            self.bytes_read += chunk.bytes_read
            yield self._distinct(chunk.batch)
        self._rows.clear()  # some hundred bytes each
        self._places.clear()

    def _distinct(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch without records whose id is taken.

        Raises:
            DuplicateIdError: naming both places, if ``on_bad`` is ``"stop"``.
        """
        begin, ids = self._read, batch.column("id").to_pylist()
        self._read += len(ids)
        self._places.append((begin, batch.column("file").dictionary_encode(), batch.column("line")))
        rows = [*range(begin, self._read)]
        firsts = [*map(self._rows.setdefault, ids, rows)]  # three steps in one: an id is met once
        if firsts == rows:
            return batch
        keep = []
        for row, (name, first) in enumerate(zip(ids, firsts, strict=True)):
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
        begin, files, lines = self._places[bisect_right(self._places, row, key=_first) - 1]
        return files[row - begin].as_py(), lines[row - begin].as_py()


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


def _first(place: tuple[int, pa.Array, pa.Array]) -> int:
    return place[0]
