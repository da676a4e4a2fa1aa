"""Bytes to characters, each with its place, its kind and what it folds to."""

from __future__ import annotations

from typing import NamedTuple

from provenance.kernels import contract as c
from provenance.kernels.unicode_tables import load


class Character(NamedTuple):
    """A character of a document; ``start`` and ``end`` are its bytes."""

    point: int
    start: int
    end: int
    kind: int
    upper: bool
    spaceless: bool
    folded: str


def fold_hangul(point: int) -> str:
    """The jamo of a Hangul syllable."""
    syllable = point - c.HANGUL_FIRST
    lead, rest = divmod(syllable, c.HANGUL_VOWELS * c.HANGUL_TAILS)
    vowel, tail = divmod(rest, c.HANGUL_TAILS)
    jamo = chr(c.HANGUL_L + lead) + chr(c.HANGUL_V + vowel)
    return jamo + chr(c.HANGUL_T + tail) if tail else jamo


def look_up(point: int, start: int, end: int) -> Character:
    """The character ``point`` at bytes [start, end)."""
    tables = load()
    page = int(tables.pages[point >> c.PAGE_BITS])
    row = int(tables.records[(page << c.PAGE_BITS) + point % (1 << c.PAGE_BITS)])
    mode = row >> c.FOLD_SHIFT & 3
    folded = ""
    if mode == c.FOLD_SELF:
        folded = chr(point)
    elif mode == c.FOLD_HANGUL:
        folded = fold_hangul(point)
    elif mode == c.FOLD_POOL:
        first = row >> c.OFFSET_SHIFT
        folded = "".join(map(chr, tables.pool[first : first + (row >> c.LENGTH_SHIFT & 31)]))
    upper, spaceless = bool(row & c.UPPER_BIT), bool(row & c.SPACELESS_BIT)
    return Character(point, start, end, row & c.KIND_MASK, upper, spaceless, folded)


def characters(document: bytes) -> list[Character]:
    """The characters of a document; each malformed byte is one that separates."""
    found = []
    start = 0
    # surrogateescape turns a malformed byte into a lone surrogate, which no UTF-8 decodes to.
    for char in document.decode("utf-8", "surrogateescape"):
        point = ord(char)
        end = start + (1 if 0xDC80 <= point <= 0xDCFF else len(char.encode()))
        found.append(look_up(point, start, end))
        start = end
    return found
