"""Runs of the same articles write the same bytes, however they are carried out."""

from __future__ import annotations

import json
import random
from pathlib import Path

from _dedupe import COMET, FERRY, dedupe, pile, write_lines

LIKE_NO_OTHER = ("seconds", "peak_memory_mb", "inputs")


def several() -> list[dict[str, object]]:
    """A pile with copies, edits and bystanders, enough for some buckets."""
    draw = random.Random(7)
    made: list[dict[str, object]] = [dict(record) for record in pile()]
    for text, name in ((FERRY, "f"), (COMET, "c")):
        words = text.split()
        for n in range(30):
            kept = [w for w in words if draw.random() > 0.02 * (n % 4)]
            made.append({"id": f"{name}{n}", "text": " ".join(kept), "date": 1_700_000_000 + n})
    made += [{"id": f"w{n}", "text": " ".join(draw.sample(words, 25))} for n in range(20)]
    return made


def tables(folder: Path) -> dict[str, bytes]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    fixed = {key: value for key, value in manifest.items() if key not in LIKE_NO_OTHER}
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".json"} | {
        "manifest": json.dumps(fixed, sort_keys=True).encode()
    }


def test_workers_order_and_files_change_no_byte(tmp_path: Path) -> None:
    records = several()
    write_lines(tmp_path / "a.jsonl", records)
    random.Random(3).shuffle(records)
    write_lines(tmp_path / "b.jsonl", records)
    write_lines(tmp_path / "c1.jsonl", records[50:])
    write_lines(tmp_path / "c2.jsonl", records[:50])
    runs = {
        "one": ["a.jsonl", "--workers", "1"],
        "shuffled": ["b.jsonl", "--workers", "3"],
        "split": ["c1.jsonl", "c2.jsonl"],
    }
    for name, words in runs.items():
        done = dedupe("run", *words, "-o", name, "-q", cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
    first = tables(tmp_path / "one")
    assert len(first["matches.parquet"]) > 2_000
    for name in runs:
        assert tables(tmp_path / name) == first, name
