"""A window of time: what is dated and farther apart is not proposed, and nothing else changes."""

from __future__ import annotations

import math

import made_news as news
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.kernels import compiled
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.stages.candidates import window_seconds
from provenance.stages.columns import seconds_of
from provenance.stages.identical import first_of_identical

VERSIONS = (news.text(1), news.edited(1), news.retold(1), news.text(1), news.text(2))
piles = st.lists(
    st.tuples(st.sampled_from(VERSIONS), st.one_of(st.none(), st.integers(0, 120))), max_size=12
)


def _proposed(
    pile: list[tuple[str, int | None]], recipe: Recipe, only_copies: bool
) -> tuple[set[tuple[int, int]], np.ndarray, np.ndarray, dict[str, int]]:
    """Candidates, times, the first of each kind of identical texts, and the counts."""
    articles = [
        Article(id=f"a{k:02}", text=text, published_at=None if h is None else news.at(h))
        for k, (text, h) in enumerate(pile)
    ]
    features = news.features(articles)
    first = first_of_identical(features, window_seconds(recipe.candidates))
    ledger = dataflow.Ledger()
    pairs, _ = dataflow.propose(
        features, first, recipe, LocalEngine(1), ledger, only_copies=only_copies
    )
    found = {(int(a), int(b)) for a, b in pairs}
    return found, seconds_of(features), first, ledger.counts


@settings(max_examples=30)
@given(piles, st.sampled_from([1, 2, 4]), st.booleans())
def test_nothing_farther_apart_is_proposed_and_all_that_is_near_is(
    pile: list[tuple[str, int | None]], days: int, only_copies: bool
) -> None:
    found, seconds, first, _ = _proposed(pile, Recipe().with_window(days), only_copies)
    every, _, _, free = _proposed(pile, Recipe(), only_copies)

    def near(a: int, b: int) -> bool:
        return not abs(seconds[a] - seconds[b]) > days * 86_400

    assert free["outside_window"] == 0
    assert all(near(a, b) for a, b in found)
    assert all(near(row, int(first[row])) for row in range(len(pile)))
    # Compared or folded: the first of a kind stands for those that are folded into it.
    kept = [(a, b) for a, b in every if first[a] == a and first[b] == b and near(a, b)]
    assert set(kept) <= found


def test_the_first_of_a_window_stands_for_the_identical_texts_in_it() -> None:
    days = [0, 20, 29, 31, 45, 80, None]
    pile = [
        Article(id=f"a{k}", text=VERSIONS[0], published_at=None if d is None else news.at(24 * d))
        for k, d in enumerate(days)
    ]
    features = news.features(pile)
    window = window_seconds(Recipe().with_window(30).candidates)
    assert first_of_identical(features, window).tolist() == [0, 0, 0, 3, 3, 5, 5]
    assert first_of_identical(features, math.inf).tolist() == [0] * 7


def test_a_crowded_bucket_holds_together_within_each_window() -> None:
    """All in one bucket, whose first article is too far away from those of the second month."""
    articles = [
        Article(
            id=f"a{k:02}", text=news.edited(1, 40, by=k), published_at=news.at(24 * 70 * (k // 6))
        )
        for k in range(12)
    ]
    features = news.features(articles)
    recipe = Recipe.from_dict({"candidates": {"bucket_cap": 3, "window_days": 30}})
    first = first_of_identical(features, window_seconds(recipe.candidates))
    pairs, _ = dataflow.propose(
        features, first, recipe, LocalEngine(1), dataflow.Ledger(), only_copies=True
    )
    assert compiled.components(12, pairs).tolist() == [0] * 6 + [6] * 6
