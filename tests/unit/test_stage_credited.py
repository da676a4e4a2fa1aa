"""Excerpts within a text of one's own, told by the credit."""

from __future__ import annotations

import made_news as news
import pyarrow as pa
import pytest

from provenance.model import Article, Relation
from provenance.stages.credited import named_sources
from provenance.stages.credits import ledger
from provenance.stages.verify import RELATIONS, SCHEMA

CREDIT = "According to the Veltria Times, talks will go on."


def _told(
    credit: str, repeated: float = 0.4, relation: Relation = Relation.SAME_STORY
) -> tuple[Relation, float]:
    """The relation and the copy probability of a report and what it may be an excerpt of."""
    features = news.features(
        [
            Article(id="a", text=news.text(1), source="Veltria Times"),
            Article(id="b", text=f"{news.text(2)}\n{credit}", source="Harbour Daily Courier"),
        ]
    )
    row = {f.name: 0.2 for f in SCHEMA if f.type == pa.float64()}
    row |= {"i": 0, "j": 1, "relation": RELATIONS.index(relation), "simhash_distance": 9}
    row |= {"features": [0.5], "containment_ba": repeated}
    matches = pa.Table.from_pylist([row], schema=SCHEMA)
    found = named_sources(features, matches, ledger(features))
    assert found.schema.equals(SCHEMA)
    return RELATIONS[found.column("relation")[0].as_py()], found.column("p_copy")[0].as_py()


def test_a_credit_and_repeated_words_make_an_excerpt() -> None:
    relation, p_copy = _told(CREDIT)
    assert relation is Relation.EXCERPT
    assert p_copy == 0.9


@pytest.mark.parametrize(("credit", "repeated"), [("Nothing.", 0.6), (CREDIT, 0.2)])
def test_one_of_them_alone_does_not(credit: str, repeated: float) -> None:
    assert _told(credit, repeated) == (Relation.SAME_STORY, 0.2)


def test_a_stronger_relation_stays() -> None:
    assert _told(CREDIT, relation=Relation.REWRITE) == (Relation.REWRITE, 0.2)


THIRD = "According to the Morrow Evening Post, talks will go on."


def test_repeated_words_and_a_credit_of_a_third_are_an_excerpt_of_that() -> None:
    assert _told(THIRD) == (Relation.EXCERPT, 0.9)
    assert _told(THIRD, 0.25) == (Relation.SAME_STORY, 0.2)
    assert _told("According to the Harbour Daily Courier, talks will go on.") == (
        Relation.SAME_STORY,
        0.2,
    )  # what it says of itself
