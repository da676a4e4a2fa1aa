"""Candidate recall by channel, and the list of errors for a person to read."""

from __future__ import annotations

import json
from pathlib import Path

import candidates
import errors
import numpy as np
import pytest
from made_truth import TEXTS, write_truth

import provenance as pv
from provenance.recipe import Recipe


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_truth(tmp_path_factory.mktemp("quality") / "truth")


@pytest.fixture(scope="module")
def run(folder: Path) -> Path:
    return pv.dedupe(folder / "haystack.jsonl", workers=1).write(folder.parent / "run")


def test_candidate_recall_by_kind_and_channel(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert candidates.main([str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == len(TEXTS)
    assert told["recall"]["faithful"] == {"of": 2, "copies": 1, "rewrites": 1, "both": 1}
    assert told["recall"]["drifting"]["copies"] == 0
    assert told["recall"]["independent basil"]["copies"] == 0.5
    assert told["candidates per article"]["both"]["pairs"] >= 4
    assert candidates.main([str(folder)]) == 0
    assert "99th percentile" in capsys.readouterr().out


def test_a_pair_with_a_folded_end_counts_by_the_first_of_its_kind(tmp_path: Path) -> None:
    text, near = TEXTS["trec/1"], TEXTS["trec/2"]
    rows = [{"id": i, "text": t} for i, t in (("a", text), ("b", text), ("c", near))]
    pile = tmp_path / "pile.jsonl"
    pile.write_text("\n".join(map(json.dumps, rows)) + "\n")
    proposed = candidates.propose(pile, Recipe())
    assert proposed.first.tolist() == [0, 0, 2]
    for channel in ("copies", "rewrites", "both"):
        assert proposed.has(channel, np.array([[0, 1], [0, 2], [1, 2]])).all()
    assert proposed.rows([("c", "a"), ("a", "gone")]).tolist() == [[0, 2]]
    assert set(proposed.channels) == {"copies", "rewrites", "both"}


def test_missed_links_are_shown_with_their_stage(
    run: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert errors.main([str(run), str(folder), "--kind", "drifting"]) == 0
    told = capsys.readouterr().out
    assert "1 errors of the kind drifting among 1" in told
    assert "never proposed" in told or "no relation written" in told
    beginning = " ".join(TEXTS["llmfake/1:open"].split()[:6])
    assert "llmfake/1:open" in told and beginning in told


def test_false_copies_are_shown_with_what_was_said(
    run: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert errors.main([str(run), str(folder), "--kind", "independent", "--set", "basil"]) == 0
    told = capsys.readouterr().out
    assert "1 errors of the kind independent among 2" in told
    assert "called near_duplicate" in told
    assert "basil/2_1" in told and "basil/1_1" not in told
    assert "weight" in told
    assert errors.main([str(run), str(folder), "--kind", "sibling"]) == 0
    assert "no errors of the kind sibling among 1" in capsys.readouterr().out
    assert errors.main([str(folder), str(folder), "--kind", "unrelated"]) == 2
    assert "not a finished run" in capsys.readouterr().err


def test_errors_shown_are_spread_evenly() -> None:
    assert errors.spread(list(range(10)), 4) == [0, 2, 5, 7]
    assert errors.spread([1, 2], 4) == [1, 2]
