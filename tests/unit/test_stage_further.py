"""Articles put together from several texts have several sources, where that is asked for."""

from __future__ import annotations

import io
from pathlib import Path

import made_news as news
import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import provenance as pv
from provenance.cli import show
from provenance.stages.clock import of_publication
from provenance.stages.further import NEW, further
from provenance.stages.origins import Edge
from provenance.stages.parents import Option

NEVER = of_publication(np.full(9, np.nan), np.ones(9))


def _column(*sets: set[int]) -> tuple[np.ndarray, np.ndarray]:
    values = [v for one in sets for v in sorted(one)]
    return np.cumsum([0, *map(len, sets)]), np.array(values, np.uint32)


def _options(*sources: int) -> list[Option]:
    return [Option(s, k, -float(k), 0.8) for k, s in enumerate(sources)]


def test_a_source_counts_that_holds_what_the_first_lacks() -> None:
    """0 is half of 1 and half of 2; 3 has the half of 1 as well; 4 has a sentence in common."""
    texts = _column(
        set(range(20)), set(range(10)), set(range(10, 20)), set(range(10)), {0, 1, 11, 30}
    )
    edges = {0: Edge(0, 1, None, 0.8, 0)}
    found = further({0: _options(1, 3, 4, 2)}.__getitem__, edges, texts, NEVER, 4)
    assert [(e.source, e.adds) for e in found] == [(2, 0.5)]
    assert further({0: _options(1, 3, 4, 2)}.__getitem__, edges, texts, NEVER, 1) == []


def test_no_further_source_closes_a_cycle_or_runs_against_trusted_time() -> None:
    texts = _column(set(range(20)), set(range(10)), set(range(10, 20)))
    edges = {0: Edge(0, 1, None, 0.8, 0)}
    possible = {0: _options(1, 2), 2: _options(0)}.__getitem__
    both = edges | {2: Edge(2, 0, None, 0.8, 0)}
    assert further(possible, both, texts, NEVER, 2) == []
    late = of_publication(np.array([0.0, -9.0, 7200.0]), np.ones(3))
    assert further(possible, edges, texts, late, 2) == []
    early = of_publication(-late.seconds, late.resolution)
    assert len(further(possible, edges, texts, early, 2)) == 1


@given(st.data())
def test_all_edges_together_have_no_cycle(data: st.DataObject) -> None:
    size = 7
    sets = [data.draw(st.sets(st.integers(0, 15), min_size=1)) for _ in range(size)]
    ranks = data.draw(st.permutations(range(size)))
    rows = st.integers(0, size - 1)
    possible, edges = {}, {}
    for row in range(size):
        given_sources = data.draw(st.lists(rows.filter(lambda s, r=row: s != r), unique=True))
        possible[row] = _options(*given_sources)
        for option in possible[row]:
            if ranks[option.source] < ranks[row]:  # the first sources make a forest
                edges[row] = Edge(row, option.source, None, 0.8, option.pair)
                break
    most = data.draw(st.integers(1, 4))
    found = further(possible.__getitem__, edges, _column(*sets), NEVER, most)
    graph = networkx.MultiDiGraph((e.source, e.derived) for e in (*edges.values(), *found))
    assert networkx.is_directed_acyclic_graph(graph)
    for row in set(graph):
        assert graph.in_degree(row) <= most
    assert len(graph.edges) == len(set(graph.edges()))
    assert all(e.adds >= NEW for e in found)


def _pile() -> list[pv.Article]:
    halves = [news.text(k) for k in (1, 2)]
    both = "\n".join(halves)
    days = [f"2026-01-0{k}T08:00:00Z" for k in (4, 5, 6)]
    return [
        pv.Article(id=f"a{k}", text=text, published_at=day)
        for k, (text, day) in enumerate(zip((*halves, both), days, strict=True))
    ]


@pytest.mark.parametrize("most", [1, 2])
def test_a_run_writes_as_many_sources_as_the_recipe_allows(
    most: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = pv.Recipe.from_dict({"derivations": {"parents": most, "trust_time": 0.999}})
    result = pv.dedupe(_pile(), recipe=recipe)
    found = {(d.derived, d.source): d for d in result.derivations()}
    assert len(found) == most
    assert {derived for derived, _ in found} == {"a2"}
    assert sum(d.is_further for d in found.values()) == most - 1
    result.write(tmp_path / "out")
    show.lineage(pv.load(tmp_path / "out").trace("a2"))
    told = capsys.readouterr().out
    assert told.count("also from") == most - 1
    (first,) = (source for (_, source), d in found.items() if not d.is_further)
    assert {one for one in ("a0", "a1") if one in told} == {first, *(s for _, s in found)}
    drawn = io.BytesIO()
    result.export("dot", drawn)
    assert drawn.getvalue().count(b"direction undetermined") == 2 - most
