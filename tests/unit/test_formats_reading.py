"""Good input of every format, from files, standard input and memory."""

import gzip
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from provenance.errors import InputError, UsageError
from provenance.formats import Chunk, collect, from_objects, from_table, open_sources
from provenance.model import Article
from provenance.schema import INPUT, to_article

Rows = list[dict[str, Any]]


def rows(chunks: Any) -> Rows:
    found: list[Chunk] = list(chunks)
    assert all(chunk.batch.schema == INPUT for chunk in found)
    return [row for chunk in found for row in chunk.batch.to_pylist()]


RECORDS = [
    {"id": "a", "headline": "One", "body": 'Words, "quoted"\nand more'},
    {"id": "b", "headline": "Two", "body": "Ünïcode — 東京 🙂"},
    {"id": "c", "headline": "", "body": "\ufeffx\r\ny"},
]
BOM = b"\xef\xbb\xbf"


def jsonl(records: Rows) -> bytes:
    return b"".join(json.dumps(r).encode() + b"\n" for r in records)


def delimited(separator: str) -> Callable[[Rows], bytes]:
    def write(records: Rows) -> bytes:
        lines = [list(records[0]), *(r.values() for r in records)]
        quoted = [separator.join('"' + c.replace('"', '""') + '"' for c in line) for line in lines]
        return "\n".join(quoted).encode()

    return write


def parquet(records: Rows) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(records), sink, row_group_size=2)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


FORMS: list[tuple[str, Callable[[Rows], bytes]]] = [
    ("a.jsonl", jsonl),
    ("a.ndjson", jsonl),
    ("A.JSONL", lambda r: jsonl(r).replace(b"\n", b"\r\n\r\n").rstrip()),
    ("a.json", jsonl),
    ("a.json", lambda r: json.dumps(r).encode()),
    ("a.json", lambda r: BOM + json.dumps(r, indent=2, ensure_ascii=False).encode()),
    ("a.csv", delimited(",")),
    ("a.csv", delimited(";")),
    ("a.tsv", delimited("\t")),
    ("a.parquet", parquet),
]


@pytest.mark.parametrize(("name", "write"), FORMS, ids=lambda v: v if isinstance(v, str) else "")
@pytest.mark.parametrize("packing", ["", ".gz", ".zst", "bom"])
def test_every_format_gives_the_same(
    tmp_path: Path, name: str, write: Callable[[Rows], bytes], packing: str
) -> None:
    data = write(RECORDS)
    if name == "a.parquet" and packing:
        pytest.skip("Parquet is compressed inside")
    if packing == "bom":
        data, packing = BOM + data.removeprefix(BOM), ""
    if packing == ".gz":
        data = gzip.compress(data[:20]) + gzip.compress(data[20:])  # two members, as pigz writes
    elif packing == ".zst":
        data = pa.compress(data[:20], "zstd", asbytes=True) + pa.compress(
            data[20:], "zstd", asbytes=True
        )
    path = tmp_path / (name + packing)
    path.write_bytes(data)
    chunks = list(open_sources([path]))
    found = rows(chunks)
    assert [(r["id"], r["title"], r["text"]) for r in found] == [
        (r["id"], r["headline"] or None, r["body"]) for r in RECORDS
    ]
    assert {r["file"] for r in found} == {str(path)}
    assert sum(chunk.bytes_read for chunk in chunks) == len(data)


def test_text_files(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(BOM + "First\r\nünï".encode())
    (tmp_path / "two.v2.txt").write_text("Second")
    found = rows(open_sources([tmp_path]))
    assert [(r["id"], r["text"], r["line"]) for r in found] == [
        ("one", "First\r\nünï", None),
        ("two.v2", "Second", None),
    ]


def test_a_named_field_does_not_reach_into_text_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First")
    (tmp_path / "b.jsonl").write_text('{"story": "Second"}')
    found = rows(open_sources([tmp_path], fields={"text": "story"}))
    assert [r["text"] for r in found] == ["First", "Second"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are any bytes only there")
def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Words")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9.txt")).touch()
    (chunk,) = open_sources(tmp_path, on_bad="quarantine")
    (row,) = chunk.batch.to_pylist()
    assert (row["id"], row["file"]) == ("caf\\xe9", f"{tmp_path}/caf\\xe9.txt")
    assert [r.file for r in chunk.rejected] == [f"{tmp_path}/d\\xe9.txt"]


