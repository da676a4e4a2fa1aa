"""Which phrases of credit in a text may stand beside the name of an outlet: most do not.

"told", "reported" and "according to" are in every other article, an outlet beside them in one of
ten. A kernel looks for the words without which no name is one, near each phrase, and another
for the first word beside it that would not stand between it and a name ("he told the court").
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import cut_off, may_name, steps_back
from provenance.kernels.contract import Places
from provenance.stages.columns import text_bytes
from provenance.text.attribution import CUES, Place
from provenance.text.credit_words import PLAIN, between, literals, names

_LITERALS = tuple(literals())
CUED = tuple(literal.text for literal in _LITERALS)
"""What is to be looked for in texts in small letters."""

_NUMBER = {cue: number for number, cue in enumerate(CUES)}
_CUE = np.array([_NUMBER[one.phrase, one.cue] for one in _LITERALS])
_LEAD, _LENGTH = (
    np.array([len(text.encode()) for text in texts])
    for texts in ((one.text[: one.lead] for one in _LITERALS), CUED)
)
_MAY = np.array([max([0, *(1 + len(w.encode()) for w in one.phrase.may)]) for one in _LITERALS])
_AFTER, _CAPITAL = (
    np.array([getattr(one.phrase, name) for one in _LITERALS]) for name in ("after", "capital")
)
# Characters: as far as names and what tells of them are looked for, from the phrase on and before.
_AHEAD, _BACK = 200, 170
_WIDEST = 4  # bytes of a character
_MOST = 10_000  # phrases; a text with more is read, which ends after MAX_PHRASES
_PART = 1 << 18  # phrases that are looked at together

_WORD = np.zeros(256, bool)
_WORD[[*range(48, 58), *range(65, 91), *range(97, 123)]] = True
_BEHIND = np.zeros(256, bool)
_BEHIND[[0x20, 0x0A, 0xC2]] = True  # the last is the first byte of a space that does not break


def live_places(text: pa.Array, found: Places, steady: np.ndarray) -> dict[int, list[Place] | None]:
    """The phrases in each text beside which an outlet may stand, in the order of :data:`CUES`.

    Only of texts that have one. They begin with bytes of their text; where there is ``None``, all
    have to be looked for.

    Args:
        text: the texts.
        found: where :data:`CUED` stand in them.
        steady: whether the places are right, not guesses, bool[n].
    """
    steady = steady & (np.bincount(found.row, minlength=len(text)) <= _MOST)
    sure = steady[found.row]
    out: dict[int, list[Place] | None] = dict.fromkeys(found.row[~sure].tolist())
    places = [column[sure] for column in found]
    live = [
        _live(text, *(column[at : at + _PART] for column in places))
        for at in range(0, len(places[0]), _PART)
    ]
    if not live:
        return out
    ordered = np.concatenate(live, axis=1)
    ordered = ordered[:, np.lexsort(ordered[::-1])]
    once = np.diff(ordered, axis=1, prepend=-1).any(axis=0)  # two ways to begin may be one place
    row, cues, at = ordered[:, once]
    each = zip(cues.tolist(), at.tolist(), strict=True)
    phrases = [(CUES[cue][0], place) for cue, place in each]
    cuts = np.flatnonzero(np.diff(row, prepend=-1, append=len(text))).tolist()
    return out | {int(row[begin]): phrases[begin:end] for begin, end in pairwise(cuts)}


def _live(text: pa.Array, row: np.ndarray, which: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The rows, the numbers in :data:`CUES` and the places of live phrases, int64[3, l]."""
    live = _may_name(text, row, which, end)
    row, which, end = row[live], which[live], end[live]
    start = end - (_LENGTH - _LEAD)[which] - text_bytes(text)[0][row]
    return np.stack([row, _CUE[which], start])


def _may_name(text: pa.Array, row: np.ndarray, which: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which phrases, in these rows and up to these bytes, an outlet may stand beside: bool[m]."""
    offsets, data = text_bytes(text)
    start = end - (_LENGTH - _LEAD)[which]
    live = _fits(data, start, end, which)
    live |= ~_AFTER[which] & (end == offsets[row + 1])
    live &= (start == offsets[row]) | ~_WORD[data[start - 1]]
    after, first, last = _AFTER[which[live]], offsets[row[live]], offsets[row[live] + 1]
    first = np.maximum(first, start[live] - _WIDEST * _BACK)
    last = np.minimum(last, end[live] + _WIDEST * _AHEAD)
    around = np.stack([first, np.where(after, end[live], start[live]), last], axis=1)
    live[live] = ~cut_off(data, around, after, *_between())
    row, which, start, end = row[live], which[live], start[live], end[live]
    first, back = start.copy(), ~_AFTER[which]
    first[back] = steps_back(data, offsets[row[back]], start[back], _BACK)
    last = np.where(back, end, np.minimum(end + _WIDEST * _AHEAD, offsets[row + 1]))
    stop = np.where(back, end, np.minimum(end + _MAY[which] + 1, last))
    live[live] = may_name(data, np.stack([first, stop, last], axis=1), *name_words())
    return live


@cache
def name_words() -> tuple[frozenset[bytes], frozenset[bytes]]:
    """What :func:`may_name` looks for, in UTF-8."""
    named, plain = (frozenset(word.encode() for word in some) for some in (names(), PLAIN))
    return named, plain


@cache
def _between() -> tuple[frozenset[bytes], frozenset[bytes]]:
    """What :func:`cut_off` lets pass, in UTF-8."""
    after, before = (frozenset(word.encode() for word in some) for some in between())
    return after, before


def _fits(data: np.ndarray, start: np.ndarray, end: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Whether what stands around the phrases lets them be phrases, bool[m]."""
    behind, then = (data[np.minimum(end + k, len(data) - 1)] for k in range(2))
    large = ((then >= ord("A")) & (then <= ord("Z"))) | (then >= 128)
    fits: np.ndarray = np.where(_AFTER[which], _BEHIND[behind], ~_WORD[behind])
    fits &= large | ~_CAPITAL[which]
    return fits
