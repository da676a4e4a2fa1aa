"""Piles that nobody expects: odd names, one article, a thousand of one text, no words at all."""

from __future__ import annotations

import os
from pathlib import Path

from _dedupe import COMET, FERRY, dedupe, write_lines

NAMES = ["-dash.txt", "sp ace.txt", "ünï 文.txt", "new\nline.txt", "[a-b].txt", "'q\".txt"]


def test_odd_file_names(tmp_path: Path) -> None:
    names = [os.fsencode(name) for name in NAMES]
    try:
        (tmp_path / os.fsdecode(b"byte\xff.txt")).write_text(FERRY)
        names.append(b"byte\xff.txt")
    except OSError:
        pass  # a file system that takes UTF-8 only
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text(FERRY, encoding="utf-8")
    out = tmp_path / "out"
    done = dedupe("run", "-o", out, "--", *map(os.fsdecode, names), cwd=tmp_path)
    assert done.code == 0, done.err
    assert f"{len(names) - 1} duplicate" in done.err
    kept = dedupe("keep", out, "--policy", "longest")
    assert kept.code == 0, kept.err
    assert [row["text"] for row in kept.rows] == [FERRY]
    assert "harbour" in dedupe("explain", out, "--", "-dash", "[a-b]").out


def test_one_article(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [{"text": FERRY}])
    done = dedupe("run", path)
    assert done.code == 0
    assert done.out == "No two articles tell the same story.\n"
    assert "1 article, 1 story (0 told by several)" in done.err


def test_odd_texts(tmp_path: Path) -> None:
    records = [
        {"id": "nul-1", "text": f"{COMET}\0{COMET}"},
        {"id": "nul-2", "text": f"{COMET}\0{COMET}"},
        {"id": "old", "text": FERRY, "date": "1605-07-01"},
        {"id": "far", "text": FERRY, "date": "2199-12-31T23:59Z"},
        {"id": "line", "text": "word " * 20_000},
        {"id": "word", "text": "x" * 100_000},
        *({"text": "😀 🎉" * n} for n in range(1, 5)),
    ]
    path = write_lines(tmp_path / "a.jsonl", records)
    done = dedupe("run", path, "-o", "-")
    assert done.code == 0, done.err
    assert "matches: 2 duplicate\n4 articles without words" in done.err
    families = {row["id"]: row["family"] for row in done.rows}
    assert len(done.rows) == 10
    assert families["nul-1"] == families["nul-2"]
    assert families["old"] == families["far"]
    assert len(set(families.values())) == 8


def test_a_thousand_of_one_text_stay_readable(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", ({"id": n, "text": FERRY} for n in range(1000)))
    done = dedupe("run", path)
    assert done.code == 0
    assert "matches: 999 duplicate" in done.err
    assert "\n1,000 articles, 1 independent origin\n" in done.out
    assert "... and 9" in done.out
    assert len(done.out.splitlines()) < 150


def test_thousands_of_tiny_articles(tmp_path: Path) -> None:
    """Texts of three words share words, and tell no story."""
    texts = (f"alpha{n} beta{n % 70} gamma{n % 50}" for n in range(5000))
    path = write_lines(tmp_path / "a.jsonl", ({"text": text} for text in texts))
    done = dedupe("run", path, "--top", "2", "--check", "--only", "copies")
    assert done.code == 0, done.err
    assert "5,000 articles" in done.err
    assert len(done.out.splitlines()) < 200
