"""The figures of the benchmark of direction, on outcomes small enough to count by hand."""

from __future__ import annotations

import cascade_benchmark  # noqa: F401  (makes the next imports possible)
import numpy as np
import pytest


def test_figures_count_the_true_way() -> None:
    pytest.importorskip("scipy")
    pytest.importorskip("sklearn")
    from direction import figures, ways

    both = np.array([[0.95, 0.03], [0.2, 0.6], [0.6, 0.2], [0.3, 0.3], [0.0, 0.0]])
    first = np.array([True, False, False, True, True])
    got = figures(ways(both, first))
    assert got["pairs"] == 5
    assert got["found"] == 0.8
    assert got["decided"] == 0.75
    assert got["decided: right"] == round(2 / 3, 4)
    assert got["sure, 0.9"] == 0.25
    assert got["sure, 0.9: right"] == 1
    wrong = (0.95 / 0.98 - 1) ** 2 + (0.75 - 1) ** 2 + 0.75**2 + 0.5**2
    assert got["likelier way, given one of the two: Brier"] == pytest.approx(wrong / 4, abs=1e-4)
