"""The inverted index: compiled as by definition, and the laws of its limits."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from random import Random
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_strategies import assert_same, lists_of

from provenance.kernels import compiled, reference
from provenance.kernels.compiled import retrieval
from provenance.kernels.contract import Index
from provenance.recipe import Candidates
from provenance.stages.candidates import nearest_finds, pairs_found

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


@given(_rows, st.randoms())
def test_invert(rows: list[list[int]], random: Random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    given = *lists_of(rows, np.int32), _TERMS, order
    ours = compiled.invert(*given)
    assert_same(ours, reference.invert(*given))
    for term in range(_TERMS):
        expected = [row for row in order if term in rows[row]]
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


def _index(rows: list[list[int]], indexed: list[bool], weights: list[int], budget: int) -> Index:
    """An index over rows of values."""
    column, number = lists_of(rows, np.int32), _numbers(indexed)
    order = np.argsort(number)[number.size - sum(indexed) :]
    sizes = np.bincount(column[1], minlength=_TERMS)[order]
    look = reference.look_ups(*column, number, sizes, (6, budget))
    whole = look.looked == np.diff(look.offsets)
    lists = reference.invert(*look[:2], len(order), np.argsort(whole, kind="stable"))
    weight = np.array(weights, np.int64)
    mass = np.maximum(reference.row_sums(*column, weight), 1e-9)
    return Index(*look[:3], weight[order], *lists, mass)


def _sorted(found: np.ndarray) -> np.ndarray:
    return found[np.argsort(found[:, 0])]


@given(
    st.lists(st.lists(st.integers(0, _TERMS - 1), unique=True), min_size=9, max_size=40),
    _weights,
    st.sampled_from([0.0, 0.04, 0.5]),
)
def test_articles_that_share_a_slot_are_told_apart(
    rows: list[list[int]], weights: list[int], floor: float
) -> None:
    given = _index(rows, [True] * _TERMS, weights, 100), 0, len(rows), 1, floor
    # With room for few finds at a time.
    with patch.object(retrieval, "_SLOTS", 8), patch.object(retrieval, "_EACH", 0):
        ours = compiled.rare_neighbours(*given)
    assert_same(_sorted(ours), _sorted(reference.rare_neighbours(*given)))


_floors = st.sampled_from([0.0, 0.2, 0.6])


@given(_rows.filter(bool), _indexed, _weights, st.integers(1, 30), _floors, st.data())
def test_rare_neighbours(
    rows: list[list[int]],
    indexed: list[bool],
    weights: list[int],
    budget: int,
    floor: float,
    data: st.DataObject,
) -> None:
    n = len(rows)
    index = _index(rows, indexed, weights, budget)
    begin = data.draw(st.integers(0, n))
    end = data.draw(st.integers(begin, n))
    limits = data.draw(st.integers(1, 3)), floor
    ours = compiled.rare_neighbours(index, begin, end, *limits)
    assert_same(_sorted(ours), _sorted(reference.rare_neighbours(index, begin, end, *limits)))
    whole = compiled.rare_neighbours(index, 0, n, *limits)
    parts = ((0, begin), (begin, n))
    halves = [compiled.rare_neighbours(index, *part, *limits) for part in parts]
    assert_same(np.concatenate(halves), whole)


_times = st.one_of(st.integers(0, 9), st.just(math.nan))


def _best_by_definition(
    index: Index, seconds: np.ndarray, settings: Candidates, floor: float
) -> set[tuple[int, int]]:
    """Of each article the best of all that share terms it looks up; so of those too far apart."""
    own = [index.terms[b:e].tolist() for b, e in pairwise(index.offsets.tolist())]
    out: set[tuple[int, int]] = set()
    for i, terms in enumerate(own):
        looked = set(terms[: index.looked[i]])
        sides: tuple[list[tuple[float, int]], ...] = [], []
        for j in range(len(own)):
            shared = sorted(looked & set(own[j]))
            score = int(index.weight[shared].sum()) / math.sqrt(index.mass[i] * index.mass[j])
            if j != i and len(shared) >= settings.min_shared and score >= floor:
                far = abs(seconds[i] - seconds[j]) > settings.window_days * 86_400
                sides[settings.window_days > 0 and bool(far)].append((-score, j))
        for side in sides:
            best = [j for _, j in sorted(side)[: settings.neighbours]]
            out.update((min(i, j), max(i, j)) for j in best)
    return out


@given(_rows.filter(bool), _indexed, _weights, st.integers(1, 30), _floors, st.data())
def test_the_best_of_what_each_finds(
    rows: list[list[int]],
    indexed: list[bool],
    weights: list[int],
    budget: int,
    floor: float,
    data: st.DataObject,
) -> None:
    n = len(rows)
    seconds = 43_200.0 * np.array(data.draw(st.lists(_times, min_size=n, max_size=n)), np.float64)
    settings = Candidates(
        neighbours=data.draw(st.integers(1, 4)),
        min_shared=data.draw(st.integers(1, 3)),
        window_days=data.draw(st.integers(0, 2)),
    )
    index = _index(rows, indexed, weights, budget)
    found = compiled.rare_neighbours(index, 0, n, settings.min_shared, floor)
    best = partial(nearest_finds, index, seconds, settings)
    ours = pairs_found(best(found))
    part = np.array(data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found))))
    part = part.astype(bool)
    assert_same(pairs_found(best(np.concatenate([best(found[part]), found[~part]]))), ours)
    apart = np.array(data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found))))
    given_ = index, found, apart.astype(bool), settings.neighbours
    assert_same(compiled.nearest(*given_), reference.nearest(*given_))
    assert ours.tolist() == sorted(map(list, _best_by_definition(index, seconds, settings, floor)))
