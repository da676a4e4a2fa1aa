"""What the benchmark beside the rivals takes for true, and how it counts."""

from __future__ import annotations

import importlib.util
import json
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "rivals"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"rivals_{name}", FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


exact, dump = _load("exact"), _load("dump")


def _grams(text: str) -> set[tuple[str, ...]]:
    words = exact.WORD.findall(text.lower())
    return {tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4))}


def test_exact_pairs_are_those_of_counting_by_hand(tmp_path: Path) -> None:
    dump.write(150, tmp_path / "d.jsonl")
    texts = exact.texts_of(tmp_path / "d.jsonl")
    sets = [_grams(text) for text in texts]
    close = {
        (i, j)
        for i, j in combinations(range(len(texts)), 2)
        if len(sets[i] & sets[j]) >= 0.7 * len(sets[i] | sets[j])
    }
    assert len(close) > 5
    assert exact.exact_pairs(texts) == close


def test_identical_texts_stand_for_each_other() -> None:
    # 0 = 1 = 2 in two rows, and 3 is near one of them.
    assert exact.unfolded([(0, 1), (0, 2), (3, 2)], [(0, 1), (0, 2)]) == {
        (0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3),
    }  # fmt: skip
    assert exact.unfolded([(1, 0)], []) == {(0, 1)}


@pytest.mark.parametrize(
    ("found", "true", "score"),
    [
        (set(), set(), 1.0),
        ({(0, 1)}, {(0, 1)}, 1.0),
        ({(0, 1)}, set(), 0.0),
        ({(0, 1), (0, 2)}, {(0, 1)}, 2 / 3),
    ],
)
def test_f1(found: set[tuple[int, int]], true: set[tuple[int, int]], score: float) -> None:
    assert exact.f1(found, true) == pytest.approx(score)


def test_a_made_up_dump_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        dump.write(30, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    records = [json.loads(line) for line in (tmp_path / "a").read_text().splitlines()]
    assert len({record["id"] for record in records}) == 30
    assert all(record["text"] for record in records)
