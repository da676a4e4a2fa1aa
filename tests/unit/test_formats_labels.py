"""Labels: what is read, and where each fault stands."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from provenance.errors import EmptyInputError, InputError
from provenance.formats.labels import NO, YES, Label, checked, read_labels

IDS = {"x", "y", "z"}


def write(folder: Path, text: str, name: str = "labels.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def check(labels: list[Label]) -> list[Label]:
    return checked(labels, IDS, lambda name: f"not {name}")


def test_a_table_with_more_columns_in_any_order(tmp_path: Path) -> None:
    path = write(tmp_path, "note\tlabel\tb\ta\nwhy\tyes\ty\tx\n\n\t0\tz\tx\n")
    found = read_labels(path)
    assert found == [Label("x", "y", True, str(path), 2), Label("x", "z", False, str(path), 4)]
    commas = write(tmp_path, 'a,b,label\nx,"y",copy\n', "labels.csv")
    assert [one.copy for one in read_labels(commas)] == [True]
    packed = tmp_path / "labels.tsv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert len(read_labels(packed)) == 2
    plain = write(tmp_path, "a\tb\tlabel\r\nx\ty\t1\r\n", "labels")
    assert read_labels(plain) == [Label("x", "y", True, str(plain), 2)]


@pytest.mark.parametrize("word", [*YES, *NO])
def test_every_word_for_a_label(word: str, tmp_path: Path) -> None:
    path = write(tmp_path, f"a\tb\tlabel\nx\ty\t {word.upper()} \n")
    assert read_labels(path)[0].copy is (word in YES)


def test_triples() -> None:
    found = read_labels([("x", "y", 1), ["x", "z", False], ("y", "z", "no")])
    assert [one.copy for one in found] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("a\tb\nx\ty\n", 1, None, "no column 'label'; there are: 'a', 'b'"),
        ("a,b,label\nx,y,1\n", 1, None, "no column 'a'; there are: 'a,b,label'"),
        ("a\tb\tlabel\nx\ty\tperhaps\n", 2, "label", "'perhaps' is not a label"),
        ("a\tb\tlabel\nx\ty\t1\nx\tz\t\n", 3, "label", "'' is not a label"),
        ("a\tb\tlabel\n\ty\t1\n", 2, "a", "'' is not an id"),
        ("a\tb\tlabel\nx\t\t1\n", 2, "b", "'' is not an id"),
        ("a\tb\tlabel\nx\ty\n", 2, None, "the row has 2 cells, the header 3"),
        ("a\ta\tlabel\nx\ty\t1\n", 1, None, "names 'a' twice"),
    ],
)
def test_a_fault_says_where(
    text: str, line: int, field: str | None, words: str, tmp_path: Path
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_labels(path)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(path), line, field)
    assert words in str(caught.value)
    assert caught.value.hint


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.tsv", tmp_path):
        with pytest.raises(InputError) as caught:
            read_labels(path)
        assert caught.value.file == str(path)
    path = tmp_path / "latin.tsv"
    path.write_bytes(b"a\tb\tlabel\nx\t\xe9\t1\n")
    with pytest.raises(InputError, match="line 2: not UTF-8"):
        read_labels(path)


def test_no_label_at_all(tmp_path: Path) -> None:
    for path in (write(tmp_path, ""), write(tmp_path, "a\tb\tlabel\n", "head.tsv")):
        with pytest.raises(EmptyInputError) as caught:
            read_labels(path)
        assert caught.value.file == str(path)
    with pytest.raises(EmptyInputError):
        read_labels([])


@pytest.mark.parametrize("triple", [("x", "y"), ("x", 3, 1), ("x", "y", 2), ("x", "y", None)])
def test_a_triple_that_is_none(triple: Any) -> None:
    with pytest.raises(InputError):
        read_labels([triple])


def test_a_pair_counts_once_whatever_its_order() -> None:
    found = check([Label("y", "x", True), Label("x", "z", False), Label("x", "y", True)])
    assert [one.pair for one in found] == [("x", "y"), ("x", "z")]


@pytest.mark.parametrize(
    ("labels", "line", "field", "words"),
    [
        ([Label("x", "w", True, "f", 2)], 2, "b", "no article 'w' in this run\n  not w"),
        ([Label("w", "x", True, "f", 2)], 2, "a", "no article 'w'"),
        ([Label("x", "x", True, "f", 2)], 2, None, "'x' is paired with itself"),
        (
            [Label("x", "y", True, "f", 2), Label("y", "x", False, "f", 5)],
            5,
            "label",
            "labelled the other way before (line 2)",
        ),
        ([Label("x", "y", True, "f", 2)], None, None, "1 labelled, and all are copies"),
        ([Label("x", "y", False, "f", 2)], None, None, "1 labelled, no copy among them"),
    ],
)
def test_labels_that_do_not_fit(
    labels: list[Label], line: int | None, field: str | None, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        check(labels)
    assert (caught.value.file, caught.value.line, caught.value.field) == ("f", line, field)
    assert words in str(caught.value)
