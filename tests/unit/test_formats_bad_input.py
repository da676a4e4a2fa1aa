"""Every way in which input can be bad: named when it stops a run, kept when it is set aside."""

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from provenance.errors import EmptyInputError, InputError
from provenance.formats import Chunk, Rejected, from_objects, open_sources

GOOD = b'{"id": "g", "text": "good"}\n'


def zstd(data: bytes) -> bytes:
    return pa.compress(data, "zstd", asbytes=True)  # type: ignore[no-any-return]


def parquet(**columns: Any) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def read(path: Path, **options: Any) -> tuple[list[str], list[Rejected]]:
    chunks: list[Chunk] = list(open_sources([path], **options))
    ids = [i for chunk in chunks for i in chunk.batch.column("id").to_pylist()]
    return ids, [r for chunk in chunks for r in chunk.rejected]


# name, bytes, line, field, part of the reason
WHOLE = [
    ("a.txt", b"", None, None, "empty"),
    ("a.txt", b"\xef\xbb\xbf", None, "text", "empty text"),
    ("a.txt", b" \n ", None, "text", "empty text"),
    ("a.txt", b"caf\xe9 is", None, None, "not UTF-8: byte 4 of the file is 0xe9"),
    ("a.txt", b"\x89PNG\r\n\0\0", None, None, "byte 7 is NUL"),
    ("a.txt", "words".encode("utf-16"), None, None, "not UTF-8"),
    ("a.txt.gz", gzip.compress(b"words" * 99, mtime=0)[:-9], None, None, "truncated"),
    ("a.txt.gz", b"words", None, None, "damaged"),
    ("a.jsonl", b"", None, None, "empty"),
    ("a.jsonl", b"\n \n", None, None, "empty"),
    ("a.json", b'[{"text": "a"},\n {]', None, None, "malformed"),
    ("a.csv", b"", None, None, "empty"),
    ("a.csv", b"id,id\n1,2\n", 1, None, "names 'id' twice"),
    ("a.csv", b"\nid,text\n", 1, None, "header line is blank"),
    ("a.csv", b"id,te\xffxt\n", 1, None, "not UTF-8"),
    ("a.csv", b'id,"text\n1,words\n', 1, None, "malformed CSV"),
    ("a.parquet", b"", None, None, "empty"),
    ("a.parquet", b"words", None, None, "not a Parquet file"),
    ("a.parquet", parquet(text=["a"])[:-5], None, None, "not a Parquet file"),
]

# name, bytes before, the bad record, bytes behind; line, field, part of the reason
RECORD = [
    ("j.jsonl", b'{"text": "a",}\n', "text", 2, None, "near character 1"),
    ("j.jsonl", b"[1]\n", None, 2, None, "a JSON object is needed, and this is a list"),
    ("j.jsonl", b"null\n", None, 2, None, "this is null"),
    ("j.jsonl", b'"a"\n', None, 2, None, "this is a text"),
    ("j.jsonl", b"[" * 100_000 + b"\n", None, 2, None, "malformed JSON"),
    ("j.jsonl", b'{"text": "a\xff"}\n', None, 2, None, "byte 12 of the line is 0xff"),
    ("j.jsonl", b'{"text": "\\ud800"}\n', None, 2, None, "lone surrogate"),
    ("j.jsonl", b'{"text": "\\udc00\\ud800"}\n', None, 2, None, "lone surrogate"),
    ("j.jsonl", b'{"id": 1}\n', None, 2, "text", "no text field"),
    ("j.jsonl", b'{"text": null}\n', None, 2, "text", "null"),
    ("j.jsonl", b'{"text": 5}\n', None, 2, "text", "a number"),
    ("j.jsonl", b'{"text": ""}\n', None, 2, "text", "empty text"),
    ("j.jsonl", b'{"text": "a", "pubDate": "soon"}\n', None, 2, "pubDate", "unreadable date"),
    ("j.json", b"{]\n", None, 2, None, "malformed JSON"),
]


