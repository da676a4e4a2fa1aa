"""``--memory``: a budget that is kept, and changes no byte."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from _dedupe import dedupe, refused, write_lines
from test_same_bytes import several, tables

LIMIT = 400 << 20  # bytes of its own that the process may have, stacks of threads included


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("4 bananas", ("'4 bananas' is no size", "1.5GiB")),
        ("4", ("'4' is no size",)),
        ("100MB", ("'100MB' is too little", "256MB")),
        ("0GB", ("too little",)),
    ],
)
def test_what_is_no_budget_is_refused(dump: Path, given: str, parts: tuple[str, ...]) -> None:
    refused(dedupe("run", dump, "--memory", given), 2, *parts)


@pytest.mark.parametrize("words", [(), ("--only", "copies"), ("--resume",)])
def test_a_budget_changes_no_byte(tmp_path: Path, words: tuple[str, ...]) -> None:
    write_lines(tmp_path / "dump.jsonl", several())
    for name, budget in (("plain", ()), ("least", ("--memory", "256MB"))):
        done = dedupe("run", "dump.jsonl", *words, *budget, "-o", name, "-q", cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
    ours, theirs = tables(tmp_path / "plain"), tables(tmp_path / "least")
    if "--resume" in words:  # names its work folder
        ours.pop("manifest"), theirs.pop("manifest")
    assert ours == theirs
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dump.jsonl", "least", "plain"]


def test_a_small_budget_is_kept_under_a_hard_limit(tmp_path: Path) -> None:
    """Linux counts all memory that is the process's own against the limit, and no mapped file."""
    resource = pytest.importorskip("resource")
    if not Path("/proc/self/statm").exists():
        pytest.skip("the limit counts other things here")
    draw = random.Random(5)
    records = ({"id": str(n), "text": draw.randbytes(24_000).hex(" ", 3)} for n in range(3000))
    write_lines(tmp_path / "dump.jsonl", records)  # 165 MB

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))

    words = ("run", "dump.jsonl", "--only", "copies", "-q", "--workers", "2", "--top", "0")
    done = dedupe(*words, "--memory", "256MB", cwd=tmp_path, before=limited)
    assert (done.code, done.err) == (0, ""), done.err
    assert dedupe(*words, cwd=tmp_path, before=limited).code != 0, "the pile is too small for this"
