"""How frequent words are in plain news: figures only, for piles too small to tell by themselves.

The table holds, for each stem that plain news uses often enough, in how many of
:data:`DOCUMENTS` articles it stands. It was counted by ``benchmarks/tables/make_background.py``
over English, German, Spanish and Russian news; no text of theirs is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from provenance.kernels import compiled
from provenance.stages.columns import at_once, counted

DOCUMENTS = 2000
"""Articles that the background counts as, beside those of the pile."""

COMMON_SHARE = 0.12
"""A stem in more of a language's articles than this says nothing about the subject."""

SPEECH = "said says say told tells added according reported sagte dijo afirmó"
PERSON = "i we my our us me"


Tally = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]  # as ``compiled.tallier`` makes it

_PART = 1 << 19  # stems that are sorted, or looked up, at a time
_SHARES = 2  # that are looked up at once


class Background(NamedTuple):
    """Sorted ``stems`` uint32, ``frequency`` float32 (of :data:`DOCUMENTS`), ``common`` stems."""

    stems: np.ndarray
    frequency: np.ndarray
    common: np.ndarray


@cache
def background() -> Background:
    """The table that ships with the package."""
    with files("provenance.stages").joinpath("background.npz").open("rb") as file:
        table = np.load(file)
        return Background(table["stems"], table["frequency"].astype(np.float32), table["common"])


@cache
def stems_of(words: str) -> np.ndarray:
    """Sorted stems (uint32) of a few words."""
    data = np.frombuffer(words.encode(), np.uint8)
    return np.unique(compiled.tokenize(data, np.array([0, len(data)], np.int64)).stem)


class Frequencies(NamedTuple):
    """The words of a pile: sorted ``stems`` uint32, ``df`` int32 (articles), ``idf`` float32."""

    stems: np.ndarray
    df: np.ndarray
    idf: np.ndarray


NO_WORDS = Frequencies(np.empty(0, np.uint32), np.empty(0, np.int32), np.empty(0, np.float32))


def frequencies(
    content: np.ndarray, documents: int, known: Background, beside: np.ndarray | None = None
) -> Frequencies:
    """Inverse document frequency of every stem of a pile.

    The background counts as :data:`DOCUMENTS` more articles, so it decides in a small pile and
    fades in a large one: ``idf = ln((N + B + 1) / (df + b + 0.5))`` (Spärck Jones 1972, smoothed).

    Args:
        content: all stems of all articles, distinct within each (uint32).
        documents: articles in the pile.
        known: the background table.
        beside: stems among these that stand in articles beside the pile, and count for nothing.
    """
    stems, df = _counted(content)
    if beside is not None:
        df = df - np.bincount(compiled.finder(stems)(beside), minlength=len(stems))
    at = np.minimum(np.searchsorted(known.stems, stems), len(known.stems) - 1)
    prior = np.where(known.stems[at] == stems, known.frequency[at], np.float32(0))
    idf = np.log((documents + DOCUMENTS + 1) / (df + prior + 0.5)).astype(np.float32)
    return Frequencies(stems, df.astype(np.int32), idf)


def _counted(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values, sorted, and how often each stands there.

    Most words stand among the first half a million: those are looked up, which takes a fifth of
    sorting them, and the few others are sorted at the end.
    """
    first, times = counted(values[:_PART])
    shares = np.array_split(values[_PART:], _SHARES)
    tally = compiled.tallier(first)
    found = at_once(*(partial(_tallied, tally, len(first), share) for share in shares))
    others = np.concatenate([one[1] for one in found])
    other, more = counted(others)
    stems = np.concatenate([first, other])
    order = np.argsort(stems, kind="stable")  # which takes what is sorted as it is
    times += sum(one[0] for one in found)
    return stems[order], np.concatenate([times, more])[order]


def _tallied(tally: Tally, known: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How often each ``known`` one stands among some values, and the others, part by part."""
    times, others = np.zeros(known, np.int64), [values[:0]]
    for at in range(0, len(values), _PART):
        more, other = tally(values[at : at + _PART])
        times += more
        others.append(other)
    return times, np.concatenate(others)