@pytest.mark.parametrize(("name", "data", "line", "field", "reason"), WHOLE)
def test_a_whole_file(
    tmp_path: Path, name: str, data: bytes, line: int | None, field: str | None, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    error = caught.value
    assert reason in error.reason
    assert (error.file, error.line, error.field) == (str(path), line, field)
    assert error.hint
    assert isinstance(error, EmptyInputError) == (not data or (data.isspace() and name[2] == "j"))

    ids, bad = read(path, on_bad="quarantine")
    assert ids == []
    assert [(r.file, r.line) for r in bad] == [(str(path), line)]
    assert reason in bad[0].reason


@pytest.mark.parametrize(("name", "bad", "_", "line", "field", "reason"), RECORD)
def test_one_json_record(
    tmp_path: Path, name: str, bad: bytes, _: Any, line: int, field: str | None, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(GOOD + bad + GOOD)
    with pytest.raises(InputError) as caught:
        read(path)
    error = caught.value
    assert reason in error.reason
    assert (error.file, error.line, error.field) == (str(path), line, field)
    assert error.hint

    ids, rejected = read(path, on_bad="quarantine")
    assert ids == ["g", "g"]
    (row,) = rejected
    assert (row.file, row.line) == (str(path), line)
    assert reason in row.reason
    assert row.raw == bad.rstrip(b"\n").decode("utf-8", "backslashreplace")[:10_000]
    if field:
        assert repr(field) in row.reason


@pytest.mark.parametrize(
    ("bad", "line", "reason"),
    [
        (b"1,2,3\n", 4, "the row has 3 cells, the header 2"),
        (b"1\n", 4, "the row has 1 cells, the header 2"),
        (b'1,"a"b\n', 4, "malformed CSV"),
        (b'1,"a\xff\nb"\n', 4, "not UTF-8: byte 5 of the line is 0xff"),
        (b"1,\n", 4, "empty text"),
    ],
)
def test_one_csv_record(tmp_path: Path, bad: bytes, line: int, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\ng,"two\nlines"\n' + bad + b"h,good\n")
    with pytest.raises(InputError) as caught:
        read(path)
    assert reason in caught.value.reason
    assert (caught.value.file, caught.value.line) == (str(path), line)
    ids, rejected = read(path, on_bad="quarantine")
    assert ids == ["g", "h"]
    assert [r.line for r in rejected] == [line]
    assert rejected[0].raw == bad.rstrip(b"\n").decode("utf-8", "backslashreplace")


def test_an_open_quote_takes_the_rest_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\ng,good\n1,"open\n2,more\n')
    ids, rejected = read(path, on_bad="quarantine")
    assert ids == ["g"]
    assert [(r.line, r.raw) for r in rejected] == [(3, '1,"open\n2,more')]
    assert "unexpected end of data" in rejected[0].reason


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_truncated_stream_gives_what_is_before_it(tmp_path: Path, suffix: str, kind: str) -> None:
    path = tmp_path / f"a.{kind}{suffix}"
    lines = [f"{i},{os.urandom(40).hex()}" for i in range(20_000)]
    if kind == "jsonl":
        lines = [json.dumps(dict(zip(("id", "text"), s.split(","), strict=True))) for s in lines]
    else:
        lines.insert(0, "id,text")
    data = "\n".join(lines).encode()
    packed = gzip.compress(data, mtime=0) if suffix == ".gz" else zstd(data)
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError, match="truncated") as caught:
        read(path)
    ids, rejected = read(path, on_bad="quarantine")
    assert 5_000 < len(ids) < 15_000
    assert ids == [str(i) for i in range(len(ids))]
    last = len(ids) + (kind == "csv")
    assert f"it ends after line {last}" in rejected[0].reason
    assert caught.value.line == rejected[0].line == last + 1


def test_an_article_above_the_limit(tmp_path: Path) -> None:
    for name, data in [
        ("a.txt", b"x" * 101),
        ("a.jsonl", GOOD + b'{"text": "' + "é".encode() * 51 + b'"}\n' + GOOD),
        ("a.csv", b"id,text\ng,good\n1," + b"x" * 101 + b"\ng,good\n"),
        ("a.parquet", parquet(id=["g", "1", "g"], text=["good", "x" * 101, "good"])),
    ]:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputError, match="above the limit of 100") as caught:
            read(path, max_article_bytes=100)
        assert caught.value.hint is not None and "max_article_bytes=" in caught.value.hint
        ids, rejected = read(path, max_article_bytes=100, on_bad="quarantine")
        assert ids == ([] if name == "a.txt" else ["g", "g"])
        assert len(rejected) == 1
        assert len(read(path, max_article_bytes=102)[0]) == (1 if name == "a.txt" else 3)


def test_an_endless_line_is_read_past_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with open(path, "wb") as file:
        file.write(GOOD + b'{"text": "')
        for _ in range(40):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n' + GOOD)
    ids, rejected = read(path, max_article_bytes=1000, on_bad="quarantine")
    assert ids == ["g", "g"]
    assert [(r.line, len(r.raw)) for r in rejected] == [(2, 10_000)]
    assert "41,943,0" in rejected[0].reason


def test_parquet_columns_of_the_wrong_type(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    for column, reason in [
        (pa.array([1, 2]), "a number"),
        (pa.array([b"a", b"b"]), "a bytes"),
        (pa.array([["a"], ["b"]]), "a list"),
        (pa.array([None, "b"]), "null"),
    ]:
        path.write_bytes(parquet(text=column))
        with pytest.raises(InputError, match=reason) as caught:
            read(path)
        assert (caught.value.line, caught.value.field) == (1, "text")
        assert "parquet" in str(caught.value)


def test_parquet_text_that_is_not_utf8(tmp_path: Path) -> None:
    text = pa.array([b"good", b"a\xff", b"good"]).view(pa.string())
    (tmp_path / "a.parquet").write_bytes(parquet(id=["g", "1", "g"], text=text))
    ids, rejected = read(tmp_path / "a.parquet", on_bad="quarantine")
    assert ids == ["g", "g"]
    assert [(r.line, r.reason) for r in rejected] == [(2, "field 'text': not UTF-8")]


def test_parquet_damaged_in_the_middle(tmp_path: Path) -> None:
    sink = pa.BufferOutputStream()
    table = pa.table({"id": list("abcd"), "text": [os.urandom(500).hex() for _ in range(4)]})
    pq.write_table(table, sink, row_group_size=2, compression="zstd", use_dictionary=False)
    data = bytearray(sink.getvalue().to_pybytes())
    start = pq.ParquetFile(pa.BufferReader(bytes(data))).metadata.row_group(1).column(1)
    data[start.data_page_offset : start.data_page_offset + 200] = bytes(200)
    (tmp_path / "a.parquet").write_bytes(data)
    ids, rejected = read(tmp_path / "a.parquet", on_bad="quarantine")
    assert ids == ["a", "b"]
    assert [r.line for r in rejected] == [3]
    assert "after row 2" in rejected[0].reason


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so be somebody else."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may enter (pytest's own are private)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
@pytest.mark.parametrize(
    "name", ["a.txt", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.jsonl.zst", "a.jsonl.gz"]
)
def test_permission_denied(public: Path, name: str) -> None:
    path = public / name
    path.write_bytes(GOOD)
    path.chmod(0)
    with as_nobody():
        with pytest.raises(InputError, match="permission denied") as caught:
            read(path)
        _, rejected = read(path, on_bad="quarantine")
    assert caught.value.file == str(path)
    assert [r.reason for r in rejected] == ["permission denied"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_permission_denied_for_a_folder(public: Path) -> None:
    (public / "in").mkdir()
    (public / "in" / "a.txt").write_text("words")
    (public / "in").chmod(0)
    with as_nobody():
        for path in (public, public / "in", public / "in" / "a.txt"):
            with pytest.raises(InputError, match="permission denied"):
                read(path)


def test_a_broken_link_in_a_folder_can_be_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "b.txt").write_text("good")
    ids, rejected = read(tmp_path, on_bad="quarantine")
    assert ids == ["b"]
    assert [r.reason for r in rejected] == ["no such file"]


def test_the_odd_empty_text_of_a_large_pile_is_kept() -> None:
    pile = [{"body": "Words"}] * 1999
    (chunk,) = from_objects([*pile, {"body": " "}])
    assert chunk.batch.num_rows == 2000
    (chunk,) = from_objects([*pile, {"body": " "}], on_bad="quarantine")
    assert (chunk.batch.num_rows, [r.line for r in chunk.rejected]) == (1999, [2000])
    with pytest.raises(InputError, match="empty text") as caught:
        list(from_objects([{"body": ""}] * 3 + pile))
    assert (caught.value.line, caught.value.field) == (1, "body")


def test_objects_that_are_no_records() -> None:
    with pytest.raises(InputError, match="a str; an Article or a mapping is needed") as caught:
        list(from_objects([{"text": "good"}, "words"]))  # type: ignore[list-item]
    assert (caught.value.file, caught.value.line) == ("<objects>", 2)


def test_no_record_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(text=pa.array([], pa.string())))
    (tmp_path / "b.csv").write_bytes(b"id,text\n")
    with pytest.raises(EmptyInputError, match="no record"):
        read(tmp_path)
    with pytest.raises(EmptyInputError, match="no record"):
        list(from_objects([]))
