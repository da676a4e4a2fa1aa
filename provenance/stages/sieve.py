"""Which articles Python has to read, and what for: most hold nothing that a rule would find.

Sifted in kernels and in C++, without the GIL: literal words are known, one pass for the words with
which lines begin, patterns only for the few texts that have their words, as Arrow compiles
them anew for each batch. Python sees only the lines that look as if a rule takes them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.kernels.compiled import find_cues
from provenance.stages.begun import begun
from provenance.stages.columns import text_bytes
from provenance.stages.spotted import Spotted
from provenance.text.boilerplate_rules import (
    MAX_LINE,
    PART_WORDS,
    PLACE_WORDS,
    may_name_photographer,
)
from provenance.text.clean import may_take
from provenance.text.disclosure import AI_WORDS, DISCLOSING, disclosures, stands_alone

_HEAD = 1201  # bytes; a first line longer than this, its break included, is no headline

_BEHIND = np.isin(np.arange(256), [*b" \t*_\n\r"])  # what may stand behind the bracket
_STEPS = 8

_SORTS = (PART_WORDS, PLACE_WORDS, DISCLOSING)
WORDS = tuple(word for words in _SORTS for word in words)
"""What is to be looked for in texts in small letters."""

_PART, _PLACE, _MADE, _SLASH = range(4)  # what a word tells of
_SORT = np.repeat(np.arange(len(_SORTS)), [len(words) for words in _SORTS])
_SORT[PART_WORDS.index("/")] = _SLASH  # matters only in lines that a bracket closes
_AI = tuple(word.encode() for word in AI_WORDS)


class Sifted(NamedTuple):
    """What is known of n texts before Python looks at any, bool[n] each but ``parts``.

    ``ruled``: rules may find something; ``parts``: of such texts the :data:`PART_WORDS` that are in
    them, and those that are in their long lines; ``made``: it may say that a machine made it;
    ``headed``: the first line may be a headline.
    """

    ruled: np.ndarray
    parts: Mapping[int, tuple[Collection[str], Collection[str]]]
    made: np.ndarray
    headed: np.ndarray


def sift(text: pa.Array, spotted: Spotted) -> Sifted:
    """Sift a column of texts, in which :data:`WORDS` stand there."""
    starts, lines, row = _lines(text)
    found = np.zeros((len(_SORTS) + 1, len(text)), bool)
    found[_SORT[spotted.places.cue], spotted.places.row] = True
    ruled, made = _taken(text, found, starts, lines, row)
    ruled |= found[_PLACE]
    made = _made(text, made | found[_MADE])
    for one in np.flatnonzero(made & ~ruled).tolist():
        ruled[one] = any(disclosures(text[one].as_py()))
    parts = _parts(spotted, ruled, starts)
    first = np.searchsorted(row, np.arange(len(text)))
    several = np.bincount(row, minlength=len(text)) > 1
    headed = several.copy()
    headed[several] = np.diff(starts)[first[several]] <= _HEAD
    return Sifted(ruled, parts, made, headed)


def _made(text: pa.Array, suspect: np.ndarray) -> np.ndarray:
    """Which of the suspect texts have one of :data:`AI_WORDS`, bool[n]."""
    offsets, data = text_bytes(text.filter(pa.array(suspect)))
    out = np.zeros(len(text), bool)
    out[np.flatnonzero(suspect)[find_cues(data, offsets, _AI).row]] = True
    return out


def _parts(
    spotted: Spotted, ruled: np.ndarray, starts: np.ndarray
) -> dict[int, tuple[set[str], set[str]]]:
    """The :data:`PART_WORDS` in each text that rules read, and those that are in its long lines."""
    row, cue, end = spotted.places
    mine = ruled[row] & (cue < len(PART_WORDS))
    row, cue, end = row[mine], cue[mine], end[mine]
    inside = ~spotted.steady[row]  # whose ends are guesses, and may be behind all lines
    inside[~inside] = np.diff(starts)[np.searchsorted(starts, end[~inside]) - 1] > MAX_LINE
    out: dict[int, tuple[set[str], set[str]]] = {
        one: (set(), set()) for one in np.flatnonzero(ruled).tolist()
    }
    for one, word, far in zip(row.tolist(), cue.tolist(), inside.tolist(), strict=True):
        out[one][0].add(PART_WORDS[word])
        if far:
            out[one][1].add(PART_WORDS[word])
    return out


def some(text: pa.Array, suspect: np.ndarray, pattern: str) -> np.ndarray:
    """Which of the suspect texts a pattern matches, bool[n]."""
    out = suspect.copy()
    out[suspect] = matched(text.filter(pa.array(suspect)), pattern)
    return out


def _taken(
    text: pa.Array, found: np.ndarray, starts: np.ndarray, lines: pa.Array, row: np.ndarray
) -> np.ndarray:
    """Which texts have a line that a rule may take, and one that may be all disclosure: bool[2, n].

    Args:
        text: the texts.
        found: which sorts of words are in each.
        starts, lines, row: of :func:`_lines`.
    """
    out = np.zeros((2, len(text)), bool)
    begin = begun(starts, text_bytes(text)[1])
    # Most slashes are in the midst of lines, where no rule asks for one.
    closing = _closing(starts, text)
    closing = closing[found[_SLASH][row[closing]]]
    heads, tails = (lines.take(pa.array(some)).to_pylist() for some in (begin, closing))
    for taken, may, given, some in (
        (out[0], may_take, heads, begin),
        (out[0], may_name_photographer, tails, closing),
        (out[1], stands_alone, heads, begin),
    ):
        taken[row[some[np.array([may(line) for line in given], bool)]]] = True
    return out


def _lines(text: pa.Array) -> tuple[np.ndarray, pa.Array, np.ndarray]:
    """Every line of the texts, its break behind it, nothing copied: where it starts, and its row.

    Starts int64[m + 1] in bytes; rows int64[m], rising.
    """
    offsets, data = text_bytes(text)
    inside = data[offsets[0] : offsets[-1]]
    low = np.flatnonzero(inside <= ord("\r"))  # few; two looks at all bytes would be dear
    breaks = low[np.isin(inside[low], (ord("\n"), ord("\r")))] + offsets[0] + 1
    starts = np.sort(np.concatenate([offsets, breaks]), kind="stable")
    starts = starts[np.diff(starts, prepend=-1) > 0]
    lines = pa.LargeStringArray.from_buffers(
        len(starts) - 1, pa.py_buffer(starts), pa.py_buffer(data)
    )
    return starts, lines, np.searchsorted(offsets, starts[:-1], side="right") - 1


def _closing(starts: np.ndarray, text: pa.Array) -> np.ndarray:
    """The lines, as :func:`_lines` gives their starts, that end with ``)``, and perhaps a few more.

    A line with more than so many spaces behind its end counts too.
    """
    data = text_bytes(text)[1]
    line, at = np.arange(len(starts) - 1), starts[1:] - 1
    found = []
    for _ in range(_STEPS):
        if not len(line):
            break
        found.append(line[data[at] == ord(")")])
        on = _BEHIND[data[at]] & (at > starts[line])
        line, at = line[on], at[on] - 1
    return np.concatenate([*found, line])


def matched(column: pa.Array, pattern: str) -> np.ndarray:
    """Which values a pattern matches, bool[n]."""
    found: np.ndarray = pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False)
    return found.astype(bool)
