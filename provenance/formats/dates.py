"""Reading a date in whatever form an article carries it.

Nothing is filled in: a value without a year, a month and a day, or one that can be read in two
ways, is refused. No zone means UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from numbers import Integral, Real
from typing import Any

from provenance.text.dates import parse_date

DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"[+-]?\d{9,13}(\.\d+)?")
_CLOCK = re.compile(r"\d:\d\d(?P<seconds>:\d\d)?")
_HOUR = re.compile(r"(?P<iso>\d[Tt](?P<digits>\d{2,6}))|\d\s?[AaPp]\.?[Mm]\b")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2\d{4}(?!\d)")
_LONGEST = 80

_YEARS = range(1450, 2200)  # since there has been print; years beyond are of another calendar

# CST, BST and the like as news in English means them; IST has three meanings and is refused.
_HOURS = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
# Two days that share no part: what differs between them was not in the value.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))


@cache
def _parser() -> Any:
    """The parser of dateutil, loaded for the first date that is not in ISO 8601."""
    from dateutil import parser

    class FourDigitYears(parser.parserinfo):  # type: ignore[misc]  # dateutil has no types
        """dateutil guesses the century of 87 from today's date; nothing is guessed here."""

        def convertyear(self, year: int, century_specified: bool = False) -> int:
            if year < 100 and not century_specified:
                raise ValueError("the year has two digits")
            return year

    return parser.parser(FourDigitYears())


def read_date(value: Any) -> tuple[datetime, int] | None:
    """Read a date: the moment in UTC, and how exact it is in seconds.

    Takes ISO 8601, RFC 2822, epoch seconds (9 or 10 digits) and milliseconds (11 to 13), dates
    in words, ``20260102``, and ``date`` and ``datetime`` objects. The resolution is
    86,400 for a date without a time of day, 3,600 and 60 where minutes or seconds are not given,
    else 1. ``None``, NaN and blank text give ``None``.

    Raises:
        ValueError: the value is no date, lacks a part, can be read in two ways, or its year is
            none in which news appeared (before 1450 or after 2199: a placeholder such as
            9999-12-31, or another calendar's).
    """
    found = _read(value)
    if found is not None and found[0].year not in _YEARS:
        raise ValueError(
            f"the year {found[0].year} is not one of news: a placeholder, or of another calendar"
        )
    return found


def _read(value: Any) -> tuple[datetime, int] | None:
    if value is None or value != value:
        return None
    if isinstance(value, str):
        text = value.strip()
        return _from_text(text) if text else None
    if isinstance(value, datetime):
        return _utc(value), 1
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC), DAY
    if isinstance(value, Integral) and not isinstance(value, bool):
        return _from_text(str(int(value)))
    if isinstance(value, Real) and not isinstance(value, bool):
        return _from_text(f"{float(value):f}")
    raise ValueError(f"a {type(value).__name__} is not a date")


def _from_text(text: str) -> tuple[datetime, int]:
    if text[4:5] != "-":  # not even the beginning of 2026-01-02
        moment = _from_number(text)
        if moment is not None:
            return moment, 1
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _from_words(text)
    return _utc(moment), _resolution(text)


def _from_number(text: str) -> datetime | None:
    """The moment of epoch seconds or milliseconds; ``None`` where the text is no number."""
    if _NUMBER.fullmatch(text):
        whole = text.partition(".")[0].lstrip("+-")
        seconds = float(text) if len(whole) <= 10 else float(text) / 1000
        return _EPOCH + timedelta(seconds=seconds)
    if text.lstrip("+-").replace(".", "", 1).isdigit() and not (text.isdigit() and len(text) == 8):
        raise ValueError(
            f"{_short(text)} is not a date: epoch seconds have 9 or 10 digits, milliseconds 11 to "
            "13, a date without dashes 8"
        )
    return None


def _from_words(text: str) -> datetime:
    if len(text) > _LONGEST:
        raise ValueError(f"{_short(text)} is too long for a date")
    numeric = _SHORT.search(text)
    dotted = numeric is not None and numeric[2] == "."
    if numeric and not dotted:
        first, second = int(numeric[1]), int(numeric[3])
        if first != second and max(first, second) <= 12:
            raise ValueError(f"{_short(text)} can be read in two ways (month first or day first)")
    try:
        one, other = (_parsed(text, default, dotted) for default in _DEFAULTS)
    except LookupError as error:
        raise ValueError(f"{_short(text)}: the time zone {error.args[0]!r} is not known") from error
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        found = parse_date(text)  # "4 janvier 2026"
        if found is not None and found[0] is not None and found[1] == len(text):
            return found[0]
        raise ValueError(f"{_short(text)}: unreadable date") from error
    if one.date() != other.date():
        raise ValueError(f"{_short(text)} lacks a year, a month or a day")
    return one


def _parsed(text: str, default: datetime, dotted: bool) -> datetime:
    moment: datetime = _parser().parse(text, default=default, tzinfos=_zone, dayfirst=dotted)
    return moment


def _zone(name: str | None, offset: int | None) -> timezone | None:
    """The zone of a name or an offset in seconds, for dateutil; an unknown name only warns there.

    Raises:
        LookupError: the name is not in the table.
    """
    if offset is None and name is None:
        return None
    if offset is None:
        if name not in _HOURS:
            raise LookupError(name)
        offset = 3600 * _HOURS[name]
    return timezone(timedelta(seconds=offset))


def _resolution(text: str) -> int:
    clock = _CLOCK.search(text)
    if clock:
        return 1 if clock["seconds"] else 60
    hour = _HOUR.search(text)
    if hour is None:
        return DAY
    digits = len(hour["digits"] or "")
    return {6: 1, 4: 60}.get(digits, 3600)


def _utc(moment: datetime) -> datetime:
    """The moment in UTC as a plain ``datetime`` (pandas has its own subclass)."""
    if type(moment) is not datetime:
        moment = datetime.fromisoformat(moment.isoformat()[:26] + moment.strftime("%z"))
    if moment.tzinfo is None or moment.tzinfo is UTC:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment.isoformat()} is out of range in UTC") from error


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
