"""Which articles may credit an outlet, and what for: most hold nothing that a rule would find.

Cleaning has looked for literal words; patterns see only the few texts that have theirs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.kernels.compiled import may_name, near_start, steps_back
from provenance.stages.columns import text_bytes
from provenance.stages.cued import CUED, live_places, name_words
from provenance.stages.sieve import matched, some
from provenance.stages.spotted import Spotted
from provenance.text.attribution import OTHER_CUES, Place
from provenance.text.credit_rules import (
    SIGN_OFF_LENGTH,
    SIGN_OFF_TRIGGER,
    TAG_LENGTH,
    TAG_MARKS,
    TAG_PASSED,
    TAG_TRIGGER,
)
from provenance.text.credit_words import UNLISTED
from provenance.text.machine import RESIDUE, RESIDUE_WORDS

_EDGE = 340  # bytes that hold the first 80 characters, and a bracket more
_LETTERS = 10  # that a tag behind a date has at most, and a bracket

_SORTS = (TAG_MARKS, OTHER_CUES, RESIDUE_WORDS, CUED)
WORDS = tuple(word for words in _SORTS for word in words)
"""What is to be looked for in texts in small letters."""

_OF_PHRASES = range(len(WORDS) - len(CUED), len(WORDS))
_MARK, _OTHER, _LEFT = range(3)  # what a word tells of
_SORT = np.repeat(np.arange(len(_SORTS)), [len(words) for words in _SORTS])


class CreditSifted(NamedTuple):
    """What is known of n texts before Python looks at any, bool[n] each but ``places``.

    ``residue``: :data:`RESIDUE` is in it; ``tagged``: a line may begin with a tag; ``edged``: a tag
    may be at its edge; ``other``: one of :data:`OTHER_CUES` is in it; ``credited``: one of these,
    or ``places``: of :func:`.cued.live_places`.
    """

    residue: np.ndarray
    tagged: np.ndarray
    edged: np.ndarray
    other: np.ndarray
    credited: np.ndarray
    places: dict[int, list[Place] | None]


def sift_credits(text: pa.Array, spotted: Spotted) -> CreditSifted:
    """Sift a column of texts, in which :data:`WORDS` stand there."""
    found = np.zeros((len(_SORTS), len(text)), bool)
    found[_SORT[spotted.places.cue], spotted.places.row] = True
    residue = some(text, found[_LEFT], f"(?i){RESIDUE}")
    return CreditSifted(residue, *_credited(text, found, spotted))


def _credited(
    text: pa.Array, found: np.ndarray, spotted: Spotted
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[int, list[Place] | None]]:
    """``tagged``, ``edged``, ``other``, ``credited`` and ``places`` of :class:`CreditSifted`."""
    tagged = some(text, _opened(text, spotted), TAG_TRIGGER)
    places = live_places(text, *spotted.of(_OF_PHRASES))
    edged, other = _edged(text), found[_OTHER]
    credited = tagged | edged | other
    credited[[*places]] = True
    return tagged, edged, other, credited, places


def _opened(text: pa.Array, spotted: Spotted) -> np.ndarray:
    """Which texts have one of :data:`TAG_MARKS` as near to the start of a line as a tag ends."""
    (offsets, data), (places, steady) = text_bytes(text), spotted
    mark = _SORT[places.cue] == _MARK
    row, end = places.row[mark], places.end[mark]
    opened = np.zeros(len(text), bool)
    opened[row[~steady[row]]] = True  # whose places are guesses
    row, end = row[steady[row]], end[steady[row]]
    opened[row[near_start(data, offsets[row], end, TAG_PASSED, TAG_LENGTH)]] = True
    return opened


def _edged(text: pa.Array) -> np.ndarray:
    """Which texts may have a tag at an edge, bool[n]."""
    offsets, data = text_bytes(text)
    begin, end = offsets[:-1], offsets[1:]
    edged = _bracketed(_stretches(data, begin, np.minimum(begin + _EDGE, end)))
    tails = _stretches(data, steps_back(data, begin, end, SIGN_OFF_LENGTH), end)
    signed = np.flatnonzero(matched(tails, SIGN_OFF_TRIGGER))
    edged[signed[_named(tails.take(pa.array(signed)))]] = True
    return edged


def _stretches(data: np.ndarray, begin: np.ndarray, end: np.ndarray) -> pa.Array:
    """One stretch of each text."""
    cuts = pa.py_buffer(np.append(np.stack([begin, end], axis=1), end[-1:]))
    parts = pa.LargeStringArray.from_buffers(2 * len(begin), cuts, pa.py_buffer(data))
    return parts.take(pa.array(np.arange(0, 2 * len(begin), 2)))


def _bracketed(text: pa.Array) -> np.ndarray:
    """Which texts may have an outlet in capitals behind a bracket, bool[n]."""
    offsets, data = text_bytes(text)
    place = np.flatnonzero(data[: offsets[-1]] == ord("("))
    for k in (1, 2):
        then = data[np.minimum(place + k, len(data) - 1)]
        place = place[(then >= ord("A")) & (then <= ord("Z"))]
    last = np.minimum(place + _LETTERS, offsets[-1])
    place = place[may_name(data, np.stack([place, last, last], axis=1), *name_words())]
    out = np.zeros(len(text), bool)
    out[np.searchsorted(offsets, place, side="right") - 1] = True
    return out


def _named(tails: pa.Array) -> np.ndarray:
    """Which texts may name an outlet in the words with which they end, bool[n].

    A tag may write it in small letters and large ones.
    """
    named = matched(tails, UNLISTED)
    for written in (tails, pc.utf8_title(tails)):
        offsets, data = text_bytes(written)
        whole = np.stack([offsets[:-1], offsets[1:], offsets[1:]], axis=1)
        named |= may_name(data, whole, *name_words())
    return named
