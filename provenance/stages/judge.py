"""The copy probability of any pairs of a finished run: as stored, or compared again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import Article, Relation
from provenance.recipe import Recipe
from provenance.stages.alone import fingerprint_alone
from provenance.stages.background import background, frequencies
from provenance.stages.columns import csr, single
from provenance.stages.overlap import FEATURES, shelve
from provenance.stages.pair_model import pair_models
from provenance.stages.tuning import Judged, Tuning
from provenance.stages.verify import RELATIONS, verify_pairs

Pair = tuple[str, str]

SETTLED = 1.0
"""Of pairs whose word sequences settle that they share a text: no threshold changes that."""

_LOWEST = 0.01  # of thresholds.copy: below it, what the model says is nothing to any threshold
_NO_EVENT = 0.999


def stored(matches: pa.Table, pairs: Collection[Pair]) -> dict[Pair, float]:
    """The copy probabilities of those pairs (smaller id first) that the run lists as matches."""
    first, second = (pa.array(sorted({p[k] for p in pairs}), pa.string()) for k in (0, 1))
    wanted = pc.and_(
        pc.is_in(matches.column("a"), value_set=first),
        pc.is_in(matches.column("b"), value_set=second),
    )
    table = matches.filter(wanted).select(["a", "b", "relation", "probability", "features"])
    found: dict[Pair, float] = {}
    for row in table.to_pylist():
        pair, relation = (row["a"], row["b"]), Relation(row["relation"])
        if pair not in pairs:
            continue
        if relation is Relation.REWRITE:
            found[pair] = row["probability"]
        elif relation.is_copy:
            found[pair] = SETTLED
        elif len(row["features"] or ()) == len(FEATURES):
            matrix = np.array([row["features"]], np.float64)
            found[pair] = float(pair_models()["copy"].probability(matrix)[0])
    return found


def compared(
    pairs: Sequence[Pair], texts: Mapping[str, Article], recipe: Recipe
) -> dict[Pair, float]:
    """Compare pairs again, words weighed by the background alone.

    Args:
        pairs: ids, smaller first.
        texts: the articles at hand; pairs of others are left out of the answer.
        recipe: the settings of the run.
    """
    reached = [pair for pair in pairs if pair[0] in texts and pair[1] in texts]
    if not reached:
        return {}
    ids = sorted({name for pair in reached for name in pair})
    features = fingerprint_alone((texts[name] for name in ids), recipe)
    worded = np.asarray(single(features, "digest").is_valid())
    row = {name: k for k, name in enumerate(ids)}
    at = np.array([(row[a], row[b]) for a, b in reached], np.int32)
    able = np.flatnonzero(worded[at].all(axis=1))
    found = dict.fromkeys(reached, 0.0)
    if not len(able):
        return found
    known = frequencies(np.unique(csr(features.column("content"))[1]), 2, background())
    # Everything that any threshold could call a copy, and the settled ones by their own rules.
    thresholds = attrs.evolve(recipe.thresholds, copy=_LOWEST, same_story=_NO_EVENT)
    verified = verify_pairs(at[able], shelve(features, known), thresholds)
    place = {(int(i), int(j)): k for k, (i, j) in zip(able, at[able], strict=True)}
    for match in verified.select(["i", "j", "relation", "p_copy"]).to_pylist():
        relation = RELATIONS[match["relation"]]
        settled = relation.is_copy and relation is not Relation.REWRITE
        found[reached[place[match["i"], match["j"]]]] = SETTLED if settled else match["p_copy"]
    return found


def judge(
    labels: Mapping[Pair, bool],
    tables: Mapping[str, pa.Table],
    find: Callable[[Iterable[str]], Mapping[str, Article]],
    recipe: Recipe,
) -> Tuning:
    """What the pair model says of labelled pairs, smaller id first.

    Args:
        labels: pairs of articles of the run, and whether they share a text.
        tables: ``matches`` and ``articles`` of the run.
        find: finds the articles of some ids, as far as they are at hand.
        recipe: the settings of the run.
    """
    known = stored(tables["matches"], labels.keys())
    rest = [pair for pair in labels if pair not in known]
    names = {name for pair in rest for name in pair}
    again = compared(rest, find(names) if names else {}, recipe)
    family = _families(tables["articles"], names)
    current = recipe.thresholds.copy

    def judged(pair: Pair, copy: bool) -> Judged:
        how, probability = "unreached", 0.0
        if pair in known:
            how, probability = "match", known[pair]
        elif pair in again:
            how, probability = "compared", again[pair]
            # A large family does not list all its pairs; apart from that, a match would be listed.
            if probability >= current and family[pair[0]] != family[pair[1]]:
                how, probability = "missed", 0.0
        return Judged(a=pair[0], b=pair[1], copy=copy, probability=probability, how=how)

    pairs = tuple(judged(pair, copy) for pair, copy in sorted(labels.items()))
    return Tuning(current=current, pairs=pairs)


def _families(articles: pa.Table, names: Collection[str]) -> dict[str, str]:
    """The family of each of some articles."""
    wanted = pc.is_in(articles.column("id"), value_set=pa.array(sorted(names), pa.string()))
    found = articles.filter(wanted).select(["id", "family"]).to_pydict()
    return dict(zip(found["id"], found["family"], strict=True))
