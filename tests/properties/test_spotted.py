"""Words stand in texts of any case where they stand in the same texts in small letters."""

from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages import credit_sieve, sieve
from provenance.stages.spotted import _MOVED, SPOTTED, Spotted, spot, spotted_column, spotted_in

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


def _listed(found: Spotted, *, steady: bool) -> list[tuple[int, int, int]]:
    """Row, word and end of each place whose end is no guess; or row and word of the others."""
    mine = found.steady[found.places.row] == steady
    row, cue, end = (column[mine].tolist() for column in found.places)
    return sorted(zip(row, cue, end if steady else [0] * len(end), strict=True))


@given(TEXTS, st.integers(0, 2), st.permutations(range(5)))
def test_what_was_found_stands_in_a_column(texts: list[str], cut: int, order: list[int]) -> None:
    text = pa.array(texts, pa.large_string())[cut:]
    found = spot(text, WORDS)
    column = spotted_column(found, text)
    assert column.type == SPOTTED and len(column) == len(text)
    for steady in (True, False):
        assert _listed(spotted_in(column, text), steady=steady) == _listed(found, steady=steady)
    # And goes with the texts where these stand in another order.
    rows = pa.array([row for row in order if row < len(text)], pa.int64())
    text, column = text.take(rows), column.take(rows)
    for steady in (True, False):
        assert _listed(spotted_in(column, text), steady=steady) == _listed(
            spot(text, WORDS), steady=steady
        )


@given(TEXTS, st.integers(0, len(WORDS)))
def test_words_that_are_looked_for_together_stand_where_they_do_alone(
    texts: list[str], first: int
) -> None:
    text = pa.array(texts, pa.large_string())
    both = spot(text, WORDS)
    for some in (range(first), range(first, len(WORDS))):
        if alone := WORDS[some.start : some.stop]:
            mine = both.of(some)
            other = spot(text, alone)
            for row, cue, end in _listed(mine, steady=True):
                assert (row, cue, end) in _listed(other, steady=True)
            assert {place[:2] for place in _every(mine)} == {place[:2] for place in _every(other)}


def _every(found: Spotted) -> list[tuple[int, int, int]]:
    return [*_listed(found, steady=True), *_listed(found, steady=False)]


def test_no_capital_of_a_letter_in_a_word_is_forgotten() -> None:
    beyond = (chr(c) for c in range(0x80, sys.maxunicode + 1) if not 0xD800 <= c < 0xE000)
    column = pa.array(list(beyond), pa.large_string())
    small = pc.utf8_lower(column)
    moved = column.filter(pc.not_equal(column, small))
    letters = {letter for word in (*sieve.WORDS, *credit_sieve.WORDS) for letter in word}
    matters = [c for c in moved.to_pylist() if pc.utf8_lower(c).as_py() in letters]
    assert len(matters) > 30
    for capital in matters:
        row, cue, _ = spot(
            pa.array([capital], pa.large_string()), (pc.utf8_lower(capital).as_py(),)
        )[0]
        assert (row.tolist(), cue.tolist()) == ([0], [0])
        row, cue, _ = spot(
            pa.array([" " * 500 + capital], pa.large_string()),
            (*(*sieve.WORDS, *credit_sieve.WORDS), pc.utf8_lower(capital).as_py()),
        )[0]
        assert len((*sieve.WORDS, *credit_sieve.WORDS)) in cue.tolist()
