"""What each article is in its family, and the tables that say so."""

from __future__ import annotations

import hashlib
from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Relation, Role
from provenance.recipe import Output
from provenance.schema import ARTICLES, MATCHES, STORIES, TIME
from provenance.stages.columns import seconds_of
from provenance.stages.identical import first_of_identical, precedence
from provenance.stages.members import Members, describe
from provenance.stages.origins import UNNAMED, Edge
from provenance.stages.tables import (
    cluster_names,
    matches_table,
    stories_table,
    strongest,
)
from provenance.stages.verify import RELATIONS, SCHEMA

COURIER = "unseen:Harbour Daily Courier"


def _features(
    words: list[int], hours: list[float | None] | None = None, digests: list[int | None] = ()
) -> pa.Table:  # type: ignore[assignment]
    times = [None if h is None else news.at(h) for h in hours or [None] * len(words)]
    return pa.table(
        {
            "id": pa.array([f"a{k}" for k in range(len(words))]),
            "n_words": pa.array(words, pa.int32()),
            "published_at": pa.array(times, TIME),
            "digest": pa.array(list(digests) or list(range(len(words))), pa.uint64()),
        }
    )


def _matches(*rows: tuple[int, int, Relation, float]) -> pa.Table:
    made = [
        {
            **{f.name: 0.5 for f in SCHEMA if f.type == pa.float64()},
            "i": i,
            "j": j,
            "relation": RELATIONS.index(relation),
            "probability": p,
            "content_similarity": p,
            "simhash_distance": 3,
            "features": [0.5],
        }
        for i, j, relation, p in rows
    ]
    return pa.Table.from_pylist(made, schema=SCHEMA)


COPY, REWRITE, SAME = Relation.NEAR_DUPLICATE, Relation.REWRITE, Relation.SAME_STORY


def _describe(
    family: list[int], matches: pa.Table, edges: dict[int, Edge], **given: Any
) -> Members:
    features = _features(given.get("words", [100] * len(family)), given.get("hours"))
    return describe(features, matches, np.array(family, np.int32), edges.values())


def test_precedence_is_time_then_length_then_id() -> None:
    features = _features([5, 9, 5, 5, 7], [2, None, None, 1, 1])
    assert precedence(features).tolist() == [2, 3, 4, 1, 0]


def test_identical_texts_have_one_first() -> None:
    features = _features([5, 9, 5, 5, 7], [2, None, None, 1, 1], [8, 8, 6, 8, 6])
    assert first_of_identical(features).tolist() == [3, 3, 4, 3, 4]
    wordless = _features([0, 0, 0], None, [None, None, 4])
    assert first_of_identical(wordless).tolist() == [0, 1, 2]


def test_an_article_alone_is_a_report_and_its_own_origin() -> None:
    found = _describe([0, 1], _matches((0, 1, SAME, 0.9)), {})
    assert found.role.to_pylist() == [Role.REPORT] * 2
    assert found.representative.tolist() == [0, 1]
    assert found.origin.to_pylist() == ["a0", "a1"]


def test_the_source_of_most_stands_for_the_family() -> None:
    matches = _matches((0, 2, COPY, 0.9), (1, 2, REWRITE, 0.9))
    edges = {0: Edge(0, 2, None, 0.9, 0), 1: Edge(1, 2, None, 0.9, 1)}
    found = _describe([0, 0, 0], matches, edges, hours=[1, 2, 3])
    assert found.representative.tolist() == [2, 2, 2]
    assert found.role.to_pylist() == [Role.COPY, Role.REWRITE, Role.ORIGINAL]
    assert found.origin.to_pylist() == ["a2"] * 3


def test_without_derivations_the_earliest_then_the_longest_does() -> None:
    matches = _matches((0, 1, COPY, 0.9), (1, 2, Relation.EXCERPT, 0.9))
    dated = _describe([0, 0, 0], matches, {}, hours=[3, 1, 2])
    assert dated.representative.tolist() == [1, 1, 1]
    assert dated.role.to_pylist() == [Role.COPY, Role.ORIGINAL, Role.EXCERPT]
    assert dated.origin.to_pylist() == ["a1"] * 3
    long = _describe([0, 0, 0], matches, {}, words=[5, 6, 7])
    assert long.representative.tolist() == [2, 2, 2]


