"""Explanations add up; lineages follow the edges; policies keep one of each family."""

from __future__ import annotations

import math
from typing import Any

import attrs
import made_news as news
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.model import Article, ArticleRow, Derivation, Kind, Match, Outcomes, Relation, Role
from provenance.recipe import Recipe
from provenance.stages.explain import explain, waterfall
from provenance.stages.keep import POLICIES, chosen
from provenance.stages.lineage import trace
from provenance.stages.overlap import FEATURES
from provenance.stages.pair_model import pair_models

vector = st.lists(st.floats(0, 1, width=32), min_size=len(FEATURES), max_size=len(FEATURES))


@given(vector, st.sampled_from(["copy", "event"]))
def test_the_reasons_sum_to_the_log_odds_of_the_model(values: list[float], name: str) -> None:
    model = pair_models()[name]
    base, evidence = waterfall(values, model)
    logit = base + sum(e.weight for e in evidence)
    p = float(model.probability(np.array([values]))[0])
    assert max(-12, min(12, logit)) == pytest.approx(math.log(p / (1 - p)), abs=1e-9)
    weights = [abs(e.weight) for e in evidence]
    assert weights == sorted(weights, reverse=True)
    assert len({e.kind for e in evidence}) == len(evidence)


def _match(relation: Relation, features: tuple[float, ...]) -> Match:
    numbers = dict.fromkeys(
        ("probability", "shingle_jaccard", "containment_ab", "containment_ba",
         "content_similarity", "fact_containment_ab", "fact_containment_ba"), 0.5,
    )  # fmt: skip
    return Match(
        a="a",
        b="b",
        relation=relation,
        simhash_distance=3,
        time_gap_s=None,
        outcomes=Outcomes(a_from_b=0.25, b_from_a=0.25, common=0.25, independent=0.25),
        features=features,
        **numbers,
    )


@pytest.mark.parametrize(("relation", "name"), [("rewrite", "copy"), ("same_story", "event")])
def test_a_relation_is_explained_by_its_own_model(relation: str, name: str) -> None:
    features = (0.3,) * len(FEATURES)
    found = explain("a", "b", _match(Relation(relation), features), [], {})
    assert (found.base, list(found.evidence)) == waterfall(features, pair_models()[name])
    assert found.aligned == ()
    assert found.log_odds == pytest.approx(found.base + sum(e.weight for e in found.evidence))
    assert found.claim == name


def test_the_verdict_is_a_sentence_with_the_probability() -> None:
    features = (0.3,) * len(FEATURES)

    def told(relation: Relation, p: float) -> str:
        match = attrs.evolve(_match(relation, features), probability=p)
        return explain("a", "b", match, [], {}).verdict

    assert told(Relation.REWRITE, 0.625) == "One account in other words: rewrite, probability 0.62."
    assert told(Relation.DUPLICATE, 0.999).endswith("duplicate, probability above 0.99.")
    assert {told(relation, 0.5).split(":")[1].split(",")[0].strip() for relation in Relation} == {
        relation.value.replace("_", " ") for relation in Relation
    }
    assert told(Relation.SAME_STORY, 0.5).endswith(
        "probability 0.50 (0.75 that they share a text)."
    )


def test_a_probability_that_is_not_the_sum_says_why() -> None:
    features = (0.3,) * len(FEATURES)
    by_sum = explain("a", "b", _match(Relation.REWRITE, features), [], {}).chances["copy"]
    true = attrs.evolve(_match(Relation.REWRITE, features), probability=by_sum)
    assert explain("a", "b", true, [], {}).rule == ""
    other = attrs.evolve(true, probability=1 - by_sum)
    assert "another version" in explain("a", "b", other, [], {}).rule
    edited = attrs.evolve(true, relation=Relation.NEAR_DUPLICATE, containment_ba=0.75)
    assert explain("a", "b", edited, [], {}).rule.startswith("75% of the word sequences")


def test_overlaps_of_another_version_are_left_out() -> None:
    found = explain("a", "b", _match(Relation.REWRITE, (0.5, 0.5)), [], {})
    assert (found.evidence, found.chances, found.rule) == ((), {}, "")


def _texts(a: str, b: str) -> dict[str, Article]:
    return {"a": Article(id="a", text=a), "b": Article(id="b", text=b)}


