"""Exact sets of an article (numba).

A *set column* is CSR: ``offsets int64[n+1]`` and ``values``, sorted and distinct per article.
"""

from __future__ import annotations

import numpy as np

from provenance.kernels.contract import (
    BOILERPLATE,
    CAPITAL,
    CAPITAL_EVERY,
    CAPITAL_OFTEN,
    COMMON,
    HEADLINE_SHARE,
    HEADLINE_WORDS,
    NUMBER,
    QUOTED,
    SENTENCE_START,
    Ragged,
    Sets,
)
from provenance.kernels.jit import njit

_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEM = np.uint64(16)  # bits of flags below the stem


# What capitals tell in an article.
_OF_NAMES, _OF_NOUNS, _NONE = 0, 1, 2


@njit(nogil=True, cache=True, inner=True)
def _capitals(flags, begin, end):  # type: ignore[no-untyped-def]
    """What the capitals of an article tell, by how many there are."""
    words, capitals, inside, capitals_inside = 0, 0, 0, 0
    for t in range(begin, end):
        f = flags[t]
        if f & BOILERPLATE:
            continue
        capital = (f & CAPITAL) != 0
        words += 1
        capitals += capital
        if not f & SENTENCE_START:
            inside += 1
            capitals_inside += capital
    if capitals * CAPITAL_EVERY < words:
        return _NONE
    return _OF_NOUNS if capitals_inside * CAPITAL_OFTEN > inside else _OF_NAMES


@njit(nogil=True, cache=True)
def _without_headlines(offsets, flags, out):  # type: ignore[no-untyped-def]
    for doc in range(offsets.shape[0] - 1):
        begin, end = offsets[doc], offsets[doc + 1]
        while begin < end:
            stop, words, capitals = begin, 0, 0
            while stop < end and (stop == begin or not flags[stop] & SENTENCE_START):
                f = flags[stop]
                if not f & (BOILERPLATE | NUMBER | COMMON):
                    words += 1
                    capitals += (f & CAPITAL) != 0
                stop += 1
            if capitals >= HEADLINE_WORDS and capitals > HEADLINE_SHARE * words:
                for t in range(begin, stop):
                    out[t] &= ~CAPITAL
            begin = stop


