"""``--window``: what it keeps apart, what it says of it, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _dedupe import FERRY, dedupe, refused, write_lines

EDITED = FERRY.replace("unions asked for talks", "unions demanded talks at once")
PILE = [
    {"id": "january", "text": FERRY, "date": "2026-01-10T08:00:00Z"},
    {"id": "march", "text": EDITED, "date": "2026-03-10T08:00:00Z"},
    {"id": "undated", "text": FERRY.replace("14 million", "15 million")},
]


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "pile.jsonl", PILE)


def test_what_is_too_far_apart_is_not_compared(pile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = dedupe("run", pile, "-o", out, "--format", "jsonl", "--window", "30d")
    assert done.code == 0
    assert "1 pair not compared: too far apart in time" in done.err
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["counts"]["outside_window"] == 1
    assert manifest["recipe"]["candidates"]["window_days"] == 30
    matches = [json.loads(row) for row in (out / "matches.jsonl").read_text().splitlines()]
    assert {(m["a"], m["b"]) for m in matches} == {("january", "undated"), ("march", "undated")}
    told = dedupe("explain", out, "january", "march")
    assert "published more than 30 days apart" in " ".join(told.out.split())


def test_a_wider_window_keeps_nothing_apart(pile: Path, tmp_path: Path) -> None:
    for window in ("9w", "1440h"):
        out = tmp_path / window
        assert dedupe("run", pile, "-q", "-o", out, "--window", window).code == 0
        manifest = json.loads((out / "manifest.json").read_text())
        assert manifest["counts"]["outside_window"] == 0
        assert manifest["counts"]["matches"] == 3


@pytest.mark.parametrize("window", ["30", "d", "0d", "1.5d", "-3d", "30days", ""])
def test_no_window(pile: Path, window: str) -> None:
    done = dedupe("run", pile, f"--window={window}")
    assert done.code == 2
    assert "as in 36h, 30d or 8w" in done.err


def test_one_window_only(pile: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[candidates]\nwindow_days = 7\n")
    done = dedupe("run", pile, "--recipe", mine, "--window", "30d")
    refused(done, 2, "mine.toml", "--window", "candidates.window_days")
