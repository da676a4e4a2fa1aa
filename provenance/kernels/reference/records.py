"""Lines of JSON that hold texts and nothing else as columns, in plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from provenance.kernels.arrays import column
from provenance.kernels.contract import Records

_NAME = rb'"([^"\\\x00-\x1f]*)"'
_TEXT = rb'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"'
_ONE = _NAME + rb"[ \t]*:[ \t]*(" + _TEXT + rb"|null)[ \t]*"
_PAIR = re.compile(_ONE)
_OBJECT = re.compile(rb"\{[ \t]*((?:" + _ONE + rb"(?:,[ \t]*(?=\")|(?=\})))*)\}\r?")
_ESCAPE = re.compile(rb"((?:\\u[0-9A-Fa-f]{4})+)|\\(.)")
_SHORT = dict(zip(b"bfnrt", b"\b\f\n\r\t", strict=True))


def plain_records(data: ArrayLike, names: Sequence[bytes], room: object = None) -> Records | None:
    """See :func:`provenance.kernels.compiled.records.plain_records`; no ``room`` is needed."""
    lines = column(data, np.uint8).tobytes().split(b"\n")
    found = [_record(line, names) for line in lines[:-1]]
    if not names or not found or lines[-1] or None in found:
        return None
    if not all(re.fullmatch(_NAME, b'"' + name + b'"') for name in names):
        return None
    records = [record for record in found if record is not None]
    try:
        columns = [[_unescaped(one.get(name)) for one in records] for name in names]
    except UnicodeEncodeError:
        return None
    offsets = [np.cumsum([0, *(len(value or b"") for value in values)]) for values in columns]
    raw = b"".join(value or b"" for one in records for value in one.values())
    return Records(
        np.array(offsets, np.int64),
        np.array([[value is not None for value in values] for values in columns], np.bool_),
        tuple(np.frombuffer(b"".join(value or b"" for value in c), np.uint8) for c in columns),
        raw.isascii(),
    )


def _record(line: bytes, names: Sequence[bytes]) -> dict[bytes, bytes | None] | None:
    """The values of a record as they stand, by name; ``None`` where it is not plain."""
    found = _OBJECT.fullmatch(line)
    if found is None:
        return None
    record: dict[bytes, bytes | None] = {}
    for name, value in _PAIR.findall(found[1]):
        if name in record or name not in names:
            return None
        record[name] = value[1:-1] if value.startswith(b'"') else None
    return record


def _unescaped(value: bytes | None) -> bytes | None:
    """What a text says; raises UnicodeEncodeError where half of a surrogate pair stands in it."""
    return None if value is None else _ESCAPE.sub(_meant, value)


def _meant(escape: re.Match[bytes]) -> bytes:
    """The bytes that one short escape means, or several long ones in a row."""
    if escape[1] is None:
        return bytes([_SHORT.get(escape[2][0], escape[2][0])])
    units = bytes.fromhex(escape[1].replace(b"\\u", b"").decode("ascii"))
    return units.decode("utf-16-be", "surrogatepass").encode()
