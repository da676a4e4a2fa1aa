"""``--memory``: a budget that is kept, and changes no byte."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from _dedupe import dedupe, refused, started, write_lines
from test_same_bytes import several, tables

# Bytes of its own that the process may have, stacks of threads included.
LIMIT, MORE = 400 << 20, 500 << 20


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


counted = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="the limit counts other things here"
)
COPIES = ("--only", "copies", "-q", "--workers", "2", "--top", "0")


def limited(limit: int) -> Callable[[], None]:
    """Linux counts all memory that is the process's own against the limit, and no mapped file."""

    def limit_own_memory() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))

    return limit_own_memory


@counted
def test_a_small_budget_is_kept_under_a_hard_limit(tmp_path: Path) -> None:
    draw = random.Random(5)
    records = ({"id": str(n), "text": draw.randbytes(24_000).hex(" ", 3)} for n in range(3000))
    dump = write_lines(tmp_path / "dump.jsonl", records)  # 165 MB
    for words, limit in ((("--memory", "256MB"), LIMIT), ((), MORE)):  # no run holds the texts
        done = started("run", dump, *COPIES, *words, before=limited(limit))
        assert (done.code, done.err) == (0, ""), (words, done.err)


@counted
def test_a_budget_is_kept_where_it_does_not_fit_without(tmp_path: Path) -> None:
    """What is known of 147 MB of copies takes more than that."""
    draw = random.Random(5)
    lexicon = [draw.randbytes(3).hex() for _ in range(20_000)]
    texts = (" ".join(draw.choices(lexicon, k=7000)) for _ in range(1500))
    records = ({"id": f"{n}{x}", "text": f"{t} {x}"} for n, t in enumerate(texts) for x in "ab")
    dump = write_lines(tmp_path / "dump.jsonl", records)
    done = started("run", dump, *COPIES, "--memory", "256MB", before=limited(MORE))
    assert (done.code, done.err) == (0, ""), done.err
    # Of a pipe no one knows how much will come, so that none of it is known to fit into files.
    without = started("run", "-", *COPIES, stdin=dump.read_bytes(), before=limited(MORE))
    assert without.code != 0, "the pile is too small for this"
