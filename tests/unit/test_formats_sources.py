"""Which files an input means."""

import hashlib
import logging
import os
from pathlib import Path

import pytest

from provenance.errors import EmptyInputError, InputError
from provenance.formats import SourceFile, digest, discover


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.jsonl", "sub/d.csv.gz", ".hidden.txt", ".git/e.txt",
                 "notes.md", "sub/Makefile"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    return tmp_path


def names(found: list[SourceFile], root: Path) -> list[str]:
    return [os.path.relpath(source.path, root) for source in found]


def test_a_folder_in_sorted_order(tree: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = discover([tree])
    assert names(found, tree) == ["a.txt", "b.txt", "sub/c.jsonl", "sub/d.csv.gz"]
    assert [(s.format, s.size, s.stem) for s in found] == [
        ("text", 5, "a"), ("text", 5, "b"), ("jsonl", 5, "c"), ("csv", 5, "d")
    ]  # fmt: skip
    assert "1 .md, 1 hidden, 1 no suffix" in caplog.text


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("**/*.jsonl", ["sub/c.jsonl"]),
        ("**", ["a.txt", "b.txt", "sub/c.jsonl", "sub/d.csv.gz"]),
        ("s*", ["sub/c.jsonl", "sub/d.csv.gz"]),
    ],
)
def test_globs(tree: Path, pattern: str, wanted: list[str]) -> None:
    assert names(discover([tree / pattern]), tree) == wanted


def test_inputs_keep_their_order_and_no_file_is_read_twice(tree: Path) -> None:
    found = discover([tree / "b.txt", str(tree), "-", tree / "sub" / ".." / "a.txt", "-"])
    assert found[-1] == SourceFile("-", "jsonl", 0, "stdin")
    assert names(found[:-1], tree) == ["b.txt", "a.txt", "sub/c.jsonl", "sub/d.csv.gz"]
    assert discover(str(tree / "b.txt")) == discover([tree / "b.txt"])


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("words")
    (tmp_path / "a1.txt").write_text("words")
    assert names(discover([tmp_path / "a[1].txt"]), tmp_path) == ["a[1].txt"]


def test_nothing_to_read(tree: Path) -> None:
    (tree / "empty").mkdir()
    (tree / "odd").mkdir()
    (tree / "odd" / "x.md").touch()
    for inputs, reason in [
        ([], "no input"),
        ([tree / "empty"], "holds no file"),
        ([tree / "odd"], r"skipped: 1 \.md"),
        ([tree / "*.parquet"], "matches no file"),
    ]:
        with pytest.raises(EmptyInputError, match=reason) as caught:
            discover(inputs)
        assert caught.value.hint


def test_missing_and_unknown_files(tree: Path) -> None:
    for name, reason in [("none.txt", "no such file"), ("notes.md", r"unknown file type '\.md'")]:
        with pytest.raises(InputError, match=reason) as caught:
            discover([tree / name])
        assert caught.value.file == str(tree / name)
        assert caught.value.hint


def test_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(range(256)) * 9000)
    assert digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(InputError, match="no such file"):
        digest(tmp_path / "b.bin")
    with pytest.raises(InputError, match="is a folder"):
        digest(tmp_path)
