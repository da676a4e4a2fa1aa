"""Tables on disk: the same bytes each time, whole or not there."""

import hashlib
import itertools
import json
import math
import os
import random
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.errors import EngineError, InputError, OutputExistsError, UsageError
from provenance.formats import atomic_file, atomic_folder, read_table, write_tables
from provenance.schema import ARTICLES, DERIVATIONS, REJECTED, STORIES


def stories(n: int = 3) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "story": f"s{i:05}",
                "title": None if i % 3 == 0 else "" if i % 3 == 1 else 'A "b",\nc',
                "size": i,
                "first_published_at": datetime(2026, 1, 2, 3, 4, 5, i % 2, tzinfo=UTC),
                "sources": ["Reuters", "é"][: i % 3],
            }
            for i in range(n)
        ],
        schema=STORIES,
    )


def test_jsonl_as_a_reader_sees_it(tmp_path: Path) -> None:
    row = {
        "derived": "a",
        "probability": 1e16,
        "evidence": [{"kind": "time", "weight": 0.1, "text": "é", "spans": [[0, 3]]}],
    }
    tables = {"stories": stories(2), "derivations": pa.Table.from_pylist([row], DERIVATIONS)}
    write_tables(tables, tmp_path, "jsonl")
    assert (tmp_path / "derivations.jsonl").read_text(encoding="utf-8") == (
        '{"derived":"a","source":null,"kind":null,"probability":1e+16,"evidence":'
        '[{"kind":"time","weight":0.1,"text":"é","spans":[[0,3]]}]}\n'
    )
    first, second = (tmp_path / "stories.jsonl").read_text().splitlines()
    assert list(json.loads(first)) == STORIES.names
    assert json.loads(first)["first_published_at"] == "2026-01-02T03:04:05Z"
    assert json.loads(second)["first_published_at"] == "2026-01-02T03:04:05.000001Z"


def test_csv_keeps_null_and_empty_apart(tmp_path: Path) -> None:
    write_tables({"stories": stories()}, tmp_path, "csv")
    assert (tmp_path / "stories.csv").read_text(encoding="utf-8") == (
        '"story","title","size","families","independent_origins","first_published_at",'
        '"last_published_at","sources"\n'
        '"s00000",,0,,,"2026-01-02T03:04:05Z",,"[]"\n'
        '"s00001","",1,,,"2026-01-02T03:04:05.000001Z",,"[""Reuters""]"\n'
        '"s00002","A ""b"",\nc",2,,,"2026-01-02T03:04:05Z",,"[""Reuters"",""é""]"\n'
    )


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
def test_bytes_do_not_show_how_a_table_was_made(tmp_path: Path, form: Any) -> None:
    # Long enough for several Parquet pages, which the seams of a table could shift.
    noise = random.Random(2)
    titles = [noise.randbytes(500).hex() for _ in range(3000)]
    whole = stories(3000).set_column(1, STORIES.field("title"), pa.array(titles))
    cuts = sorted(random.Random(1).sample(range(1, 3000), 20))
    pieces = [whole.slice(a, b - a) for a, b in zip([0, *cuts], [*cuts, 3000], strict=True)]
    chunked = pa.concat_tables(pieces).replace_schema_metadata({"pandas": "{}", "now": "12:00"})
    digests = set()
    for name, table in {"one": whole, "two": chunked, "three": whole}.items():
        (tmp_path / name).mkdir()
        write_tables({"stories": table}, tmp_path / name, form)
        data = (tmp_path / name / f"stories.{form}").read_bytes()
        digests.add(hashlib.sha256(data).hexdigest())
        assert read_table(tmp_path / name, "stories") == whole
    assert len(digests) == 1


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
def test_long_rows_and_empty_tables(tmp_path: Path, form: Any) -> None:
    row = {"file": "a", "line": 1, "reason": "x\ny" * 700_000, "raw": "\0\r\\"}
    tables = {
        "rejected": pa.Table.from_pylist([row, {}, row], REJECTED),
        "articles": ARTICLES.empty_table(),
    }
    write_tables(tables, tmp_path, form)
    for name, table in tables.items():
        back = read_table(tmp_path, name)
        assert back == table
        assert back.schema == table.schema


def test_tables_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table 'story'"):
        read_table(tmp_path, "story")
    with pytest.raises(InputError, match="there is no table 'stories'"):
        read_table(tmp_path, "stories")
    with pytest.raises(UsageError, match="unknown format 'xml'"):
        write_tables({}, tmp_path, "xml")  # type: ignore[arg-type]
    bad = {
        "parquet": b"PAR1",
        "jsonl": b'{"story": "a"}\n',
        "csv": b"story,title\n1,2\n",
    }
    for form, data in bad.items():
        path = tmp_path / f"stories.{form}"
        path.write_bytes(data)
        with pytest.raises(InputError, match="not a table of a run") as caught:
            read_table(tmp_path, "stories")
        assert caught.value.file == str(path)
        path.unlink()


