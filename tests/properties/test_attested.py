"""Which values of a set others of its group have: compiled as by definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_strategies import assert_same, lists_of

from provenance.kernels import compiled, reference

# Few values, so that they meet; and some that begin at the same slot.
_values = st.one_of(st.integers(0, 9), st.integers(0, 9).map(lambda n: n << 28 | 3))
_sets = st.lists(st.sets(_values, max_size=9).map(sorted), max_size=9)


@given(_sets, st.data())
def test_attested(sets: list[list[int]], data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(sets))))[: data.draw(st.integers(0, len(sets)))]
    label = sorted(data.draw(st.integers(-2, 3)) for _ in rows)
    column = lists_of(sets, np.uint32)
    ours = compiled.attested(*column, rows, label)
    assert_same(ours, reference.attested(*column, rows, label))
