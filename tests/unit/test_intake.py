"""Each id once in a pile: the first of an id is kept, and a second is told with both places."""

from __future__ import annotations

import pyarrow as pa
import pytest

from provenance.errors import DuplicateIdError
from provenance.formats.intake import Intake
from provenance.formats.records import Chunk
from provenance.schema import INPUT


def _chunk(*rows: tuple[str, str, int | None]) -> Chunk:
    """Articles of these ids, files and lines."""
    made = [
        dict.fromkeys(INPUT.names)
        | {"id": name, "text": f"Text {line}", "file": file, "line": line}
        for name, file, line in rows
    ]
    return Chunk(pa.RecordBatch.from_pylist(made, INPUT), (), 1)


CHUNKS = [
    _chunk(("a", "x.jsonl", 1), ("b", "x.jsonl", 2)),
    _chunk(),
    _chunk(("c", "x.jsonl", 3), ("b", "y.jsonl", 1), ("d", "y.jsonl", 2), ("d", "y.jsonl", 3)),
    _chunk(("d", "z.txt", None), ("e", "z.txt", None)),
]


def test_the_first_of_an_id_is_kept() -> None:
    intake = Intake(CHUNKS, "quarantine")
    assert [batch.column("id").to_pylist() for batch in intake] == [
        ["a", "b"],
        [],
        ["c", "d"],
        ["e"],
    ]
    assert [(one.file, one.line, one.reason, one.raw) for one in intake.rejected] == [
        ("y.jsonl", 1, "the id 'b' is taken by x.jsonl, line 2", "Text 1"),
        ("y.jsonl", 3, "the id 'd' is taken by y.jsonl, line 2", "Text 3"),
        ("z.txt", None, "the id 'd' is taken by y.jsonl, line 2", "Text None"),
    ]
    assert intake.bytes_read == len(CHUNKS)


def test_the_second_of_an_id_stops() -> None:
    with pytest.raises(
        DuplicateIdError, match=r"the id 'b' is taken by x\.jsonl, line 2"
    ) as caught:
        list(Intake(CHUNKS))
    assert (caught.value.file, caught.value.line) == ("y.jsonl", 1)


def test_batches_without_a_second_are_passed_on_as_they_are() -> None:
    batches = [*Intake(CHUNKS[:2])]
    assert all(a is b.batch for a, b in zip(batches, CHUNKS, strict=False))
