"""Pairs compared block by block: few articles at a time, and the same matches."""

from __future__ import annotations

from itertools import combinations, groupby

import made_news as news
import numpy as np
import pytest

from provenance.memory.columns import Columns
from provenance.memory.room import Room
from provenance.model import Article
from provenance.recipe import Thresholds
from provenance.stages.background import background, frequencies
from provenance.stages.blocks import block_order, in_order
from provenance.stages.columns import csr
from provenance.stages.overlap import Shelf, shelve
from provenance.stages.verify import verify_pairs


def _shelf(articles: list[Article], room: Room) -> Shelf:
    table = news.features(articles)
    standing = Columns(room, table.schema)
    for batch in table.to_batches():
        standing.append(batch)
    known = frequencies(csr(table.column("content"))[1], len(articles), background())
    return shelve(standing.done(), known, room)


def test_pairs_of_one_block_follow_each_other_and_give_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [news.edited(k, changes=changes) for changes in (0, 1, 2) for k in range(4)]
    room = Room(0)
    shelf = _shelf([Article(id=f"{k:02}", text=t) for k, t in enumerate(texts)], room)
    pairs = np.array([*combinations(range(len(texts)), 2)], np.int32)
    bytes_each = 4 * np.diff(shelf.shingles[0]) + 9 * np.diff(shelf.content[0])
    bytes_each += 5 * np.diff(shelf.pairs[0]) + 4 * np.diff(shelf.places[0])
    most = int(bytes_each.sum()) // 3

    monkeypatch.setattr(Room, "portion", most)
    order = block_order(pairs, shelf, room)
    assert order is not None
    assert sorted(order.tolist()) == list(range(len(pairs)))
    block = (np.cumsum(bytes_each) - bytes_each) // most  # where each article begins
    assert len(set(block.tolist())) >= 3
    moved = pairs[order]
    first, second = block[moved].T.tolist()
    assert (
        len([*groupby(second)]) == len(set(second)) < len([*groupby(block[pairs[:, 1]].tolist())])
    )
    assert first == [f for _, f in sorted(zip(second, first, strict=True))], "firsts as they stood"

    expected = verify_pairs(pairs, shelf, Thresholds())
    assert expected.num_rows >= 6
    found = verify_pairs(moved, shelf, Thresholds())
    assert not found.equals(expected)
    assert in_order(found).equals(expected)


def test_articles_of_one_block_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [Article(id=f"{k}", text=news.text(k)) for k in range(3)]
    filed, held = Room(0), Room()
    shelf, near = _shelf(articles, filed), _shelf(articles, held)
    pairs = np.array([[0, 1], [1, 2]], np.int32)
    assert block_order(pairs, shelf, filed) is None
    for portion, known in ((1, True), (1 << 30, False)):
        monkeypatch.setattr(Room, "portion", portion)
        assert (block_order(pairs, shelf, filed) is not None) == known
        assert block_order(pairs, near, held) is None, "all of it stands in memory"
        assert block_order(pairs[:0], shelf, filed) is None
