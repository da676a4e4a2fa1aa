"""Whether a stretch of text may hold the name of an outlet, in plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import stretches_of

# A full stop behind four small letters: no abbreviation has them.
_STOP = re.compile(rb"[;:()\n?!]|,(?! [aAtT])|(?<=[a-z][a-z][a-z][a-z])\.(?=[ \"\n])")
_APOSTROPHE = b"\xe2\x80\x99"
_SPACE = re.compile(
    rb"\xe2\x80(?!\x99)[\x80-\xbf]?|\xc2[\xa0\xab\xbb]|[^A-Za-z0-9_&'\-/!.\x80-\xff]"
)
_CAPITAL = re.compile(rb"[A-Z]|\xc3[\x80-\x9e]|[\xc4\xc5\xd2]|\xce[\x80-\xa9]|\xd0[\x80-\xaf]")
_SURE = re.compile(rb"TV|.\.(?:[a-z]|Ru)", re.S)
_WIDE = re.compile(rb"[\x80-\xff]")
_PIECE = re.compile(rb"[^_&\-/!]+")
_WORD = re.compile(rb"[^'.]+")
_CALL_SIGN = re.compile(rb"[KW].{1,2}[A-Z]", re.S)
_BESIDE = re.compile(rb"[ \n]([a-z]+)(?=[ \n])")


def may_name(
    data: ArrayLike, stretches: ArrayLike, names: frozenset[bytes], plain: frozenset[bytes]
) -> NDArray[np.bool_]:
    """Whether each stretch may hold an outlet's name: bool[m].

    A stretch is told by where it begins, from where on the end of a clause ends it, and where it
    ends at the latest. Its tokens are what stands between spaces and marks; ``_ & - / !`` part the
    words of a token, as does its first capital, and words are also read without the apostrophes
    and full stops between them. A stretch may hold a name where it has a word of ``plain``, or one
    of ``names`` from the first capital of a token on (both in small letters); and where no word can
    tell: a letter beyond ASCII from such a capital on, ``TV``, a call sign such as KABC, the full
    stop in a host's name.

    Args:
        data: uint8[nbytes].
        stretches: int64[m, 3], ``begin <= stop <= end``, all in ``data``.
        names: in ASCII.
        plain: in UTF-8.
    """
    text, cuts = stretches_of(data, stretches)
    found = [
        _found(text[begin:end].tobytes(), int(stop - begin), names, plain)
        for begin, stop, end in cuts
    ]
    return np.array(found, np.bool_)


def _found(content: bytes, stop: int, names: frozenset[bytes], plain: frozenset[bytes]) -> bool:
    if clause := _STOP.search(content, stop):
        content = content[: clause.start()]
    tokens = (token.replace(_APOSTROPHE, b"'") for token in _SPACE.split(content))
    return any(_named(token, names, plain) for token in tokens)


def _named(token: bytes, names: frozenset[bytes], plain: frozenset[bytes]) -> bool:
    if _SURE.search(token):
        return True
    capital = _CAPITAL.search(token)
    begin = capital.start() if capital else len(token)
    head, tail = token[:begin], token[begin:]
    if _WIDE.search(tail) or any(word in plain for word, _, _ in _words(head)):
        return True
    return any(
        called or word in plain or word in names or joined in names
        for word, joined, called in _words(tail)
    )


def _words(part: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Each word in small letters, also with those it is joined to; whether it is a call sign."""
    for piece in _PIECE.findall(part):
        for word in _WORD.finditer(piece):
            joined = re.sub(rb"['.]", b"", piece[: word.end()])
            called = _CALL_SIGN.fullmatch(word.group()) is not None
            yield word.group().lower(), joined.lower(), called


def cut_off(
    data: ArrayLike,
    stretches: ArrayLike,
    after: ArrayLike,
    between: frozenset[bytes],
    back: frozenset[bytes],
) -> NDArray[np.bool_]:
    """Whether a word cuts each place off from any name that it may stand with: bool[m].

    A place is the middle of a stretch. Behind it (before it, if not ``after``) words of small ASCII
    letters are read, each between a space or a break and another one, up to anything else. One
    that is none of ``between`` (of ``back``) cuts off, unless it ends in ``dpa``, which is a name.

    Args:
        data: uint8[nbytes].
        stretches: int64[m, 3], ``begin <= place <= end``, all in ``data``.
        after: bool[m].
        between, back: the words that may stand between a place and a name, in small letters.
    """
    text, cuts = stretches_of(data, stretches)
    out = np.zeros(len(cuts), np.bool_)
    for k, ((begin, at, end), behind) in enumerate(zip(cuts, np.asarray(after), strict=True)):
        content = text[at:end].tobytes() if behind else text[begin:at].tobytes()[::-1]
        way, passed = (1, between) if behind else (-1, back)
        out[k] = _cut_off([word[::way] for word in _beside(content)], passed)
    return out


def _beside(content: bytes) -> Iterator[bytes]:
    at = 0
    while found := _BESIDE.match(content, at):
        yield found[1]
        at = found.end()


def _cut_off(words: list[bytes], passed: frozenset[bytes]) -> bool:
    for word in words:
        if word.endswith(b"dpa"):
            return False
        if word not in passed:
            return True
    return False
