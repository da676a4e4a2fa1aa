"""Which articles may credit an outlet, and what for: most hold nothing that a rule would find.

One pass for all literal words, and patterns only for the few texts that have their words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import near_start
from provenance.kernels.contract import Places
from provenance.stages.columns import text_bytes
from provenance.stages.cued import CUED, live_cues
from provenance.stages.sieve import matched, some
from provenance.stages.spotted import Spotted, spot
from provenance.text.attribution import OTHER_CUES, Cue
from provenance.text.credit_rules import (
    EDGE_TRIGGERS,
    TAG_LENGTH,
    TAG_MARKS,
    TAG_PASSED,
    TAG_TRIGGER,
)
from provenance.text.machine import RESIDUE, RESIDUE_WORDS

_TAIL = 320  # bytes that hold the last 80 characters

_SORTS = (TAG_MARKS, OTHER_CUES, RESIDUE_WORDS, CUED)
_WORDS = tuple(word for words in _SORTS for word in words)
_CUED = len(_WORDS) - len(CUED)
_MARK, _OTHER, _LEFT = range(3)  # what a word tells of
_SORT = np.repeat(np.arange(len(_SORTS)), [len(words) for words in _SORTS])


class CreditSifted(NamedTuple):
    """What is known of n texts before Python looks at any, bool[n] each but ``cues``.

    ``residue``: :data:`RESIDUE` is in it; ``tagged``: a line may begin with a tag; ``edged``: a tag
    may be at its edge; ``other``: one of :data:`OTHER_CUES` is in it; ``credited``: one of these,
    or ``cues``: the cues in each beside which an outlet may stand.
    """

    residue: np.ndarray
    tagged: np.ndarray
    edged: np.ndarray
    other: np.ndarray
    credited: np.ndarray
    cues: list[list[Cue]]


def sift_credits(text: pa.Array) -> CreditSifted:
    """Sift a column of texts."""
    spotted = spot(text, _WORDS)
    found = np.zeros((len(_SORTS), len(text)), bool)
    found[_SORT[spotted.places.cue], spotted.places.row] = True
    residue = some(text, found[_LEFT], f"(?i){RESIDUE}")
    return CreditSifted(residue, *_credited(text, found, spotted))


def _credited(
    text: pa.Array, found: np.ndarray, spotted: Spotted
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[list[Cue]]]:
    """``tagged``, ``edged``, ``other``, ``credited`` and ``cues`` of :class:`CreditSifted`."""
    row, cue, end = spotted.places
    tagged = some(text, _opened(text, spotted), TAG_TRIGGER)
    mine = cue >= _CUED
    cues = live_cues(text, Places(row[mine], cue[mine] - _CUED, end[mine]), spotted.steady)
    edged, other = _edged(text), found[_OTHER]
    cued = np.array([bool(one) for one in cues], bool)
    return tagged, edged, other, tagged | edged | other | cued, cues


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
    cuts = np.stack([offsets[:-1], np.maximum(offsets[:-1], offsets[1:] - _TAIL)], 1).ravel()
    parts = pa.LargeStringArray.from_buffers(
        2 * len(text), pa.py_buffer(np.append(cuts, offsets[-1:])), pa.py_buffer(data)
    )
    tails = parts.take(pa.array(np.arange(1, 2 * len(text), 2)))
    head, tail = EDGE_TRIGGERS
    edged: np.ndarray = matched(text, head) | matched(tails, tail)
    return edged
