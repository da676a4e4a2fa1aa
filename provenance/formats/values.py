"""One value of a record as the type that its field has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Integral, Real
from typing import Any
from uuid import UUID

import msgspec

_INNER = ("name", "title", "value", "#text", "url", "href")


def is_missing(value: Any) -> bool:
    """Whether a value says nothing: null, NaN or NaT, an empty or blank string."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, float | Decimal) and value != value)


def as_text(value: Any) -> str:
    """The text of an article, untouched; it may be blank.

    Raises:
        ValueError: no string.
    """
    if not isinstance(value, str):
        if is_missing(value):
            raise ValueError("the text is null")
        raise ValueError(f"the text is {kind(value)}; it must be a string")
    return value


def as_label(value: Any) -> str | None:
    """A short text such as a title or an outlet; of an object, its name.

    Raises:
        ValueError: a list, or an object without a name.
    """
    if isinstance(value, str):
        return valid(value) if value else None
    if is_missing(value):
        return None
    if isinstance(value, Mapping):
        for key in _INNER:
            if key in value and not isinstance(value[key], Mapping):
                return as_label(value[key])
        if all(is_missing(inner) for inner in value.values()):
            return None
    number = _number(value)
    if number is None:
        raise ValueError(f"{kind(value)} is not a text, and has no name")
    return number


def as_id(value: Any) -> str | None:
    """An id; numbers become text, ``{"$oid": ...}`` and the like give what they hold.

    Raises:
        ValueError: a list, an object, true or false.
    """
    if isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.values()))
    if is_missing(value):
        return None
    if isinstance(value, str):
        return valid(value)
    number = str(value) if isinstance(value, UUID) else _number(value)
    if number is None:
        raise ValueError(f"{kind(value)} is not an id; it must be a text or a number")
    return number


def as_names(value: Any) -> list[str]:
    """Names in the order given: one text, a list of texts or objects, or a JSON list as text.

    Raises:
        ValueError: something that has no name.
    """
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            value = msgspec.json.decode(value.encode("utf-8", "surrogatepass"))
        except (msgspec.DecodeError, UnicodeDecodeError):
            value = str(value)
    if isinstance(value, str):
        return [] if not value or value.isspace() else [valid(value)]
    many = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    names = [as_label(one) for one in (value if many else [value])]
    return [name for name in names if name and not name.isspace()]


def as_resolution(value: Any) -> int | None:
    """How exact a date is, in whole seconds.

    Raises:
        ValueError: no whole number from 1 up to what 32 bits hold.
    """
    if is_missing(value):
        return None
    digits = value if isinstance(value, str) else _number(value)
    if digits is None or not digits.isdecimal() or not 1 <= int(digits[:20]) < 2**31:
        raise ValueError(f"{digits or kind(value)} is not a whole number of seconds")
    return int(digits)


def unwrapped(value: Any) -> Any:
    """What an object with one key holds: ``{"$date": ...}``, ``{"$numberLong": ...}``."""
    while isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.values()))
    return value


def as_extra(values: Mapping[str, Any]) -> str | None:
    """Everything else as a JSON object; what JSON does not know becomes its text.

    Raises:
        ValueError: a lone surrogate in a text.
    """
    if not values:
        return None
    try:
        return msgspec.json.encode(values, enc_hook=_plain).decode("utf-8")
    except TypeError:
        return msgspec.json.encode(_texts(values), enc_hook=_plain).decode("utf-8")


def valid(value: str) -> str:
    """The same string, if it can be written as UTF-8.

    Raises:
        ValueError: it holds half of a surrogate pair.
    """
    utf8_size(value)
    return value


def utf8_size(value: str) -> int:
    """The bytes of a text in UTF-8.

    Raises:
        ValueError: it holds half of a surrogate pair.
    """
    if value.isascii():
        return len(value)
    try:
        return len(value.encode())
    except UnicodeEncodeError as error:
        code = ord(value[error.start])
        raise ValueError(
            f"character {error.start + 1} is \\u{code:04x}, half of a character (a lone surrogate)"
        ) from error


def kind(value: Any) -> str:
    """A value's type in plain words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Real | Decimal):
        return f"a number ({value})"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    return f"a {type(value).__name__}"


def _number(value: Any) -> str | None:
    """A number as text, 1.0 as "1" (tables with gaps turn whole numbers into floats)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real | Decimal) and math.isfinite(value):
        whole = math.trunc(value)
        return str(whole) if value == whole else str(value)
    return None


def _plain(value: Any) -> Any:
    """For msgspec: what it cannot write by itself."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else str(value)


def _texts(value: Any) -> Any:
    """A copy whose keys are texts, for objects with keys that JSON has no form for."""
    if isinstance(value, Mapping):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return value