def without_headlines(offsets: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """The flags, without CAPITAL in sentences written like headlines: uint16[t].

    A headline capitalises its words, so that its capitals tell no names. A sentence is one where
    more than ``HEADLINE_SHARE`` of its significant words, and at least ``HEADLINE_WORDS`` of them,
    have a capital. Significant: not COMMON, no number.
    """
    out = flags.copy()
    _without_headlines(offsets, flags, out)
    return out


@njit(nogil=True, cache=True, inner=True)
def _is_new(taken, stem):  # type: ignore[no-untyped-def]
    """Add a stem to a set with open addressing; whether it was not there.

    ``taken`` int64, a power of two and never full; -1 where a slot is free.
    """
    last = taken.shape[0] - 1
    slot = np.int64(stem) & last
    while taken[slot] >= 0:
        if taken[slot] == stem:
            return False
        slot = (slot + 1) & last
    taken[slot] = stem
    return True


def _room(size: int) -> np.ndarray:
    """A set with open addressing, empty, with room for ``size`` stems."""
    return np.full(max(8, 2 << size.bit_length()), -1, np.int64)


@njit(nogil=True, cache=True)
def _flag_words(stem, words, bits, table, out):  # type: ignore[no-untyped-def]
    last = table.shape[0] // 2 - 1
    furthest = 0
    for k in range(words.shape[0]):
        slot = np.int64(words[k]) & last
        while table[slot] != 0:
            slot += 1
        table[slot] = (np.uint64(words[k]) << _STEM) | np.uint64(bits[k])
        furthest = max(furthest, slot - (np.int64(words[k]) & last))
    for t in range(stem.shape[0]):
        # All slots in which it may be, without a branch: whether it is there cannot be guessed.
        slot, wanted, found = np.int64(stem[t]) & last, np.uint64(stem[t]), np.uint64(0)
        for k in range(slot, slot + furthest + 1):
            found |= table[k] if table[k] >> _STEM == wanted else np.uint64(0)
        out[t] |= np.uint16(found)


def flag_words(
    stem: np.ndarray, flags: np.ndarray, words: np.ndarray, bits: np.ndarray
) -> np.ndarray:
    """The flags, with ``bits`` set on each token whose stem is among ``words``: uint16[t].

    Args:
        stem: uint32[t]; flags: uint16[t].
        words: distinct stems, uint32[w]; bits: of each, uint16[w].

    O(t + w), by a table with open addressing: a few look-ups for each token.
    """
    # Nothing goes round from its end to its start: as much behind it does for the worst of stems.
    table = np.zeros(8 << words.size.bit_length(), np.uint64)
    out = flags.copy()
    _flag_words(stem, words, bits, table, out)
    return out


@njit(nogil=True, cache=True, inner=True)
def _hard_names(stem, flags, begin, end, told, room, out, n):  # type: ignore[no-untyped-def]
    """Add to ``out`` (which has n values) the names of an article whose capitals do not tell them.

    Each word is added once at most, so that ``out`` needs no more room than there are words.
    """
    slots = 8
    while slots < 2 * (end - begin):
        slots *= 2
    seen = room[:slots]
    seen[:] = -1
    before, before_named = (
        np.int64(-1),
        False,
    )  # the word directly before, if capitalised and significant
    for t in range(begin, end):
        f, s = flags[t], stem[t]
        if f & BOILERPLATE:
            continue
        if f & (NUMBER | COMMON):
            before = np.int64(-1)
            continue
        again = not _is_new(seen, s)
        capital = (f & CAPITAL) != 0
        inside = capital and not f & SENTENCE_START
        if told == _OF_NOUNS:
            beside = inside and before >= 0
            if beside and not before_named:
                out[n] = before
                n += 1
            named = bool(beside or (capital and again))
        else:
            named = bool(inside or again)
        if named:
            out[n] = s
            n += 1
        before, before_named = np.int64(s) if capital else np.int64(-1), named
    return n


@njit(nogil=True, cache=True)
def _fill(offsets, stem, flags, room, out, ends):  # type: ignore[no-untyped-def]
    words = pairs = names = numbers = quotes = 0
    for doc in range(offsets.shape[0] - 1):
        before, before_quoted, has_before = np.uint32(0), 0, 0
        told = _capitals(flags, offsets[doc], offsets[doc + 1])
        inner = int(told == _OF_NAMES)
        for t in range(offsets[doc], offsets[doc + 1]):
            f = np.int64(flags[t])
            if f & BOILERPLATE:
                continue
            s = stem[t]
            # Written each time, kept by a count: which sort comes next cannot be guessed.
            number = int((f & NUMBER) != 0)
            plain = int((f & COMMON) != 0) & (1 - number)
            quoted = int((f & QUOTED) != 0)
            named = inner & int((f & (CAPITAL | SENTENCE_START | COMMON | NUMBER)) == CAPITAL)
            mixed = (np.uint64(before) * _MIX + np.uint64(s)) * _MIX
            pair = np.uint32(mixed >> np.uint64(32))
            out[0, words], out[1, pairs], out[2, names] = s, pair, s
            out[3, numbers], out[4, quotes] = s, pair
            words += 1
            pairs += has_before & (1 - plain)
            names += named
            numbers += number
            quotes += has_before & (1 - plain) & quoted & before_quoted
            before = before if plain else s
            before_quoted = before_quoted if plain else quoted
            has_before |= 1 - plain
        if told != _OF_NAMES:
            names = _hard_names(
                stem, flags, offsets[doc], offsets[doc + 1], told, room, out[2], names
            )
        done = (words, pairs, names, numbers, quotes)
        for k in range(5):
            ends[k, doc + 1] = done[k]


def content_sets(offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray) -> Sets:
    """Collect the stems, neighbouring pairs, names, numbers and quoted pairs of each article.

    Args:
        offsets: tokens of each article, int64[n+1].
        stem: uint32[t]; flags: uint16[t]. Tokens with ``BOILERPLATE`` set are passed over;
            words with ``COMMON`` set make no pair and no name.
    """
    out = np.empty((5, stem.shape[0]), np.uint32)
    ends = np.zeros((5, offsets.shape[0]), np.int64)
    room = _room(int(np.max(np.diff(offsets), initial=0)))
    _fill(offsets, stem, flags, room, out, ends)
    return Sets(*(Ragged(ends[k], out[k, : ends[k, -1]].copy()) for k in range(5)))