def test_pairs_that_were_not_matched_are_told_why() -> None:
    far = explain("a", "b", None, [], _texts("A comet was seen.", news.text(2)), "no match")
    assert far.verdict.startswith("No match. They share too few rare words")
    assert far.log_odds < -3 and far.claim == "event"
    made = explain("a", "b", None, [], _texts(news.text(1), news.text(2)), "no match")
    assert "Compared, they fall short: one text below 0.01 (takes 0." in made.verdict
    lines = news.sentences(1) + news.sentences(2)
    near = explain("a", "b", None, [], _texts("\n".join(lines), "\n".join(lines[6:8])), "no match")
    strict = Recipe.from_dict({"thresholds": {
        "copy": 0.999, "same_story": 0.999, "excerpt": 1, "near_duplicate": 1}})  # fmt: skip
    halves = _texts("\n".join(lines[:9]), "\n".join(lines[7:]))
    short = explain("a", "b", None, [], halves, "no match", recipe=strict)
    assert "Compared, they fall short: one text 0." in short.verdict
    assert "(takes 1.00)" in short.verdict
    run = _texts("\n".join(lines[:9]), "\n".join(lines[2:10]))
    alone = explain("a", "b", None, [], run, "no match", recipe=strict, only_copies=True)
    assert "share too few word sequences" in alone.verdict and alone.claim == "copy"
    same = explain("a", "b", None, [], _texts(news.text(1), news.text(1)), "one family")
    assert same.verdict.startswith("One family. By themselves they would match")
    assert near.verdict.startswith("No match. By themselves they would match")
    dumb = explain("a", "b", None, [], _texts("🎉", news.text(1)), "no match")
    assert dumb.verdict == "No match. There are no words to compare in a."
    assert dumb.evidence == ()
    gone = explain("a", "b", None, [], {}, "no match")
    assert "Why cannot be told" in gone.verdict and gone.evidence == ()


def test_sentences_without_a_partner_and_facts_of_one_alone() -> None:
    a = "Mayor Ilse Brandt opened the harbour bridge. It cost 31 million crowns. So says Oduya."
    b = "It cost 30 million crowns. The harbour bridge was opened by mayor Ilse Brandt."
    found = explain("a", "b", None, [], _texts(a, b))
    assert [a[slice(*s)] for s in found.alone_a] == ["So says Oduya."]
    assert found.alone_b == ()
    assert found.moved == 1
    assert (found.only_a, found.only_b) == (("31", "Oduya"), ("30",))


def test_texts_at_hand_are_aligned_outside_their_boilerplate() -> None:
    shared = "The mayor of Borekstad opened the new harbour bridge on Tuesday."
    texts = {
        "a": Article(id="a", text=f"{shared}\nIt cost 31 million.\n{news.DISCLOSURE}"),
        "b": Article(id="b", text=f"Crowds came.\n{shared}\n{news.DISCLOSURE}"),
    }
    found = explain("a", "b", None, [], texts)
    assert found.match is None
    assert {e.kind for e in found.evidence} >= {"shingles", "content", "names", "sentences"}
    pieces = [texts["a"].text[slice(*one.a)] for one in found.aligned]
    assert shared in pieces
    assert not any(news.DISCLOSURE in one for one in pieces)


def _row(name: str, **given: Any) -> ArticleRow:
    plain: dict[str, Any] = {
        "story": "s", "family": "f", "role": Role.COPY, "representative": "a", "origin": "a",
        "title": None, "source": None, "published_at": None, "language": None, "n_words": 10,
        "n_boilerplate_words": 0,
    }  # fmt: skip
    return ArticleRow(id=name, **{**plain, **given})


def _edge(derived: str, source: str) -> Derivation:
    return Derivation(derived=derived, source=source, kind=Kind.COPY, probability=0.9)


def test_a_lineage_goes_up_and_down() -> None:
    rows = [_row(name) for name in "abcdex"]
    edges = [_edge("b", "a"), _edge("c", "b"), _edge("d", "b"), _edge("e", "d")]
    top = [_edge("a", "unseen:Courier"), _edge("x", "unseen:Courier")]
    found = trace("b", rows, edges + top)
    assert found.article.id == "b"
    assert [e.source for e in found.ancestors] == ["a", "unseen:Courier"]
    assert {name: [e.derived for e in below] for name, below in found.descendants.items()} == {
        "b": ["c", "d"], "c": [], "d": ["e"], "e": [],
    }  # fmt: skip
    alone = trace("x", rows, edges)
    assert alone.ancestors == ()
    assert dict(alone.descendants) == {"x": ()}


ROWS = [
    _row("a", published_at=news.at(3), n_words=10),
    _row("b", published_at=news.at(1), n_words=20),
    _row("c", n_words=30),
    _row("d", n_words=30),
    _row("z", family="g", representative="z"),
]


@pytest.mark.parametrize(
    ("policy", "kept"),
    [("original", ["a", "z"]), ("earliest", ["b", "z"]), ("longest", ["c", "z"])],
)
def test_each_policy_keeps_one_of_each_family(policy: str, kept: list[str]) -> None:
    assert chosen(ROWS, policy) == kept
    assert chosen(ROWS[::-1], policy) == kept


def test_without_times_the_representative_is_the_earliest() -> None:
    undated = [_row("b", representative="c"), _row("c", representative="c")]
    assert chosen(undated, "earliest") == ["c"]


def test_an_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=", ".join(POLICIES)):
        chosen(ROWS, "newest")
