"""Credits meet the outlets of the pile."""

from __future__ import annotations

import made_news as news
import numpy as np
import pytest

from provenance.model import Article
from provenance.stages.credits import ledger, named_unseen, pair_credits
from provenance.stages.origins import name_probability

VELTRIA = "According to the Veltria Times, talks will go on."
NO = np.zeros(3, bool)  # none is reworded
COURIER = "The plan was first reported by the Harbour Daily Courier."


def _book(*given: tuple[str, str | None]):  # type: ignore[no-untyped-def]
    pile = [
        Article(id=f"a{k}", text=f"{news.text(k)}\n{line}", source=source)
        for k, (line, source) in enumerate(given)
    ]
    return pile, ledger(news.features(pile))


def test_the_strongest_credit_of_each_outlet_is_kept_with_its_place() -> None:
    told = "The Veltria Times was told so, a clerk told the Veltria Times."
    pile, book = _book((f"{told} {VELTRIA} {COURIER}", None), ("Nothing.", None))
    assert set(book.credits) == {0}
    found = {c.outlet: c for c in book.credits[0]}
    assert set(found) == {"Veltria Times", "Harbour Daily Courier"}
    assert found["Veltria Times"].form == "according_to"
    for c in found.values():
        assert c.outlet in pile[0].text[slice(*c.span)]


def test_a_pair_in_which_one_credits_the_other() -> None:
    _, book = _book((VELTRIA, None), ("Nothing.", "The Veltria Times"), ("Nothing.", "Other"))
    pairs = np.array([[0, 1], [0, 2], [1, 2]], np.int32)
    other, elsewhere = pair_credits(pairs, book, NO)
    assert other.tolist() == [[True, False], [False, False], [False, False]]
    assert elsewhere[0].tolist() == [0, 0]
    weight = book.credits[0][0].weight
    assert elsewhere[1].tolist() == [pytest.approx(name_probability([weight], 0)), 0]
    assert elsewhere[2].tolist() == [0, 0]


def test_crediting_oneself_names_no_source() -> None:
    _, book = _book((VELTRIA, "Veltria Times"), ("Nothing.", "Other"))
    other, elsewhere = pair_credits(np.array([[0, 1]], np.int32), book, NO)
    assert not other.any()
    assert not elsewhere.any()


def test_a_credit_that_both_carry_says_nothing() -> None:
    _, book = _book((VELTRIA, None), (VELTRIA, "Other"), (VELTRIA, "The Veltria Times"))
    other, elsewhere = pair_credits(np.array([[0, 1], [0, 2]], np.int32), book, NO)
    assert not elsewhere.any()
    assert other.tolist() == [[False, False], [True, False]]  # what it says of itself is no credit


def test_a_credit_to_an_outlet_that_the_other_names_says_nothing() -> None:
    named = "He sold his copy of the Veltria Times."
    _, book = _book((VELTRIA, None), (named, "Other"), ("Times change in Veltria.", "Else"))
    assert set(book.credits) == {0}
    _, elsewhere = pair_credits(np.array([[0, 1], [0, 2]], np.int32), book, NO)
    assert not elsewhere[0].any()
    assert book.mentions(1, "The Veltria Times")
    assert not book.mentions(1, "Veltria Courier")
    assert not book.mentions(1, "The Times")  # no word of it tells


def test_only_outlets_without_an_article_of_the_story_are_unseen() -> None:
    _, book = _book((f"{VELTRIA} {COURIER}", None), ("Nothing.", "Veltria Times"), ("No.", "Else"))
    found = named_unseen(book, np.array([[0, 1], [0, 2]], np.int32))
    assert [n.outlet for n in found[0]] == ["Harbour Daily Courier"]
    weights = [c.weight for c in book.credits[0]]
    which = [c.outlet for c in book.credits[0]].index("Harbour Daily Courier")
    assert found[0][0].probability == pytest.approx(name_probability(weights, which))
    assert set(found) == {0}
    # It publishes here, but nothing of this.
    apart = named_unseen(book, np.array([[0, 2]], np.int32))
    assert {n.outlet for n in apart[0]} == {"Veltria Times", "Harbour Daily Courier"}


IN_OTHER_WORDS = "The talks go on, the Veltria Times reported."


def test_a_credit_that_each_words_otherwise_speaks_for_a_common_source() -> None:
    _, book = _book((VELTRIA, None), (IN_OTHER_WORDS, "Other"))
    pair = np.array([[0, 1]], np.int32)
    assert pair_credits(pair, book, NO)[1].min() > 0.5
    assert not pair_credits(pair, book, ~NO)[1].any()  # a rewrite rewords its credits too


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        (VELTRIA, False),
        (IN_OTHER_WORDS, True),
        ("Nothing.", True),
        ("He sold his copy of the Veltria Times.", False),
        (f"{IN_OTHER_WORDS} {COURIER}", False),
    ],
)
def test_a_copy_without_the_credit_of_its_source_passes_it_over(line: str, passes: bool) -> None:
    _, book = _book((line, "Else"), (VELTRIA, "Harbour Daily Courier"))
    assert (book.passes(0, 1, "Veltria Times") > 0.5) is passes
    assert book.passes(0, 1, "Other Paper") == 0
