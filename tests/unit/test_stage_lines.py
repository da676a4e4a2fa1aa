"""What repeats across a pile: how frequent words are, and lines that a publisher prints again."""

from __future__ import annotations

import math
from collections import Counter

import attrs
import made_news as news
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.kernels import compiled
from provenance.kernels.contract import BOILERPLATE
from provenance.model import Article
from provenance.recipe import Cleaning, Recipe
from provenance.stages.background import (
    DOCUMENTS,
    PERSON,
    Background,
    background,
    frequencies,
    stems_of,
)
from provenance.stages.lines import Repeated, _often, _stands
from provenance.stages.masked import REPEATED, flag_repeated, masked_tokens, repeated_words

NONE = np.empty(0, np.uint32)
LINE = "Borek keldafen muno travisgor dolan the harbour 31 courier."
LINE_WORDS = 9


@given(
    st.lists(st.sets(st.integers(1, 9), max_size=6), min_size=1, max_size=8),
    st.dictionaries(st.integers(1, 9), st.integers(1, 500), min_size=1),
)
def test_idf_blends_the_pile_with_the_background(
    pile: list[set[int]], known: dict[int, int]
) -> None:
    table = Background(
        np.array(sorted(known), np.uint32),
        np.array([known[k] for k in sorted(known)], np.float32),
        NONE,
    )
    content = np.array([stem for one in pile for stem in sorted(one)], np.uint32)
    found = frequencies(content, len(pile), table)
    df = Counter(stem for one in pile for stem in one)
    assert found.stems.tolist() == sorted(df)
    assert found.df.tolist() == [df[stem] for stem in sorted(df)]
    for stem, idf in zip(found.stems.tolist(), found.idf.tolist(), strict=True):
        there = df[stem] + known.get(stem, 0) + 0.5
        assert idf == pytest.approx(math.log((len(pile) + DOCUMENTS + 1) / there), rel=1e-6)


def test_the_background_decides_in_a_small_pile_and_fades_in_a_large_one() -> None:
    known = background()
    often = known.stems[np.argmax(known.frequency)]
    seldom = np.uint32(7)
    assert seldom not in known.stems
    few = frequencies(np.array([often, seldom]), 1, known).idf
    assert abs(few[0] - few[1]) > 4
    content = np.repeat(np.array([often, seldom], np.uint32), 1_000_000)
    many = frequencies(content, 1_000_000, known).idf
    assert abs(many[0] - many[1]) < 0.01


def test_the_background_table_is_sound() -> None:
    known = background()
    assert (np.diff(known.stems.astype(np.int64)) > 0).all()
    assert (np.diff(known.common.astype(np.int64)) > 0).all()
    assert ((known.frequency > 0) & (known.frequency <= DOCUMENTS)).all()
    assert np.isin(stems_of("the"), known.common).all()
    assert len(stems_of(PERSON)) == len(PERSON.split())


def _masked(articles: list[Article], recipe: Recipe | None = None) -> dict[str, int]:
    table = news.features(articles, recipe)
    counts = table.column("n_boilerplate_words").to_pylist()
    return dict(zip(table.column("id").to_pylist(), counts, strict=True))


def _under(line: str, count: int, source: str | None, start: int = 0) -> list[Article]:
    return [
        Article(id=f"{source}{k}", text=f"{news.text(start + k)}\n{line}", source=source)
        for k in range(count)
    ]


def test_a_footer_of_one_publisher_is_masked_there_only() -> None:
    courier = _under(LINE, 5, "Harbour Daily Courier")
    other = _under(LINE, 2, "Veltria Times", 50)
    found = _masked(courier + other)
    assert [found[a.id] for a in courier] == [LINE_WORDS] * 5
    assert [found[a.id] for a in other] == [0, 0]


def test_the_name_of_a_publisher_counts_whatever_its_case() -> None:
    pile = [
        attrs.evolve(a, source=name)
        for a, name in zip(
            _under(LINE, 3, "x"), ("The Courier", "the courier ", "THE COURIER"), strict=True
        )
    ]
    assert set(_masked(pile).values()) == {LINE_WORDS}


@pytest.mark.parametrize(("needed", "masked"), [(5, LINE_WORDS), (6, 0)])
def test_how_many_articles_it_takes_is_a_setting(needed: int, masked: int) -> None:
    by_source = attrs.evolve(Recipe(), cleaning=Cleaning(repeated_line=needed))
    assert set(_masked(_under(LINE, 5, "Courier"), by_source).values()) == {masked}
    anywhere = attrs.evolve(Recipe(), cleaning=Cleaning(repeated_anywhere=needed))
    assert set(_masked(_under(LINE, 5, None), anywhere).values()) == {masked}


