"""Which source each article gets: in the pile, unseen, or none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from provenance.stages.origins import (
    UNNAMED,
    Edge,
    Edges,
    Named,
    beside_source,
    name_probability,
    roots,
    siblings,
    unseen_sources,
)

COURIER = "unseen:Harbour Daily Courier"


def _matches(*rows: tuple[int, int, float, float, float]) -> tuple[Any, Any]:
    """Pairs and outcomes from (a, b, a from b, b from a, common)."""
    pairs = np.array([r[:2] for r in rows], np.int32).reshape(-1, 2)
    outcomes = np.array([[*r[2:], 1 - sum(r[2:])] for r in rows]).reshape(-1, 4)
    return pairs, outcomes


def test_siblings_have_no_parent_and_a_common_source_above_all() -> None:
    given = _matches((0, 1, 0.1, 0.1, 0.7), (1, 2, 0.0, 0.1, 0.9), (3, 4, 0.1, 0.1, 0.4))
    assert siblings(*given, {}, 0.5, np.arange(len(given[0]))) == [(1, 2, 1, 0.9), (0, 1, 0, 0.7)]
    taken = {2: Edge(2, 9, None, 0.9, 5)}
    assert siblings(*given, taken, 0.5, np.arange(len(given[0]))) == [(0, 1, 0, 0.7)]
    assert siblings(*_matches((0, 1, 0.45, 0.0, 0.41)), {}, 0.4, np.arange(1)) == []


def _named(p: float, outlet: str = "Harbour Daily Courier") -> list[Named]:
    return [Named(outlet, p)]


def test_siblings_share_the_source_that_one_of_them_names() -> None:
    found = unseen_sources([(0, 1, 7, 0.8)], {0: _named(0.9)}, {}, 0.5)
    assert found[0] == Edge(0, -1, COURIER, 0.9, 7, -1)  # by its own word
    assert found[1] == Edge(1, -1, COURIER, pytest.approx(0.72), 7, 0)


def test_a_name_that_is_improbable_by_way_of_a_sibling_is_none() -> None:
    found = unseen_sources([(0, 1, 7, 0.7)], {0: _named(0.6)}, {}, 0.5)
    assert found[0].name == COURIER
    assert (found[1].name, found[1].probability) == (UNNAMED, 0.7)


def test_siblings_that_name_nothing_have_an_unseen_source_without_a_name() -> None:
    found = unseen_sources([(0, 1, 7, 0.8)], {0: _named(0.4)}, {}, 0.5)
    assert [found[k].name for k in (0, 1)] == [UNNAMED] * 2
    assert [found[k].probability for k in (0, 1)] == [0.8] * 2
    assert [found[k].sibling for k in (0, 1)] == [1, 0]


def test_an_article_alone_needs_a_credit_of_its_own() -> None:
    found = unseen_sources([], {0: _named(0.6), 1: _named(0.4), 2: _named(0.9)}, {}, 0.5)
    assert found == {
        0: Edge(0, -1, COURIER, 0.6, -1),
        2: Edge(2, -1, COURIER, 0.9, -1),
    }
    derived = {2: Edge(2, 0, None, 0.9, 3)}
    assert set(unseen_sources([], {2: _named(0.9)}, derived, 0.5)) == set()


@pytest.mark.parametrize("weight", [-1.0, 0.0, 2.0])
def test_one_credit_gives_its_own_probability(weight: float) -> None:
    assert name_probability([weight], 0) == pytest.approx(1 / (1 + math.exp(-weight)))


def test_a_list_of_sources_names_none_of_them() -> None:
    shares = [name_probability([1.5] * 7, k) for k in range(7)]
    assert max(shares) == min(shares) < 0.15
    assert sum(shares) < 1
    assert name_probability([3.0, 0.5], 0) > 0.8 > 0.2 > name_probability([3.0, 0.5], 1)


def test_the_root_of_a_chain() -> None:
    edges = {k: Edge(k, k + 1, None, 0.9, 0) for k in (3, 0, 2, 1)}
    assert roots(6, Edges.of(edges.values())).tolist() == [4, 4, 4, 4, 4, 5]
    edges[2] = Edge(2, -1, COURIER, 0.9, -1)
    assert roots(6, Edges.of(edges.values())).tolist() == [2, 2, 2, 4, 4, 5]
    assert roots(2, Edges.of([])).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("share", "reworded", "above", "passed"),
    [
        (0.8, False, COURIER, True),
        (0.0, False, COURIER, False),
        (0.5, False, COURIER, False),  # improbable, as the name is not sure either
        (0.8, True, COURIER, False),
        (0.8, False, UNNAMED, False),
    ],
)
def test_an_unseen_source_that_the_source_names_is_passed_on_to(
    share: float, reworded: bool, above: str, passed: bool
) -> None:
    edges = {0: Edge(0, 1, None, 0.9, 4), 1: Edge(1, -1, above, 0.9, -1)}
    rows = np.full(5, reworded)
    found = beside_source(edges, rows, lambda *_: share, 0.5)
    right = {0: Edge(0, -1, COURIER, pytest.approx(0.72), 4, 1, passed=0.8)}
    assert found == (right if passed else {})
