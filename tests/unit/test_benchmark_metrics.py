"""The metrics of the quality benchmark, on cases small enough to work out by hand."""

from __future__ import annotations

import metrics
import pytest

TRUTH = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
FOUND = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}


def test_b_cubed_is_the_mean_over_items() -> None:
    # Bagga & Baldwin: a, b: precision 2/2, recall 2/3; c: 1/3, 1/3; d, e: 2/3, 2/2.
    scores = metrics.b_cubed(TRUTH, FOUND)
    assert scores.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert scores.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_pairwise_counts_pairs() -> None:
    # True pairs ab ac bc de; said ab cd ce de.
    assert metrics.pairwise(TRUTH, FOUND) == (0.5, 0.5, 0.5)


def test_adjusted_rand_by_hand() -> None:
    # 2 pairs agree, 4 true, 4 said, 10 in all: (2 - 1.6) / (4 - 1.6).
    assert metrics.adjusted_rand(TRUTH, FOUND) == pytest.approx(0.4 / 2.4)


def test_an_item_that_is_not_found_stands_alone() -> None:
    alone = metrics.b_cubed({"a": 1, "b": 1, "c": 1}, {"a": "c", "b": "c", "z": "c"})
    assert alone.precision == 1
    assert alone.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)


def test_nothing_to_judge_is_no_figure() -> None:
    assert metrics.b_cubed({}, {}) == (None, None, None)
    assert metrics.adjusted_rand({}, {}) is None
    assert metrics.precision_recall(0, 0, 3) == (None, 0, 0)
    assert metrics.calibration_error([]) is None
    assert metrics.brier([], []) is None
    assert metrics.risk_area([]) is metrics.coverage_at([], 0.5) is None


def test_reliability_and_calibration_error() -> None:
    said = [(0.05, False), (0.15, True), (0.15, False), (1.0, True)]
    table = metrics.reliability(said)
    assert [b.count for b in table] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert table[1] == (0.1, 0.2, 2, 0.15, 0.5)
    assert table[9].said == table[9].came_true == 1
    assert metrics.calibration_error(said) == pytest.approx((0.05 + 2 * 0.35 + 0) / 4)


def test_brier_sums_over_classes() -> None:
    # Brier's own score has two classes for rain or no rain, so it runs from 0 to 2.
    assert metrics.brier([[0.9, 0.1]], [0]) == pytest.approx(0.02)
    assert metrics.brier([[0.0, 1.0], [1.0, 0.0]], [0, 0]) == 1
    assert metrics.brier([[0.2, 0.3, 0.5]], [2]) == pytest.approx(0.04 + 0.09 + 0.25)


def test_risk_rises_as_less_sure_cases_are_answered() -> None:
    said = [(0.9, True), (0.8, True), (0.7, False), (0.7, True)]
    assert metrics.risk_coverage(said) == [(0.25, 0), (0.5, 0), (1.0, 0.25)]
    assert metrics.risk_area(said) == pytest.approx(0.5 * 0.25)
    assert metrics.coverage_at(said, 0.1) == 0.5
    assert metrics.coverage_at([(0.9, False)], 0.1) == 0