@pytest.mark.parametrize("name", [COURIER, UNNAMED])
def test_what_comes_from_an_unseen_source_is_a_rewrite_of_it(name: str) -> None:
    edges = {k: Edge(k, -1, name, 0.8, 0, 1 - k) for k in (0, 1)}
    found = _describe([0, 0], _matches((0, 1, REWRITE, 0.7)), edges)
    assert found.role.to_pylist() == [Role.REWRITE] * 2
    assert found.origin.to_pylist() == [name] * 2


def test_a_chain_has_the_origin_of_its_top() -> None:
    matches = _matches((0, 1, COPY, 0.9))
    edges = {0: Edge(0, 1, None, 0.9, 0), 1: Edge(1, -1, COURIER, 0.9, -1)}
    found = _describe([0, 0], matches, edges)
    assert found.origin.to_pylist() == [COURIER] * 2
    assert found.role.to_pylist() == [Role.COPY, Role.REWRITE]


def test_an_article_whose_source_is_undetermined_has_the_family_s_origin() -> None:
    matches = _matches((0, 1, COPY, 0.9), (1, 2, COPY, 0.9))
    found = _describe([0, 0, 0], matches, {1: Edge(1, 0, None, 0.9, 0)}, hours=[1, 2, 3])
    assert found.origin.to_pylist() == ["a0"] * 3


def test_one_ancestry_has_the_origin_that_most_of_it_leads_to() -> None:
    """Two families that a derivation joins; one article credits an outlet that has no other."""
    matches = _matches((0, 1, COPY, 0.9), (2, 3, COPY, 0.9), (1, 2, COPY, 0.5))
    edges = {
        1: Edge(1, 0, None, 0.9, 0),
        2: Edge(2, 0, None, 0.6, 2),
        3: Edge(3, -1, COURIER, 0.8, -1),
    }
    assert _describe([0, 0, 2, 2, 4], matches, edges).origin.to_pylist() == ["a0"] * 4 + ["a4"]
    # With as many votes, the source that is not in the pile goes before.
    tie = {1: Edge(1, -1, COURIER, 0.8, -1)}
    assert _describe([0, 0], _matches((0, 1, COPY, 0.9)), tie).origin.to_pylist() == [COURIER] * 2


def test_a_cluster_is_named_by_its_members_whatever_their_order() -> None:
    digest = hashlib.sha256(b"a\nb").hexdigest()[:12]
    alone = hashlib.sha256(b"x").hexdigest()[:12]
    labels = {"f-": np.array([0, 1, 0]), "s-": np.array([0, 2, 0])}
    assert [names.to_pylist() for names in cluster_names(["b", "x", "a"], labels)] == [
        [f"f-{digest}", f"f-{alone}", f"f-{digest}"],
        [f"s-{digest}", f"s-{alone}", f"s-{digest}"],
    ]


def _name(ids: list[str]) -> str:
    """The name of a cluster of these."""
    return str(cluster_names(ids, {"f-": np.zeros(len(ids), int)})[0][0])


@given(st.lists(st.sets(st.text("a\n1:", min_size=1, max_size=4), min_size=1), max_size=8))
def test_two_clusters_never_share_a_name(clusters: list[set[str]]) -> None:
    names = {frozenset(one): _name(sorted(one)) for one in clusters}
    assert len(set(names.values())) == len(names)


def test_a_line_break_in_an_id_makes_no_second_id() -> None:
    assert _name(["a\nb"]) != _name(["a", "b"])


def _kept(matches: pa.Table, family: list[int], **settings: int) -> list[tuple[int, int]]:
    kept, rows = strongest(matches, np.array(family), Output(**settings))
    assert kept.to_pylist() == matches.take(pa.array(rows)).to_pylist()
    return list(zip(kept.column("i").to_pylist(), kept.column("j").to_pylist(), strict=True))


