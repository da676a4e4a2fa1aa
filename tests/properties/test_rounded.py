"""Columns of numbers are rounded as Python rounds each."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.stages.telling import _rounded

# Middles of two, which are rounded by what stands far behind them.
MIDDLES = st.tuples(st.integers(-(10**6), 10**6), st.sampled_from([3, 6])).map(
    lambda drawn: (2 * drawn[0] + 1) / 2 / 10 ** drawn[1]
)


@given(st.lists(st.one_of(st.floats(-1e3, 1e3), MIDDLES)), st.sampled_from([3, 6]))
@example([float("inf"), float("-inf"), 0.0005, 0.0015, 2.6745, 1.0005], 3)
def test_a_column_is_rounded_as_its_numbers_are(values: list[float], digits: int) -> None:
    found = _rounded(np.array(values, np.float64), digits)
    assert found.tolist() == [round(value, digits) for value in values]
