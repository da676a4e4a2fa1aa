"""Another threshold finds what a new run with it would find."""

from __future__ import annotations

from pathlib import Path

import made_news as news
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance as pv
from provenance.errors import RecipeError, UsageError
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.result import Result
from provenance.schema import TABLES

thresholds = st.one_of(st.floats(0.01, 0.999), st.sampled_from([0.01, 0.45, 0.999]))


@st.composite
def piles(draw: st.DrawFn) -> list[Article]:
    """A few accounts: as they are, lightly edited, retold, half retold, and cut."""
    versions = st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 3))
    texts = []
    for base, kind, by in draw(st.lists(versions, min_size=2, max_size=9)):
        half = "\n".join(news.sentences(base)[:4])
        texts.append(
            (
                news.text(base),
                news.edited(base, by=by),
                news.retold(base, by=by),
                half + "\n" + news.retold(base + 1, by=by),
                news.edited(base, changes=6, by=by),
            )[kind]
        )
    found: list[Article] = news.texts_of(texts)
    return found


def _same(one: Result, other: Result) -> None:
    for name in TABLES:
        assert one.table(name).equals(other.table(name)), name
    assert one.manifest["counts"] == other.manifest["counts"]
    assert one.manifest["recipe"] == other.manifest["recipe"]


@settings(max_examples=12)
@given(piles(), thresholds, thresholds)
def test_at_is_a_new_run(pile: list[Article], first: float, second: float) -> None:
    made = pv.dedupe(pile, workers=1)
    for threshold in (first, second):
        fresh = pv.dedupe(pile, recipe=Recipe().with_copy(threshold), workers=1)
        other = made.at(threshold=threshold)
        _same(other, fresh)
        assert other.manifest["reused"] == ["fingerprints", "candidates"]
        _same(other.at(threshold=Recipe().thresholds.copy), made)


def test_a_threshold_moves_rewrites() -> None:
    pile = news.texts_of([news.text(1), news.retold(1), news.edited(2, changes=6), news.text(2)])
    made = pv.dedupe(pile, workers=1)
    counts = [sum(1 for _ in made.at(threshold=t).copies()) for t in (0.01, 0.999)]
    assert counts[0] > counts[1]


def test_what_was_set_aside_stays_so() -> None:
    rows = [{"id": "a", "text": "Some words"}, {"id": "b"}]
    made = pv.dedupe(rows, on_bad="quarantine", workers=1)
    assert made.at(threshold=0.9).table("rejected").equals(made.table("rejected"))


def test_requests_that_make_no_sense() -> None:
    pile = news.texts_of([news.text(1), news.text(2)])
    made = pv.dedupe(pile, workers=1)
    for wrong in (0, 1.5, "0.5", True, None):
        with pytest.raises(RecipeError, match=r"thresholds\.copy"):
            made.at(threshold=wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="copies alone"):
        pv.dedupe(pile, only="copies", workers=1).at(threshold=0.5)
    bare = Result({}, made.manifest, made.texts)
    with pytest.raises(UsageError, match="does not know how it was made"):
        bare.at(threshold=0.5)


def test_a_run_over_objects_cannot_be_made_again(tmp_path: Path) -> None:
    pile = news.texts_of([news.text(1), news.retold(1)])
    saved = pv.dedupe(pile, workers=1)
    folder = saved.write(tmp_path / "out")
    with pytest.raises(UsageError, match="its inputs were not files"):
        pv.load(folder).at(threshold=0.5)