def test_each_article_keeps_its_strongest_same_story_rows() -> None:
    star = _matches(*((0, k, SAME, 0.5 + k / 100) for k in range(1, 6)))
    # Row (0, 1) is the weakest of 0, and the strongest of 1.
    assert len(_kept(star, list(range(6)), strongest=1)) == 5
    full = [(i, j) for i in range(6) for j in range(i + 1, 6)]
    dense = _matches(*((i, j, SAME, 0.5 + (i + j) / 100) for i, j in full))
    assert _kept(dense, list(range(6)), strongest=1) == [(k, 5) for k in range(5)]
    assert _kept(dense, list(range(6)), strongest=5) == full


def test_a_small_family_lists_all_its_copies_and_a_large_one_the_strongest() -> None:
    full = [(i, j) for i in range(6) for j in range(i + 1, 6)]
    dense = _matches(*((i, j, COPY, 0.5 + (i + j) / 100) for i, j in full))
    assert _kept(dense, [0] * 6, family_rows=6, strongest=1) == full
    assert _kept(dense, [0] * 6, family_rows=5, strongest=1) == [(k, 5) for k in range(5)]


def test_the_matches_table() -> None:
    matches = _matches((0, 1, COPY, 0.9), (0, 2, SAME, 0.6))
    seconds = seconds_of(_features([1, 1, 1], [0, 2, None]))
    assert seconds[1] - seconds[0] == 7200 and np.isnan(seconds[2])
    table = matches_table(matches, np.full((2, 4), 0.25), pa.array(["x", "y", "z"]), seconds)
    assert table.schema.equals(MATCHES)
    first, second = table.to_pylist()
    assert (first["a"], first["b"], first["relation"]) == ("x", "y", "near_duplicate")
    assert first["time_gap_s"] == 7200
    assert second["time_gap_s"] is None
    assert second["p_common"] == 0.25


def _article(**given: Any) -> dict[str, Any]:
    plain = dict.fromkeys(ARTICLES.names)
    return {**plain, "representative": given["id"], "origin": given["id"], "story": "s", **given}


def test_the_stories_table() -> None:
    rows = [
        _article(id="a", family="f", origin=COURIER, title="Late", published_at=news.at(5)),
        _article(id="b", family="f", origin="b", representative="a", source="Z"),
        _article(id="c", family="g", origin=COURIER, title="First", published_at=news.at(1)),
        _article(id="d", family="h", origin=UNNAMED, source="A"),
        _article(id="e", family="i", origin=UNNAMED, source="A"),
        _article(id="f", family="j", story="t"),
    ]
    table = stories_table(pa.Table.from_pylist(rows, schema=ARTICLES))
    assert table.schema.equals(STORIES)
    one, two = table.to_pylist()
    # Two families of the Courier are one origin; unseen sources without a name are each their own.
    assert (one["size"], one["families"], one["independent_origins"]) == (5, 4, 3)
    assert (one["title"], one["sources"]) == ("First", ["A", "Z"])
    assert (one["first_published_at"], one["last_published_at"]) == (news.at(1), news.at(5))
    assert (two["story"], two["size"], two["title"]) == ("t", 1, None)


def test_a_story_that_one_article_tells_is_a_row_like_any_other() -> None:
    rows = [
        _article(id="b", family="f", story="t2", title="", source=""),
        _article(id="c", family="g", story="t1", title="One", source="Z", published_at=news.at(3)),
        _article(id="d", family="h", story="t3", source="A"),
    ]
    made = stories_table(pa.Table.from_pylist(rows, schema=ARTICLES)).to_pylist()
    assert [(r["story"], r["title"], r["sources"]) for r in made] == [
        ("t1", "One", ["Z"]), ("t2", None, []), ("t3", None, ["A"]),
    ]  # fmt: skip
    assert made[0]["first_published_at"] == made[0]["last_published_at"] == news.at(3)
    assert all((r["size"], r["families"], r["independent_origins"]) == (1, 1, 1) for r in made)
    assert stories_table(ARTICLES.empty_table()).equals(STORIES.empty_table())
