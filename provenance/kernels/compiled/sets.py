"""Exact sets of an article (numba).

A *set column* is CSR: ``offsets int64[n+1]`` and ``values``, sorted and distinct per article.
"""

from __future__ import annotations

import numpy as np

from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import widest
from provenance.kernels.compiled.cuts import listed
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
_ZERO, _ONE, _HALF = np.uint64(0), np.uint64(1), np.uint64(32)
_STEM = np.uint64(16)  # bits of flags below the stem
# Flags of a word, together with its stem.
_NUMBER, _QUOTED, _CAPITAL = np.uint64(NUMBER), np.uint64(QUOTED), np.uint64(CAPITAL)
_NO_NAME = np.uint64(SENTENCE_START | COMMON | NUMBER)

# What capitals tell in an article.
_OF_NAMES, _OF_NOUNS, _NONE = 0, 1, 2


@njit(nogil=True, cache=True, inner=True)
def _capitals(flags, begin, end):  # type: ignore[no-untyped-def]
    """What the capitals of an article tell, by how many there are."""
    words = capitals = inside = capitals_inside = np.int32(0)
    for t in range(begin, end):
        kept = np.int32((flags[t] & BOILERPLATE) == 0)
        inner = kept & np.int32((flags[t] & SENTENCE_START) == 0)
        capital = np.int32((flags[t] & CAPITAL) != 0)
        words = np.int32(words + kept)
        capitals = np.int32(capitals + (kept & capital))
        inside = np.int32(inside + inner)
        capitals_inside = np.int32(capitals_inside + (inner & capital))
    if capitals * CAPITAL_EVERY < words:
        return _NONE
    return _OF_NOUNS if capitals_inside * CAPITAL_OFTEN > inside else _OF_NAMES


@njit(nogil=True, cache=True)
def _without_headlines(offsets, flags, out):  # type: ignore[no-untyped-def]
    for doc in range(offsets.shape[0] - 1):
        begin, end = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])
        while begin < end:
            stop, words, capitals = begin, np.int64(0), np.int64(0)
            while stop < end and (stop == begin or not flags[stop] & SENTENCE_START):
                f = flags[stop]
                told = np.int64((f & (BOILERPLATE | NUMBER | COMMON)) == 0)
                words += told
                capitals += told & np.int64((f & CAPITAL) != 0)
                stop += _ONE
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
    rows, kinds, _ = listed(offsets, flags, np.uint16)
    out = kinds.copy()
    _without_headlines(rows, kinds, out)
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
def _flag_words(stem, words, bits, table, later, out):  # type: ignore[no-untyped-def]
    last = np.uint64(table.shape[0] // 2 - 1)
    for k in range(words.shape[0]):
        slot = np.uint64(words[k]) & last
        while table[slot] != _ZERO:
            slot += _ONE
        table[slot] = (np.uint64(words[k]) << _STEM) | np.uint64(bits[k])
    left = _ZERO
    for t in range(np.uint64(stem.shape[0])):
        # No branch: whether a word is there cannot be guessed. Most are found at once, or never.
        slot = table[np.uint64(stem[t]) & last]
        here = slot >> _STEM == np.uint64(stem[t])
        out[t] |= np.uint16(slot) if here else np.uint16(0)
        later[left] = t
        left += np.uint64((slot != _ZERO) & (not here))
    for k in range(left):
        t = later[k]
        slot = (np.uint64(stem[t]) & last) + _ONE
        while table[slot] != _ZERO and table[slot] >> _STEM != np.uint64(stem[t]):
            slot += _ONE
        out[t] |= np.uint16(table[slot])


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
    known = column(words, np.uint32), column(bits, np.uint16)
    stems, out = column(stem, np.uint32), flags.copy()
    _flag_words(stems, *known, table, np.empty(stem.size + 1, np.uint32), out)
    return out


@njit(nogil=True, cache=True, inner=True)
def _hard_names(stem, flags, span, told, room, out, n):  # type: ignore[no-untyped-def]
    """Add to ``out`` (which has n values) the names of an article whose capitals do not tell them.

    Each word is added once at most, so that ``out`` needs no more room than there are words.
    """
    begin, end = span
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


@njit(nogil=True, cache=True, inline=True)
def _collect(stem, flags, begin, end, significant):  # type: ignore[no-untyped-def]
    """Write the significant words of an article, with their flags; how many there are.

    Each word is written and kept by a count: which sort comes next cannot be guessed.
    """
    m = _ZERO
    for t in range(begin, end):
        f = flags[t]
        significant[m] = np.uint64(stem[t]) << _STEM | np.uint64(f)
        m += np.uint64(((f & BOILERPLATE) == 0) & ((f & (COMMON | NUMBER)) != COMMON))
    return m


@njit(nogil=True, cache=True, inline=True)
def _pick(significant, m, told, out, done):  # type: ignore[no-untyped-def]
    """Add the pairs, names, numbers and quoted pairs of ``m`` significant words; the new ends."""
    pairs, names, numbers, quotes = done
    by_capital = told == _OF_NAMES
    for k in range(m):
        word = significant[k]
        out[1, names] = out[2, numbers] = np.uint32(word >> _STEM)
        names += np.uint64(by_capital & ((word & (_CAPITAL | _NO_NAME)) == _CAPITAL))
        numbers += np.uint64((word & _NUMBER) != 0)
    last = pairs + m - _ONE if m else pairs
    for k in range(last - pairs):
        mixed = ((significant[k] >> _STEM) * _MIX + (significant[k + _ONE] >> _STEM)) * _MIX
        out[0, pairs + k] = np.uint32(mixed >> _HALF)
    for k in range(last - pairs):
        out[3, quotes] = out[0, pairs + k]
        quotes += np.uint64((significant[k] & significant[k + _ONE] & _QUOTED) != 0)
    return last, names, numbers, quotes


@njit(nogil=True, cache=True)
def _fill(offsets, stem, flags, room, significant, out, ends):  # type: ignore[no-untyped-def]
    widest()
    pairs = names = numbers = quotes = _ZERO
    for doc in range(offsets.shape[0] - 1):
        begin, end = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])
        told = _capitals(flags, begin, end)
        m = _collect(stem, flags, begin, end, significant)
        done = pairs, names, numbers, quotes
        pairs, names, numbers, quotes = _pick(significant, m, told, out, done)
        if told != _OF_NAMES:
            span = offsets[doc], offsets[doc + 1]
            names = np.uint64(_hard_names(stem, flags, span, told, room, out[1], np.int64(names)))
        all_of = (pairs, names, numbers, quotes)
        for k in range(4):
            ends[k, doc + 1] = all_of[k]


def content_sets(offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray) -> Sets:
    """Collect the neighbouring pairs, names, numbers and quoted pairs of each article.

    Args:
        offsets: tokens of each article, int64[n+1].
        stem: uint32[t]; flags: uint16[t]. Tokens with ``BOILERPLATE`` set are passed over;
            words with ``COMMON`` set make no pair and no name.
    """
    rows, stems, most = listed(offsets, stem, np.uint32)
    out, ends = np.empty((4, stems.size + 1), np.uint32), np.zeros((4, rows.size), np.int64)
    room, significant = _room(most), np.empty(most + 1, np.uint64)
    _fill(rows, stems, column(flags, np.uint16), room, significant, out, ends)
    return Sets(*(Ragged(ends[k], out[k, : ends[k, -1]]) for k in range(4)))
