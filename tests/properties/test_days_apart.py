"""The time between two publications speaks of one event, and is silent where it is unknown."""

from __future__ import annotations

import made_news as news
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Article
from provenance.recipe import Thresholds
from provenance.stages.background import background, frequencies
from provenance.stages.columns import csr
from provenance.stages.explain import waterfall
from provenance.stages.overlap import FEATURES, NO_DAYS, overlap, shelve
from provenance.stages.pair_model import pair_models
from provenance.stages.verify import verify_pairs

_DAYS = FEATURES.index("days_apart")
_PAIR = np.array([[0, 1]], np.int32)


def _shelf(hours: float | None):  # type: ignore[no-untyped-def]
    given = [
        Article(id="a", text=news.text(1), published_at=news.at(0)),
        Article(
            id="b", text=news.retold(1), published_at=None if hours is None else news.at(hours)
        ),
    ]
    table = news.features(given)
    return shelve(table, frequencies(csr(table.column("content"))[1], 2, background()))


@pytest.mark.parametrize(("hours", "days"), [(36, 1.5), (-48, 2.0), (0, 0.0), (None, NO_DAYS)])
def test_days_are_counted_either_way(hours: float | None, days: float) -> None:
    assert overlap(_shelf(hours), _PAIR).matrix[0, _DAYS] == pytest.approx(days)


def test_only_the_event_is_told_by_dates() -> None:
    low = Thresholds(same_story=0.01)
    near, far, unknown = (
        verify_pairs(_PAIR, _shelf(h), low).to_pylist()[0] for h in (1, 2000, None)
    )
    assert near["p_event"] > unknown["p_event"] > far["p_event"]
    assert near["p_copy"] == unknown["p_copy"] == far["p_copy"]


@given(st.floats(0, 4000), st.floats(0, 4000))
def test_farther_apart_is_never_likelier_one_event(one: float, other: float) -> None:
    matrix = np.zeros((2, len(FEATURES)))
    matrix[:, _DAYS] = sorted((one, other))
    near, far = pair_models()["event"].probability(matrix)
    assert near >= far


def test_what_is_unknown_weighs_nothing_and_is_told_so() -> None:
    features = [0.3] * len(FEATURES)
    for days, said in ((NO_DAYS, "not both have a date"), (0.5, "12 hours"), (30.0, "30 days")):
        features[_DAYS] = days
        _, evidence = waterfall(features, pair_models()["event"])
        (told,) = [e for e in evidence if e.kind == "days"]
        assert told.text == f"time apart: {said}"
        assert (told.weight == 0) == (days == NO_DAYS)
