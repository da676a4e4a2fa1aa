"""``explain``, ``trace`` and ``keep`` on a run that was written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from _dedupe import FERRY, Done, dedupe, pile, refused

TABLES = ("articles", "matches", "derivations", "stories")


def test_explain_from_another_folder(saved: Path, tmp_path: Path) -> None:
    done = dedupe("explain", saved, "ferry-3", "ferry-1", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("One text, lightly edited: near duplicate, probability ")
    assert "\nA  ferry-1  Havnposten  2026-01-10 08:00\nB  ferry-3  2026-01-11 09:00\n" in done.out
    assert "log-odds" in done.out
    assert "both from a common source" in done.out
    assert "demanded" in done.out
    apart = dedupe("explain", saved, "comet", "ferry-1")
    assert apart.code == 0
    assert apart.out.startswith("No match: nothing links these two. They share too few rare words")


def test_ids_that_are_not_there(saved: Path) -> None:
    refused(dedupe("explain", saved, "ferry", "comet"), 2, "'ferry'", "did you mean 'ferry-1' or")
    refused(dedupe("trace", saved, "commet"), 2, "'commet'", "did you mean 'comet'")
    refused(dedupe("explain", saved, "comet", "comet"), 2, "named twice")
    refused(dedupe("trace", saved / "nowhere", "comet"), 2, "nowhere", "not a finished run")


def test_trace(saved: Path) -> None:
    done = dedupe("trace", saved, "ferry-4")
    assert (done.code, done.err) == (0, "")
    assert "ferry-4" in done.out
    alone = dedupe("trace", saved, "comet")
    assert alone.out == "comet  origin\nno derivation: report of origin comet\n"


def kept(saved: Path, policy: str) -> dict[str, dict[str, object]]:
    done = dedupe("keep", saved, "--policy", policy)
    assert done.code == 0, done.err
    assert done.err == f"kept 3 of 6 articles ({policy})\n"
    return {str(row["id"]): row for row in done.rows}


def test_keep_by_each_policy(saved: Path) -> None:
    assert {"ferry-1", "comet", "emoji"} == kept(saved, "earliest").keys()
    longest = kept(saved, "longest")
    assert {"ferry-3", "comet", "emoji"} == longest.keys()
    assert longest["ferry-3"] == {
        "id": "ferry-3",
        "text": pile()[2]["text"],
        "published_at": "2026-01-11T09:00:00Z",
        "section": "local",
    }
    rows = dedupe("keep", saved).rows
    assert {"comet", "emoji"} < {row["id"] for row in rows}
    assert len(rows) == 3


def test_keep_to_a_file(saved: Path, dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.jsonl"
    done = dedupe("keep", saved, "-o", target)
    assert (done.code, done.out) == (0, "")
    before = target.read_bytes()
    assert len(before.splitlines()) == 3
    refused(dedupe("keep", saved, "-o", target, "--policy", "longest"), 2, "exists already")
    assert target.read_bytes() == before
    refused(dedupe("keep", saved, "-o", dump, "--overwrite"), 2, "would remove an input")
    assert len(dump.read_bytes().splitlines()) == 6
    assert [p.name for p in tmp_path.iterdir()] == ["kept.jsonl"]


def test_a_moved_run_finds_its_inputs_until_they_change(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "in" / "two.txt").write_text(f"{FERRY} Now.", encoding="utf-8")
    assert dedupe("run", "in", "-o", "out", cwd=tmp_path).code == 0
    (tmp_path / "far").mkdir()
    moved = tmp_path / "far" / "moved"
    shutil.move(tmp_path / "out", moved)
    assert "harbour" in dedupe("explain", moved, "one", "two", cwd=tmp_path / "far").out
    (tmp_path / "in" / "two.txt").write_text("Other words.", encoding="utf-8")
    told = dedupe("explain", moved, "one", "two")
    assert told.code == 0
    assert "harbour" not in told.out
    assert "texts are out of reach" in told.out
    refused(dedupe("keep", moved), 2, "1 of 1 texts", "has changed")


def test_a_run_in_another_format_says_the_same(dump: Path, saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert dedupe("run", dump, "-o", out, "--format", "csv", "-q").code == 0
    assert {p.name for p in out.iterdir()} == {"manifest.json"} | {f"{t}.csv" for t in TABLES}

    def both(*words: str) -> tuple[Done, Done]:
        verb, *rest = words
        return dedupe(verb, out, *rest), dedupe(verb, saved, *rest)

    ours, theirs = both("explain", "ferry-1", "ferry-4")
    assert ours == theirs
    assert ours.code == 0
    ours, theirs = both("keep", "--policy", "longest")
    assert ours == theirs
    assert len(ours.rows) == 3


def test_a_damaged_run_says_so(saved: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(saved, run)
    (run / "stories.parquet").unlink()
    refused(dedupe("trace", run, "comet"), 3, "no table 'stories'")
    (run / "matches.parquet").write_bytes(b"PAR1 nothing")
    refused(dedupe("trace", run, "comet"), 3, "matches.parquet", "not a table of a run")
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    for text, code, part in [
        ("[]", 2, "not the manifest"),
        ("{", 2, "not a finished run"),
        (json.dumps(manifest | {"manifest": 99}), 4, "another version"),
        (json.dumps({"manifest": manifest["manifest"]}), 4, "lacks counts, inputs"),
    ]:
        (run / "manifest.json").write_text(text)
        refused(dedupe("trace", run, "comet"), code, part, str(run))
