"""Columns in parts: counted and selected as by definition, wherever the parts are cut."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_strategies import assert_same, lists_of

from provenance.stages import background
from provenance.stages.columns import counted, distinct, select

_whole = st.one_of(st.integers(0, 9), st.integers(0, 2**63 - 1))


@given(st.lists(_whole, max_size=40), st.sampled_from([1, 200]))
def test_distinct_values_come_in_order_and_are_counted(some: list[int], times: int) -> None:
    values = np.repeat(np.array(some, np.int64), times)[::-1]
    assert_same(counted(values), np.unique(values, return_counts=True))
    assert_same(distinct(values), np.unique(values))


_stems = st.one_of(st.integers(0, 6), st.sampled_from([2**32 - 1, 2**31, 77]))


@given(st.lists(_stems, max_size=40), st.sampled_from([1, 3, 1 << 20]), st.integers(0, 99))
def test_words_are_counted_whatever_the_parts(stems: list[int], part: int, articles: int) -> None:
    content, known = np.array(stems, np.uint32), background.background()
    with patch.object(background, "_PART", part):
        found = background.frequencies(content, articles, known)
    values, counts = np.unique(content, return_counts=True)
    assert_same((found.stems, found.df), (values, counts.astype(np.int32)))


@given(st.lists(_stems, max_size=40), st.lists(_stems, max_size=9), st.integers(0, 99))
def test_words_beside_the_pile_count_for_nothing(
    stems: list[int], beside: list[int], articles: int
) -> None:
    pile, more = np.array(stems, np.uint32), np.array(beside, np.uint32)
    both = np.concatenate([more, pile])
    found = background.frequencies(both, articles, background.background(), more)
    alone = background.frequencies(pile, articles, background.background())
    assert_same(found.stems, np.unique(both))
    there = found.df > 0
    assert_same(tuple(column[there] for column in found), tuple(alone))


@given(st.lists(st.tuples(st.lists(_stems, max_size=4), st.booleans()), max_size=9))
def test_the_rows_that_are_kept_are_selected(rows: list[tuple[list[int], bool]]) -> None:
    column = lists_of([row for row, _ in rows], np.uint32)
    wanted = lists_of([row for row, kept in rows if kept], np.uint32)
    keep = np.array([kept for _, kept in rows], bool)
    assert_same(tuple(np.array(one) for one in select(column, keep)), wanted)