def test_true_line_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'\n{"text": "a"}\n \n\r\n{"text": "b"}')
    (tmp_path / "b.csv").write_bytes(b'text,x\n"a\nb",1\n\n"c",2\n')
    (tmp_path / "c.json").write_bytes(b'\n[\n {"text": "a"},\n\n {"text":\n "b"},{"text": "c"}]')
    (tmp_path / "d.parquet").write_bytes(parquet([{"text": t} for t in "abc"]))
    found = rows(open_sources([tmp_path]))
    assert [r["line"] for r in found] == [2, 5, 2, 5, 3, 5, 6, 1, 2, 3]


def test_one_json_object_over_many_lines(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(RECORDS[0], indent=1))
    assert [r["id"] for r in rows(open_sources([tmp_path]))] == ["a"]


def test_lenient_json(tmp_path: Path) -> None:
    line = b'{"text": "a\tb\x00c\\u0000d", "score": NaN, "big": 1e999}'
    (tmp_path / "a.jsonl").write_bytes(line)
    (row,) = rows(open_sources([tmp_path]))
    assert row["text"] == "a\tb\0c\0d"


def test_the_bytes_of_files_without_records_count_too(tmp_path: Path) -> None:
    empty = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), empty)
    (tmp_path / "a.parquet").write_bytes(empty.getvalue().to_pybytes())
    (tmp_path / "b.parquet").write_bytes(parquet(RECORDS))
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert sum(chunk.bytes_read for chunk in open_sources(tmp_path)) == size


def test_long_articles_fill_a_chunk_sooner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "CHUNK_BYTES", 100)
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "x" * 40}] * 7))
    assert [c.batch.num_rows for c in open_sources(tmp_path)] == [3, 3, 1]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(jsonl(RECORDS) + b"{}\n"))
    monkeypatch.setattr("sys.stdin", stdin)
    (chunk,) = open_sources(["-"], on_bad="quarantine")
    assert chunk.batch.column("id").to_pylist() == ["a", "b", "c"]
    assert chunk.batch.column("file").to_pylist() == ["-"] * 3
    assert [(r.file, r.line) for r in chunk.rejected] == [("-", 4)]
    assert chunk.bytes_read == len(jsonl(RECORDS)) + 3


