"""Pairs compared block by block: few articles at a time, and the same matches."""

from __future__ import annotations

from itertools import combinations, groupby

import made_news as news
import numpy as np

from provenance.model import Article
from provenance.recipe import Thresholds
from provenance.stages.background import background, frequencies
from provenance.stages.blocks import block_order, in_order
from provenance.stages.columns import csr
from provenance.stages.overlap import shelve
from provenance.stages.verify import verify_pairs


def test_pairs_of_two_blocks_follow_each_other_and_give_the_same() -> None:
    texts = [news.edited(k, changes=changes) for changes in (0, 1, 2) for k in range(4)]
    table = news.features([Article(id=f"{k:02}", text=t) for k, t in enumerate(texts)])
    shelf = shelve(table, frequencies(csr(table.column("content"))[1], len(texts), background()))
    pairs = np.array([*combinations(range(len(texts)), 2)], np.int32)
    bytes_each = 4 * np.diff(shelf.shingles[0]) + 9 * np.diff(shelf.content[0])
    bytes_each += 5 * np.diff(shelf.pairs[0]) + 4 * np.diff(shelf.places[0])
    most = int(bytes_each.sum()) // 3

    order = block_order(pairs, shelf, most)
    assert order is not None
    assert sorted(order.tolist()) == list(range(len(pairs)))
    block = (np.cumsum(bytes_each) - bytes_each) // most  # where each article begins
    assert len(set(block.tolist())) >= 3
    moved = pairs[order]
    blocks = [tuple(both) for both in block[moved].tolist()]
    assert len([*groupby(blocks)]) == len(set(blocks)) < len([*groupby(block[pairs].tolist())])

    expected = verify_pairs(pairs, shelf, Thresholds())
    assert expected.num_rows >= 6
    found = verify_pairs(moved, shelf, Thresholds())
    assert not found.equals(expected)
    assert in_order(found).equals(expected)


def test_articles_of_one_block_stay_as_they_are() -> None:
    table = news.features([Article(id=f"{k}", text=news.text(k)) for k in range(3)])
    shelf = shelve(table, frequencies(csr(table.column("content"))[1], 3, background()))
    pairs = np.array([[0, 1], [1, 2]], np.int32)
    assert block_order(pairs, shelf, None) is None
    assert block_order(pairs, shelf, 1 << 30) is None
    assert block_order(pairs[:0], shelf, 1) is None