def test_forty_copies_of_a_story_make_no_footer() -> None:
    copies = [Article(id=f"c{k:02}", text=news.text(1), source="Courier") for k in range(40)]
    edits = [Article(id=f"e{k:02}", text=news.edited(2, by=k), source="Courier") for k in range(40)]
    longer = [
        Article(id=f"l{k:02}", text=f"{news.text(3)}\n{news.text(100 + k, 3)}", source="Courier")
        for k in range(40)
    ]
    assert set(_masked(copies + edits + longer).values()) == {0}


def test_an_article_that_is_all_template_keeps_its_words() -> None:
    lines = [news.text(900 + k, 1) for k in range(4)]
    pile = [
        Article(id=f"a{k}", text="\n".join([*lines, news.text(k, 12)]), source="Courier")
        for k in range(5)
    ]
    notice = Article(id="notice", text="\n".join([*lines, "Closed."]), source="Courier")
    found = _masked([*pile, notice])
    assert all(found[a.id] == len(news.words_of("\n".join(lines))) for a in pile)
    assert found["notice"] == 0


def test_a_footer_links_nothing() -> None:
    """Articles that share only their publisher's footer share no shingle and no candidate."""
    footer = "\n".join(news.sentences(77, 6))
    pile = [Article(id=f"a{k}", text=f"{news.text(k, 10)}\n{footer}", source="C") for k in range(4)]
    masked, kept = news.features(pile), news.features([attrs.evolve(a, source=None) for a in pile])

    def shared(table: object) -> int:
        sets = [set(s) for s in table.column("shingles").to_pylist()]  # type: ignore[attr-defined]
        return len(sets[0] & sets[1])

    assert shared(masked) == 0
    assert shared(kept) > 40


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=60),
    st.integers(2, 4),
    st.integers(0, 60),
)
def test_often_is_what_enough_rows_have(
    pairs: list[tuple[int, int]], needed: int, shift: int
) -> None:
    pairs = sorted((row, value << shift) for value, row in pairs)
    row, line = np.array(pairs, np.uint64).reshape(-1, 2).T
    rows = {value: {r for r, v in pairs if v == value} for _, value in pairs}
    expected = sorted(value for value in rows if len(rows[value]) >= needed)
    often = _often(line, row.astype(np.int64), needed)
    assert often.tolist() == expected
    assert _stands(line, often).tolist() == [value in expected for value in line.tolist()]


VERSES = ("one two", "three", "four five six", "seven eight nine ten", "", "!")


def _batch(texts: list[str]) -> pa.RecordBatch:
    masks = pa.nulls(len(texts), pa.list_(pa.int64()))
    return pa.record_batch({"text": pa.array(texts, pa.large_string()), "mask": masks})


@given(
    st.lists(st.lists(st.sampled_from(VERSES), max_size=6), min_size=1, max_size=5),
    st.sets(st.sampled_from(VERSES[:4])),
    st.data(),
)
def test_words_of_repeated_lines_are_known_by_number(
    articles: list[list[str]], footers: set[str], data: st.DataObject
) -> None:
    def hashes(verses: list[str]) -> np.ndarray:
        return compiled.line_hashes(masked_tokens(_batch(["\n".join(verses)]))).hash

    batch = _batch(["\n".join(verses) for verses in articles])
    tokens, keys = masked_tokens(batch), np.zeros(len(articles), np.uint64)
    repeated = Repeated(np.sort(hashes(sorted(footers))), np.empty(0, np.uint64))
    found = repeated_words(tokens, compiled.line_hashes(tokens), keys, repeated)
    assert found.type == REPEATED and len(found) == len(articles)

    order = data.draw(st.permutations(range(len(articles))))
    again = masked_tokens(batch.take(pa.array(order)))
    flag_repeated(again, found.take(pa.array(order)))
    for place, row in enumerate(order):
        words = [(word, verse in footers) for verse in articles[row] for word in verse.split()]
        words = [one for one in words if one[0] != "!"]
        left = sum(not inside for _, inside in words)
        masked = left >= 0.2 * len(words)  # what is all template is its text
        flags = again.flags[again.offsets[place] : again.offsets[place + 1]] & BOILERPLATE
        assert (flags > 0).tolist() == [inside and masked for _, inside in words]
