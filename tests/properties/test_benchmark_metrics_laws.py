"""The metrics equal their definitions on any small input, and keep their laws."""

from __future__ import annotations

from itertools import combinations

import metrics
import pytest
from hypothesis import given
from hypothesis import strategies as st

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=9)
said = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30)


def _clusterings(drawn: list[tuple[int, int]]) -> tuple[dict[str, int], dict[str, int]]:
    return (
        {str(k): true for k, (true, _) in enumerate(drawn)},
        {str(k): found for k, (_, found) in enumerate(drawn)},
    )


def _together(clustering: dict[str, int]) -> set[tuple[str, str]]:
    return {(i, j) for i, j in combinations(clustering, 2) if clustering[i] == clustering[j]}


@given(labels)
def test_b_cubed_equals_its_definition(drawn: list[tuple[int, int]]) -> None:
    truth, found = _clusterings(drawn)

    def mean(of: dict[str, int], against: dict[str, int]) -> float:
        shares = []
        for one in of:
            mine = [other for other in of if of[other] == of[one]]
            shares.append(sum(against[other] == against[one] for other in mine) / len(mine))
        return sum(shares) / len(shares)

    scores = metrics.b_cubed(truth, found)
    assert scores.precision == pytest.approx(mean(found, truth))
    assert scores.recall == pytest.approx(mean(truth, found))


@given(labels)
def test_pairwise_and_rand_equal_their_definitions(drawn: list[tuple[int, int]]) -> None:
    truth, found = _clusterings(drawn)
    true, told = _together(truth), _together(found)
    scores = metrics.pairwise(truth, found)
    assert scores.precision == (len(true & told) / len(told) if told else None)
    assert scores.recall == (len(true & told) / len(true) if true else None)
    # Hubert & Arabie, by the four counts of pairs (Steinley 2004, equation 9).
    total = len(truth) * (len(truth) - 1) / 2
    a, b, c = len(true & told), len(true - told), len(told - true)
    d = total - a - b - c
    chance = (a + b) * (a + c) + (c + d) * (b + d)
    same = total * total == chance
    expected = 1.0 if same else (total * (a + d) - chance) / (total * total - chance)
    assert metrics.adjusted_rand(truth, found) == pytest.approx(expected)


@given(labels)
def test_clusterings_score_full_against_themselves_and_turn_round(
    drawn: list[tuple[int, int]],
) -> None:
    truth, found = _clusterings(drawn)
    assert metrics.b_cubed(truth, truth) == (1, 1, 1)
    assert metrics.adjusted_rand(truth, truth) == pytest.approx(1)
    there, back = metrics.b_cubed(truth, found), metrics.b_cubed(found, truth)
    assert (there.precision, there.recall) == (back.recall, back.precision)


@given(said, st.integers(1, 20))
def test_reliability_holds_every_case_once(rows: list[tuple[float, bool]], bins: int) -> None:
    table = metrics.reliability(rows, bins)
    assert sum(b.count for b in table) == len(rows)
    assert sum(b.count * b.came_true for b in table) == pytest.approx(sum(came for _, came in rows))
    error = metrics.calibration_error(rows, bins)
    assert error is not None and 0 <= error <= 1
    # Coarser bins let errors cancel, so the error over one bin is the least.
    whole = metrics.calibration_error(rows, 1)
    assert whole is not None and whole <= error + 1e-9


@given(said)
def test_risk_coverage_ends_at_all_cases(rows: list[tuple[float, bool]]) -> None:
    curve = metrics.risk_coverage(rows)
    wrong = sum(not right for _, right in rows) / len(rows)
    assert curve[-1] == (1, pytest.approx(wrong))
    assert [c for c, _ in curve] == sorted({c for c, _ in curve})
    assert metrics.coverage_at(rows, 1) == 1
    assert metrics.risk_coverage(rows[::-1]) == curve


@given(said)
def test_brier_of_certain_truth_is_nothing(rows: list[tuple[float, bool]]) -> None:
    forecasts, came = [(1 - p, p) for p, _ in rows], [int(ok) for _, ok in rows]
    score = metrics.brier(forecasts, came)
    assert score is not None and 0 <= score <= 2
    assert metrics.brier([(1 - ok, ok) for ok in came], came) == 0
    assert score == pytest.approx(sum(2 * (p - ok) ** 2 for p, ok in rows) / len(rows))
