"""Which relation a candidate gets, at the very thresholds."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
import pytest

from provenance.kernels.compiled import overlap_counts
from provenance.model import Article, Relation
from provenance.recipe import Thresholds
from provenance.stages.background import background, frequencies
from provenance.stages.columns import csr
from provenance.stages.overlap import FEATURES, Shelf, overlap, shelve
from provenance.stages.pair_model import pair_models
from provenance.stages.verify import RELATIONS, SCHEMA, is_copy, pairs_of, verify_pairs

TEXTS = [
    news.text(1),  # 0
    news.text(1).upper(),  # 1: the same words
    news.edited(1, changes=2),  # 2
    "\n".join(news.sentences(1)[:4]),  # 3: the first half
    news.retold(1),  # 4
    news.text(2),  # 5: something else
]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    table = news.features([Article(id=f"a{k}", text=t) for k, t in enumerate(TEXTS)])
    content = csr(table.column("content"))
    return shelve(table, frequencies(content[1], table.num_rows, background()))


def _verify(shelf: Shelf, a: int, b: int, only: bool = False, **levels: Any) -> dict[str, Any]:
    pairs = np.array([[a, b]], np.int32)
    rows = verify_pairs(pairs, shelf, Thresholds(**levels), only).to_pylist()
    return {**rows[0], "relation": RELATIONS[rows[0]["relation"]]} if rows else {}


def test_identical_words_are_a_duplicate(shelf: Shelf) -> None:
    row = _verify(shelf, 0, 1)
    assert row["relation"] is Relation.DUPLICATE
    assert row["probability"] >= 0.98
    assert (row["shingle_jaccard"], row["simhash_distance"]) == (1, 0)
    assert row["content_similarity"] == pytest.approx(1)


def test_near_duplicate_begins_at_its_threshold(shelf: Shelf) -> None:
    jaccard = _verify(shelf, 0, 2)["shingle_jaccard"]
    sets = [set(one) for one in _lists(shelf)]
    assert jaccard == len(sets[0] & sets[2]) / len(sets[0] | sets[2])
    at = _verify(shelf, 0, 2, near_duplicate=jaccard)
    assert at["relation"] is Relation.NEAR_DUPLICATE
    above = _verify(shelf, 0, 2, near_duplicate=math.nextafter(jaccard, 1), excerpt=1)
    assert above["relation"] is not Relation.NEAR_DUPLICATE


def _lists(shelf: Shelf) -> list[list[int]]:
    offsets, values = shelf.shingles
    return [values[a:b].tolist() for a, b in pairwise(offsets.tolist())]


def test_excerpt_begins_at_its_threshold(shelf: Shelf) -> None:
    row = _verify(shelf, 0, 3)
    assert row["relation"] is Relation.EXCERPT
    assert row["probability"] >= 0.98
    assert row["containment_ba"] == 1
    assert 0.4 < row["containment_ab"] < 0.6
    part = _verify(shelf, 0, 2, near_duplicate=1)
    share = max(part["containment_ab"], part["containment_ba"])
    assert _verify(shelf, 0, 2, near_duplicate=1, excerpt=share)["relation"] is Relation.EXCERPT
    above = _verify(shelf, 0, 2, near_duplicate=1, excerpt=math.nextafter(share, 1))
    assert above["relation"] is not Relation.EXCERPT


def test_rewrite_and_same_story_begin_at_theirs(shelf: Shelf) -> None:
    low = {"copy": 0.01, "same_story": 0.01}
    row = _verify(shelf, 0, 4, **low)
    assert row["relation"] is Relation.REWRITE
    p_copy = row["p_copy"]
    assert row["probability"] == p_copy
    assert _verify(shelf, 0, 4, copy=p_copy)["relation"] is Relation.REWRITE
    above = _verify(shelf, 0, 4, copy=math.nextafter(p_copy, 1), same_story=0.01)
    assert above["relation"] is Relation.SAME_STORY
    assert above["probability"] == above["p_event"] >= above["p_copy"]


def test_unrelated_texts_have_no_row(shelf: Shelf) -> None:
    assert _verify(shelf, 0, 5) == {}


def test_only_copies_never_says_rewrite_or_same_story(shelf: Shelf) -> None:
    low = {"copy": 0.01, "same_story": 0.01}
    assert _verify(shelf, 0, 4, only=True, **low) == {}
    assert _verify(shelf, 0, 5, only=True, **low) == {}
    assert _verify(shelf, 0, 1, only=True)["relation"] is Relation.DUPLICATE
    assert _verify(shelf, 0, 2, only=True)["relation"] is Relation.NEAR_DUPLICATE
    assert _verify(shelf, 0, 3, only=True)["relation"] is Relation.EXCERPT


def test_pairs_keep_their_order_and_slices_change_nothing(shelf: Shelf) -> None:
    low = Thresholds(copy=0.01, same_story=0.01)
    pairs = np.stack(np.triu_indices(6, 1), 1).astype(np.int32)
    whole = verify_pairs(pairs, shelf, low)
    parts = pa.concat_tables([verify_pairs(pairs[k : k + 4], shelf, low) for k in (0, 4, 8, 12)])
    assert whole.schema.equals(SCHEMA)
    assert whole.to_pylist() == parts.to_pylist()
    order = list(zip(whole.column("i").to_pylist(), whole.column("j").to_pylist(), strict=True))
    assert order == sorted(order)
    assert verify_pairs(pairs[:0], shelf, low).num_rows == 0


def test_features_of_a_row_give_its_probability(shelf: Shelf) -> None:
    row = _verify(shelf, 0, 4, copy=0.01)
    assert len(row["features"]) == len(FEATURES)
    matrix = np.array([row["features"]], np.float64)
    assert pair_models()["copy"].probability(matrix)[0] == pytest.approx(row["p_copy"], abs=1e-5)


def test_containment_is_counted_on_the_right_side(shelf: Shelf) -> None:
    row = _verify(shelf, 0, 3)
    shared = overlap_counts(*shelf.shingles, np.array([[0, 3]], np.int32))[0]
    sizes = [len(one) for one in _lists(shelf)]
    assert row["containment_ab"] == shared / sizes[0]
    assert row["containment_ba"] == shared / sizes[3]


def test_copy_relations_are_all_but_same_story() -> None:
    code = np.arange(len(RELATIONS))
    assert is_copy(code).tolist() == [relation.is_copy for relation in RELATIONS]


@pytest.mark.parametrize("levels", [{}, {"copy": 0.05, "same_story": 0.05}, {"copy": 0.95}])
def test_what_reaches_a_threshold_matches_and_nothing_else(
    shelf: Shelf, levels: dict[str, float]
) -> None:
    thresholds = Thresholds(**levels)
    pairs = np.array([(i, j) for j in range(len(TEXTS)) for i in range(j)], np.int32)
    full = overlap(shelf, pairs)
    p_copy = pair_models()["copy"].probability(full.matrix)
    p_event = pair_models()["event"].probability(full.matrix)
    wanted = (p_copy >= thresholds.copy) | (p_event >= thresholds.same_story)
    wanted |= full.shingle_jaccard >= thresholds.near_duplicate
    wanted |= np.maximum(full.containment_ab, full.containment_ba) >= thresholds.excerpt
    assert np.array_equal(pairs_of(verify_pairs(pairs, shelf, thresholds)), pairs[wanted])
