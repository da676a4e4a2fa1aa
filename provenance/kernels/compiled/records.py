"""plain_records in numba: texts are copied as they are searched for their end, 64 bytes at a time.

Places (``i``, ``end``, ``out``) are addresses. Nothing is read behind the last line: every loop
ends at a line feed, which is no part of a plain record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import (
    byte_at,
    copy_text,
    put_byte,
    trailing_zeros,
    uint32_at,
    widest,
)
from provenance.kernels.contract import Records
from provenance.kernels.jit import njit

_BLOCK = 64
_QUOTE, _BACKSLASH, _COLON, _COMMA, _OPEN, _CLOSE = b'"\\:,{}'
_SPACE, _TAB, _NEWLINE, _RETURN = b" \t\n\r"
_U = ord("u")
_MEANT = np.zeros(256, np.int64)  # what a byte behind a backslash means, 0 where nothing
_MEANT[[*b'"\\/bfnrt']] = [*b'"\\/\b\f\n\r\t']
_NULL = int(np.frombuffer(b"null", np.uint32)[0])
_HIGH, _LOW, _BEHIND = 0xD800, 0xDC00, 0xE000  # surrogates
_NO, _ASCII, _MORE = -1, 0, -2
_SPARE = 1 << 16  # bytes of room beyond those asked for: runs are as long but for a line
_GROWTH = 1.25  # lines that there is room for, to those of the run that asked for it
_NOTHING = np.empty(0, np.uint8)
_NONE, _ONE = np.uint64(0), np.uint64(1)


@njit(nogil=True, cache=True, inline=True)
def _skip(i: int) -> Any:
    """The place of the next byte that is no white space."""
    while byte_at(i) == _SPACE or byte_at(i) == _TAB:
        i += 1
    return i


@njit(nogil=True, cache=True, inner=True)
def _unit(i: int) -> Any:
    """The number of four hexadecimal digits; _NO where there are not four."""
    value = np.int64(0)
    for k in range(4):
        byte = byte_at(i + k)
        digit, letter = byte - 48, (byte | 32) - 97
        if 0 <= digit < 10:
            value = value << 4 | digit
        elif 0 <= letter < 6:
            value = value << 4 | (letter + 10)
        else:
            return _NO
    return value


@njit(nogil=True, cache=True, inner=True)
def _escaped(i: int, out: int) -> Any:
    """Write the character of an escape whose digits are at i: the places behind both.

    The first is _NO where there is no such character.
    """
    code = _unit(i)
    i += 4
    if code < 0 or _LOW <= code < _BEHIND:
        return _NO, out
    if _HIGH <= code < _LOW:
        if byte_at(i) != _BACKSLASH or byte_at(i + 1) != _U:
            return _NO, out
        low = _unit(i + 2)
        i += 6
        if not _LOW <= low < _BEHIND:
            return _NO, out
        code = 0x10000 + ((code - _HIGH) << 10) + (low - _LOW)
    if code < 0x80:
        put_byte(out, code)
        return i, out + 1
    size = 1 if code < 0x800 else 2 if code < 0x10000 else 3
    put_byte(out, (0xF00 >> (size + 1) & 0xFF) | code >> 6 * size)
    for k in range(1, size + 1):
        put_byte(out + k, 0x80 | (code >> 6 * (size - k) & 0x3F))
    return i, out + size + 1


@njit(nogil=True, cache=True, inline=True)
def _text(i: int, end: int, out: int, tail: Any) -> Any:
    """Copy the text behind whose quotation mark we are: the places behind it and behind its copy.

    The first is _NO where it is not plain. The last value is not 0 if it has more than ASCII.
    """
    wide = _NONE
    while True:
        source: Any = i
        if end - i < _BLOCK:
            for k in range(_BLOCK):
                tail[k] = byte_at(i + k) if i + k < end else _NEWLINE
            source = np.int64(tail.ctypes.data)  # one type, or it would be a float
        ends, high = copy_text(source, out)
        wide |= high & (ends - _ONE) & ~ends  # those before the first end
        if ends == _NONE:
            i += _BLOCK
            out += _BLOCK
            continue
        size = trailing_zeros(ends)
        i += size
        out += size
        byte = byte_at(i)
        if byte == _QUOTE:
            return i + 1, out, wide
        if byte != _BACKSLASH:
            return _NO, out, wide
        byte = byte_at(i + 1)
        i += 2
        if byte == _U:
            i, out = _escaped(i, out)
            if i < 0:
                return _NO, out, wide
        else:
            code = _MEANT[byte]
            if code == 0:
                return _NO, out, wide
            put_byte(out, code)
            out += 1


@njit(nogil=True, cache=True, inline=True)
def _is_named(i: int, first: int, last: int, names: Any) -> Any:
    """Whether a name and the mark behind it stand at i."""
    k = first
    while k < last and byte_at(i + k - first) == names[k]:
        k += 1
    return k == last


@njit(nogil=True, cache=True, inline=True)
def _field(i: int, likely: int, names: Any, cuts: Any) -> Any:
    """The number of the field whose name begins at i; _NO if it is none."""
    if _is_named(i, cuts[likely], cuts[likely + 1], names):
        return likely
    for k in range(cuts.shape[0] - 1):
        if _is_named(i, cuts[k], cuts[k + 1], names):
            return k
    return _NO


@njit(nogil=True, cache=True, inline=True)
def _record(i: int, end: int, row: int, fields: Any, room: Any, out: Any) -> Any:
    """Read the record of a line: the place behind its end, or _NO; and as :func:`_text`."""
    names, cuts, order = fields
    bases, tail = room
    offsets, valid = out
    wide, place = _NONE, 0
    if byte_at(i) != _OPEN:
        return _NO, wide
    i = _skip(i + 1)
    more = byte_at(i) != _CLOSE
    while more:
        if byte_at(i) != _QUOTE:
            return _NO, wide
        field = _field(i + 1, order[place], names, cuts)
        if field < 0 or offsets[field, row + 1] >= 0:
            return _NO, wide
        order[place], place = field, place + 1
        i = _skip(i + 1 + cuts[field + 1] - cuts[field])
        if byte_at(i) != _COLON:
            return _NO, wide
        i = _skip(i + 1)
        stop = offsets[field, row]
        if byte_at(i) == _QUOTE:
            base = bases[field]
            i, behind, high = _text(i + 1, end, base + stop, tail)
            wide |= high
            stop = behind - base
            valid[field, row] = 1
        else:
            i = i + 4 if end - i > 4 and uint32_at(i) == _NULL else _NO
        if i < 0:
            return _NO, wide
        offsets[field, row + 1] = stop
        i = _skip(i)
        more = byte_at(i) == _COMMA
        if more:
            i = _skip(i + 1)
    if byte_at(i) != _CLOSE:
        return _NO, wide
    i += 2 if byte_at(i + 1) == _RETURN else 1
    return (i + 1 if byte_at(i) == _NEWLINE else _NO), wide


@njit(nogil=True, cache=True)
def _parse(begin: int, end: int, fields: Any, room: Any, out: Any) -> Any:
    """Read all lines: _NO where one is not plain, _MORE where there is no room for their number,
    _ASCII where all texts are, else another; and how many lines there are.
    """
    widest()
    offsets, valid = out
    wide, i, row = _NONE, begin, 0
    while i < end:
        if row == valid.shape[1]:
            return _MORE, row
        for k in range(valid.shape[0]):
            offsets[k, row + 1] = _NO
            valid[k, row] = 0
        i, high = _record(i, end, row, fields, room, out)
        wide |= high
        if i < 0:
            return _NO, row
        for k in range(valid.shape[0]):
            if offsets[k, row + 1] < 0:
                offsets[k, row + 1] = offsets[k, row]
        row += 1
    return np.int64(wide != _NONE), row


class RecordsRoom:
    """Memory for what :func:`plain_records` finds; the next call with it overwrites that.

    To be given memory by the system takes as long as to fill it.
    """

    def __init__(self) -> None:
        self.values: list[NDArray[np.uint8]] = []
        self.offsets = np.zeros((0, 1), np.int64)
        self.valid = np.zeros((0, 0), np.uint8)

    def give(self, k: int) -> None:
        """The values of a field belong to who has them: nothing overwrites them."""
        self.values[k] = _NOTHING

    def fit(self, fields: int, size: int) -> None:
        """Have room for so many bytes in each of so many fields."""
        if len(self.values) != fields:
            self.values = [_NOTHING] * fields
            self.fit_lines(0)
        for k, one in enumerate(self.values):
            if one.size < size:
                self.values[k] = np.empty(size + _SPARE, np.uint8)

    def fit_lines(self, lines: int) -> None:
        """Have room for so many lines."""
        fields = len(self.values)
        self.offsets = np.zeros((fields, lines + 1), np.int64)
        self.valid = np.empty((fields, lines), np.uint8)


def plain_records(
    data: ArrayLike, names: Sequence[bytes], room: RecordsRoom | None = None
) -> Records | None:
    """The texts of lines of JSON that are all plain records; ``None`` where one is not.

    A plain record is one object in a line of its own, with nothing before or behind it but a
    carriage return. It has fields of these ``names`` only, written without escapes, each once at
    most; each value is a text or null. Between them stand spaces and tabs only. A text has no
    control character and no half of a surrogate pair; bytes that are not UTF-8 are not looked for.

    ``data``: uint8[nbytes], with a line feed behind each line. ``room``: where it is put, if not in
    memory of its own. Linear in the bytes.
    """
    text = column(data, np.uint8)
    cuts = np.cumsum([0, *(len(name) + 1 for name in names)])  # a quotation mark behind each
    marked = np.frombuffer(b"".join(name + b'"' for name in names), np.uint8)
    strange = (marked < _SPACE) | (marked == _BACKSLASH)
    if not names or strange.any() or (marked == _QUOTE).sum() > len(names):
        return None  # such a name is written with escapes
    if text.size == 0 or text[-1] != _NEWLINE:
        return None
    room = room or RecordsRoom()
    room.fit(len(names), text.size + _BLOCK)
    bases = np.array([one.ctypes.data for one in room.values], np.int64)
    fields = (marked, cuts, np.zeros(len(names) + 1, np.int64))
    begin, work = text.ctypes.data, (bases, np.empty(_BLOCK, np.uint8))
    told, n = _parse(begin, begin + text.size, fields, work, (room.offsets, room.valid))
    if told == _MORE:
        room.fit_lines(int(np.count_nonzero(text == _NEWLINE) * _GROWTH))
        told, n = _parse(begin, begin + text.size, fields, work, (room.offsets, room.valid))
    if told == _NO:
        return None
    offsets, valid = room.offsets[:, : n + 1], room.valid[:, :n].view(np.bool_)
    found = tuple(one[:size] for one, size in zip(room.values, offsets[:, n], strict=True))
    return Records(offsets, valid, found, told == _ASCII)
