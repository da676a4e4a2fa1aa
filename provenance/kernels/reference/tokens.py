"""tokenize, character by character."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from provenance.kernels import contract as c
from provenance.kernels.arrays import documents
from provenance.kernels.reference.characters import Character, characters
from provenance.kernels.reference.hashing import hash_token


class Token(NamedTuple):
    """A token before it is hashed; ``stem`` is the folded text that its stem is taken from."""

    folded: str
    stem: str
    start: int
    end: int
    line: int
    flags: int


class Place:
    """What stands between the last token and the next one."""

    def __init__(self) -> None:
        self.line = 0
        self.fresh = True  # no token on this line yet
        self.stopped = False  # a full stop or its kin since the last token
        self.colon = False
        self.quote = ""  # "", "open", or "low" where a high mark closes

    def pass_separator(self, kind: int) -> None:
        """Take note of one character that separates (or of a doubled ' or `)."""
        if kind == c.NEWLINE:
            line = self.line + 1
            self.__init__()  # type: ignore[misc]
            self.line = line
        elif kind in (c.DOT, c.STOP):
            self.stopped = True
        elif kind == c.COLON:
            self.colon = True
        elif kind == c.QUOTE_CLOSE:
            self.quote = ""
        elif kind == c.QUOTE_TOGGLE:
            self._open("open") if not self.quote else self._close()
        elif kind == c.QUOTE_OPEN_HIGH:
            self._open("open") if self.quote != "low" else self._close()
        elif kind in (c.QUOTE_OPEN, c.QUOTE_OPEN_LOW):
            self._open("low" if kind == c.QUOTE_OPEN_LOW else "open")

    def _open(self, how: str) -> None:
        self.quote = how
        self.stopped = self.stopped or self.colon

    def _close(self) -> None:
        self.quote = ""

    def take_flags(self) -> int:
        """The flags of a token that stands here; the place is then behind that token."""
        flags = c.QUOTED if self.quote else 0
        if self.fresh:
            flags |= c.LINE_START
        if self.fresh or self.stopped:
            flags |= c.SENTENCE_START
        self.fresh = self.stopped = self.colon = False
        return flags


WORD_KINDS = (c.LETTER, c.MARK, c.DIGIT)


def begins_run(char: Character) -> bool:
    """Whether a spaceless character stands here."""
    return char.kind == c.LETTER and char.spaceless


def class_in_word(char: Character) -> int:
    """LETTER or DIGIT for what may stand in a word, 0 for the rest."""
    if char.kind not in WORD_KINDS or begins_run(char):
        return 0
    return c.DIGIT if char.kind == c.DIGIT else c.LETTER


def joins(kind: int, before: int, after: int, run: int) -> bool:
    """Whether a character of ``kind`` joins word characters of these classes."""
    if before != after or before == 0:
        return False
    if before == c.DIGIT:
        return kind in (c.APOSTROPHE, c.DOT, c.COMMA)
    return kind == c.APOSTROPHE or (kind == c.DOT and run == 1)


def word_at(chars: list[Character], i: int, place: Place) -> tuple[Token, int]:
    """The word that begins at character i, and the index behind it."""
    parts = [chars[i].folded]  # folded text, cut at joining apostrophes
    last, end, run = i, chars[i].end, len(chars[i].folded)
    members = [chars[i]]
    k = i + 1
    joiner = -1  # index of a joiner that waits for its right neighbour
    while k < len(chars):
        char = chars[k]
        before, here = class_in_word(chars[last]), class_in_word(char)
        if char.kind in (c.DROPPED, c.IGNORED):
            end = char.end if char.kind == c.DROPPED and joiner < 0 else end
        elif here and (joiner < 0 or joins(chars[joiner].kind, before, here, run)):
            if joiner >= 0 and here == c.LETTER:
                run = 0 if chars[joiner].kind == c.DOT else run
                parts += [""] if chars[joiner].kind == c.APOSTROPHE else []
            parts[-1] += char.folded
            run += len(char.folded)
            members.append(char)
            last, end, joiner = k, char.end, -1
        elif char.kind in (c.APOSTROPHE, c.DOT, c.COMMA) and joiner < 0:
            joiner = k
        else:
            break
        k += 1
    folded = "".join(parts)
    stem = "".join(parts[:-1]) if len(parts) > 1 and parts[-1] == "s" else folded
    flags = place.take_flags() | word_flags(members)
    token = Token(folded, stem, chars[i].start, end, place.line, flags)
    return token, joiner if joiner >= 0 else k


def word_flags(members: list[Character]) -> int:
    """The flags that the characters of a word give it."""
    flags = c.CAPITAL if members[0].upper else 0
    flags |= c.NUMBER if members[0].kind == c.DIGIT else 0
    letters = [char for char in members if char.kind == c.LETTER]
    if len(letters) >= 2 and all(char.upper for char in letters):
        flags |= c.UPPER
    return flags


def run_at(chars: list[Character], i: int, place: Place) -> tuple[list[Token], int]:
    """The tokens of the spaceless run that begins at character i, and the index behind it."""
    units: list[list[Character]] = []
    k = i
    while k < len(chars):
        char = chars[k]
        if begins_run(char) or not units:
            units.append([char])
        elif char.kind in (c.MARK, c.DROPPED):
            units[-1].append(char)
        elif char.kind != c.IGNORED:
            break
        k += 1
    flags = place.take_flags() | c.SPACELESS
    pairs = [a + b for a, b in pairwise(units)] or units
    tokens = []
    for pair in pairs:
        folded = "".join(char.folded for char in pair)
        tokens.append(Token(folded, folded, pair[0].start, pair[-1].end, place.line, flags))
        flags &= c.QUOTED | c.SPACELESS
    return tokens, k


def tokens_of(document: bytes) -> list[Token]:
    """The tokens of one document."""
    chars = characters(document)
    place = Place()
    found: list[Token] = []
    i = 0
    while i < len(chars):
        char = chars[i]
        if char.kind in WORD_KINDS and char.spaceless:
            tokens, i = run_at(chars, i, place)
            found += tokens
        elif char.kind in WORD_KINDS:
            token, i = word_at(chars, i, place)
            found.append(token)
        elif document[char.start : char.start + 2] in (b"''", b"``"):
            place.pass_separator(c.QUOTE_TOGGLE)
            i += 2
        else:
            place.pass_separator(char.kind)
            i += 1
    return found


def fold_tokens(text: str) -> list[bytes]:
    """The folded tokens of a text, in UTF-8: what ``hash_token`` and ``hash_shingle`` take."""
    return [token.folded.encode() for token in tokens_of(text.encode("utf-8", "surrogatepass"))]


def tokenize(data: ArrayLike, offsets: ArrayLike) -> c.Tokens:
    """Split a batch of texts into tokens by the rules of ``contract``; linear in its bytes.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Raises ValueError where offsets do not
    rise within the data or one document has 2 GiB or more.
    """
    text, rows = documents(data, offsets)
    cuts, tokens = [0], []
    for first, last in pairwise(rows):
        tokens += tokens_of(text[first:last].tobytes())
        cuts.append(len(tokens))
    stems = [hash_token(t.stem[: c.STEM_LENGTH].encode()) >> 32 for t in tokens]
    return c.Tokens(
        np.array(cuts, dtype=np.int64),
        np.array([hash_token(t.folded.encode()) for t in tokens], dtype=np.uint64),
        np.array(stems, dtype=np.uint32),
        np.array([t.start for t in tokens], dtype=np.int32),
        np.array([t.end for t in tokens], dtype=np.int32),
        np.array([t.line for t in tokens], dtype=np.int32),
        np.array([t.flags for t in tokens], dtype=np.uint16),
    )
