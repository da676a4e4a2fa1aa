"""What is told of a run while it lasts."""

from __future__ import annotations

from pathlib import Path

import made_news as news
import pytest

import provenance as pv
from provenance.cli.progress import told
from provenance.formats.intake import Intake, foreseen
from provenance.formats.records import Chunk
from provenance.schema import input_batch

Heard = list[tuple[str, int, int | None]]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (("clean", 0, None, 1.0), ""),
        (("read", 4096, None, 0.0), "4,096 articles"),
        (("read", 4096, None, 2.0), "4,096 articles, 2,048/s"),
        (("clean", 1000, 3000, 10.0), "1,000 of 3,000 articles, 100/s, 0:20 left"),
        (("verify", 65_536, 655_360, 50.0), "65,536 of 655,360 pairs, 1,311/s, 7:30 left"),
        (("clean", 3, 90, 2.0), "3 of 90 articles, 1.5/s, 0:58 left"),
        (("read", 9, 8, 1.0), "9 of 8 articles, 9.0/s, 0:00 left"),
    ],
)
def test_how_far_how_fast_and_how_long(
    given: tuple[str, int, int | None, float], line: str
) -> None:
    assert told(*given) == line


def test_the_end_of_the_reading_is_foreseen_by_the_bytes() -> None:
    batch = input_batch(())
    intake = Intake(iter([Chunk(batch, (), 100), Chunk(batch, (), 300), Chunk(batch, (), 900)]))
    heard: Heard = []
    progress = foreseen(lambda *one: heard.append(one), intake, 400)
    batches = iter(intake)
    progress("read", 0, None)
    for _ in batches:
        progress("read", 10, None)
    progress("clean", 5, 40)
    # Behind more bytes than there were at the start nothing is foreseen: a file has grown.
    assert heard == [
        ("read", 0, None), ("read", 10, 40), ("read", 10, 10), ("read", 10, None), ("clean", 5, 40)
    ]  # fmt: skip


def test_every_stage_is_told_in_articles_or_pairs(tmp_path: Path) -> None:
    for k in range(6):
        (tmp_path / f"{k}.txt").write_text(news.text(k // 2))
    heard: Heard = []
    found = pv.dedupe(tmp_path, progress=lambda *one: heard.append(one), workers=2)
    order = list(dict.fromkeys(stage for stage, _, _ in heard))
    assert order == [
        "read", "clean", "fingerprint", "candidates", "verify", "cluster", "derive", "tables",
    ]  # fmt: skip
    last = {stage: (done, total) for stage, done, total in heard}
    assert last["read"] == last["fingerprint"] == (6, 6)
    pairs = found.manifest["counts"]["candidates"]
    assert last["verify"] == (pairs, pairs)
    assert set(found.manifest["seconds"]) == set(order)