def test_a_folder_appears_when_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with atomic_folder(target) as folder:
        assert folder.parent == target.parent
        (folder / "a").write_text("new")
        assert not target.exists()
    assert (target / "a").read_text() == "new"
    assert os.listdir(target.parent) == ["out"]
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o777 & ~umask


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_failure_leaves_what_was(tmp_path: Path, error: Any, overwrite: bool) -> None:
    target = tmp_path / "out"
    if overwrite:
        target.mkdir()
        (target / "a").write_text("old")
    with pytest.raises(error), atomic_folder(target, overwrite) as folder:
        (folder / "a").write_text("half")
        raise error
    assert os.listdir(tmp_path) == (["out"] if overwrite else [])
    if overwrite:
        assert (target / "a").read_text() == "old"


def test_a_folder_is_removed_that_a_thread_still_writes_to(tmp_path: Path) -> None:
    def keep_writing(folder: Path) -> None:
        end = time.monotonic() + 0.5
        for number in itertools.takewhile(lambda _: time.monotonic() < end, itertools.count()):
            try:
                (folder / str(number)).touch()
            except OSError:
                return

    with pytest.raises(KeyboardInterrupt), atomic_folder(tmp_path / "out") as folder:
        writer = threading.Thread(target=keep_writing, args=(folder,))
        writer.start()
        while writer.is_alive() and len(os.listdir(folder)) < 1000:
            time.sleep(0.001)
        raise KeyboardInterrupt
    writer.join()
    assert os.listdir(tmp_path) == []


def test_an_existing_folder_is_kept_or_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(OutputExistsError, match="--overwrite"), atomic_folder(target, False):
        raise AssertionError("the block must not run")
    with atomic_folder(target, True) as folder:
        (folder / "new").touch()
        assert os.listdir(target) == ["old"]
    assert os.listdir(target) == ["new"]
    assert os.listdir(tmp_path) == ["out"]


def test_the_old_folder_comes_back_if_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(EngineError), atomic_folder(target, True) as folder:
        folder.rmdir()
    assert os.listdir(tmp_path) == ["out"]
    assert os.listdir(target) == ["old"]


def test_a_folder_that_appears_meanwhile_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(OutputExistsError), atomic_folder(target) as folder:
        (folder / "mine").touch()
        target.mkdir()
        (target / "theirs").touch()
    assert os.listdir(tmp_path) == ["out"]
    assert os.listdir(target) == ["theirs"]


def test_the_folder_one_is_in_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    for target in (".", "..", tmp_path):
        with pytest.raises(UsageError, match="the folder you are in"), atomic_folder(target, True):
            raise AssertionError("the block must not run")


def test_what_the_system_refuses_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "out"
    for atomic in (atomic_folder, atomic_file):
        with pytest.raises(EngineError, match="cannot be written") as caught, atomic(target):
            pass
        assert str(target) in str(caught.value)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk(tmp_path: Path) -> None:
    with (
        pytest.raises(EngineError, match="No space left on device") as caught,
        atomic_folder(tmp_path / "out") as folder,
    ):
        (folder / "stories.jsonl").symlink_to("/dev/full")
        write_tables({"stories": stories()}, folder, "jsonl")
    assert caught.value.hint == "free some space"
    assert os.listdir(tmp_path) == []


def test_a_file_appears_when_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    for content in ("one", "two"):
        with atomic_file(target) as path:
            path.write_text(content)
        assert target.read_text() == content
    with pytest.raises(KeyboardInterrupt), atomic_file(target) as path:
        path.write_text("half")
        raise KeyboardInterrupt
    with pytest.raises(OutputExistsError), atomic_file(target, overwrite=False):
        raise AssertionError("the block must not run")
    with pytest.raises(OutputExistsError), atomic_file(tmp_path):
        raise AssertionError("the block must not run")
    assert target.read_text() == "two"
    assert os.listdir(tmp_path) == ["report.html"]


@given(st.lists(st.tuples(st.floats(), st.lists(st.floats(width=32)), st.text()), max_size=6))
@example([(1e-5, [1e-5, 0.5], '\x00\x1f\x7f\u2028/\\"\b'), (1e16, [], ""), (-0.0, [1e-4], "é")])
def test_jsonl_is_what_the_json_module_writes(rows: list[tuple[float, list[float], str]]) -> None:
    schema = pa.schema([("x", pa.float64()), ("list", pa.list_(pa.float32())), ("t", pa.string())])
    rows = [(x, xs, text.encode("utf-8", "ignore").decode()) for x, xs, text in rows]
    table = pa.Table.from_pylist([dict(zip(schema.names, r, strict=True)) for r in rows], schema)
    with TemporaryDirectory() as folder:
        write_tables({"t": table}, folder, "jsonl")
        lines = (Path(folder) / "t.jsonl").read_text(encoding="utf-8").split("\n")
    names = {math.inf: "Infinity", -math.inf: "-Infinity"}

    def finite(x: float) -> float | str:
        return "NaN" if math.isnan(x) else names.get(x, x)

    wanted = [
        {**row, "x": finite(row["x"]), "list": [finite(v) for v in row["list"]]}
        for row in table.to_pylist()
    ]
    assert lines == [
        *(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in wanted), "",
    ]  # fmt: skip
