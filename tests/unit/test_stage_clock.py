"""What the times of an article say: when it was out, when its text was finished, in which words."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_stage_direction import PAIR, _facts

import provenance as pv
from provenance.schema import TIME
from provenance.stages.clock import clock_of
from provenance.stages.direction import AB, BA, Witness, evidence
from provenance.stages.style import RATES

moment = st.one_of(st.none(), st.integers(1, 10**6))


def _clock(*rows: tuple[int | None, int | None, int | None]) -> Any:
    """The clock of articles with these seconds of publication, change and first sight."""
    names = ("published_at", "modified_at", "first_seen_at")
    columns: dict[str, pa.Array] = {
        name: pa.array([None if row[k] is None else row[k] * 10**6 for row in rows], TIME)
        for k, name in enumerate(names)
    }
    columns["published_resolution_s"] = pa.array([1] * len(rows), pa.int32())
    return clock_of(pa.table(columns))


def _time(*rows: tuple[int | None, int | None, int | None]) -> list[float]:
    """The evidence of time of two articles."""
    known = Witness(
        _clock(*rows), np.zeros(2), np.zeros(2, bool), np.zeros(2, bool), np.zeros((2, len(RATES)))
    )
    return [float(x) for x in evidence(PAIR, known, _facts(), 0.97)["time"][0]]


@pytest.mark.parametrize(
    ("published", "modified", "seen", "clock"),
    [
        (50, None, None, (50, 50, 50)),
        (50, 90, None, (50, 50, 90)),
        (50, 20, 70, (50, 50, 50)),  # a change before it came out, and a look at it later
        (50, None, 30, (30, 30, 30)),  # seen before the date it bears
        (None, None, 70, (None, 70, 70)),
        (None, 90, 70, (None, 70, 90)),
        (None, 60, 70, (None, 60, 60)),  # finished before it was seen
        (None, 60, None, (None, 60, 60)),
        (None, None, None, (None, None, None)),
    ],
)
def test_what_each_time_says(
    published: int | None, modified: int | None, seen: int | None, clock: tuple[int | None, ...]
) -> None:
    made = _clock((published, modified, seen))
    told = [float(column[0]) for column in (made.seconds, made.out, made.text)]
    assert [None if math.isnan(x) else x for x in told] == list(clock)


def test_a_change_weakens_what_publication_says_and_a_sight_takes_its_place() -> None:
    plain = _time((0, None, None), (100, None, None))
    changed = _time((0, 200, None), (100, None, None))
    assert plain[AB] < changed[AB] < 0 < changed[BA] == plain[BA]
    assert _time((0, 90, None), (100, None, None)) == plain
    assert _time((None, None, 50), (100, None, None)) == plain
    assert _time((None, None, 150), (100, None, None)) == [0, 0, 0]
    assert _time((None, None, 50), (None, None, 100)) == [0, 0, 0]


times = st.tuples(moment, moment, moment)


@given(times, times)
def test_time_speaks_for_one_way_at_the_most_and_needs_a_publication(
    a: tuple[int | None, int | None, int | None], b: tuple[int | None, int | None, int | None]
) -> None:
    ab, ba, common = _time(a, b)
    assert common == 0 and ((ab > 0) == (ba < 0)) and ((ba > 0) == (ab < 0))
    assert max(abs(ab), abs(ba)) <= math.log(0.97 / 0.03)
    if a[0] is None and b[0] is None:
        assert ab == ba == 0
    assert _time(b, a) == [ba, ab, 0]


def _derivation(first: dict[str, datetime], second: dict[str, datetime]) -> Any:
    """Of two copies that differ in little, the one edge, and what it says of time."""
    articles = [
        pv.Article(id="a", text=news.text(1), **first),  # type: ignore[arg-type]
        pv.Article(id="b", text=news.edited(1), **second),  # type: ignore[arg-type]
    ]
    (found,) = pv.dedupe(articles).derivations()
    (time,) = (e.text for e in found.evidence if e.kind == "time")
    return (found.derived, found.source), time


def test_the_evidence_says_which_time_was_used() -> None:
    at = {"published_at": news.at(9)}
    assert _derivation({"first_seen_at": news.at(1)}, at) == (
        ("b", "a"),
        "the other was first seen 8.0 hours before this one was published",
    )
    assert _derivation({"modified_at": news.at(3)}, at) == (
        ("b", "a"),
        "the other was last changed 6.0 hours before this one was published",
    )
    early = {"published_at": news.at(1), "modified_at": news.at(20)}
    assert _derivation(early, at) == (
        ("b", "a"),
        "published 8.0 hours apart, in this order; but the other was changed after that",
    )
    ahead = {"published_at": news.at(20), "first_seen_at": news.at(5)}
    assert _derivation(ahead, at) == (
        ("b", "a"),
        "published 4.0 hours apart, in this order",
    )
    assert _derivation(ahead, {"published_at": news.at(2)}) == (
        ("a", "b"),
        "published 3.0 hours apart, in this order; this one was seen before the date it bears",
    )
