"""A first look leaves out no pair that a full comparison gives a relation."""

from __future__ import annotations

import json
from importlib.resources import files

import made_news as news
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import Article
from provenance.recipe import Thresholds
from provenance.stages.glance import COLUMNS, may_reach, odds, soon
from provenance.stages.overlap import NO_DAYS, glance
from provenance.stages.pair_model import pair_models
from provenance.stages.verify import verify_pairs

version = st.one_of(
    st.builds(news.text, st.integers(0, 3), st.sampled_from([1, 4, 8])),
    st.builds(news.edited, st.integers(0, 3), st.just(8), st.integers(1, 7), st.integers(1, 2)),
    st.builds(news.retold, st.integers(0, 3), st.sampled_from([4, 8]), st.integers(1, 2)),
    st.sampled_from(["Yes.", "It was so, and it is.", "Mirandel fell.", news.FOOTER]),
)
hours = st.none() | st.sampled_from([0.0, 5.0, 400.0])
levels = st.builds(
    Thresholds,
    copy=st.sampled_from([0.01, 0.48, 0.9]),
    same_story=st.sampled_from([0.01, 0.5, 0.95]),
    excerpt=st.sampled_from([0.5, 0.8]),
)


@settings(deadline=None)
@given(st.lists(st.tuples(version, hours), min_size=2, max_size=7), levels)
def test_nothing_is_lost(pile: list[tuple[str, float | None]], thresholds: Thresholds) -> None:
    made = [
        Article(id=f"a{k}", text=text, published_at=None if at is None else news.at(at))
        for k, (text, at) in enumerate(pile)
    ]
    shelf, pairs = news.shelf(made)
    full = verify_pairs(pairs, shelf, thresholds, models=pair_models())
    assert verify_pairs(pairs, shelf, thresholds).equals(full)


def test_a_lower_threshold_leaves_out_less() -> None:
    shelf, pairs = news.shelf(news.texts_of(news.text(k, 30) for k in range(12)))
    first = glance(shelf, pairs)
    found = [may_reach(first, Thresholds(same_story=s)) for s in (0.01, 0.3, 0.9)]
    assert (found[0] >= found[1]).all()
    assert (found[1] >= found[2]).all()


def test_dates_far_apart_leave_out_nothing() -> None:
    assert soon(np.array([400.0, NO_DAYS])).tolist() == [0, 0]
    assert soon(np.array([0.0]))[0] > 0


def test_the_estimate_is_of_the_columns_that_a_first_look_has() -> None:
    raw = json.loads(files("provenance.stages").joinpath("glance.json").read_text("utf-8"))
    shelf, pairs = news.shelf(news.texts_of([news.text(1), news.text(2)]))
    assert [*raw["weights"]] == [*COLUMNS]
    assert {*COLUMNS} < {*glance(shelf, pairs).columns}
    assert raw["margin"] > 0


def test_odds() -> None:
    assert odds([0.5, 0.75]).tolist() == pytest.approx([0, np.log(3)])
