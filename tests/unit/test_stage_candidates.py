"""Two channels propose pairs: copies by shingles, rewrites by rare words."""

from __future__ import annotations

from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
import pytest

from provenance.kernels import compiled
from provenance.model import Article
from provenance.recipe import Candidates, Recipe
from provenance.stages.background import background, frequencies
from provenance.stages.candidates import copies, pairs_found, rewrites, unique_pairs
from provenance.stages.columns import csr, select

OTHERS = [news.text(100 + k) for k in range(20)]


def _features(*given: str, **settings: Any) -> pa.Table:
    articles = [Article(id=f"a{k:02}", text=t) for k, t in enumerate([*given, *OTHERS])]
    return news.features(articles, Recipe(candidates=Candidates(**settings)))


def _copies(table: pa.Table, **settings: Any) -> list[list[int]]:
    return copies(table, Candidates(**settings))[0].tolist()


def _rewrites(table: pa.Table, **settings: Any) -> list[list[int]]:
    content = csr(table.column("content"))
    known = frequencies(content[1], table.num_rows, background())
    channel = rewrites(content, known, Candidates(**settings))
    return pairs_found(channel.nearest(channel.find(0, table.num_rows))).tolist()


def test_the_copy_channel_finds_an_edit_and_nothing_else() -> None:
    table = _features(news.text(1), news.edited(1))
    assert _copies(table) == [[0, 1]]


def test_simhash_finds_what_banding_was_told_to_miss() -> None:
    """One band of 64 rows agrees on identical shingles only; almost all words are the same."""
    words = news.text(1, 40).split()
    edited = " ".join([*words[:300], "Zanzibar", *words[301:]])
    table = _features(" ".join(words), edited, bands=1, rows=64)
    assert _copies(table, simhash_distance=0) == []
    assert _copies(table, simhash_distance=3) == [[0, 1]]


def test_the_rewrite_channel_finds_what_shares_no_shingle() -> None:
    table = _features(news.text(1), news.retold(1))
    shingles = table.column("shingles").to_pylist()
    assert not set(shingles[0]) & set(shingles[1])
    assert _copies(table, simhash_distance=0) == []
    assert [0, 1] in _rewrites(table)


def test_articles_that_are_not_alone_are_not_there() -> None:
    table = _features(*(news.retold(k // 3, by=k) for k in range(12)))
    alone = np.arange(table.num_rows) % 4 > 0
    rows = int(alone.sum())
    content = csr(table.column("content"))
    few = select(content, alone)
    known = frequencies(few[1], rows, background())
    expected = rewrites(few, known, Candidates()).find(0, rows)
    assert len(expected) > 3
    found = rewrites(content, known, Candidates(), alone=alone).find(0, rows)
    assert np.array_equal(found, expected)


def test_of_nothing_nothing_is_found() -> None:
    assert pairs_found(np.empty((0, 2), np.int32)).shape == (0, 2)


def test_the_rewrite_channel_keeps_to_its_limits() -> None:
    table = _features(*(news.retold(1, by=k) for k in range(8)))
    near = [p for p in _rewrites(table, neighbours=1) if max(p) < 8]
    assert 4 <= len(near) <= 8
    assert len([p for p in _rewrites(table) if max(p) < 8]) == 28
    assert _rewrites(table, min_shared=32, rare_terms=31) == []


def test_a_word_in_too_many_articles_does_not_look() -> None:
    rare = "Zanzibar Quixote Valparaiso"
    table = _features(*(f"{news.text(k, 2)} {rare}" for k in range(10)))
    assert [0, 1] in _rewrites(table, posting_cap=10, rare_terms=256, min_shared=3)
    assert [0, 1] not in _rewrites(table, posting_cap=9, rare_terms=256, min_shared=3)


def test_a_look_up_ends_at_its_budget() -> None:
    table = _features(*(news.retold(1, by=k) for k in range(8)))
    assert [0, 1] in _rewrites(table, posting_budget=10_000)
    assert not [p for p in _rewrites(table, posting_budget=1) if max(p) < 8]


def test_a_large_bucket_is_chained_and_counted() -> None:
    table = _features(*(news.text(1) for _ in range(6)))
    pairs, capped = copies(table, Candidates(bucket_cap=5))
    assert len(pairs) < 15
    assert not compiled.components(6, pairs).any()
    assert capped > 0
    pairs, capped = copies(table, Candidates(bucket_cap=6))
    assert len(pairs) == 15
    assert capped == 0


def test_articles_without_words_are_no_candidates() -> None:
    table = _features("...", "!!!", "—")
    assert _copies(table) == []
    assert not {0, 1, 2} & {row for pair in _rewrites(table) for row in pair}


@pytest.mark.parametrize("repeat", [1, 3])
def test_unique_pairs(repeat: int) -> None:
    given = np.array([[2, 5], [0, 9], [2, 3]] * repeat, np.int32)
    assert unique_pairs(given).tolist() == [[0, 9], [2, 3], [2, 5]]
    assert unique_pairs(np.empty((0, 2), np.int32)).shape == (0, 2)
