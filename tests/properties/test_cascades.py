"""Laws of the cascades that the derivation benchmark makes."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import cascade_benchmark  # noqa: F401  (makes the next imports possible)
import pytest
from cascades import clocks, rewording, shapes
from cascades.operations import OPERATIONS, Desk
from cascades.pile import Pile, Settings, make
from cascades.text import from_text
from hypothesis import given, settings
from hypothesis import strategies as st

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 40)
quick = settings(max_examples=40, deadline=None)
few = settings(max_examples=8, deadline=None)


def small(**given: Any) -> Pile:
    return make(Settings(cascades=4, smallest=2, largest=6, **given))


@quick
@given(SEEDS, SIZES)
def test_shapes_keep_their_laws(seed: int, size: int) -> None:
    chance = random.Random(seed)
    for shape in shapes.SHAPES:
        parents = shapes.tree(shape, size, chance)
        assert parents[0] == -1
        assert all(0 <= parents[k] < k for k in range(1, size))
    assert set(shapes.tree(shapes.STAR, size, chance)[1:]) <= {0}
    chain = shapes.tree(shapes.CHAIN, size, chance)
    assert len(shapes.ancestors(size - 1, chain)) == size - 1


def test_a_mixture_draws_every_parent() -> None:
    drawn = {shapes.tree(shapes.MIXTURE, 4, random.Random(k))[3] for k in range(40)}
    assert drawn == {0, 1, 2}


@quick
@given(SEEDS, SIZES, st.floats(0, 0.5))
def test_as_many_are_removed_as_asked(seed: int, size: int, share: float) -> None:
    gone = shapes.removed(size, share, random.Random(seed))
    assert len(gone) == min(round(share * size), size - 1)
    assert gone <= set(range(size))


@quick
@given(SEEDS)
def test_nothing_comes_out_before_its_source(seed: int) -> None:
    chance = random.Random(seed)
    parents = shapes.tree(shapes.MIXTURE, 20, chance)
    times = clocks.published(parents, clocks.START, chance)
    assert all(times[p] < times[k] for k, p in enumerate(parents) if p >= 0)


@few
@given(SEEDS)
def test_one_seed_makes_one_pile(seed: int) -> None:
    one, other = small(seed=seed, unseen=0.3, forged=0.2), small(seed=seed, unseen=0.3, forged=0.2)
    assert one.articles == other.articles
    assert one.truth.nodes == other.truth.nodes
    assert one.articles != small(seed=seed + 1, unseen=0.3, forged=0.2).articles


@few
@given(SEEDS, st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 0.5))
def test_shares_change_no_text(seed: int, unseen: float, forged: float, missing: float) -> None:
    whole = {a["id"]: a for a in small(seed=seed).articles}
    part = small(seed=seed, unseen=unseen, forged=forged, missing=missing)
    assert all(a["text"] == whole[a["id"]]["text"] for a in part.articles)
    assert set(part.truth.seen) == {a["id"] for a in part.articles}
    assert set(part.truth.nodes) == set(whole)


@few
@given(SEEDS)
def test_a_sentence_comes_from_an_ancestor_or_from_the_article(seed: int) -> None:
    truth = small(seed=seed).truth
    for one, node in truth.nodes.items():
        line = [one, *truth.above(one)]
        assert {s.split(":")[0] for s in node.sentences} <= set(line)
        stamps = [truth.nodes[i].published_at for i in line]
        assert all(later > earlier for later, earlier in pairwise(stamps))


@few
@given(SEEDS)
def test_times_are_told_as_asked(seed: int) -> None:
    assert not any("published_at" in a for a in small(seed=seed, missing=1).articles)
    assert all(len(a["published_at"]) == 10 for a in small(seed=seed, coarse=1).articles)
    for share, kind in ((0.0, clocks.HONEST), (1.0, clocks.FORGED)):
        made = small(seed=seed, forged=share)
        for a in made.articles:
            node = made.truth.nodes[a["id"]]
            assert node.clock == kind
            assert (a["published_at"] == node.published_at) == (kind == clocks.HONEST)


@quick
@given(SEEDS, st.text(alphabet="ab C.,“”\"1,234'\n and after which", max_size=200))
def test_operations_take_any_text(seed: int, text: str) -> None:
    draft = from_text("A title", f"One. {text}", "x")
    desk = Desk("y", "Norwick Herald", "Holm Times", random.Random(seed))
    for operation in OPERATIONS.values():
        made = operation(draft, desk)
        assert made.lines
        assert all(i.split(":")[0] in ("x", "y") for i in made.ids())


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        (rewording.clauses, "On Monday, the dam held.", "The dam held on Monday."),
        (rewording.clauses, "“We go,” said Ana Rull.", "Ana Rull said: “We go.”"),
        (rewording.clauses, "Ana Rull said: “We go.”", "“We go,” Ana Rull said."),
        (
            rewording.clauses,
            "The market stayed shut because the river rose.",
            "Because the river rose, the market stayed shut.",
        ),
        (
            rewording.voice,
            "The council approved the budget.",
            "The budget was approved by the council.",
        ),
        (rewording.paraphrased, "“We go,” said Ana Rull.", "Ana Rull said that we go."),
        (
            rewording.shortened,
            "Ana Rull, who sells fish, left the town.",
            "Ana Rull left the town.",
        ),
        (rewording.typeset, "“We’re off — at last”", '"We\'re off - at last"'),
    ],
)
def test_rewording(operation: Any, before: str, after: str) -> None:
    assert operation(before) == after


def test_numbers_get_rounder_but_years_do_not() -> None:
    told = {rewording.rounded("It cost 1,247 crowns.", 1, random.Random(k)) for k in range(30)}
    assert "It cost more than 1,200 crowns." in told
    assert all("1,247" not in one for one in told)
    assert rewording.rounded("It was 1999.", 1, random.Random(1)) == "It was 1999."


def test_quotations_keep_their_words() -> None:
    text = "The council said: “The council said nothing.”"
    told = {rewording.synonyms(text, 1, random.Random(k)) for k in range(10)}
    assert all(one.endswith("“The council said nothing.”") for one in told)
    assert text not in told


@pytest.mark.parametrize(
    "wrong", [{"unseen": 0.6}, {"forged": 0.7, "missing": 0.7}, {"coarse": -1}]
)
def test_shares_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="share"):
        Settings(**wrong)
