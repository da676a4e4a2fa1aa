"""From verified matches to derivations: outcomes per pair, a parent per article, reasons."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.recipe import Recipe
from provenance.stages import direction, doubt, origins, parents
from provenance.stages.addresses import declared, declared_pairs
from provenance.stages.clock import Clock, clock_of, never
from provenance.stages.columns import csr, single
from provenance.stages.credits import Ledger, named_unseen, pair_credits
from provenance.stages.direction import AB, BA
from provenance.stages.further import further
from provenance.stages.likeness import Likeness, likeness
from provenance.stages.origins import Edge
from provenance.stages.overlap import FEATURES
from provenance.stages.style import Writing
from provenance.stages.telling import Teller
from provenance.stages.verify import is_copy, is_reworded, pairs_of

_LINKED = 0.98  # that the article at a declared address is the source


class Derived(NamedTuple):
    """Outcomes float64[m, 4] of the matches, the chosen edge of each row, and what was refused.

    ``derivations``: the table of the edges in words, and of those from further sources.
    """

    outcomes: np.ndarray
    edges: dict[int, Edge]
    derivations: pa.Table
    refused_cycles: int


def derive(
    features: pa.Table,
    matches: pa.Table,
    book: Ledger,
    written: Writing,
    recipe: Recipe,
    *,
    only_copies: bool = False,
) -> Derived:
    """Weigh the evidence of every match and choose the derivations.

    Args:
        features: rows of :mod:`provenance.stages.linked`, sorted by id.
        matches: rows of :data:`provenance.stages.verify.SCHEMA` over those rows.
        book: who credits whom, of the same rows.
        written: how those of these rows that stand in a match are written.
        recipe: the thresholds.
        only_copies: sources that are not in the pile are not asked for.
    """
    pairs = pairs_of(matches)
    known = witness(features, written)
    facts = _pair_facts(features, matches, pairs, book)
    x = direction.fitted_inputs(pairs, known, facts)
    said = direction.of_texts(pairs, known, facts, x)
    copies = np.flatnonzero(is_copy(matches.column("relation").to_numpy()))
    like = likeness(features, pairs[copies], _held(matches)[copies], facts.elsewhere[copies])
    trust = recipe.derivations.trust_time
    clock = _believed(known.clock, pairs[copies], _way(said)[copies], like, trust)
    parts = direction.with_times(said, pairs, clock, facts, trust)
    p_copy = matches.column("p_copy").to_numpy().copy()
    p_copy[copies] = direction.refined(p_copy[copies], x[copies])
    result = direction.outcomes(parts, p_copy)
    floor = recipe.thresholds.derivation
    possible = parents.options(pairs[copies], result[copies], like, floor, copies)
    trusted = clock if trust == 1 else never(features.num_rows)
    edges, refused = parents.forest(possible, trusted)
    most = recipe.derivations.parents
    more = further(possible.of, edges, csr(features.column("shingles")), trusted, most)
    if not only_copies:
        common = origins.siblings(pairs[copies], result[copies], edges, floor, copies)
        edges |= origins.unseen_sources(common, named_unseen(book, pairs), edges, floor)
        edges |= origins.beside_source(edges, facts.reworded, book.passes, floor)
    edges = dict(sorted(edges.items()))
    teller = Teller(features, matches, parts, result, book, clock, facts.declared)
    told = teller.table([*edges.values(), *more])
    return Derived(result, edges, told, refused)


def _held(matches: pa.Table) -> np.ndarray:
    """How much of a stands in b, and of b in a: float64[m, 2]."""
    return np.stack([matches.column(f"containment_{s}").to_numpy() for s in ("ab", "ba")], axis=1)


def _way(said: dict[str, np.ndarray]) -> np.ndarray:
    """What texts say for *a from b* against the reverse: log-odds, float64[m].

    Which of two holds more of the other does not count here: a text that grows looks like it too.
    """
    text = np.sum(list(said.values()), axis=0)
    way: np.ndarray = text[:, AB] - text[:, BA]
    return way


def _believed(
    clock: Clock, pairs: np.ndarray, way: np.ndarray, like: Likeness, trust: float
) -> Clock:
    """The same, with the times that the other versions of a text contradict read anew."""
    if not 0.5 < trust < 1:
        return clock
    signs = doubt.Signs(pairs, way, like.missing, like.uncredited)
    return doubt.believed(clock, signs, math.log(trust / (1 - trust)))


def witness(features: pa.Table, written: Writing) -> direction.Witness:
    """What each article says of itself: clock, disclosure and style."""
    disclosed = np.asarray(single(features, "ai_disclosure").is_valid())
    residue = np.asarray(single(features, "residue"))
    return direction.Witness(clock_of(features), written.machine, disclosed, residue, written.rates)


def _pair_facts(
    features: pa.Table, matches: pa.Table, pairs: np.ndarray, book: Ledger
) -> direction.PairFacts:
    links = declared_pairs(features)
    linked = declared(pairs, links)
    reworded = is_reworded(matches.column("relation").to_numpy())
    other, elsewhere = pair_credits(pairs, book, reworded)
    other |= linked.all(axis=1, keepdims=True)  # neither site's name makes the one link count more
    # A link to a third article of the pile is as sure a credit as there is.
    third = np.isin(pairs, links[:, 0]) & ~linked.any(axis=1, keepdims=True)
    elsewhere = np.maximum(elsewhere, np.where(third, _LINKED, 0.0))
    words = np.maximum(single(features, "n_words").to_numpy(), 1).astype(np.float64)
    return direction.PairFacts(
        containment_ab=matches.column("containment_ab").to_numpy(),
        containment_ba=matches.column("containment_ba").to_numpy(),
        fact_ab=matches.column("fact_containment_ab").to_numpy(),
        fact_ba=matches.column("fact_containment_ba").to_numpy(),
        content=matches.column("content_similarity").to_numpy(),
        words=words[pairs],
        credit_ab=other[:, 0],
        credit_ba=other[:, 1],
        elsewhere=elsewhere,
        reworded=reworded,
        declared=linked,
        apart=_apart(matches),
    )


def _apart(matches: pa.Table) -> np.ndarray:
    """The features of each match that tell two versions of a third: float64[m, len(APART)]."""
    values = csr(matches.column("features"))[1].reshape(matches.num_rows, len(FEATURES))
    return values[:, [FEATURES.index(name) for name in direction.APART]].astype(np.float64)
