"""Many chunks as one pile: distinct ids, and what was set aside."""

from __future__ import annotations

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
        self._places: dict[str, tuple[str, int | None]] = {}

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for chunk in self._chunks:
            self.rejected += chunk.rejected
            self.bytes_read += chunk.bytes_read
            yield self._distinct(chunk.batch)
        self._places.clear()  # a quarter of a kilobyte each

    def _distinct(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch without records whose id is taken.

        Raises:
            DuplicateIdError: naming both places, if ``on_bad`` is ``"stop"``.
        """
        keep = []
        places = zip(
            *(batch.column(name).to_pylist() for name in ("id", "file", "line")), strict=True
        )
        for row, (name, file, line) in enumerate(places):
            first = self._places.setdefault(name, (file, line))
            if first == (file, line):
                keep.append(row)
                continue
            error = DuplicateIdError(
                f"the id {name!r} is taken by {_place(*first)}",
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


def _place(file: str, line: int | None) -> str:
    return f"{file}, line {line}" if line is not None else file
