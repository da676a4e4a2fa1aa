"""The parents of articles: the closest possible ones, in the best forest, in time."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages.clock import Clock, of_publication
from provenance.stages.likeness import Likeness
from provenance.stages.origins import Forest
from provenance.stages.parents import ALONE, Options, forest, options

NEVER = of_publication(np.full(20, np.nan), np.ones(20))
Row = tuple[int, int, float]
"""The later article, the earlier one, the score."""


def _options(*rows: Row) -> Options:
    told = sorted((d, -score, s, m) for m, (d, s, score) in enumerate(rows))
    row, score, source, pair = np.array(told).T
    whole = (column.astype(np.int64) for column in (row, source, pair))
    return Options(*whole, -score, np.full(len(rows), 0.9))


def _parents(*rows: Row, clock: Clock = NEVER) -> tuple[dict[int, int], int]:
    edges, lost = forest(_options(*rows), clock)
    return {row: e.source for row, e in edges.items()}, lost


def _likeness(*rows: tuple[float, float]) -> Likeness:
    """What the other side of each pair lacks of a, and of b."""
    missing = np.array(rows)
    return Likeness(missing, *[np.zeros_like(missing)] * 4)


def test_the_closest_of_the_possible_sources_wins() -> None:
    pairs = np.array([[0, 1], [0, 2], [3, 0]], np.int32)
    outcomes = np.array([[0.9, 0, 0.1, 0], [0.8, 0.1, 0.1, 0], [0.6, 0.2, 0.2, 0]])
    found = options(
        pairs, outcomes, _likeness((40, 0), (0, 90), (50, 50)), 0.5, np.arange(len(pairs))
    )
    assert [o.source for o in found.of(0)] == [2, 1]
    assert [o.source for o in found.of(3)] == [0]
    assert found.of(3)[0].probability == pytest.approx(0.6)  # without a rival, all of it
    first, second = found.of(0)
    assert 0.78 < first.probability < 0.8  # the rival is far behind
    assert second.probability < 0.75


def test_of_equally_close_sources_the_one_that_lost_less_wins() -> None:
    pairs = np.array([[0, 1], [0, 2]], np.int32)
    outcomes = np.array([[0.8, 0.1, 0.1, 0]] * 2)
    like = _likeness((9, 0), (9, 0))._replace(words=np.array([[100.0, 0], [25.0, 0]]))
    assert [o.source for o in options(pairs, outcomes, like, 0.5, np.arange(len(pairs))).of(0)] == [
        2,
        1,
    ]


def test_of_sources_that_lost_as_many_words_the_one_with_words_replaced_wins() -> None:
    """Ten words that are one sentence of the source's own cost fewer sequences than ten here and
    there: a copy would have kept the sentence."""
    pairs = np.array([[0, 1], [0, 2]], np.int32)
    outcomes = np.array([[0.8, 0.1, 0.1, 0]] * 2)
    like = _likeness((9, 0), (9, 0))._replace(words=np.array([[10.0, 0], [10.0, 0]]))
    like = like._replace(lost=np.array([[14.0, 0], [50.0, 0]]))
    assert [o.source for o in options(pairs, outcomes, like, 0.5, np.arange(len(pairs))).of(0)] == [
        2,
        1,
    ]


def test_a_source_with_the_facts_that_others_have_wins() -> None:
    pairs = np.array([[0, 1], [0, 2]], np.int32)
    outcomes = np.array([[0.8, 0.1, 0.1, 0]] * 2)
    like = _likeness((9, 0), (9, 0))._replace(facts=np.array([[4.0, 0], [0.0, 0]]))
    assert [o.source for o in options(pairs, outcomes, like, 0.5, np.arange(len(pairs))).of(0)] == [
        2,
        1,
    ]


def test_a_source_that_explains_the_credit_wins() -> None:
    """0 credits an outlet that 1 neither is nor names; 2 names it too, or is it."""
    pairs = np.array([[0, 1], [0, 2]], np.int32)
    outcomes = np.array([[0.8, 0.1, 0.1, 0]] * 2)
    like = _likeness((4, 0), (9, 0))
    assert options(pairs, outcomes, like, 0.5, np.arange(len(pairs))).of(0)[0].source == 1
    credited = like._replace(uncredited=np.array([[0.9, 0], [0.0, 0]]))
    assert options(pairs, outcomes, credited, 0.5, np.arange(len(pairs))).of(0)[0].source == 2


def test_rivals_take_from_the_probability() -> None:
    pairs = np.array([[0, k] for k in (1, 2, 3)], np.int32)
    outcomes = np.array([[0.8, 0.1, 0.1, 0]] * 3)
    two, three = (
        options(pairs[:n], outcomes[:n], _likeness(*[(30, 30)] * n), 0.5, np.arange(n))
        .of(0)[0]
        .probability
        for n in (2, 3)
    )
    assert three < two < 0.8
    barely = np.array([[0.5, 0.2, 0.3, 0]] * 3)
    assert (
        options(pairs, barely, _likeness(*[(30, 30)] * 3), 0.5, np.arange(len(pairs))).of(0) == []
    )


def test_below_the_threshold_nothing_is_possible() -> None:
    pairs, like = np.array([[0, 1]], np.int32), _likeness((0, 0))
    assert (
        options(pairs, np.array([[0.49, 0.2, 0.3, 0]]), like, 0.5, np.arange(len(pairs))).of(0)
        == []
    )
    found = options(pairs, np.array([[0.2, 0.5, 0.3, 0]]), like, 0.5, np.arange(len(pairs)))
    assert found.row.tolist() == [1]


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    ring = [(0, 1, 3.0), (1, 2, 2.0), (2, 0, 1.0)]
    assert _parents(*ring) == ({0: 1, 1: 2}, 1)
    # The second choice of one article may be better than none.
    assert _parents(*ring, (0, 5, 2.5)) == ({0: 5, 1: 2, 2: 0}, 1)


def test_what_hangs_below_a_cycle_keeps_its_parent() -> None:
    assert _parents((0, 1, 3.0), (1, 0, 1.0), (2, 0, 5.0), (3, 2, 5.0))[0] == {0: 1, 2: 0, 3: 2}


def test_no_path_runs_against_trusted_time_by_way_of_an_undated_article() -> None:
    """0 from 1 from 2, where 1 has no date and 2 came out an hour after 0."""
    chain = [(0, 1, 3.0), (1, 2, 2.0)]
    hour = np.array([0.0, np.nan, 3600.0])
    assert _parents(*chain, clock=of_publication(hour, np.ones(3))) == ({0: 1}, 1)
    assert _parents(*chain, clock=of_publication(-hour, np.ones(3))) == ({0: 1, 1: 2}, 0)
    # Dates without a time of day do not contradict.
    assert _parents(*chain, clock=of_publication(hour, np.full(3, 86_400.0))) == ({0: 1, 1: 2}, 0)


edge_rows = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(-8, 12).map(float)).filter(
        lambda e: e[0] != e[1]
    ),
    min_size=1,
    max_size=24,
    unique_by=lambda e: e[:2],
)


@given(edge_rows)
def test_it_is_the_best_forest_that_networkx_finds(rows: list[Row]) -> None:
    edges, _ = forest(_options(*rows), NEVER)
    graph = networkx.DiGraph((e.source, row) for row, e in edges.items())
    assert networkx.is_forest(graph) if graph else not rows
    score = {(d, s): w for d, s, w in rows}
    least = min(score.values()) - ALONE
    derived = {d for d, _, _ in rows}
    whole = networkx.DiGraph()
    for row in {r for d, s, _ in rows for r in (d, s)}:
        whole.add_edge(-1, row, weight=least if row in derived else 0.0)
    for (d, s), w in score.items():
        whole.add_edge(s, d, weight=w)
    best = networkx.maximum_spanning_arborescence(whole, attr="weight")
    wanted = sum(whole[s][d]["weight"] for s, d in best.edges)
    mine = sum(score[d, e.source] for d, e in edges.items()) + least * len(derived - set(edges))
    assert mine == pytest.approx(wanted)


hours = st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=8, max_size=8)


@given(edge_rows, hours)
def test_the_graph_is_a_forest_in_trusted_time(
    rows: list[Row], given_hours: list[int | None]
) -> None:
    seconds = np.array([np.nan if h is None else h * 3600.0 for h in given_hours])
    edges, _ = forest(_options(*rows), of_publication(seconds, np.ones(8)))
    graph = networkx.DiGraph((e.source, row) for row, e in edges.items())
    assert networkx.is_directed_acyclic_graph(graph)
    for early in graph:
        for late in networkx.descendants(graph, early):
            assert not seconds[early] > seconds[late] + 2


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(-3, 3)), unique_by=lambda e: e[0]), hours)
def test_trees_that_run_against_no_time_are_not_searched_in_vain(
    links: list[tuple[int, int]], given_hours: list[int | None]
) -> None:
    """The same edges stay as if each of all were looked at, the better ones first."""
    seconds = np.array([np.nan if h is None else h * 3600.0 for h in given_hours])
    clock = of_publication(seconds, np.ones(8))
    rows = [(row, (row * 5 + score) % row, float(score)) for row, score in links]
    one_by_one = Forest(clock)
    for row, source, _ in sorted(rows, key=lambda e: (-e[2], e[0])):
        one_by_one.add(row, source)
    found, lost = _parents(*rows, clock=clock) if rows else ({}, 0)
    assert found == one_by_one.above
    assert lost == len(rows) - len(found)


@given(edge_rows)
def test_the_order_of_the_rows_changes_nothing(rows: list[Row]) -> None:
    there, _ = _parents(*rows)
    back, _ = _parents(*reversed(rows))
    assert there == back
