"""The measured frontier: as it ships, as recipes use it, and as the benchmark makes it."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise

import attrs
import numpy as np
import pytest

from provenance.errors import UsageError
from provenance.frontier import Frontier, FrontierPoint, frontier
from provenance.recipe import Recipe

measure = import_module("frontier")  # benchmarks/quality, not the module of the package


def point(level: str, threshold: float, false: float) -> FrontierPoint:
    return FrontierPoint(
        level=level,
        threshold=threshold,
        recall_faithful=0.9,
        recall_drifting=0.5,
        siblings=0.9,
        independent_called_copies=false,
        unrelated_per_1000=0.1,
    )


MADE = Frontier(
    note="made up",
    pairs={"independent": 100},
    points=(point("strict", 0.8, 0.01), point("balanced", 0.5, 0.02), point("loose", 0.3, 0.05)),
)


def test_the_frontier_that_ships() -> None:
    found = frontier()
    assert found.levels == tuple(measure.LEVELS)
    assert found.note and found.pairs["independent"] > 0
    for strict, loose in pairwise(found.points):
        assert strict.threshold >= loose.threshold
        assert strict.recall_faithful <= loose.recall_faithful
        assert strict.recall_drifting <= loose.recall_drifting
        assert strict.siblings <= loose.siblings
        assert strict.independent_called_copies <= loose.independent_called_copies
        assert strict.unrelated_per_1000 <= loose.unrelated_per_1000
    for one in found.points:
        assert one.independent_called_copies <= measure.LEVELS[one.level]


def test_a_level_sets_the_threshold_and_nothing_else() -> None:
    made = Recipe().with_strictness("strict")
    assert made.thresholds.copy == frontier().at("strict").threshold
    assert made.with_copy(Recipe().thresholds.copy) == Recipe()
    with pytest.raises(UsageError, match=r"'stern'\n  there are: strict, careful"):
        Recipe().with_strictness("stern")


@pytest.mark.parametrize(
    ("share", "level"), [(0.01, "strict"), (0.019, "strict"), (0.02, "balanced"), (1, "loose")]
)
def test_the_lowest_threshold_that_keeps_to_a_share(share: float, level: str) -> None:
    assert MADE.within(share).level == level


def test_a_share_out_of_reach_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"below 0\.005\n  the least is 0\.01, at 'strict'"):
        MADE.within(0.005)


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan"), "0.1", True])
def test_what_is_no_share_is_refused(share: object) -> None:
    with pytest.raises(UsageError, match="not a share"):
        Recipe().with_false_links(share)  # type: ignore[arg-type]


def test_false_links_on_the_frontier_that_ships() -> None:
    for one in frontier().points:
        made = Recipe().with_false_links(one.independent_called_copies)
        assert made.thresholds.copy <= one.threshold


def test_a_threshold_lets_as_many_pass_as_are_allowed() -> None:
    independent = np.array([0.1, 0.2, 0.3, 0.4, 0.4123])
    assert measure.threshold(independent, 0) == 0.413
    assert measure.threshold(independent, 0.2) == 0.401
    assert measure.threshold(independent, 0.39) == 0.401
    assert measure.threshold(independent, 0.4) == 0.301
    assert measure.threshold(independent, 1) == 0.01
    assert measure.threshold(np.array([0.9999]), 0) == 0.999


def test_points_are_counted() -> None:
    p = np.array([0.9, 0.6, 0.2, 0.7, 0.1, 0.8, 0.05, np.nan, 0.95])
    kind = np.array(
        ["faithful", "faithful", "drifting", "sibling", *["independent basil"] * 3, "", "unrelated"]
    )
    copy = np.array([1, 1, 1, 1, 0, -1, 0, -1, 0])
    totals = {"faithful": 4, "drifting": 2, "sibling": 1}
    points = measure.frontier(p, kind, copy, totals, 2000)
    assert [one["level"] for one in points] == list(measure.LEVELS)
    # The two independent reports have 0.1 and 0.05; the third is not known to be one.
    assert points[0] == {
        "level": "strict",
        "threshold": 0.101,
        "recall_faithful": 0.5,
        "recall_drifting": 0.5,
        "siblings": 1.0,
        "independent_called_copies": 0.0,
        "unrelated_per_1000": 0.5,
    }
    assert set(points[0]) == {field.name for field in attrs.fields(FrontierPoint)}
    with pytest.raises(ValueError, match="independent basil"):
        measure.frontier(p[:4], kind[:4], copy[:4], totals, 2000)
