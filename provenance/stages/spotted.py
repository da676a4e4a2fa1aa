"""Where literal words stand in texts of any case, as if these were in small letters.

Few texts have a capital beyond ASCII that matters to a word; of the others no column in small
letters is made.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.kernels.compiled import find_cues
from provenance.kernels.contract import Places
from provenance.stages.columns import csr, ends, list_column, rows_of, text_bytes

_ODD = ("İ", "\u212a")
"""The capitals whose small letters are in ASCII, to Arrow."""
_MOVED = ("ⱥ", "ⱦ")
"""The small letters that are longer than their capitals; many are shorter."""
_LEAD = 0xC3  # the letters beyond ASCII that have two cases begin with this byte or a larger one
_CUE = 48  # bits below the number of a word in a column
_GUESS = (1 << _CUE) - 1  # stands for an end that is none
_STRIDE, _FOREIGN = 61, 0.1  # one byte in so many tells texts that are in another alphabet


class Spotted(NamedTuple):
    """Where words stand in n texts.

    ``places``: their ends are bytes of the texts as they are given; in no order.
    ``steady``: bool[n], whether each letter is as long as in small letters; else the ends are no
    more than a guess.
    """

    places: Places
    steady: np.ndarray

    def of(self, words: range) -> Spotted:
        """The same of some of the words, which are numbered from the first of them."""
        row, cue, end = self.places
        mine = (cue >= words.start) & (cue < words.stop)
        return Spotted(Places(row[mine], cue[mine] - words.start, end[mine]), self.steady)


SPOTTED = pa.large_list(pa.int64())
"""A place each: the number of a word, and in the lower bits the byte of the text where it ends."""


def spotted_column(spotted: Spotted, text: pa.Array) -> pa.Array:
    """What was found in a column of texts, as a column of :data:`SPOTTED`; no end is a guess."""
    row, cue, end = spotted.places
    order = np.argsort(row, kind="stable")
    row = row[order]
    end = np.where(spotted.steady[row], end[order] - text_bytes(text)[0][row], _GUESS)
    offsets = ends(np.bincount(row, minlength=len(text)))
    return list_column((offsets, cue[order].astype(np.int64) << _CUE | end), pa.int64())


def spotted_in(column: pa.Array, text: pa.Array) -> Spotted:
    """What :func:`spotted_column` made a column of; where an end was a guess, it is 0 now."""
    offsets, values = csr(column)
    row, end = rows_of(offsets), values & _GUESS
    guess, steady = end == _GUESS, np.ones(len(text), bool)
    steady[row[guess]] = False
    end = np.where(guess, 0, end + text_bytes(text)[0][row])
    return Spotted(Places(row, values >> _CUE, end), steady)


def spot(text: pa.Array, words: tuple[str, ...]) -> Spotted:
    """Find words, given in small letters, in a column of texts of any case."""
    (offsets, data), cues = text_bytes(text), _cues(words)
    large, found = np.ones(len(text), bool), []
    if not _foreign(offsets, data):
        places = find_cues(data, offsets, cues, fold=True)
        large[:] = False
        large[places.row[places.cue >= len(words)]] = True
        if not large.any():
            return Spotted(places, ~large)
        stay = ~large[places.row]
        found.append([column[stay] for column in places])
    rows = np.flatnonzero(large)
    edges, small = text_bytes(pc.utf8_lower(text.filter(pa.array(large))))
    row, cue, end = find_cues(small, edges, cues)
    steady = ~large
    steady[rows] = np.diff(edges) == np.diff(offsets)[rows]
    steady[rows[row[cue >= len(words)]]] = False
    end += (offsets[rows] - edges[:-1])[row]
    found.append([column[cue < len(words)] for column in (rows[row], cue, end)])
    return Spotted(Places(*map(np.concatenate, zip(*found, strict=True))), steady)


@cache
def _cues(words: tuple[str, ...]) -> tuple[bytes, ...]:
    """The words, and behind them what moves letters, and the capitals beyond ASCII of theirs."""
    letters = {letter for word in (*words, *_MOVED) for letter in word if not letter.isascii()}
    capitals = {letter.upper() for letter in letters} - letters
    return tuple(cue.encode() for cue in (*words, *_MOVED, *sorted(capitals), *_ODD))


def _foreign(offsets: np.ndarray, data: np.ndarray) -> bool:
    """Whether most texts may have capitals that matter: they are looked through but once then."""
    some = data[offsets[0] : offsets[-1] : _STRIDE]
    return bool(np.count_nonzero(some >= _LEAD) > _FOREIGN * len(some))
