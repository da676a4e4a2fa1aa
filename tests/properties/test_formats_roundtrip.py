"""What is written comes back; how a stream is cut does not show."""

import gzip
import json
import math
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.formats import bytestream, open_sources, read_table, write_tables
from provenance.formats.readback import SCHEMAS

# Half of all texts are made of what quoting and line counting stumble over.
AWKWARD = st.text(st.sampled_from('",;\n\r\t\\ \0{}[]éß東🙂\u2028\ufeff0nulNA'), max_size=8)
TEXT = AWKWARD | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MOMENT = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


def values(kind: pa.DataType) -> st.SearchStrategy[Any]:
    if pa.types.is_list(kind):
        return st.none() | st.lists(values(kind.value_type), max_size=3)
    if pa.types.is_struct(kind):
        return st.none() | st.fixed_dictionaries({f.name: values(f.type) for f in kind})
    if pa.types.is_timestamp(kind):
        return st.none() | MOMENT
    if pa.types.is_boolean(kind):
        return st.none() | st.booleans()
    if pa.types.is_integer(kind):
        bound = 2 ** (kind.bit_width - 1)
        return st.none() | st.integers(-bound, bound - 1)
    if pa.types.is_floating(kind):
        return st.none() | st.floats(width=kind.bit_width)
    return st.none() | TEXT


def same(a: Any, b: Any) -> bool:
    """Equality in which NaN is itself and -0.0 is not 0.0."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float) and isinstance(b, float):
        if math.isnan(a) or math.isnan(b):
            return math.isnan(a) and math.isnan(b)
        return a == b and math.copysign(1, a) == math.copysign(1, b)
    return type(a) is type(b) and bool(a == b)


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
@pytest.mark.parametrize("name", sorted(SCHEMAS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_tables_come_back(form: Any, name: str, data: st.DataObject) -> None:
    schema = SCHEMAS[name]
    row = st.fixed_dictionaries({field.name: values(field.type) for field in schema})
    table = pa.Table.from_pylist(data.draw(st.lists(row, max_size=4)), schema=schema)
    with tempfile.TemporaryDirectory() as folder:
        write_tables({name: table}, folder, form)
        back = read_table(folder, name)
    assert back.schema == schema
    assert same(back.to_pylist(), table.to_pylist())


GOOD = st.fixed_dictionaries(
    {"text": TEXT.map(lambda t: t + "x")},
    optional={"title": TEXT, "id": st.integers(0, 10**6), "date": st.just("2026-01-02")},
).map(lambda record: json.dumps(record, ensure_ascii=False).encode())
LINE = GOOD | st.sampled_from([b"", b" ", b"{", b"[1]", b"\xff", b'{"text": ""}', b'{"id": 1}'])


@pytest.fixture(scope="module")
def small_blocks() -> Iterator[None]:
    """Blocks of seven bytes, so that every line and letter is cut somewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bytestream, "BLOCK", 7)
        patch.setattr(bytestream, "RUN", 7)
        patch.setattr(bytestream, "ZSTD_BLOCK", 7)
        yield


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(LINE, min_size=1, max_size=12), min_size=1, max_size=3),
    st.integers(1, 9),
    st.sampled_from(["", ".gz", ".zst"]),
)
def test_cuts_change_nothing(
    small_blocks: None, files: list[list[bytes]], chunk_rows: int, suffix: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for number, lines in enumerate(files):
            raw = b"\n".join([b'{"text": "first"}', *lines])
            packed = raw
            if suffix == ".gz":
                packed = gzip.compress(raw)
            elif suffix == ".zst":
                packed = pa.compress(raw, "zstd", asbytes=True)
            Path(folder, f"{number}.jsonl{suffix}").write_bytes(packed)
            size += len(packed)
        cut = list(open_sources(folder, on_bad="quarantine", chunk_rows=chunk_rows))
        whole = list(open_sources(folder, on_bad="quarantine", chunk_rows=10**6))
    assert max(chunk.batch.num_rows for chunk in cut) <= chunk_rows
    assert [r for c in cut for r in c.batch.to_pylist()] == whole[0].batch.to_pylist()
    assert [r for c in cut for r in c.rejected] == list(whole[0].rejected)
    assert sum(c.bytes_read for c in cut) == sum(c.bytes_read for c in whole) == size
    lines_of = [(r["file"], r["line"]) for r in whole[0].batch.to_pylist()]
    lines_of += [(r.file, r.line) for r in whole[0].rejected]
    filled = [line for lines in files for line in lines if line.strip()]
    assert len(set(lines_of)) == len(lines_of) == len(filled) + len(files)
