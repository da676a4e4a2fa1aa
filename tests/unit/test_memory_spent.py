"""Texts that are given back while others are still to be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from provenance.memory import spent as chunks
from provenance.memory.pile import Pile, Piling
from provenance.memory.room import Room


def _pile(room: Room, texts: list[str]) -> Pile:
    growing = Piling(room)
    for begin in range(0, len(texts), 7):
        some = texts[begin : begin + 7]
        growing.append(pa.record_batch({"text": some, "n": [*range(begin, begin + len(some))]}))
    return growing.done()


def _zeros(pile: Pile) -> float:
    """The share of the bytes of all texts that are 0 by now."""
    data = np.frombuffer(pile.table().column("text").chunk(0).buffers()[2], np.uint8)
    return float((data == 0).mean())


@pytest.mark.parametrize("limit", [None, 0])
@pytest.mark.parametrize("last", [False, True])
def test_texts_are_let_go_once_all_of_a_chunk_were_read(
    limit: int | None, last: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "_CHUNK", 1 << 14)
    draw = np.random.default_rng(3)
    # Some go over several chunks, and one is empty.
    sizes = [0, 100_000, *draw.integers(1, 9000, 60).tolist()]
    texts = [chr(97 + k % 26) * size for k, size in enumerate(sizes)]
    pile = _pile(Room(limit, str(tmp_path)), texts)
    rows = draw.permutation(len(texts))
    taken = pile.take(rows, last=last)
    found = [taken.batch(slice(at, at + 5)).column("text").to_pylist() for at in range(0, 62, 5)]
    assert [text for part in found for text in part] == [texts[k] for k in rows]
    if not last:
        assert _zeros(pile) == 0
        assert taken.table().column("text").to_pylist() == [texts[k] for k in rows]
    elif chunks.sys.platform == "linux":
        assert _zeros(pile) > 0.9


def test_what_is_still_wanted_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "_CHUNK", 1 << 14)
    texts = [chr(97 + k % 26) * 1000 for k in range(100)]
    pile = _pile(Room(0, str(tmp_path)), texts)
    taken = pile.take(np.arange(0, 100, 2), last=True)
    read = taken.batch(slice(0, 25)).column("text").to_pylist()
    assert read == texts[0:50:2]
    assert 0 < _zeros(pile) < 0.5
    assert taken.batch(slice(25, 50)).column("text").to_pylist() == texts[50:100:2]


def test_few_texts_are_not_worth_it() -> None:
    pile = _pile(Room(), ["a few words"] * 20)
    taken = pile.take(np.arange(20), last=True)
    assert taken.table().column("text").to_pylist() == ["a few words"] * 20
    assert _zeros(pile) == 0
