"""One record as one row of the input schema."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from provenance.errors import InputError
from provenance.formats import values as read
from provenance.formats.dates import read_date
from provenance.formats.fields import NAMES, RESOLUTION, FieldMap, Plan
from provenance.formats.records import Ready
from provenance.formats.text import too_large
from provenance.schema import INPUT

Row: TypeAlias = list[Any]
"""One row of :data:`provenance.schema.INPUT`, values in its order."""

Step: TypeAlias = tuple[int, str, Callable[[Any], Any]]
"""Where a value goes in the row, what its record calls it, and what reads it."""

Layout: TypeAlias = tuple[Plan, list[Step]]

_SLOT = {name: slot for slot, name in enumerate(INPUT.names)}
_ID, _TEXT, _TITLE, _SOURCE = (_SLOT[name] for name in ("id", "text", "title", "source"))
_DATE, _EXACT = _SLOT["published_at"], _SLOT["published_resolution_s"]
_AUTHORS, _EXTRA, _FILE, _LINE = (_SLOT[name] for name in ("authors", "extra", "file", "line"))
_MOST_LAYOUTS = 1024


def _date(value: Any) -> tuple[datetime, int] | None:
    return read_date(read.unwrapped(value))


def _by(value: Any) -> datetime | None:
    """The last moment that a date can mean: a day, to its end."""
    found = _date(value)
    return found and found[0] + timedelta(seconds=found[1] - 1)


def _authors(value: Any) -> list[str] | None:
    return read.as_names(value) or None  # nobody named is nothing known


#: What reads the value of a field; of one that is not here, :func:`values.as_label`.
CONVERT: dict[str, Callable[[Any], Any]] = {
    "id": read.as_id,
    "text": read.as_text,
    "published_at": _date,
    "modified_at": _by,
    "first_seen_at": _by,
    "authors": _authors,
}


def _layout(plan: Plan) -> Layout:
    steps = [
        (_SLOT[ours], theirs, CONVERT.get(ours, read.as_label))
        for ours, theirs in plan.names.items()
    ]
    return plan, steps


_READY = _layout(Plan({name: name for name in NAMES}, ()))


class RowMaker:
    """Turns records into rows; remembers the ids it made up, about 100 bytes for each.

    Args:
        fields: where our fields stand.
        max_article_bytes: the longest text allowed, in bytes of UTF-8.
        decoded: whether texts come from decoded UTF-8, which has no lone surrogates to look for
            (looking costs a third of the time of a row).
    """

    def __init__(self, fields: FieldMap, max_article_bytes: int, *, decoded: bool) -> None:
        self.fields = fields
        self._decoded = decoded
        self._limit = max_article_bytes
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self._repeats: dict[int, int] = {}

    def row(self, values: Mapping[str, Any], file: str, line: int | None) -> Row:
        """One record as a row; see :mod:`provenance.formats.values` for what each field takes.

        A record without an id gets the first 16 hexadecimal digits of the SHA-256 of its text,
        title, source and date, and ``-2``, ``-3`` behind it where the same content comes again.

        Raises:
            InputError: no text, or a value that its field cannot take.
        """
        ready = type(values) is Ready
        plan, steps = _READY if ready else self._layout(tuple(values))
        if "text" not in plan.names:
            raise self._no_text(values, file, line)
        row: Row = [None] * len(_SLOT)
        slot, theirs = _TEXT, plan.names["text"]
        try:
            for slot, theirs, convert in steps:
                row[slot] = convert(values.get(theirs))
            slot, theirs = _TEXT, plan.names["text"]
            size = self._size(row[_TEXT])
            slot, theirs = _EXTRA, "extra"
            rest = values["extra"] if ready else {key: values[key] for key in plan.rest}
            row[_EXTRA] = read.as_extra(rest)
            if row[_DATE] is not None:
                slot, theirs = _EXACT, RESOLUTION
                row[_DATE], exact = row[_DATE]
                row[_EXACT] = read.as_resolution(values.get(RESOLUTION)) or exact
        except ValueError as error:
            raise _bad_value(INPUT.names[slot], theirs, str(error), file, line) from error
        if size > self._limit:
            raise too_large(file, line, size, self._limit)
        row[_FILE], row[_LINE] = file, line
        row[_ID] = row[_ID] or self._digest_id(row)
        return row

    @property
    def limit(self) -> int:
        """The longest text allowed, in bytes of UTF-8."""
        return self._limit

    @property
    def named(self) -> dict[str, str] | None:
        """Their names of our fields in the records so far that held nothing else, and ours.

        ``None`` where one field had two names: which of them holds depends on the record then.
        """
        found: dict[str, str] = {}
        for plan, _ in self._layouts.values():
            if not plan.rest:
                found |= {theirs: ours for ours, theirs in plan.names.items()}
        return found if len(set(found.values())) == len(found) else None

    def blank(self, row: Row, values: Mapping[str, Any]) -> InputError | None:
        """What is wrong with a row whose text is empty; ``None`` if it has a text."""
        text = row[_TEXT]
        if text and not text.isspace():
            return None
        reason = "empty text (only white space)" if text else "empty text"
        plan, _ = _READY if type(values) is Ready else self._layout(tuple(values))
        return _bad_value("text", plan.names["text"], reason, row[_FILE], row[_LINE])

    def _layout(self, keys: tuple[str, ...]) -> Layout:
        layout = self._layouts.get(keys)
        if layout is None:
            if len(self._layouts) >= _MOST_LAYOUTS:
                self._layouts.clear()
            layout = self._layouts[keys] = _layout(self.fields.plan(keys))
        return layout

    def _size(self, text: str) -> int:
        """The bytes of a text in UTF-8, or what they cannot exceed if that is within the limit."""
        most = 4 * len(text)
        return most if self._decoded and most <= self._limit else read.utf8_size(text)

    def _digest_id(self, row: Row) -> str:
        content = [row[slot] for slot in (_TEXT, _TITLE, _SOURCE, _DATE)]
        digest = hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:16]
        key = int(digest, 16)
        count = self._repeats[key] = self._repeats.get(key, 0) + 1
        return digest if count == 1 else f"{digest}-{count}"

    def _no_text(self, values: Mapping[str, Any], file: str, line: int | None) -> InputError:
        theirs = self.fields.text
        what = f"no field {theirs!r} for the text" if theirs else "no text field"
        texts = [key for key, value in values.items() if isinstance(value, str)]
        longest = max(texts, key=lambda key: len(values[key]), default="NAME")
        has = f"the record has: {', '.join(values)}" if values else "the record is empty"
        hint = f"say which field holds the text: --field text={longest}"
        inner = next((key for key, value in values.items() if _is_records(value)), None)
        if inner is not None:
            hint = f"its field {inner!r} holds records; take them out: jq -c '.{inner}[]' FILE"
        # Names come from the record, and may hold what cannot be printed.
        reason, hint = (
            text.encode("utf-8", "backslashreplace").decode() for text in (f"{what}; {has}", hint)
        )
        return InputError(reason, file=file, line=line, field="text", hint=hint)


def _is_records(value: Any) -> bool:
    """Whether a value is a list of objects, as in what a news API answers."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _bad_value(ours: str, theirs: str, reason: str, file: str, line: int | None) -> InputError:
    hints = {
        "text": "give it a text, remove it, or set such records aside: --on-bad quarantine",
        RESOLUTION: "correct it, or set such records aside: --on-bad quarantine",
        "extra": "correct it, or set such records aside: --on-bad quarantine",
    }
    if CONVERT.get(ours) in (_date, _by):
        hints[ours] = (
            "write it as ISO 8601 (2026-01-31T12:00:00Z), set such records aside "
            f"(--on-bad quarantine), or leave the field unread: --field {ours}="
        )
    hint = hints.get(ours, f"correct it, or leave the field unread: --field {ours}=")
    return InputError(reason, file=file, line=line, field=theirs, hint=hint)
