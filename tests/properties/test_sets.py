"""The compiled set kernels give the bits of their plain definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import assert_same, lists_of

from provenance.kernels import compiled, reference
from provenance.kernels.contract import (
    BOILERPLATE,
    CAPITAL,
    COMMON,
    COUNTED,
    NUMBER,
    QUOTED,
    SENTENCE_START,
    WEIGHED,
)

_SEEN = (BOILERPLATE, CAPITAL, COMMON, NUMBER, QUOTED, SENTENCE_START)
flags = st.one_of(
    st.sets(st.sampled_from(_SEEN)).map(sum), st.integers(0, 2047)
)  # also flags that the kernel must not look at
stems = st.one_of(st.integers(0, 6), st.integers(0, 2**32 - 1))
token_rows = st.lists(st.lists(st.tuples(stems, flags), max_size=25), max_size=5)
few = st.sets(st.integers(0, 12), max_size=10).map(sorted)
weight = st.floats(0, 20, width=32)


def _pairs(data: st.DataObject, rows: int) -> Any:
    row = st.integers(0, rows - 1)
    drawn = data.draw(st.lists(st.tuples(row, row), max_size=12))
    return np.array(drawn, np.int32).reshape(-1, 2)


def _weights(data: st.DataObject, size: int) -> Any:
    return np.array(data.draw(st.lists(weight, min_size=size, max_size=size)), np.float32)


@settings(max_examples=200)
@given(st.lists(stems, max_size=30), st.dictionaries(stems, st.integers(0, 2047), max_size=9))
def test_flag_words(tokens: list[int], lexicon: dict[int, int]) -> None:
    stem, flag = np.array(tokens, np.uint32), np.arange(len(tokens), dtype=np.uint16)
    words, bits = np.array([*lexicon], np.uint32), np.array([*lexicon.values()], np.uint16)
    ours = compiled.flag_words(stem, flag, words, bits)
    assert_same(ours, reference.flag_words(stem, flag, words, bits))


@settings(max_examples=200)
@given(token_rows)
def test_content_sets(rows: list[list[tuple[int, int]]]) -> None:
    offsets, stem = lists_of([[s for s, _ in row] for row in rows], np.uint32)
    _, flag = lists_of([[f for _, f in row] for row in rows], np.uint16)
    ours = compiled.content_sets(offsets, stem, flag)
    assert_same(ours, reference.content_sets(offsets, stem, flag))


@given(token_rows)
def test_facts_are_among_the_words_and_quotes_among_the_pairs(
    rows: list[list[tuple[int, int]]],
) -> None:
    offsets, stem = lists_of([[s for s, _ in row] for row in rows], np.uint32)
    _, flag = lists_of([[f for _, f in row] for row in rows], np.uint16)
    made = compiled.content_sets(offsets, stem, flag)
    for part, whole in (
        (made.names, (offsets, stem)), (made.numbers, (offsets, stem)), (made.quotes, made.pairs),
    ):  # fmt: skip
        for row in range(len(rows)):
            inside = part[1][part[0][row] : part[0][row + 1]].tolist()
            assert set(inside) <= set(whole[1][whole[0][row] : whole[0][row + 1]].tolist())


def test_a_masked_word_makes_no_value_and_no_gap() -> None:
    stem = np.array([1, 9, 2], np.uint32)
    masked = np.array([0, BOILERPLATE, 0], np.uint16)
    with_it = compiled.content_sets(np.array([0, 3]), stem, masked)
    without = compiled.content_sets(np.array([0, 2]), stem[[0, 2]], masked[[0, 2]])
    assert_same(with_it, without)


@given(st.lists(few, min_size=1, max_size=6), st.data())
def test_overlap_counts(rows: list[list[int]], data: st.DataObject) -> None:
    column = lists_of(rows, np.uint32)
    pairs = _pairs(data, len(rows))
    ours = compiled.overlap_counts(*column, pairs)
    assert_same(ours, reference.overlap_counts(*column, pairs))
    assert ours.tolist() == [len(set(rows[i]) & set(rows[j])) for i, j in pairs]


@given(st.lists(few, min_size=1, max_size=6), few, st.data())
def test_listed(rows: list[list[int]], known: list[int], data: st.DataObject) -> None:
    column = lists_of(rows, np.uint32)
    asked = np.array(data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8)), np.int64)
    ours = compiled.listed(*column, asked, np.array(known, np.uint32))
    assert_same(ours, reference.listed(*column, asked, np.array(known, np.uint32)))
    assert ours.tolist() == [len(set(rows[row]) & set(known)) for row in asked]


Marked = tuple[list[int], list[int], list[int]]
marked_rows = st.lists(
    few.flatmap(
        lambda row: st.tuples(
            st.just(row),
            *(st.sets(st.sampled_from(row or [0]), max_size=9 * bool(row)).map(sorted),) * 2,
        )
    ),
    min_size=1,
    max_size=6,
)


def _columns(rows: list[Marked]) -> list[Any]:
    return [lists_of([row[k] for row in rows], np.uint32) for k in range(3)]


def _marked(whole: Any, parts: list[Any], module: Any = compiled) -> Any:
    """The marks of all rows."""
    out = np.full(len(whole[1]), 0xFF, np.uint8)
    module.mark(*whole, parts, np.arange(len(whole[0]) - 1), out)
    return out


@given(marked_rows)
def test_mark(rows: list[Marked]) -> None:
    whole, *parts = _columns(rows)
    ours = _marked(whole, parts)
    assert_same(ours, _marked(whole, parts, reference))
    expected = [(v in one) * WEIGHED + (v in two) * COUNTED for row, one, two in rows for v in row]
    assert ours.tolist() == expected


@given(marked_rows)
def test_mark_writes_to_the_rows_that_are_asked_for(rows: list[Marked]) -> None:
    whole, *parts = _columns(rows)
    asked, out = np.arange(0, len(rows), 2), np.full(len(whole[1]), 0xFF, np.uint8)
    compiled.mark(*whole, parts, asked, out)
    kept = np.repeat(np.arange(len(rows)) % 2 == 0, np.diff(whole[0]))
    assert out.tolist() == np.where(kept, _marked(whole, parts), 0xFF).tolist()


@given(marked_rows, st.data())
def test_shared_parts(rows: list[Marked], data: st.DataObject) -> None:
    whole, *parts = _columns(rows)
    weight_of, pairs = _weights(data, 13), _pairs(data, len(rows))
    column = *whole, weight_of[whole[1].astype(int)], _marked(whole, parts)
    ours = compiled.shared_parts(*column, pairs)
    assert_same(ours, reference.shared_parts(*column, pairs))
    one = np.full(1, 1.5, np.float32)  # one weight for all
    same = *whole, one, column[-1], pairs
    assert_same(compiled.shared_parts(*same), reference.shared_parts(*same))
    each = *whole, np.full(len(whole[1]), 1.5, np.float32), column[-1], pairs
    assert_same(compiled.shared_parts(*same), compiled.shared_parts(*each))
    back = compiled.shared_parts(*column, np.ascontiguousarray(pairs[:, ::-1]))
    assert_same(ours, np.ascontiguousarray(back[:, [0, 2, 1, 4, 3, 5]]))
    for (i, j), found in zip(pairs.tolist(), ours.tolist(), strict=True):
        (a, names, numbers), (b, other_names, other_numbers) = rows[i], rows[j]
        assert found[0] == sum(float(weight_of[v] * weight_of[v]) for v in a if v in b)
        assert found[1] == sum(float(weight_of[v]) for v in names if v in b)
        assert found[2] == sum(float(weight_of[v]) for v in other_names if v in a)
        assert found[3] == len({*numbers} & {*b})
        assert found[4] == len({*other_numbers} & {*a})
        assert found[5] == len({*numbers} & {*other_numbers})


@settings(max_examples=200)
@given(token_rows)
def test_without_headlines(rows: list[list[tuple[int, int]]]) -> None:
    offsets, flag = lists_of([[f for _, f in row] for row in rows], np.uint16)
    ours = compiled.without_headlines(offsets, flag)
    assert_same(ours, reference.without_headlines(offsets, flag))
    assert ((ours | CAPITAL) == (flag | CAPITAL)).all()


def test_capitals_of_a_headline_name_nothing_and_those_of_a_sentence_do() -> None:
    headline = [SENTENCE_START | CAPITAL, CAPITAL, CAPITAL, CAPITAL, 0]
    sentence = [SENTENCE_START | CAPITAL, 0, CAPITAL, 0, 0]
    flag = np.array([*headline, *sentence], np.uint16)
    made = compiled.without_headlines(np.array([0, 10]), flag)
    assert made.tolist() == [SENTENCE_START, 0, 0, 0, 0, *sentence]
