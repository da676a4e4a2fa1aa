"""Times that the other versions of a text contradict, and those that they do not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages import doubt
from provenance.stages.clock import Clock, in_words, of_publication
from provenance.stages.doubt import Signs, _together, believed

HOUR = 3600.0
ODDS = 3.5
# A chain of four: how many word sequences two share with a third and not with each other grows
# with the steps between them.
CHAIN = {(a, b): 400.0 * (b - a - 1) for a in range(4) for b in range(a + 1, 4)}


def _signs(missing: Mapping[tuple[int, int], float], way: Mapping[int, float]) -> Signs:
    """Pairs with what they miss, half on each side; ``way`` by the number of the pair."""
    pairs = np.array(list(missing), np.int32)
    half = np.array(list(missing.values())) / 2
    ways = np.array([way.get(m, 0.0) for m in range(len(pairs))])
    return Signs(pairs, ways, np.stack([half, half], axis=1), np.zeros((len(pairs), 2)))


def _clock(*hours: float, resolution: float = 1.0) -> Clock:
    return of_publication(np.array(hours) * HOUR, np.full(len(hours), resolution))


def test_honest_times_stay() -> None:
    clock = _clock(0, 3, 5, 9)
    assert believed(clock, _signs(CHAIN, {}), ODDS) is clock
    backwards = _clock(9, 5, 3, 0)  # texts alone do not say where a chain begins
    assert believed(backwards, _signs(CHAIN, {}), ODDS) is backwards


@pytest.mark.parametrize(("row", "hour", "place"), [(2, -90.0, (1, 3)), (3, -90.0, (2, 9))])
def test_a_time_that_tears_the_chain_is_read_from_its_source(
    row: int, hour: float, place: tuple[int, int]
) -> None:
    hours = [0.0, 3.0, 5.0, 9.0]
    hours[row] = hour
    found = believed(_clock(*hours), _signs(CHAIN, {}), ODDS)
    assert np.flatnonzero(found.doubted).tolist() == [row]
    before, after = place
    assert found.seconds[row] > found.seconds[before]
    assert after == 9 or found.seconds[row] < found.seconds[after]
    assert (found.out[row], found.text[row]) == (found.seconds[row], found.seconds[row])


def test_many_families_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven chains of four; the second time of every other one is wrong."""
    missing = {(4 * k + a, 4 * k + b): m for k in range(7) for (a, b), m in CHAIN.items()}
    hours = [t for k in range(7) for t in (0.0, 3.0, -90.0 if k % 2 else 5.0, 9.0)]
    whole = believed(_clock(*hours), _signs(missing, {}), ODDS)
    assert np.flatnonzero(whole.doubted).tolist() == [6, 14, 22]
    for at_work in (1, 40):
        monkeypatch.setattr(doubt, "_AT_WORK", at_work)
        parts = believed(_clock(*hours), _signs(missing, {}), ODDS)
        assert np.array_equal(parts.seconds, whole.seconds)


def test_a_time_that_was_touched_later_is_read_as_before_all() -> None:
    found = believed(_clock(90, 3, 5, 9), _signs(CHAIN, {0: -3.0}), ODDS)
    assert np.flatnonzero(found.doubted).tolist() == [0]
    assert found.seconds[0] < found.seconds[1:].min()


def test_little_is_doubted_where_times_are_trusted_more() -> None:
    clock = _clock(0, 3, -90, 9)
    assert believed(clock, _signs(CHAIN, {}), 50.0) is clock


def test_two_versions_have_no_third_that_tells() -> None:
    clock = _clock(0, -900)
    assert believed(clock, _signs({(0, 1): 0.0}, {0: -9.0}), ODDS) is clock


def test_dates_without_an_hour_and_missing_ones_are_left_alone() -> None:
    hours = (0.0, 3.0, -90.0, 9.0)
    coarse = _clock(*hours, resolution=86_400.0)
    assert believed(coarse, _signs(CHAIN, {}), ODDS) is coarse
    undated = _clock(0.0, 3.0, np.nan, 9.0)
    assert believed(undated, _signs(CHAIN, {}), ODDS) is undated


def test_the_reason_says_whose_time_is_not_believed() -> None:
    found = believed(_clock(0, 3, -90, 9), _signs(CHAIN, {}), ODDS)
    derived, source = np.array([2, 3, 1]), np.array([1, 2, 0])
    one, other, neither = in_words(found, derived, source, np.zeros(3, bool))
    assert "the time of this one does not fit" in one
    assert "the time of the other does not fit" in other
    assert "published 3.0 hours apart" in neither


rows = st.integers(3, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(-20, 5), min_size=n * n, max_size=n * n),
        st.lists(st.floats(0, 1e6), min_size=n, max_size=n),
    )
)


@given(rows)
def test_no_times_explain_a_family_better_than_the_bound(
    case: tuple[list[float], list[float]],
) -> None:
    scores, moments = case
    n = len(moments)
    one, other = np.triu_indices(n, 1)
    square = np.array(scores).reshape(n, n)
    family = _together(
        np.arange(n).reshape(1, n),
        np.stack([one, other], 1),
        np.stack([square[one, other], square[other, one]], 1),
        np.array(moments),
    )
    score = family._score(family.fixed, 3600.0)
    told = family._told(score)
    assert told <= family._most() + 1e-9
    gains = family._total(0, family.at[:, :1], score)
    assert gains[0, 0] == pytest.approx(told[0])  # the same forest, counted another way
