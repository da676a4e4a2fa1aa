"""The compiled weights of words have the bits of their plain definition."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_strategies import assert_same, lists_of

from provenance.kernels import compiled, reference

stems = st.one_of(st.integers(0, 9), st.sampled_from([16, 32, 64, 2**32 - 1]))  # they collide
rows = st.lists(st.lists(stems, max_size=12), min_size=1, max_size=5)
words = st.dictionaries(stems, st.floats(0, 20, width=32), max_size=14)


def _both(known: dict[int, float], column: Any, asked: list[int]) -> None:
    """Both say the same of some rows, and write nothing for others."""
    given_ = np.array([*known], np.uint32), np.array([*known.values()], np.float32)
    found = []
    for module in (compiled, reference):
        out = np.full(len(column[1]), -1, np.float32)
        sums = module.weigher(*given_)(*column, np.array(asked, np.int64), out)
        found.append((out, sums))
    for ours, theirs in zip(*found, strict=True):
        assert_same(ours, theirs)


@given(words, rows, st.data())
def test_weigher(known: dict[int, float], lists: list[list[int]], data: Any) -> None:
    asked = data.draw(st.lists(st.integers(0, len(lists) - 1), unique=True))
    _both(known, lists_of(lists, np.uint32), asked)


def test_squares_are_added_up_as_floats_of_32_bits() -> None:
    weight = np.float32(1.1)
    column = lists_of([[7, 7, 7]], np.uint32)
    out = np.empty(3, np.float32)
    weigh = compiled.weigher(np.array([7], np.uint32), np.array([weight]))
    sums = weigh(*column, np.arange(1), out)
    assert out.tolist() == [weight] * 3
    square = float(weight * weight)
    assert sums.tolist() == [[float(weight) * 2 + float(weight), square + square + square]]
