"""Precision and recall against the threshold: laws that hold for any labels."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.frontier import wilson
from provenance.stages.tuning import GRID, Judged, Tuning

CHANCES = st.one_of(
    st.floats(0, 1), st.integers(0, 1000).map(lambda k: k / 1000), st.sampled_from([0.0, 0.5, 1.0])
)
THRESHOLDS = st.integers(10, 999).map(lambda k: k / 1000)


@st.composite
def tunings(draw: Any) -> Tuning:
    """Labels of both kinds, at any probabilities."""
    kinds = draw(st.lists(st.tuples(st.booleans(), CHANCES), min_size=2, max_size=30))
    assume(len({copy for copy, _ in kinds}) == 2)
    return made(kinds, draw(THRESHOLDS))


def made(kinds: list[tuple[bool, float]], current: float = 0.5) -> Tuning:
    pairs = tuple(
        Judged(a=f"a{k}", b=f"b{k}", copy=copy, probability=p, how="match")
        for k, (copy, p) in enumerate(kinds)
    )
    return Tuning(current=current, pairs=pairs)


@given(tunings(), THRESHOLDS)
def test_a_row_is_what_counting_gives(tuning: Tuning, threshold: float) -> None:
    row = tuning.at(threshold)
    called = [pair for pair in tuning.pairs if pair.probability >= threshold]
    hits = sum(pair.copy for pair in called)
    assert (row.called, row.hits) == (len(called), hits)
    assert row.precision == (hits / len(called) if called else None)
    assert row.recall == hits / tuning.copies
    if row.precision:
        assert row.f1 == pytest.approx(2 / (1 / row.precision + 1 / row.recall))
    else:
        assert row.f1 == 0


@given(tunings())
def test_recall_falls_as_the_threshold_rises(tuning: Tuning) -> None:
    rows = tuning.rows
    assert [row.threshold for row in rows] == sorted({row.threshold for row in rows})
    assert {*GRID, tuning.current, tuning.best.threshold} == {row.threshold for row in rows}
    for lower, higher in pairwise(rows):
        assert lower.recall >= higher.recall
        assert lower.called >= higher.called


@given(tunings(), THRESHOLDS)
def test_nothing_beats_the_best(tuning: Tuning, threshold: float) -> None:
    assert tuning.best.f1 >= tuning.at(threshold).f1
    if tuning.at(tuning.current).f1 == tuning.best.f1:
        assert tuning.best.threshold == tuning.current


@settings(max_examples=30)
@given(tunings(), st.floats(0.01, 1))
def test_a_target_is_reached_at_the_lowest_threshold(tuning: Tuning, target: float) -> None:
    every = [tuning.at(k / 1000) for k in range(10, 1000)]
    reach = [row for row in every if row.precision is not None and row.precision >= target]
    if reach:
        assert tuning.reaching(target) == reach[0]
    else:
        with pytest.raises(UsageError, match="no threshold") as caught:
            tuning.reaching(target)
        best = max((row.precision for row in every if row.precision is not None), default=None)
        assert best is None or f"{best:.3f}" in str(caught.value)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_share_and_narrows(hits: int, more: int) -> None:
    of = hits + more
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    wide = wilson(4 * hits, 4 * of)
    assert wide[1] - wide[0] < high - low
    other = wilson(of - hits, of)
    assert math.isclose(other[0], 1 - high, abs_tol=1e-12)
    assert math.isclose(other[1], 1 - low, abs_tol=1e-12)


def test_the_interval_solves_its_equation() -> None:
    """Wilson: the shares whose own normal interval just reaches what was seen."""
    for hits, of in ((3, 12), (11, 12), (40, 150)):
        for bound in wilson(hits, of):
            away = abs(hits / of - bound)
            assert away == pytest.approx(1.959964 * math.sqrt(bound * (1 - bound) / of))
    assert wilson(0, 0) == (0, 1)
    assert wilson(0, 5)[0] == 0
    assert wilson(5, 5)[1] == 1


def test_the_best_is_the_middle_of_the_longest_stretch() -> None:
    tuning = made([(True, 0.8), (False, 0.2), (False, 0.1)], current=0.9)
    # Thresholds 0.201 to 0.8 are faultless.
    assert tuning.best.threshold == 0.5
    assert tuning.best.f1 == 1
    assert made([(True, 0.8), (False, 0.2)], current=0.3).best.threshold == 0.3


@pytest.mark.parametrize("target", [0, -1, 1.01, math.nan])
def test_a_target_that_is_no_share(target: float) -> None:
    with pytest.raises(UsageError, match="target precision"):
        made([(True, 0.8), (False, 0.2)]).reaching(target)
