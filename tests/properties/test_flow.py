"""What holds for every pile of news, whatever is in it and however it comes."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import attrs
import made_news as news
import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.engines.local import LocalEngine
from provenance.model import Article
from provenance.recipe import Derivations, Output, Recipe
from provenance.schema import TABLES

OPERATIONS = ("copy", "edit", "excerpt", "longer", "footer", "machine", "credit", "loud")
OUTLETS = (None, None, "Harbour Daily Courier", "Veltria Times")
ids = st.text("aB1é漢ﬀ\U0001f600- ", min_size=1, max_size=4)


def _changed(base: int, operation: str, by: int) -> str:
    text = news.text(base)
    return {
        "copy": text,
        "edit": news.edited(base, by=by),
        "excerpt": "\n".join(news.sentences(base)[by % 4 : by % 4 + 4]),
        "longer": text + "\n" + news.text(1000 + by, 3),
        "footer": text + "\n" + news.FOOTER,
        "machine": news.edited(base, changes=2, by=by) + "\n" + news.DISCLOSURE,
        "credit": news.edited(base, changes=2, by=by) + "\n" + news.CREDIT,
        "loud": text.upper().replace("\n", "  \n\n "),
    }[operation]


@st.composite
def piles(draw: st.DrawFn) -> list[Article]:
    """Up to a dozen articles: a few accounts in several versions, and some without words."""
    version = st.tuples(st.integers(0, 2), st.sampled_from(OPERATIONS), st.integers(0, 3))
    texts = [_changed(*one) for one in draw(st.lists(version, max_size=10))]
    texts += draw(st.lists(st.sampled_from(["...", "Word.", "Two words", "日本"]), max_size=2))
    texts = texts or ["Word."]
    names = draw(st.lists(ids, min_size=len(texts), max_size=len(texts), unique=True))
    hour = st.one_of(st.none(), st.integers(0, 72))
    return [
        Article(
            id=name,
            text=text,
            source=draw(st.sampled_from(OUTLETS)),
            published_at=None if (h := draw(hour)) is None else news.at(h),
            published_resolution_s=draw(st.sampled_from([1, 86_400])),
        )
        for name, text in zip(names, texts, strict=True)
    ]


@settings(max_examples=25)
@given(piles(), st.randoms(use_true_random=False), st.integers(1, 5), st.booleans())
def test_workers_chunks_and_order_change_nothing(
    pile: list[Article], chance: random.Random, chunk: int, only_copies: bool
) -> None:
    plain = news.flow(pile, only_copies=only_copies)
    moved = pile.copy()
    chance.shuffle(moved)
    other = news.flow(moved, engine=LocalEngine(3), chunk=chunk, only_copies=only_copies)
    assert news.said(plain.tables) == news.said(other.tables)
    assert plain.ledger.counts == other.ledger.counts


@settings(max_examples=40)
@given(piles())
def test_tables_keep_their_promises(pile: list[Article]) -> None:
    trusting = Recipe(derivations=Derivations(trust_time=1))
    tables = news.flow(pile, recipe=trusting).tables
    rows = {name: table.to_pylist() for name, table in tables.items()}
    for name, (schema, keys) in TABLES.items():
        assert tables[name].schema.equals(schema)
        assert [[r[k] for k in keys] for r in rows[name]] == sorted(
            [r[k] for k in keys] for r in rows[name]
        )
    articles = {row["id"]: row for row in rows["articles"]}
    assert sorted(articles) == sorted(a.id for a in pile)
    _articles_agree(articles)
    _matches_agree(rows["matches"], articles)
    _derivations_agree(rows["derivations"], {a.id: a for a in pile})
    _stories_agree(rows["stories"], articles)
    _identical_texts_are_listed_once(pile, rows["matches"])


def _articles_agree(articles: dict[str, Any]) -> None:
    for row in articles.values():
        head = articles[row["representative"]]
        assert head["representative"] == head["id"]
        assert (head["family"], head["story"]) == (row["family"], row["story"])
        assert row["origin"] in articles or row["origin"].startswith("unseen:")
    story_of = {(row["family"], row["story"]) for row in articles.values()}
    assert len(story_of) == len({family for family, _ in story_of})
    heads = {(row["family"], row["representative"]) for row in articles.values()}
    assert len(heads) == len({family for family, _ in heads})


def _matches_agree(matches: list[dict[str, Any]], articles: dict[str, Any]) -> None:
    assert len({(m["a"], m["b"]) for m in matches}) == len(matches)
    for m in matches:
        assert m["a"] < m["b"]
        outcomes = [m[f"p_{k}"] for k in ("a_from_b", "b_from_a", "common", "independent")]
        assert abs(sum(outcomes) - 1) < 1e-9 and min(outcomes) >= 0
        assert 0 < m["probability"] < 1
        for share in ("shingle_jaccard", "containment_ab", "containment_ba", "content_similarity"):
            assert 0 <= m[share] <= 1 + 1e-9
        a, b = (articles[m[k]]["published_at"] for k in "ab")
        assert m["time_gap_s"] == (None if None in (a, b) else (b - a).total_seconds())


def _derivations_agree(edges: list[dict[str, Any]], pile: dict[str, Article]) -> None:
    assert max(Counter(e["derived"] for e in edges).values(), default=1) == 1
    graph = networkx.DiGraph((e["source"], e["derived"]) for e in edges)
    assert networkx.is_directed_acyclic_graph(graph)
    for early in set(graph) & set(pile):
        for late in networkx.descendants(graph, early):
            first, then = pile[early], pile[late]
            if first.published_at and then.published_at:
                slack = first.published_resolution_s + then.published_resolution_s
                assert (first.published_at - then.published_at).total_seconds() <= slack
    for e in edges:
        assert e["derived"] in pile
        assert 0.5 <= e["probability"] <= 1
        if e["source"] in pile:
            first, then = pile[e["source"]], pile[e["derived"]]
            if first.published_at and then.published_at:
                slack = max(first.published_resolution_s, then.published_resolution_s)
                assert (first.published_at - then.published_at).total_seconds() <= slack
        length = len(pile[e["derived"]].text)
        for one in e["evidence"]:
            assert all(0 <= start < end <= length for start, end in one["spans"])


def _stories_agree(stories: list[dict[str, Any]], articles: dict[str, Any]) -> None:
    assert sum(s["size"] for s in stories) == len(articles)
    for s in stories:
        inside = [row for row in articles.values() if row["story"] == s["story"]]
        assert s["size"] == len(inside)
        assert s["families"] == len({row["family"] for row in inside})
        assert 1 <= s["independent_origins"] <= s["families"] <= s["size"]
        times = [row["published_at"] for row in inside if row["published_at"]]
        assert s["first_published_at"] == min(times, default=None)
        assert s["last_published_at"] == max(times, default=None)


def _identical_texts_are_listed_once(pile: list[Article], matches: list[dict[str, Any]]) -> None:
    """n articles of the same words, n - 1 rows."""
    groups = Counter(" ".join(news.words_of(a.text)) for a in pile if news.words_of(a.text))
    duplicates = sum(m["relation"] == "duplicate" for m in matches)
    assert duplicates >= sum(n - 1 for n in groups.values())


@settings(max_examples=20)
@given(piles(), st.integers(0, 9))
def test_names_of_clusters_do_not_hang_on_the_rest_of_the_pile(
    pile: list[Article], seed: int
) -> None:
    """An article about something else changes no cluster of the others."""
    plain = news.flow(pile).tables["articles"].to_pylist()
    far = Article(id="~ far away", text="Nothing 12 of this is anywhere else: " + "x y z " * seed)
    more = news.flow([*pile, far]).tables["articles"].to_pylist()
    assert {r["id"]: (r["family"], r["story"]) for r in plain}.items() <= {
        r["id"]: (r["family"], r["story"]) for r in more
    }.items()


@settings(max_examples=15)
@given(st.integers(2, 9), st.integers(0, 5))
def test_n_identical_texts_give_n_minus_1_rows(copies: int, others: int) -> None:
    pile = news.texts_of([news.text(1)] * copies + [news.text(50 + k) for k in range(others)])
    made = news.flow(pile).tables
    rows = [m for m in made["matches"].to_pylist() if m["relation"] != "same_story"]
    assert [m["relation"] for m in rows] == ["duplicate"] * (copies - 1)
    hub = made["articles"].to_pylist()[0]["representative"]
    assert all(hub in (m["a"], m["b"]) for m in rows)


@settings(max_examples=10)
@given(st.integers(8, 14), st.integers(1, 4))
def test_output_of_a_large_family_is_linear(size: int, strongest: int) -> None:
    recipe = attrs.evolve(Recipe(), output=Output(strongest=strongest, family_rows=6))
    pile = news.texts_of(news.edited(1, 12, by=k) for k in range(size))
    rows = news.flow(pile, recipe=recipe).tables["matches"].to_pylist()
    assert len(rows) <= size * strongest
    listed = Counter(name for m in rows for name in (m["a"], m["b"]))
    assert all(listed[a.id] >= strongest for a in pile)
    whole = news.flow(pile).tables["matches"].to_pylist()
    assert len(whole) == size * (size - 1) // 2


def test_an_empty_pile_gives_empty_tables() -> None:
    tables = news.flow([], chunk=1).tables
    assert {name: table.num_rows for name, table in tables.items()} == dict.fromkeys(TABLES, 0)
