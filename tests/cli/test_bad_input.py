"""Every bad input: exit code 3, the place, the reason and the remedy, and nothing written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from _dedupe import FERRY, dedupe, refused, write_lines

GOOD = json.dumps({"id": "good", "text": FERRY}).encode() + b"\n"


def parquet(path: Path, **columns: object) -> None:
    pq.write_table(pa.table(columns), path)


def bad_files(folder: Path) -> dict[str, tuple[str, ...]]:
    """Writes one file of each kind; by its name what the message must hold."""
    said: dict[str, tuple[str, ...]] = {}

    def bad(name: str, data: bytes, *parts: str) -> None:
        (folder / name).write_bytes(data)
        said[name] = parts

    bad("json.jsonl", GOOD + b'{"id": "x", "text": \n', "line 2", "malformed JSON", "jq")
    bad("list.jsonl", GOOD + b"[1]\n", "line 2", "a JSON object is needed, and this is a list")
    bad("latin.jsonl", GOOD + b'{"text": "caf\xe9"}\n', "line 2", "byte 14 of the line is 0xe9")
    bad("latin.txt", b"caf\xe9 noir", "byte 4 of the file is 0xe9", "iconv")
    bad("binary.txt", b"\x89PNG\r\n\0\0", "binary file", "byte 7 is NUL")
    bad("empty.txt", b"", "the file is empty")
    bad("blank.txt", b" \n\t\n", "field 'text'", "empty text", "quarantine")
    bad("empty.jsonl", b"", "the file is empty")
    without = b'{"id": "x", "headline": "a", "lede": "abc def"}\n'
    has = "the record has: id, headline, lede"
    bad("notext.jsonl", without, "line 1", "field 'text'", has, "--field text=lede")
    undated = b'{"id": "d", "text": "a b", "date": "the day before"}\n'
    bad("date.jsonl", undated, "line 1", "field 'date'", "'the day before'", "2026-01-31T12:00:00Z")
    bad("both.csv", b"id,text,date\n1,some words,03/04/2026\n", "line 2", "field 'date'")
    bad("cells.csv", b"id,text\n1,2,3\n", "line 2", "3 cells, the header 2")
    bad("cut.jsonl.gz", gzip.compress(GOOD * 2000)[:-12], "line ", "truncated", "gzip -t")
    parquet(folder / "type.parquet", id=["a"], text=[5])
    said["type.parquet"] = ("line 1", "field 'text'", "a number")
    parquet(folder / "when.parquet", id=["a"], text=["a b"], date=[True])
    said["when.parquet"] = ("line 1", "field 'date'")
    whole = (folder / "type.parquet").read_bytes()
    bad("cut.parquet", whole[:-20], "not a Parquet file")
    return said


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, ...]]]:
    folder = tmp_path_factory.mktemp("bad")
    return folder, bad_files(folder)


STOPPED = [  # the others are met below, and in the unit tests of the readers
    "latin.txt", "binary.txt", "empty.txt", "blank.txt", "notext.jsonl", "date.jsonl",
    "cut.jsonl.gz", "type.parquet",
]  # fmt: skip


@pytest.mark.parametrize("name", STOPPED)
def test_a_bad_file_stops_the_run(
    bad: tuple[Path, dict[str, tuple[str, ...]]], name: str, tmp_path: Path
) -> None:
    folder, said = bad
    done = dedupe("run", name, "-o", tmp_path / "out", cwd=folder)
    refused(done, 3, *said[name])
    assert done.err.startswith(f"error: {name}")
    assert list(tmp_path.iterdir()) == []


def test_all_bad_files_are_set_aside_and_told(
    bad: tuple[Path, dict[str, tuple[str, ...]]], tmp_path: Path
) -> None:
    folder, said = bad
    out = tmp_path / "out"
    options = ("--on-bad", "quarantine", "-o", out, "--format", "jsonl")
    done = dedupe("run", ".", *options, cwd=folder)
    assert done.code == 0, done.err
    rows = [json.loads(row) for row in (out / "rejected.jsonl").open(encoding="utf-8")]
    reasons: dict[str, str] = {}
    for row in rows:
        name = Path(row["file"]).name
        reasons[name] = f"{reasons.get(name, '')}line {row['line']}: {row['reason']}\n"
    assert said.keys() <= reasons.keys()
    for name, parts in said.items():
        told = sum(part in reasons[name] for part in parts)
        assert told >= min(2, len(parts) - 1) or told == len(parts) == 1, (name, reasons[name])
    counts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]
    assert counts["rejected"] == len(rows)
    assert f"{len(rows):,} bad records set aside" in done.err


def test_a_far_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "far.jsonl"
    with open(path, "wb") as file:
        # One record in ten lines: the others are blank, and count as lines.
        for n in range(0, 999_990, 10):
            file.write(b'{"id":%d,"text":"w"}' % n + b"\n" * 10)
        file.write(b"\n" * 9 + b'{"text":"w" "x"}\n{"text":"z"}\n')
    done = dedupe("run", path, "-o", tmp_path / "out")
    refused(done, 3, f"error: {path}, line 1000000: malformed JSON", "character 13")
    assert [p.name for p in tmp_path.iterdir()] == ["far.jsonl"]


def test_an_article_of_100_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with open(path, "wb") as file:
        file.write(GOOD + b'{"id": "big", "text": "')
        for _ in range(100):
            file.write(b"word " * 209_715)
        file.write(b'"}\n')
    refused(dedupe("run", path, "-o", tmp_path / "out"), 3, "line 2", "field 'text'", "67,108,864")
    assert [p.name for p in tmp_path.iterdir()] == ["big.jsonl"]


def test_an_id_used_twice_names_both_places(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"id": "x", "text": "one"}, {"id": "y", "text": "two"}])
    (tmp_path / "y.txt").write_text("three", encoding="utf-8")
    done = dedupe("run", "a.jsonl", "y.txt", "-o", "out", cwd=tmp_path)
    refused(done, 3, "y.txt, field 'id'", "'y' is taken by a.jsonl, line 2", "quarantine")
    assert not (tmp_path / "out").exists()


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "a.doc").write_text("words")
    for given, parts in {
        "hollow": ("holds no file to read", "1 .doc", ".jsonl"),
        "*.csv": ("*.csv", "matches no file"),
        "gone.txt": ("gone.txt", "no such file"),
        "hollow/a.doc": ("a.doc", "unknown file type '.doc'"),
    }.items():
        refused(dedupe("run", given, cwd=tmp_path), 3, *parts)
    refused(dedupe("run", "-", stdin=b""), 3, "standard input is empty")


def test_a_field_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD)
    done = dedupe("run", path, "--field", "text=boddy")
    refused(done, 3, "line 1", "no field 'boddy'", "the record has: id, text")
    refused(dedupe("run", path, "--field", "txt=id"), 2, "'txt'", "did you mean 'text'")
