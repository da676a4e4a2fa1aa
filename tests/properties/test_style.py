"""The compiled style counts give the bits of their plain definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import assert_same, documents, packed

from provenance.kernels import compiled, reference
from provenance.kernels.contract import (
    BOILERPLATE,
    COMMON,
    PERSON,
    SPEECH,
    STYLE_BYTES,
    STYLE_COLUMNS,
)

_WORDS = (
    "The the said I we over thirty-one people (in Paris), 1,247! Who? No: 'so' “it” said; NATO "
)
prose = st.lists(st.sampled_from([*_WORDS.split(), "\n", ". ", "\xe9"]), max_size=40)
piles = st.one_of(
    documents, st.lists(prose.map(lambda words: " ".join(words).encode()), max_size=4)
)


@settings(max_examples=100)
@given(piles, st.integers(0, 99))
def test_style_counts(batch: list[bytes], chance: int) -> None:
    text, offsets = packed(batch)
    tokens = reference.tokenize(text, offsets)
    masked = np.random.default_rng(chance).random(len(tokens.hash)) < 0.3
    flags = tokens.flags | np.where(masked, BOILERPLATE, 0).astype(np.uint16)
    seen = np.unique(tokens.stem)
    kinds = np.array([COMMON, SPEECH, PERSON | COMMON, 0], np.uint16)
    flags = compiled.flag_words(tokens.stem, flags, seen, np.resize(kinds, len(seen)))
    given_ = (text, offsets, tokens.offsets, (tokens.start, tokens.end, flags))
    ours = compiled.style_counts(*given_, STYLE_BYTES)
    assert_same(ours, reference.style_counts(*given_, STYLE_BYTES))


def test_columns_say_what_they_count() -> None:
    text, offsets = packed([b"We met NATO, twice. It (the 31st) was late!"])
    tokens = reference.tokenize(text, offsets)
    given_ = (text, offsets, tokens.offsets, (tokens.start, tokens.end, tokens.flags))
    counts = compiled.style_counts(*given_, STYLE_BYTES)
    said = dict(zip(STYLE_COLUMNS, counts[0].tolist(), strict=True))
    assert said["words"] == 9
    assert (said["sentences"], said["sentence_squares"]) == (2, 4 * 4 + 5 * 5)
    assert (said["upper"], said["capital"], said["number"]) == (1, 1, 1)
    assert (said["b_comma"], said["b_paren"], said["b_exclaim"], said["b_e2"]) == (1, 1, 1, 0)
