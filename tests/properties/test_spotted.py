"""Words stand in texts of any case where they stand in the same texts in small letters."""

from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages import credit_sieve, sieve
from provenance.stages.spotted import _MOVED, spot

WORDS = ("a", "k", "é", "по данным", "ⱥ", "據")
TEXTS = st.lists(
    st.one_of(
        st.text("aAkKéÉEⱥȺİ\u212a ſ據", max_size=12),
        st.lists(st.sampled_from(["ПО данным ", "по ДАННЫМ ", "É", "a" * 200]), max_size=5).map(
            "".join
        ),
    ),
    max_size=5,
)


def _stays(text: str) -> bool:
    """Whether each letter is as long as in small letters."""
    letters = pa.array([*text], pa.large_string())
    return bool(pc.binary_length(letters).equals(pc.binary_length(pc.utf8_lower(letters))))


@given(TEXTS, st.integers(0, 2))
def test_words_stand_where_they_stand_in_small_letters(texts: list[str], cut: int) -> None:
    column = pa.array(texts, pa.large_string())[cut:]
    small = pc.utf8_lower(column).to_pylist()
    offset = sum(len(text.encode()) for text in texts[:cut])
    found, steady = spot(column, WORDS)
    given_: dict[int, set[tuple[int, int]]] = {row: set() for row in range(len(column))}
    for row, cue, end in zip(*(part.tolist() for part in found), strict=True):
        given_[row].add((cue, end))
    for row, text in enumerate(small):
        content, size = text.encode(), len(texts[cut:][row].encode())
        if steady[row] or not set(text) & set(_MOVED):  # these count as moved in any case
            assert steady[row] == _stays(texts[cut:][row])
        places = {
            (cue, offset + at + len(word.encode()))
            for cue, word in enumerate(WORDS)
            for at in range(len(content))
            if content.startswith(word.encode(), at)
        }
        assert {cue for cue, _ in given_[row]} == {cue for cue, _ in places}
        assert given_[row] == places or not steady[row]
        offset += size


def test_no_capital_of_a_letter_in_a_word_is_forgotten() -> None:
    beyond = (chr(c) for c in range(0x80, sys.maxunicode + 1) if not 0xD800 <= c < 0xE000)
    column = pa.array(list(beyond), pa.large_string())
    small = pc.utf8_lower(column)
    moved = column.filter(pc.not_equal(column, small))
    letters = {letter for word in (*sieve._WORDS, *credit_sieve._WORDS) for letter in word}
    matters = [c for c in moved.to_pylist() if pc.utf8_lower(c).as_py() in letters]
    assert len(matters) > 30
    for capital in matters:
        row, cue, _ = spot(
            pa.array([capital], pa.large_string()), (pc.utf8_lower(capital).as_py(),)
        )[0]
        assert (row.tolist(), cue.tolist()) == ([0], [0])
        row, cue, _ = spot(
            pa.array([" " * 500 + capital], pa.large_string()),
            (*(*sieve._WORDS, *credit_sieve._WORDS), pc.utf8_lower(capital).as_py()),
        )[0]
        assert len((*sieve._WORDS, *credit_sieve._WORDS)) in cue.tolist()
