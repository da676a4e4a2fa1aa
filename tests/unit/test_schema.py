"""Objects become rows and come back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import (
    UNSEEN,
    Article,
    ArticleRow,
    Derivation,
    Evidence,
    Kind,
    Match,
    Outcomes,
    Relation,
    Role,
    Story,
)
from provenance.schema import (
    ARTICLES,
    DERIVATIONS,
    INPUT,
    MATCHES,
    STORIES,
    article_row,
    input_batch,
    rows,
    to_article,
    to_article_row,
    to_derivation,
    to_match,
    to_story,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words
times = st.none() | st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
number = st.floats(allow_nan=False, allow_infinity=False)
texts = st.lists(words, max_size=3).map(tuple)
plain = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words
articles = st.builds(
    Article,
    id=words, text=words, title=maybe, source=maybe, published_at=times,
    published_resolution_s=st.integers(1, 86_400), url=maybe, language=maybe, authors=texts,
    extra=st.dictionaries(words, plain | st.lists(plain, max_size=2), max_size=2),
)  # fmt: skip
spans = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2).map(tuple)
evidence = st.builds(Evidence, words, number, words, spans)
derivations = st.builds(
    Derivation,
    derived=words, source=words | words.map(lambda w: UNSEEN + w), kind=st.sampled_from(Kind),
    probability=number, evidence=st.lists(evidence, max_size=3).map(tuple),
)  # fmt: skip


def _once(table: pa.Table) -> dict[str, Any]:
    (row,) = rows(table)
    return row


@given(articles)
def test_articles(article: Article) -> None:
    batch = input_batch([article_row(article, "f", 7)])
    assert batch.schema.equals(INPUT)
    row = _once(pa.Table.from_batches([batch]))
    assert to_article(row) == article
    assert (row["file"], row["line"]) == ("f", 7)


@given(derivations)
def test_derivations(derivation: Derivation) -> None:
    table = pa.Table.from_pylist([attrs.asdict(derivation)], schema=DERIVATIONS)
    assert to_derivation(_once(table)) == derivation
    assert derivation.is_unseen == derivation.source.startswith(UNSEEN)


@given(st.lists(number, min_size=13, max_size=13), st.sampled_from(Relation), st.booleans())
def test_matches(values: list[float], relation: Relation, unknown: bool) -> None:
    row: dict[str, Any] = dict(zip(
        [f.name for f in MATCHES if f.type == pa.float64()], values, strict=False,
    ))  # fmt: skip
    row |= {"a": "x", "b": "y", "relation": relation.value, "features": [0.5, 0.25]}
    row |= {"simhash_distance": None if unknown else 9}
    row["time_gap_s"] = None if unknown else row["time_gap_s"]
    match = to_match(_once(pa.Table.from_pylist([row], schema=MATCHES)))
    assert match.relation is relation
    assert match.features == (0.5, 0.25)
    assert match.outcomes == Outcomes(
        a_from_b=row["p_a_from_b"], b_from_a=row["p_b_from_a"],
        common=row["p_common"], independent=row["p_independent"],
    )  # fmt: skip
    for name in MATCHES.names:
        if not name.startswith("p_") and name not in ("relation", "features"):
            assert getattr(match, name) == row[name]
    assert isinstance(match, Match)


@given(words, st.sampled_from(Role), maybe, times, texts, st.booleans())
def test_article_rows(
    name: str, role: Role, title: str | None, time: datetime | None,
    authors: tuple[str, ...], disclosed: bool,
) -> None:  # fmt: skip
    row = {
        **dict.fromkeys(ARTICLES.names, name), "role": role.value, "title": title,
        "published_at": time, "n_words": 3, "n_boilerplate_words": 0, "authors": list(authors),
        "declared_sources": None, "ai_disclosed": disclosed,
    }  # fmt: skip
    found = to_article_row(_once(pa.Table.from_pylist([row], schema=ARTICLES)))
    assert isinstance(found, ArticleRow)
    assert found.role is role
    assert found.authors == authors
    assert found.declared_sources == ()
    assert (found.title, found.published_at, found.ai_disclosed) == (title, time, disclosed)


@given(st.builds(
    Story, story=words, title=maybe, size=st.integers(0, 9), families=st.integers(0, 9),
    independent_origins=st.integers(0, 9), first_published_at=times, last_published_at=times,
    sources=texts,
))  # fmt: skip
def test_stories(story: Story) -> None:
    row = {name: getattr(story, name) for name in STORIES.names}
    row["sources"] = list(story.sources)
    assert to_story(_once(pa.Table.from_pylist([row], schema=STORIES))) == story


def test_no_authors_are_null_from_an_object_too() -> None:
    assert article_row(Article(id="a", text="t"))["authors"] is None
    assert article_row(Article(id="a", text="t", authors=("Jo",)))["authors"] == ["Jo"]
