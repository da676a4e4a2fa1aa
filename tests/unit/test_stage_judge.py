"""What the pair model says of any labelled pair of a finished run."""

from __future__ import annotations

import attrs
import made_news
import pytest

import provenance as pv
from provenance.errors import UsageError
from provenance.model import Article, Relation
from provenance.recipe import Recipe
from provenance.stages.judge import SETTLED, compared, stored

HALF = [*made_news.sentences(1, 20)[:10], *made_news.retold(1, 20).split("\n")[10:]]
WORDLESS = Article(id="silent", text="! ?")
PILE = [
    Article(id="told", text=made_news.text(1, 20)),
    Article(id="retold", text="\n".join(HALF)),
    Article(id="edited", text=made_news.edited(1, 20)),
    Article(id="apart", text=made_news.text(2, 20)),
    Article(id="other", text=made_news.text(3, 20)),
    WORDLESS,
]
TEXTS = {one.id: one for one in PILE}
# Far below what half a text kept word for word comes to, whatever the model was fitted on.
RECIPE = Recipe().with_copy(0.3)
# So high a threshold that what is retold is only told of as one event.
STRICT = Recipe().with_copy(0.999)


@pytest.fixture(scope="module")
def run() -> pv.Result:
    return pv.dedupe(PILE, recipe=RECIPE, workers=1)


@pytest.fixture(scope="module")
def strict() -> pv.Result:
    return pv.dedupe(PILE, recipe=STRICT, workers=1)


def test_the_run_tells_what_it_stored(run: pv.Result, strict: pv.Result) -> None:
    pair = ("retold", "told")
    found = stored(run.table("matches"), {pair, ("edited", "told"), ("apart", "told")})
    match = run.match(*pair)
    assert match is not None and match.relation is Relation.REWRITE
    assert found == {pair: match.probability, ("edited", "told"): SETTLED}
    # Told as one event, its probability is that of an event; the one of a copy is still the same.
    event = strict.match(*pair)
    assert event is not None and event.relation is Relation.SAME_STORY
    assert stored(strict.table("matches"), {pair})[pair] == pytest.approx(
        match.probability, abs=1e-5
    )


def test_comparing_again_comes_near_the_run(run: pv.Result) -> None:
    pairs = [("retold", "told"), ("edited", "told"), ("apart", "told"), ("silent", "told")]
    found = compared(pairs, TEXTS, RECIPE)
    match = run.match("retold", "told")
    assert match is not None
    assert found["retold", "told"] == pytest.approx(match.probability, abs=0.1)
    assert found["edited", "told"] == SETTLED
    assert found["apart", "told"] < 0.2
    assert found["silent", "told"] == 0
    assert list(found) == pairs


def test_each_pair_is_compared_for_itself() -> None:
    """Which other pairs are asked about changes nothing."""
    pairs = [("retold", "told"), ("apart", "told"), ("other", "retold"), ("silent", "told")]
    together = compared(pairs, TEXTS, RECIPE)
    for pair in pairs:
        assert compared([pair], TEXTS, RECIPE)[pair] == pytest.approx(together[pair], abs=1e-9)


def test_texts_out_of_reach_are_left_out() -> None:
    assert compared([("retold", "told")], {"told": TEXTS["told"]}, RECIPE) == {}
    assert compared([], TEXTS, RECIPE) == {}


def test_how_each_pair_came_to_its_probability(run: pv.Result) -> None:
    tuning = run.tune([("told", "retold", 1), ("told", "edited", 1), ("told", "apart", 0)])
    hows = {(pair.a, pair.b): pair.how for pair in tuning.pairs}
    assert hows == {
        ("retold", "told"): "match", ("edited", "told"): "match", ("apart", "told"): "compared"
    }  # fmt: skip
    assert tuning.current == 0.3
    row = tuning.at(tuning.current)
    assert (row.precision, row.recall) == (1, 1)
    assert tuning.count("match") == 2


def test_without_texts_a_pair_is_never_called(run: pv.Result) -> None:
    blind = pv.Result(
        {name: run.table(name) for name in ("articles", "matches", "derivations", "stories")},
        run.manifest,
        lambda ids: {},
    )
    tuning = blind.tune([("told", "retold", 1), ("told", "apart", 0)])
    (apart,) = (pair for pair in tuning.pairs if pair.a == "apart")
    assert (apart.how, apart.probability) == ("unreached", 0)


def test_a_pair_that_the_run_did_not_find_is_found_by_no_threshold(run: pv.Result) -> None:
    matches = run.table("matches")
    articles = run.table("articles")
    lone = [f"f-{k}" for k in range(articles.num_rows)]
    place = articles.schema.get_field_index("family")
    tables = {
        "matches": matches.slice(0, 0),
        "articles": articles.set_column(place, "family", [lone]),
    }
    blind = pv.Result(tables, run.manifest, run.texts)
    tuning = blind.tune([("told", "retold", 1), ("told", "apart", 0)])
    (missed,) = (pair for pair in tuning.pairs if pair.copy)
    assert (missed.how, missed.probability) == ("missed", 0)
    # In one family it may simply not be listed.
    family = pv.Result(
        tables | {"articles": articles.set_column(place, "family", [["f"] * len(lone)])},
        run.manifest,
        run.texts,
    )
    (kept,) = (
        pair
        for pair in family.tune([("told", "retold", 1), ("told", "apart", 0)]).pairs
        if pair.copy
    )
    assert kept.how == "compared" and kept.probability > 0.3


def test_a_run_for_copies_alone_has_nothing_to_tune() -> None:
    alone = pv.dedupe(PILE, only="copies", workers=1)
    with pytest.raises(UsageError, match="run again without --only copies"):
        alone.tune([("told", "retold", 1), ("told", "apart", 0)])


def test_the_recipe_of_the_run_decides_what_is_settled() -> None:
    thresholds = attrs.evolve(Recipe().thresholds, near_duplicate=1, excerpt=1)
    exact = Recipe(thresholds=thresholds)
    found = compared([("edited", "told")], TEXTS, exact)
    assert found["edited", "told"] < SETTLED
