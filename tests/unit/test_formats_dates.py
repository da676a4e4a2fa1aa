"""What is read as a date, how exact it is, and what is refused."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.formats import read_date

DAY = 86_400


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


ACCEPTED = [
    ("2026-01-02", utc(2026, 1, 2), DAY),
    ("20260102", utc(2026, 1, 2), DAY),
    (20260102, utc(2026, 1, 2), DAY),
    ("2026-1-2", utc(2026, 1, 2), DAY),
    ("2026/01/02", utc(2026, 1, 2), DAY),
    (" 2026-01-02T03:04:05Z ", utc(2026, 1, 2, 3, 4, 5), 1),
    ("2026-01-02T03:04:05", utc(2026, 1, 2, 3, 4, 5), 1),
    ("2026-01-02T03:04:05+02:00", utc(2026, 1, 2, 1, 4, 5), 1),
    ("2026-01-02T03:04:05.123456789Z", utc(2026, 1, 2, 3, 4, 5, 123456), 1),
    ("2026-01-02 03:04", utc(2026, 1, 2, 3, 4), 60),
    ("2026-01-02T15", utc(2026, 1, 2, 15), 3600),
    ("20260102T150405Z", utc(2026, 1, 2, 15, 4, 5), 1),
    ("20260102T1504Z", utc(2026, 1, 2, 15, 4), 60),
    ("Fri, 02 Jan 2026 15:04:05 GMT", utc(2026, 1, 2, 15, 4, 5), 1),
    ("Fri, 2 Jan 2026 15:04:05 -0000", utc(2026, 1, 2, 15, 4, 5), 1),
    ("Fri, 2 Jan 2026 15:04:05 EST", utc(2026, 1, 2, 20, 4, 5), 1),
    ("Sun Jan 04 15:04:05 +0000 2026", utc(2026, 1, 4, 15, 4, 5), 1),
    ("26-FEB-1987 15:01:01.79", utc(1987, 2, 26, 15, 1, 1, 790000), 1),
    ("January 2, 2026", utc(2026, 1, 2), DAY),
    ("2 January 2026", utc(2026, 1, 2), DAY),
    ("Jan 2, 2026 3:04 PM", utc(2026, 1, 2, 15, 4), 60),
    ("Jan 2, 2026 3 PM", utc(2026, 1, 2, 15), 3600),
    ("25.12.2026", utc(2026, 12, 25), DAY),
    ("02.01.2026", utc(2026, 1, 2), DAY),
    ("12/25/2026", utc(2026, 12, 25), DAY),
    ("03/03/2026", utc(2026, 3, 3), DAY),
    ("1767312000", utc(2026, 1, 2), 1),
    (1767312000, utc(2026, 1, 2), 1),
    (1767312000.5, utc(2026, 1, 2, 0, 0, 0, 500000), 1),
    ("1767312000123", utc(2026, 1, 2, 0, 0, 0, 123000), 1),
    ("17673120000", utc(1970, 7, 24, 13, 12), 1),
    (-1767312000, utc(1913, 12, 31), 1),
    ("1711122313", utc(2024, 3, 22, 15, 45, 13), 1),  # is not 1711-12-23 as well
    ("2. Januar 2026", utc(2026, 1, 2), DAY),
    ("2 janvier 2026", utc(2026, 1, 2), DAY),
    ("2 de enero de 2026", utc(2026, 1, 2), DAY),
    ("2 de março de 2026", utc(2026, 3, 2), DAY),
    ("2 gennaio 2026", utc(2026, 1, 2), DAY),
    ("2 января 2026", utc(2026, 1, 2), DAY),
    ("2 січня 2026", utc(2026, 1, 2), DAY),
    ("2 stycznia 2026", utc(2026, 1, 2), DAY),
    ("2 januari 2026", utc(2026, 1, 2), DAY),
    ("2 Ağustos 2026", utc(2026, 8, 2), DAY),
    ("2026年1月2日", utc(2026, 1, 2), DAY),
    ("2026년 1월 2일", utc(2026, 1, 2), DAY),
    ("2024-02-29", utc(2024, 2, 29), DAY),
    ("1969-07-20", utc(1969, 7, 20), DAY),
    ("2199-12-31", utc(2199, 12, 31), DAY),
    ("2026-01-02T03:04:05+14:00", utc(2026, 1, 1, 13, 4, 5), 1),
    (date(2026, 1, 2), utc(2026, 1, 2), DAY),
    (datetime(2026, 1, 2, 3), utc(2026, 1, 2, 3), 1),
    (pd.Timestamp("2026-01-02 03:04:05.123456789", tz="Europe/Paris"),
     utc(2026, 1, 2, 2, 4, 5, 123456), 1),
]  # fmt: skip


@pytest.mark.parametrize(("value", "moment", "resolution"), ACCEPTED, ids=repr)
def test_accepted(value: object, moment: datetime, resolution: int) -> None:
    found = read_date(value)
    assert found == (moment, resolution)
    assert found is not None
    assert type(found[0]) is datetime
    assert found[0].utcoffset() == timedelta(0)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs tzset")
def test_the_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        for value in (
            "2026-01-02T03:04:05",
            "2 January 2026 03:04:05",
            datetime(2026, 1, 2, 3, 4, 5),
        ):
            assert read_date(value) == (utc(2026, 1, 2, 3, 4, 5), 1)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("value", [None, "", "  ", float("nan"), pd.NaT], ids=repr)
def test_nothing(value: object) -> None:
    assert read_date(value) is None


REFUSED = [
    ("soon", "unreadable"),
    ("Friday", "lacks"),
    ("15:04", "lacks"),
    ("January 2026", "lacks"),
    ("Jan 2", "lacks"),
    ("2026-01", "lacks"),
    ("2026", "digits"),
    (0, "digits"),
    ("12345", "digits"),
    ("10", "digits"),
    ("17673120001234567", "digits"),
    ("26-FEB-87", "unreadable"),
    ("26-FEB-87 15:01:01.79", "unreadable"),
    ("2026-02-30", "unreadable"),
    ("2023-02-29", "unreadable"),
    ("29 février 2023", "unreadable"),
    ("0000-01-01", "unreadable"),
    ("0001-01-01", "another calendar"),
    ("9999-12-31T23:59:59Z", "another calendar"),
    (datetime(9999, 12, 31), "another calendar"),
    ("1404/10/14", "another calendar"),  # Persian
    ("2569-01-04", "another calendar"),  # Thai
    ("5786-04-15", "another calendar"),  # Hebrew
    ("15 Muharram 1447", "unreadable"),
    ("令和8年1月4日", "unreadable"),
    ("2 listopada 2026", "unreadable"),  # October to some, November to others
    ("1767312000123456", "digits"),
    ("2026-13-01", "unreadable"),
    ("01/02/2026", "two ways"),
    ("3-4-2026 10:00", "two ways"),
    ("2026-01-02 15:04 IST", "IST"),
    ("0001-01-01T00:00:00+10:00", "out of range"),
    (float("inf"), "unreadable"),
    ("x" * 1000, "too long"),
    (True, "bool"),
    ([1], "list"),
]


@pytest.mark.parametrize(("value", "reason"), REFUSED, ids=lambda v: repr(v)[:30])
def test_refused(value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_date(value)


@given(
    st.datetimes(datetime(1450, 1, 3), datetime(2199, 12, 29)),
    st.integers(-14 * 60, 14 * 60),
)
def test_every_iso_moment_is_read_exactly(moment: datetime, minutes: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_date(aware.isoformat()) == (aware, 1)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_date(text)
    except ValueError:
        return
    assert found is None or found[0].utcoffset() == timedelta(0)
