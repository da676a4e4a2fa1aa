"""The inverted index: compiled as by definition, and the laws of its limits."""

from __future__ import annotations

import math
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_strategies import assert_same, lists_of

from provenance.kernels import compiled, reference
from provenance.kernels.compiled import retrieval
from provenance.kernels.contract import Index

_TERMS = 13
_rows = st.lists(st.lists(st.integers(0, _TERMS - 1), unique=True), max_size=9)
_indexed = st.lists(st.booleans(), min_size=_TERMS, max_size=_TERMS)
# Few distinct weights, so that scores tie and the smaller index has to win.
_weights = st.lists(st.sampled_from([1, 25, 1 << 40]), min_size=_TERMS, max_size=_TERMS)
u32 = st.integers(0, 2**32 - 1)


crowded = st.integers(0, 400).map(lambda n: n * 7)


@given(
    st.one_of(st.sets(u32, max_size=40), st.sets(crowded, min_size=200)),
    st.lists(st.one_of(u32, crowded), max_size=40),
)
def test_positions(known: set[int], others: list[int]) -> None:
    table = np.array(sorted(known), np.uint32)
    values = np.array([*known, *others, 0, 2**32 - 1], np.uint32)
    ours = compiled.finder(table)(values)
    assert_same(ours, reference.finder(table)(values))
    assert (table[ours[: len(known)]] == values[: len(known)]).all()


@given(st.sets(u32, max_size=40), st.lists(st.one_of(u32, crowded), max_size=40))
def test_tally(known: set[int], others: list[int]) -> None:
    table = np.array(sorted(known), np.uint32)
    values = np.array([*others, *known, 2**32 - 1, *others], np.uint32)
    times, unknown = compiled.tallier(table)(values)
    assert_same((times, unknown), reference.tallier(table)(values))
    assert times.sum() + len(unknown) == len(values)


@given(_rows, _weights)
def test_row_sums(rows: list[list[int]], weights: list[int]) -> None:
    column, weight = lists_of(rows, np.int32), np.array(weights, np.float64) / 7
    assert_same(compiled.row_sums(*column, weight), reference.row_sums(*column, weight))


@given(_rows)
def test_invert(rows: list[list[int]]) -> None:
    ours = compiled.invert(*lists_of(rows, np.int32), _TERMS)
    assert_same(ours, reference.invert(*lists_of(rows, np.int32), _TERMS))
    for term in range(_TERMS):
        expected = [row for row, terms in enumerate(rows) if term in terms]
        assert ours.rows[ours.offsets[term] : ours.offsets[term + 1]].tolist() == expected


def _numbers(indexed: list[bool]) -> np.ndarray:
    """The number of each value that is indexed, from the last on: int32, -1 for the others."""
    above = np.cumsum(np.array(indexed[::-1], np.int64))[::-1]
    return np.where(indexed, above - 1, -1).astype(np.int32)


@given(_rows, _indexed, st.integers(1, 6), st.integers(1, 12))
def test_look_ups_keep_to_their_budget(
    rows: list[list[int]], indexed: list[bool], most: int, budget: int
) -> None:
    column, number = lists_of(rows, np.int32), _numbers(indexed)
    cost = np.arange(1, _TERMS + 1) % 4 + 1
    ours = compiled.look_ups(*column, number, cost, (most, budget))
    assert_same(ours, reference.look_ups(*column, number, cost, (most, budget)))
    stopped = 0
    for row, values in enumerate(rows):
        mine = ours.terms[ours.offsets[row] : ours.offsets[row + 1]].tolist()
        assert sorted(mine) == sorted(number[v] for v in values if indexed[v])
        first = mine[: ours.looked[row]]
        every = sorted(mine)[:most]
        assert first == every[: len(first)]
        assert cost[first].sum() <= budget
        assert first == every or cost[every[: len(first) + 1]].sum() > budget
        stopped += first != every
    assert ours.stopped == stopped


def _index(
    rows: list[list[int]],
    indexed: list[bool],
    weights: list[int],
    budget: int,
    seconds: np.ndarray,
) -> Index:
    """An index over rows of values."""
    column, number = lists_of(rows, np.int32), _numbers(indexed)
    order = np.argsort(number)[number.size - sum(indexed) :]
    sizes = np.bincount(column[1], minlength=_TERMS)[order]
    look = reference.look_ups(*column, number, sizes, (6, budget))
    lists = reference.invert(look.offsets, look.terms, len(order))
    weight = np.array(weights, np.int64)
    mass = np.maximum(reference.row_sums(*column, weight), 1e-9)
    return Index(*look[:3], weight[order], *lists, mass, seconds)


_limits = st.tuples(st.integers(1, 4), st.integers(1, 3))
_times = st.one_of(st.integers(0, 9), st.just(math.nan))


@given(
    st.lists(st.lists(st.integers(0, _TERMS - 1), unique=True), min_size=9, max_size=40),
    _weights,
    st.sampled_from([0.0, 0.04, 0.5]),
)
def test_articles_that_share_a_slot_are_told_apart(
    rows: list[list[int]], weights: list[int], floor: float
) -> None:
    index = _index(rows, [True] * _TERMS, weights, 100, np.full(len(rows), math.nan))
    given = index, 0, len(rows), (4, 1), floor, math.inf
    with patch.object(retrieval, "_SLOTS", 8):
        ours = compiled.rare_neighbours(*given)
    assert_same(ours, reference.rare_neighbours(*given))


@given(_rows.filter(bool), _indexed, _weights, _limits, st.sampled_from([2.0, math.inf]), st.data())
def test_rare_neighbours(
    rows: list[list[int]],
    indexed: list[bool],
    weights: list[int],
    limits: tuple[int, int],
    window: float,
    data: st.DataObject,
) -> None:
    n = len(rows)
    seconds = np.array(data.draw(st.lists(_times, min_size=n, max_size=n)), np.float64)
    index = _index(rows, indexed, weights, data.draw(st.integers(1, 30)), seconds)
    begin = data.draw(st.integers(0, n))
    end = data.draw(st.integers(begin, n))
    rest = limits, data.draw(st.sampled_from([0.0, 0.2, 0.6])), window
    ours = compiled.rare_neighbours(index, begin, end, *rest)
    assert_same(ours, reference.rare_neighbours(index, begin, end, *rest))
    whole = compiled.rare_neighbours(index, 0, n, *rest)
    halves = [compiled.rare_neighbours(index, *part, *rest) for part in ((0, begin), (begin, n))]
    assert_same(np.concatenate(halves), whole)

    def together(found: np.ndarray) -> list[list[int]]:
        return [p for p in found.tolist() if not abs(seconds[p[0]] - seconds[p[1]]) > window]

    # What is too far away takes no place from what is near.
    every = compiled.rare_neighbours(index, 0, n, (n, limits[1]), rest[1], math.inf)
    roomy = compiled.rare_neighbours(index, 0, n, (n, limits[1]), *rest[1:])
    assert sorted(together(roomy)) == sorted(together(every))
    for i in range(n):
        own = together(compiled.rare_neighbours(index, i, i + 1, *rest))
        possible = together(compiled.rare_neighbours(index, i, i + 1, (n, limits[1]), *rest[1:]))
        assert len(own) == min(limits[0], len(possible))
