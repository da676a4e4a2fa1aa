"""JSON lines: one object a line, and ``.json`` files that hold one list of objects."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from provenance.errors import EmptyInputError, InputError
from provenance.formats.bytestream import not_utf8, runs
from provenance.formats.records import Item, Items, Line, Meter, Run, RunsAndItems
from provenance.formats.sources import SourceFile
from provenance.formats.text import too_large
from provenance.formats.values import kind

_decode = msgspec.json.Decoder().decode
# What the other fields, quotes and escapes may add to the longest text allowed.
_SLACK = 16 << 20
_HINT = "one complete JSON object a line; jq -c . FILE writes it so"


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> RunsAndItems:
    """The objects of a file of JSON lines, many undecoded lines as one item where they come so.

    Raises nothing: a bad line is an item, and the last item says where a broken file ends.
    """
    empty = True
    file = source.path
    for found in runs(file, meter, 2 * max_article_bytes + _SLACK):
        if isinstance(found, Run):
            empty = empty and found.isspace()
            yield found.number, found, None
        elif isinstance(found, InputError):
            yield found.line, found, None
            return
        else:
            for one in items_of([found], file):
                empty = False
                yield one
    if empty:
        what = "the file is empty" if source.path != "-" else "standard input is empty"
        yield None, EmptyInputError(what, file=file, hint="remove it, or fill it"), b""


def items_of(found: Iterable[Line], file: str) -> Items:
    """The objects of some lines; blank lines are passed over."""
    for line in found:
        number, data, size = line
        if line.is_cut:
            yield number, too_large(file, number, size, len(data)), data
        elif data and not data.isspace():
            yield item(data, file, number)


def item(data: bytes, file: str, number: int) -> Item:
    """One JSON value as an item: an object, or what is wrong with it."""
    try:
        value = _decode(data)
    except (ValueError, RecursionError) as error:
        try:
            value = _lenient(data, file, number, error)
        except InputError as fault:
            return number, fault, data
    if isinstance(value, dict):
        return number, value, data
    reason = f"a JSON object is needed, and this is {_json_kind(value)}"
    return number, InputError(reason, file=file, line=number, hint=_HINT), data


def _lenient(data: bytes, file: str, number: int, error: Exception) -> Any:
    """What Python's reader makes of a line that the strict one refuses.

    Kept are control characters that stand bare in a text, NaN, and numbers out of range.

    Raises:
        InputError: it is malformed for both, not UTF-8, or has a lone surrogate.
    """
    try:
        value = json.loads(data.decode("utf-8"), strict=False)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as bad:
        raise not_utf8(data, file, number, bad) from error
    except UnicodeEncodeError as bad:
        code = bad.object[bad.start : bad.start + 1]
        reason = f"the escape \\u{ord(code):04x} is half of a character (a lone surrogate)"
        hint = "write the character whole, or remove the escape"
        raise InputError(reason, file=file, line=number, hint=hint) from error
    except (ValueError, RecursionError) as bad:
        what = str(bad)
        if isinstance(bad, json.JSONDecodeError):  # its own line is always 1
            what = f"{bad.msg.removesuffix(' at')}, near character {bad.pos + 1}"
        raise InputError(f"malformed JSON: {what}", file=file, line=number, hint=_HINT) from error
    return value


def _json_kind(value: Any) -> str:
    if value is None:
        return "null"
    return "a text" if isinstance(value, str) else kind(value)
