"""Sentence alignment: the compiled kernel against its plain definition, and its laws."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import assert_same

from provenance.kernels import compiled, reference
from provenance.kernels.compiled import distinct
from provenance.kernels.contract import (
    BOILERPLATE,
    COMMON,
    MAX_NUMBERED,
    MAX_SENTENCES,
    SENTENCE_START,
    Ragged,
)

FLAGS = st.sampled_from([0, 0, 0, SENTENCE_START, BOILERPLATE, BOILERPLATE | SENTENCE_START])
TOKEN = st.tuples(st.integers(0, 40), FLAGS)
PILE = st.lists(st.lists(TOKEN, max_size=60), min_size=2, max_size=4)
FREQUENT = range(4)
LEADS = np.array([1, 2, 5])
PAIR = np.array([[0, 1]], np.int32)


def columns(pile: list[list[tuple[int, int]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, pile)]).astype(np.int64)
    flat = [token for document in pile for token in document]
    return (
        offsets,
        np.array([s for s, _ in flat], np.uint32),
        np.array([f | COMMON * (s in FREQUENT) for s, f in flat], np.uint16),
    )


@given(PILE)
def test_places_equal_their_definition(pile: list[list[tuple[int, int]]]) -> None:
    fast = compiled.places(*columns(pile))
    plain = reference.places(*columns(pile))
    assert all(np.array_equal(a, b) for a, b in zip(fast, plain, strict=True))


def placed(pile: list[list[tuple[int, int]]]) -> tuple[Ragged, Ragged]:
    """The numbered places of each document, and its stems."""
    offsets, stem, flags = columns(pile)
    stems, found = compiled.numbered_places(distinct(*compiled.places(offsets, stem, flags)))
    return found, stems


@given(PILE)
def test_numbered_places_equal_their_definition(pile: list[list[tuple[int, int]]]) -> None:
    offsets, stem, flags = columns(pile)
    found = distinct(*compiled.places(offsets, stem, flags))
    stems, fast = compiled.numbered_places(found)
    assert_same((stems, fast), reference.numbered_places(found))
    stays = (flags & BOILERPLATE) == 0
    ends = np.concatenate([[0], np.cumsum(stays)])[offsets]
    assert_same(stems, distinct(ends, stem[stays]))
    rows = np.repeat(np.arange(len(pile)), np.diff(fast.offsets))
    word, sentence = np.divmod(fast.values, MAX_SENTENCES)
    back = stems.values[stems.offsets[rows] + word].astype(np.uint64) << 32 | sentence
    assert np.array_equal(back, found.values[found.values % (1 << 32) < MAX_SENTENCES])


def test_words_beyond_the_last_number_have_no_place() -> None:
    words = MAX_NUMBERED + 2
    values = np.arange(words, dtype=np.uint64) << 32 | MAX_SENTENCES
    values[[0, MAX_NUMBERED - 1, MAX_NUMBERED, MAX_NUMBERED + 1]] -= MAX_SENTENCES - 3
    places = Ragged(np.array([0, words, words + 1]), np.append(values, np.uint64(7 << 32)))
    stems, found = compiled.numbered_places(places)
    assert np.diff(stems.offsets).tolist() == [words, 1]
    assert found.offsets.tolist() == [0, 2, 3]
    assert found.values.tolist() == [3, (MAX_NUMBERED - 1) * MAX_SENTENCES + 3, 0]


@settings(max_examples=60)
@given(PILE, st.integers(0, 2**32 - 1))
def test_alignment_equals_its_definition(pile: list[list[tuple[int, int]]], seed: int) -> None:
    places, stems = placed(pile)
    # Powers of two add up exactly, in whatever order.
    exponents = np.random.default_rng(seed).integers(0, 4, 64)
    weights = (2.0 ** exponents[stems.values]).astype(np.float32)
    words = np.diff(places.offsets).astype(np.int32)
    pairs = np.array([(i, j) for i in range(len(pile)) for j in range(len(pile))], np.int32)
    fast = compiled.align_pairs(places, stems, weights, words, pairs, LEADS)
    plain = reference.align_pairs(places, stems, weights, words, pairs, LEADS)
    assert np.allclose(fast, plain, rtol=1e-12, atol=0)
    assert ((fast >= 0) & (fast <= 1 + 1e-12)).all()
    back = compiled.align_pairs(places, stems, weights, words, pairs[:, ::-1].copy(), LEADS)
    assert np.allclose(fast[:, 10:], back[:, 10:], rtol=1e-12, atol=0)
    apart = words[pairs[:, 0]] != words[pairs[:, 1]]
    assert np.allclose(fast[apart], back[apart], rtol=1e-12, atol=0)


def test_a_text_aligns_with_itself_in_order() -> None:
    document = [(10 + k, SENTENCE_START if k % 6 == 0 else 0) for k in range(30)]
    places, stems = placed([document, document])
    weights = np.ones(len(stems.values), np.float32)
    words = np.array([30, 30], np.int32)
    rows = compiled.align_pairs(places, stems, weights, words, PAIR, LEADS)
    assert np.array_equal(rows, np.ones((1, 16)))


def test_reordered_sentences_lose_only_their_order() -> None:
    sentences = [
        [(10 * k + m, SENTENCE_START if m == 0 else 0) for m in range(6)] for k in (1, 2, 3)
    ]
    pile = [[t for s in sentences for t in s], [t for s in sentences[::-1] for t in s]]
    places, stems = placed(pile)
    weights = np.ones(len(stems.values), np.float32)
    words = np.array([18, 18], np.int32)
    rows = compiled.align_pairs(places, stems, weights, words, PAIR, LEADS)
    assert rows[0, :5].tolist() == [1, 1, 1, 1 / 3, 1]


def test_a_lead_sees_only_the_first_sentences() -> None:
    opening = [(10 + m, SENTENCE_START if m == 0 else 0) for m in range(6)]
    rest = [[(90 * k + m, SENTENCE_START if m == 0 else 0) for m in range(6)] for k in (1, 2)]
    places, stems = placed([opening + rest[0], opening + rest[1]])
    weights = np.ones(len(stems.values), np.float32)
    words, pairs = np.array([12, 12], np.int32), np.array([[0, 1]], np.int32)
    rows = compiled.align_pairs(places, stems, weights, words, pairs, np.array([1, 2]))
    assert rows[0, 10:].tolist() == [1, 1, 6 / 18, 1 / 2]
