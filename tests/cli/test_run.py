"""``dedupe run``: trees, tables, options and what they exit with."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from _dedupe import COMET, FERRY, dedupe, pile, refused, write_lines

COLUMNS = [
    "id", "story", "family", "role", "representative", "origin", "title", "source",
    "published_at", "language", "n_words", "n_boilerplate_words",
]  # fmt: skip


def test_stories_are_printed_as_trees(dump: Path) -> None:
    done = dedupe("run", dump)
    assert done.code == 0
    assert "\n4 articles, " in done.out
    for record in pile()[:4]:
        assert done.out.count(f"── {record['id']}  ") == 1
    assert "comet" not in done.out
    assert "6 articles, 3 stories (1 told by several)" in done.err
    assert "1 article without words" in done.err
    assert "s\n  read" not in done.err


def test_verbose_quiet_top(dump: Path) -> None:
    told = dedupe("run", dump, "-v", "--top", "0", "--workers", "1")
    assert told.code == 0
    assert told.out == "... and 1 more story (--top, or write them with -o)\n"
    assert all(f"\n  {stage} " in told.err for stage in ("read", "fingerprint", "verify"))
    trees = dedupe("run", dump, "-q")
    assert (trees.code, trees.out, trees.err) == (0, dedupe("run", dump).out, "")
    assert "ferry-1" in trees.out
    assert dedupe("run", dump, "-q", "--check") == (1, "", "")
    quiet = dedupe("run", dump, "-q", "-o", "-")
    assert (quiet.code, quiet.err) == (0, "")
    assert [row["id"] for row in quiet.rows] == sorted(r["id"] for r in pile())
    assert list(quiet.rows[0])[: len(COLUMNS)] == COLUMNS
    by_id = {row["id"]: row for row in quiet.rows}
    families = {by_id[f"ferry-{n}"]["family"] for n in (1, 2, 3, 4)}
    assert len(families) == 1
    assert by_id["comet"]["family"] not in families


def test_check_exits_1_only_for_copies(dump: Path, tmp_path: Path) -> None:
    found = dedupe("run", dump, "--check", "-q", "--only", "copies", "-o", tmp_path / "out")
    assert (found.code, found.out, found.err) == (1, "", "")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["only"] == "copies"
    assert manifest["counts"]["articles"] == 6
    clean = write_lines(tmp_path / "clean.jsonl", [pile()[0], pile()[4]])
    none = dedupe("run", clean, "--check")
    assert none.code == 0
    assert none.out == "No two articles tell the same story.\n"


def test_several_inputs_globs_fields_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'name,story_body\n1,"{FERRY}"\n', encoding="utf-8")
    (tmp_path / "b.tsv").write_text(f"name\tstory_body\n2\t{FERRY}\n", encoding="utf-8")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(f'name,story_body\n3,"{COMET}"\n'.encode()))
    line = json.dumps({"name": 4, "story_body": COMET, "text": "not this"}).encode() + b"\n"
    done = dedupe(
        "run", "*.csv", "b.tsv", "c.csv.gz", "a.csv", "-", "-o", "-",
        "--field", "text=story_body", "--field", "id=name", stdin=line, cwd=tmp_path,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert [row["id"] for row in done.rows] == ["1", "2", "3", "4"]
    assert len({row["family"] for row in done.rows}) == 2
    assert "2 duplicate" in done.err


def test_quarantine_keeps_what_is_bad(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [*pile(), {"id": "comet", "text": FERRY[:90]}])
    path.write_bytes(path.read_bytes() + b'{"id": "x", "text": \n{"id": "y", "text": "\xff"}\n')
    done = dedupe(
        "run", path, "--on-bad", "quarantine", "-o", tmp_path / "out", "--format", "jsonl"
    )
    assert done.code == 0, done.err
    assert "3 bad records set aside" in done.err
    rejected = [json.loads(row) for row in (tmp_path / "out/rejected.jsonl").open(encoding="utf-8")]
    assert sorted(row["line"] for row in rejected) == [7, 8, 9]
    assert {row["file"] for row in rejected} == {str(path)}
    kept = dedupe("keep", tmp_path / "out")
    texts = {row["id"]: row["text"] for row in kept.rows}
    # Of two records with one id the first is the article.
    assert texts["comet"] == COMET


def test_an_existing_output_stays_unless_told(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    refused(dedupe("run", dump, "-o", out), 2, "exists already", "--overwrite")
    assert [p.name for p in out.iterdir()] == ["notes.txt"]
    done = dedupe("run", dump, "-o", out, "--overwrite", "--format", "csv")
    assert done.code == 0
    assert sorted(p.name for p in out.iterdir()) == [
        "articles.csv", "derivations.csv", "manifest.json", "matches.csv", "stories.csv",
    ]  # fmt: skip
    assert f"written to {out}" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_overwrite_never_takes_an_input(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write_lines(data / "a.jsonl", pile())
    (tmp_path / "link").symlink_to(data)
    for inputs, out in [
        ("data", "data"), ("data/a.jsonl", "data"), ("data/*.jsonl", "link"), ("link", "../data"),
    ]:  # fmt: skip
        (tmp_path / "sub").mkdir(exist_ok=True)
        base = tmp_path / "sub" if out.startswith("..") else tmp_path
        given = tmp_path / inputs if base != tmp_path else inputs
        done = dedupe("run", given, "-o", out, "--overwrite", cwd=base)
        refused(done, 2, "would remove an input", "a.jsonl")
    done = dedupe("run", data, "-o", data / "a.jsonl", "--overwrite")
    refused(done, 2, "a.jsonl: is a file")
    assert [p.name for p in data.iterdir()] == ["a.jsonl"]
    refused(dedupe("run", data, "-o", ""), 2, "no name")
