"""The one pipeline, written once, in the verbs of an engine.

    read -> clean -> fingerprint -> candidates -> verify -> cluster -> derive -> tables

Rows are put in the order of their ids before anything global happens, and identical texts are
folded before anything pairwise, so that input order, chunk size and workers change no byte.

A run has two halves. :func:`prepare` makes what no threshold changes, fingerprints and candidates;
:func:`conclude` makes the tables from that, and may do so again with other thresholds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

import attrs
import numpy as np
import pyarrow as pa

from provenance.engines.protocol import Dataset, Engine, Progress, silent
from provenance.formats.kept import Kept
from provenance.formats.kept import Ledger as Ledger
from provenance.memory.room import Room
from provenance.passes import detailed, sketched
from provenance.recipe import Recipe
from provenance.stages import candidates, credits, tables
from provenance.stages.addresses import declared_pairs
from provenance.stages.background import NO_WORDS, Frequencies, background, frequencies
from provenance.stages.blocks import block_order, in_order
from provenance.stages.cluster import families, stories
from provenance.stages.columns import at_once, csr, rows_in, seconds_of, select, single
from provenance.stages.credited import named_sources
from provenance.stages.derive import Derived, derive
from provenance.stages.identical import first_of_identical, unfold
from provenance.stages.linked import with_details
from provenance.stages.members import Members, describe
from provenance.stages.overlap import shelve
from provenance.stages.rivals import among_rivals, within_reach
from provenance.stages.style import Writing, writing
from provenance.stages.verify import verify_pairs


class Prepared(NamedTuple):
    """What no threshold changes: features, candidate pairs int32[m, 2] and word frequencies.

    ``ledger`` is how things stood when it was made.
    """

    features: pa.Table
    pairs: np.ndarray
    known: Frequencies
    ledger: Ledger


class Flow(NamedTuple):
    """What the pipeline made: the four tables of the contract, the ledger, and the first half."""

    tables: dict[str, pa.Table]
    ledger: Ledger
    prepared: Prepared


def fingerprints(
    batches: Iterable[pa.RecordBatch],
    recipe: Recipe,
    engine: Engine,
    ledger: Ledger,
    *,
    keep_texts: bool = True,
) -> tuple[pa.Table, Dataset | None]:
    """Read, clean and fingerprint.

    Returns:
        The features of all articles, sorted by id (:mod:`provenance.stages.linked`), and the
        articles as read, if they are to be kept.
    """
    read = sketched(batches, recipe, engine, ledger)
    rows = np.arange(len(read.order))
    details = detailed(read, rows, recipe, engine, ledger, keep_texts=keep_texts)
    return with_details(read.sketches, details, rows), read.articles if keep_texts else None


def propose(
    features: pa.Table,
    first: np.ndarray,
    recipe: Recipe,
    engine: Engine,
    ledger: Ledger,
    *,
    only_copies: bool,
) -> tuple[np.ndarray, Frequencies]:
    """Candidate pairs of both channels, int32[m, 2], and the word frequencies of the pile.

    Identical texts are folded: each is paired with the ``first`` of its kind only. The window
    holds for all pairs alike. For copies alone no words are looked at: none is known.
    """
    alone = first == np.arange(len(first))
    rows = np.flatnonzero(alone).astype(np.int32)
    folded = np.flatnonzero(~alone)
    seconds = seconds_of(features)[rows]
    copied = partial(candidates.copies, features, recipe.candidates, seconds, rows)
    known = NO_WORDS
    if only_copies:
        found, capped = copied()
    else:
        words = partial(worded, features, alone, recipe, seconds, engine.room)
        (found, capped), (channel, known) = at_once(copied, words)
    ledger.counts["candidates_copies"] = len(found)
    ledger.counts["capped_buckets"] = capped
    if not only_copies:
        finds = engine.pair("candidates", channel.find, len(rows), channel.nearest)
        rewrites = candidates.pairs_found(finds)
        ledger.counts["candidates_rewrites"] = len(rewrites)
        ledger.counts["stopped_look_ups"] = channel.stopped
        links = np.searchsorted(rows, first[declared_pairs(features)]).astype(np.int32)
        links = np.sort(links[links[:, 0] != links[:, 1]], axis=1)
        found = candidates.unique_pairs(np.concatenate([found, rewrites, links]))
    near = candidates.in_window(found, seconds, recipe.candidates)
    ledger.counts["outside_window"] = len(found) - int(near.sum())
    found = found[near]
    identical = np.sort(np.stack([first[folded], folded], 1), axis=1)
    pairs = candidates.unique_pairs(np.concatenate([rows[found], identical]).astype(np.int32))
    ledger.counts["identical"] = len(folded)
    ledger.counts["candidates"] = len(pairs)
    return pairs, known


def worded(
    features: pa.Table, alone: np.ndarray, recipe: Recipe, seconds: np.ndarray, room: Room
) -> tuple[candidates.RewriteChannel, Frequencies]:
    """The channel of rare words over the articles that are ``alone`` of their kind, and words."""
    content = csr(features.column("content"))
    folded = select(content, ~alone)[1]  # few, where all others would be copied
    known = frequencies(content[1], len(seconds), background(), folded)
    return candidates.rewrites(content, known, recipe.candidates, seconds, room, alone), known


def copies(
    batches: Iterable[pa.RecordBatch],
    recipe: Recipe,
    engine: Engine,
    ledger: Ledger,
    *,
    keep_texts: bool = True,
) -> tuple[pa.Table, np.ndarray, Frequencies, Dataset | None]:
    """The first half for copies alone: sketches of all, the rest of those with a candidate only.

    Returns:
        Features, candidate pairs int32[m, 2], how frequent words are in these articles, and the
        articles as read, if they are to be kept.
    """
    read = sketched(batches, recipe, engine, ledger)
    with ledger.stage("candidates"):
        first = first_of_identical(read.sketches, candidates.window_seconds(recipe.candidates))
        pairs, _ = propose(read.sketches, first, recipe, engine, ledger, only_copies=True)
        rows = rows_in(pairs)
    read = read._replace(sketches=candidates.without_bands(read.sketches))
    details = detailed(read, rows, recipe, engine, ledger, keep_texts=keep_texts)
    known = frequencies(csr(details.column("content"))[1], len(rows), background())
    features = with_details(read.sketches, details, rows)
    return features, pairs, known, read.articles if keep_texts else None


def run(
    batches: Iterable[pa.RecordBatch],
    recipe: Recipe,
    engine: Engine,
    *,
    only_copies: bool = False,
    keep_texts: bool = True,
    kept: Kept | None = None,
    progress: Progress = silent,
) -> tuple[Flow, Dataset | None]:
    """The whole pipeline.

    Args:
        batches: rows of :data:`provenance.schema.INPUT` with distinct ids.
        recipe: every setting.
        engine: where to run.
        only_copies: answer the first question alone (same text), by shingles.
        keep_texts: give the articles back too; else they are let go as soon as may be.
        kept: where finished stages are kept, for this run alone.
        progress: told of the beginning of each stage.

    Returns:
        The tables with the ledger, and the articles as read; ``None`` where they were not kept, or
        not read, as their features had been.
    """
    kept = kept or Kept()
    ledger = Ledger(progress=progress)
    try:
        prepared, articles = prepare(
            batches, recipe, engine, ledger, kept, only_copies=only_copies, keep_texts=keep_texts
        )
    finally:
        engine.rest()
    flow = conclude(prepared, recipe, engine, ledger, kept, only_copies=only_copies)
    return flow, articles


def prepare(
    batches: Iterable[pa.RecordBatch],
    recipe: Recipe,
    engine: Engine,
    ledger: Ledger,
    kept: Kept,
    *,
    only_copies: bool,
    keep_texts: bool,
) -> tuple[Prepared, Dataset | None]:
    """The first half of :func:`run`: what no threshold changes, and the articles as read."""
    read: list[Dataset | None] = []
    given = (batches, recipe, engine, ledger)

    def sketched() -> dict[str, pa.Table]:
        features, pairs, known, articles = copies(*given, keep_texts=keep_texts)
        read.append(articles)
        return {"features": features} | _proposal(pairs, known)

    def fingerprinted() -> dict[str, pa.Table]:
        features, articles = fingerprints(*given, keep_texts=keep_texts)
        read.append(articles)
        return {"features": features}

    def proposed() -> dict[str, pa.Table]:
        with ledger.stage("candidates"):
            first = first_of_identical(features, candidates.window_seconds(recipe.candidates))
            return _proposal(*propose(features, first, recipe, engine, ledger, only_copies=False))

    asked = recipe.candidates if only_copies else recipe.candidates.banding
    settings = [recipe.fingerprints, recipe.cleaning, asked]
    first = sketched if only_copies else fingerprinted
    found = kept.take("fingerprints", settings, ledger, first)
    features = found["features"]
    if not only_copies:
        found = kept.take("candidates", recipe.candidates, ledger, proposed)
        features = candidates.without_bands(features)
    ledger.counts["articles"] = features.num_rows
    ledger.counts["without_words"] = single(features, "digest").null_count
    then = attrs.evolve(ledger, seconds=dict(ledger.seconds), counts=dict(ledger.counts))
    return Prepared(features, *_proposed(found), then), read[0] if read else None


def _proposal(pairs: np.ndarray, known: Frequencies) -> dict[str, pa.Table]:
    """Candidate pairs and word frequencies as tables."""
    rows = pa.FixedSizeListArray.from_arrays(pa.array(pairs.ravel()), 2)
    return {"pairs": pa.table({"pair": rows}), "known": pa.table(known._asdict())}


def _proposed(tables: Mapping[str, pa.Table]) -> tuple[np.ndarray, Frequencies]:
    """What :func:`_proposal` made tables of."""
    pairs = single(tables["pairs"], "pair").flatten().to_numpy().reshape(-1, 2).copy()
    columns = (single(tables["known"], name).to_numpy().copy() for name in Frequencies._fields)
    return pairs, Frequencies(*columns)


def conclude(
    prepared: Prepared,
    recipe: Recipe,
    engine: Engine,
    ledger: Ledger,
    kept: Kept,
    *,
    only_copies: bool,
) -> Flow:
    """The second half of :func:`run`: the tables, with the thresholds of a recipe."""
    features = prepared.features
    first = first_of_identical(features, candidates.window_seconds(recipe.candidates))
    compared = rows_in(prepared.pairs)
    written = cache(partial(writing, features, compared))

    def verified() -> dict[str, pa.Table]:
        with ledger.stage("verify"):
            return {"matches": _matches(prepared, compared, written, recipe, engine, only_copies)}

    matches = kept.take("verify", recipe.thresholds, ledger, verified)["matches"].combine_chunks()
    book = credits.ledger(features)
    if not only_copies:
        matches = named_sources(features, matches, book)
    with ledger.stage("cluster", small=True):
        family = families(matches, first, recipe.clusters, engine.components)
        if not only_copies:
            matches = among_rivals(matches, family.label, prepared.pairs, recipe.thresholds)
        story = stories(matches, family.label, recipe.clusters, engine.components)
        matches = unfold(matches, first, family.label, recipe.output.family_rows)
        ledger.counts["split_components"] = family.split + story.split
    with ledger.stage("derive", small=True):
        derived = derive(features, matches, book, written(), recipe, only_copies=only_copies)
        members = describe(features, matches, family.label, derived.edges.values())
        ledger.counts["refused_cycles"] = derived.refused_cycles
    with ledger.stage("tables", small=True):
        made = _tables(features, matches, family.label, story.label, derived, members, recipe)
    for name, table in made.items():
        ledger.counts[name] = table.num_rows
    return Flow(made, ledger, prepared)


def _matches(
    prepared: Prepared,
    compared: np.ndarray,
    written: Callable[[], Writing],
    recipe: Recipe,
    engine: Engine,
    only_copies: bool,
) -> pa.Table:
    """The candidates that have a relation, in their order."""
    shelf = shelve(prepared.features, prepared.known, engine.room, written, compared)
    low = within_reach(recipe.thresholds)
    work = partial(verify_pairs, shelf=shelf, thresholds=low, only_copies=only_copies)
    order = block_order(prepared.pairs, shelf, engine.room)
    if order is None:
        return engine.join("verify", work, prepared.pairs).combine_chunks()
    found = engine.join("verify", work, prepared.pairs[order]).combine_chunks()
    return in_order(found)


def again(prepared: Prepared, recipe: Recipe, engine: Engine, *, only_copies: bool) -> Flow:
    """The tables that :func:`run` would make with other thresholds, clusters or output settings."""
    ledger = attrs.evolve(
        prepared.ledger,
        seconds=dict(prepared.ledger.seconds),
        counts=dict(prepared.ledger.counts),
        reused=["fingerprints", "candidates"],
    )
    return conclude(prepared, recipe, engine, ledger, Kept(), only_copies=only_copies)


def _tables(
    features: pa.Table,
    matches: pa.Table,
    family: np.ndarray,
    story: np.ndarray,
    derived: Derived,
    members: Members,
    recipe: Recipe,
) -> dict[str, pa.Table]:
    ids = single(features, "id")
    names = ids.to_pylist()
    story_names, family_names = tables.cluster_names(names, {"s-": story, "f-": family})
    columns: dict[str, Any] = {
        "story": story_names,
        "family": family_names,
        "role": members.role,
        "representative": ids.take(pa.array(members.representative)),
        "origin": members.origin,
    }
    articles = tables.articles_table(features, columns)
    kept, rows = tables.strongest(matches, family, recipe.output)
    return {
        "articles": articles,
        "matches": tables.matches_table(kept, derived.outcomes[rows], ids, seconds_of(features)),
        "derivations": derived.derivations,
        "stories": tables.stories_table(articles),
    }