def test_inputs_are_looked_up_at_once_and_read_later(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_sources([tmp_path / "none.txt"])
    (tmp_path / "a.jsonl").write_bytes(jsonl(RECORDS) + b"{}")
    chunks = open_sources([tmp_path], chunk_rows=2)
    assert next(chunks).batch.num_rows == 2
    with pytest.raises(InputError, match="line 4"):
        next(chunks)


@pytest.mark.parametrize(
    "options", [{"on_bad": "ignore"}, {"chunk_rows": 0}, {"max_article_bytes": 0}]
)
def test_options_that_cannot_be(tmp_path: Path, options: dict[str, Any]) -> None:
    for read in (open_sources, from_objects, from_table):
        with pytest.raises(UsageError, match=next(iter(options))):
            read([tmp_path], **options)


def test_articles_come_back_as_they_were() -> None:
    articles = [
        Article(id="a", text="t"),
        Article(
            id="b",
            text="u",
            title="T",
            source="S",
            published_at=datetime(2026, 1, 2, 3, tzinfo=UTC),
            published_resolution_s=3600,
            modified_at=datetime(2026, 1, 2, 4, tzinfo=UTC),
            first_seen_at=datetime(2026, 1, 3, tzinfo=UTC),
            url="x",
            language="en",
            authors=("Jo", "Al"),
            extra={"id": 5, "title": "shadow", "body": ["kept"]},
        ),
    ]
    found = rows(from_objects(articles))
    assert [to_article(r) for r in found] == articles
    assert [(r["file"], r["line"]) for r in found] == [("<objects>", 1), ("<objects>", 2)]


def test_objects_are_taken_as_they_are_needed() -> None:
    def endless() -> Any:
        while True:
            yield {"text": "a"}

    assert next(from_objects(endless(), chunk_rows=10)).batch.num_rows == 10
    with pytest.raises(UsageError, match="one object"):
        from_objects({"text": "a"})


TABLE = {
    "doc_id": [1, 2],
    "content": ["One", "Two"],
    "published": [datetime(2026, 1, 2, 3), None],
    "score": [0.5, 1.5],
}


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(TABLE),
        pd.DataFrame(TABLE, index=["x", "y"]),
        pd.DataFrame(TABLE).astype({"doc_id": object, "content": "category"}),
        pl.DataFrame(TABLE),
        pl.DataFrame(TABLE).with_columns(pl.col("content").cast(pl.Categorical)),
        pa.table(TABLE),
        pa.table({**TABLE, "content": pa.array(["One", "Two"], pa.large_string())}),
        pa.table({**TABLE, "content": pa.array(["One", "Two"], pa.string_view())}),
        pa.RecordBatch.from_pydict(TABLE),
        pa.table(TABLE).to_reader(),
    ],
    ids=lambda t: type(t).__module__.split(".")[0],
)
def test_tables(table: Any) -> None:
    one, two = rows(from_table(table))
    assert (one["id"], one["text"], two["id"]) == ("1", "One", "2")
    assert (one["published_at"], two["published_at"]) == (datetime(2026, 1, 2, 3, tzinfo=UTC), None)
    assert json.loads(two["extra"]) == {"score": 1.5}
    assert (two["file"], two["line"]) == ("<table>", 2)


@pytest.mark.parametrize(
    ("column", "moment", "resolution"),
    [
        (pa.array([date(2026, 1, 2)], pa.date32()), datetime(2026, 1, 2), 86_400),
        (pa.array([date(2026, 1, 2)], pa.date64()), datetime(2026, 1, 2), 86_400),
        (pa.array([1767312000], pa.int64()), datetime(2026, 1, 2), 1),
        (pa.array([1767312000], pa.timestamp("s")), datetime(2026, 1, 2), 1),
        (pa.array([1767312000123456789], pa.timestamp("ns")),
         datetime(2026, 1, 2, 0, 0, 0, 123456), 1),
        (pa.array([1767312000000], pa.timestamp("ms", "Asia/Tokyo")), datetime(2026, 1, 2), 1),
    ],
    ids=lambda v: str(getattr(v, "type", "")),
)  # fmt: skip
def test_date_columns(column: pa.Array, moment: datetime, resolution: int) -> None:
    (row,) = rows(from_table(pa.table({"text": ["a"], "date": column})))
    assert row["published_at"] == moment.replace(tzinfo=UTC)
    assert row["published_resolution_s"] == resolution


def test_bad_tables() -> None:
    with pytest.raises(UsageError, match="a list is not a table"):
        from_table([1])
    with pytest.raises(InputError, match="one type"):
        from_table(pd.DataFrame({"text": ["a", 1]}))
    twice = pa.Table.from_arrays([pa.array(["a"])] * 2, ["text", "text"])
    with pytest.raises(InputError, match="two columns are named 'text'"):
        list(from_table(twice))
    with pytest.raises(InputError, match="a number") as caught:
        list(from_table(pl.DataFrame({"text": [1]})))
    assert (caught.value.file, caught.value.line, caught.value.field) == ("<table>", 1, "text")
