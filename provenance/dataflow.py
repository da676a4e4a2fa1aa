"""The one pipeline, written once, in the verbs of an engine.

    read -> clean -> fingerprint -> candidates -> verify -> cluster -> derive -> tables

Rows are put in the order of their ids before anything global happens, and identical texts are
folded before anything pairwise, so that input order, chunk size and workers change no byte.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.engines.protocol import Dataset, Engine
from provenance.model import Derivation
from provenance.recipe import Recipe
from provenance.schema import DERIVATIONS, from_derivation, input_batch
from provenance.stages import candidates, tables
from provenance.stages.background import Frequencies, background, frequencies
from provenance.stages.clean import clean_batch
from provenance.stages.cluster import Clustering, contract, hubs, link
from provenance.stages.columns import csr, select, single
from provenance.stages.derive import Derived, derive
from provenance.stages.fingerprint import fingerprint_batch
from provenance.stages.identical import first_of_identical, unfold
from provenance.stages.lines import line_batch, repeated_lines
from provenance.stages.members import Members, describe
from provenance.stages.overlap import shelve
from provenance.stages.verify import is_copy, is_light_edit, pairs_of, verify_pairs

_TAKEN = 8192  # rows


@attrs.define
class Ledger:
    """What happened during a run: seconds by stage, and every count worth telling."""

    seconds: dict[str, float] = attrs.field(factory=dict)
    counts: dict[str, int] = attrs.field(factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of a block to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


class Flow(NamedTuple):
    """What the pipeline made: the four tables of the contract and the ledger."""

    tables: dict[str, pa.Table]
    ledger: Ledger


def fingerprints(
    batches: Iterable[pa.RecordBatch], recipe: Recipe, engine: Engine, ledger: Ledger
) -> tuple[pa.Table, Dataset]:
    """Read, clean and fingerprint.

    Returns:
        The features of all articles, sorted by id (:mod:`provenance.stages.fingerprint`), and the
        articles as read.
    """
    with ledger.stage("read"):
        articles = engine.scan(_at_least_one(batches))
    with ledger.stage("clean"):
        cleaned = engine.map("clean", clean_batch, articles)
        lines = engine.gather(engine.map("lines", line_batch, articles))
        repeated = repeated_lines(lines, recipe.cleaning)
        ledger.counts["repeated_lines"] = len(repeated.anywhere) + len(repeated.by_source)
    with ledger.stage("fingerprint"):
        work = partial(fingerprint_batch, repeated=repeated, settings=recipe.fingerprints)
        features = _sorted_by_id([engine.gather(engine.map("fingerprint", work, cleaned))])
    ledger.counts["articles"] = features.num_rows
    ledger.counts["without_words"] = single(features, "digest").null_count
    return features, articles


def _sorted_by_id(parts: list[pa.Table]) -> pa.Table:
    """The rows of the one table in ``parts``, which is taken out, in the order of their ids.

    Column by column, and each is let go as it is done: the sets of a large pile are most of its
    memory, and must not stand there twice.
    """
    features = parts.pop()
    schema = features.schema
    order = pc.sort_indices(features, [("id", "ascending")])
    # Arrow takes a list by an index of 8 bytes for each value in it, so a few rows at a time.
    slices = [order.slice(at, _TAKEN) for at in range(0, max(len(order), 1), _TAKEN)]
    columns = []
    for name in schema.names:
        column = single(features, name)
        features = features.drop_columns(name)
        pieces = [column.take(rows) for rows in slices]
        del column
        columns.append(pa.concat_arrays(pieces))
        del pieces
        pa.default_memory_pool().release_unused()
    return pa.Table.from_arrays(columns, schema=schema)


def _at_least_one(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches; one without rows where there is none (every record may have been set aside)."""
    empty = True
    for batch in batches:
        empty = False
        yield batch
    if empty:
        yield input_batch(())


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

    Identical texts are folded: each is paired with the ``first`` of its kind only.
    """
    alone = first == np.arange(len(first))
    rows = np.flatnonzero(alone).astype(np.int32)
    folded = np.flatnonzero(~alone)
    unique = features.select(["minhash", "simhash"])
    unique = unique.take(pa.array(rows)) if len(folded) else unique
    content = select(csr(features.column("content")), alone)
    known = frequencies(content[1], len(rows), background())
    found, capped = candidates.copies(unique, recipe.candidates)
    ledger.counts["candidates_copies"] = len(found)
    ledger.counts["capped_buckets"] = capped
    if not only_copies:
        look = candidates.rewrites(content, known, recipe.candidates)
        rewrites = candidates.unique_pairs(engine.pair("candidates", look, len(rows)))
        ledger.counts["candidates_rewrites"] = len(rewrites)
        found = np.concatenate([found, rewrites])
    identical = np.sort(np.stack([first[folded], folded], 1), axis=1)
    pairs = candidates.unique_pairs(np.concatenate([rows[found], identical]).astype(np.int32))
    ledger.counts["identical"] = len(folded)
    ledger.counts["candidates"] = len(pairs)
    return pairs, known


def cluster(
    matches: pa.Table, first: np.ndarray, recipe: Recipe, engine: Engine
) -> tuple[Clustering, Clustering]:
    """Families by verified copies, stories by events among families."""
    size = len(first)
    settings = recipe.clusters
    pairs = pairs_of(matches)
    code = matches.column("relation").to_numpy()
    copy = is_copy(code)
    # Identical texts move as one, and light edits with the article that most of them edit.
    hub = hubs(size, first[pairs[is_light_edit(code)]])
    first = hub[first]
    ends, weight = contract(first, pairs[copy], matches.column("p_copy").to_numpy()[copy])
    family = link(
        size, ends, weight, settings.family_linkage, settings.component_limit, engine.components
    )
    label = family.label[first]
    ends, weight = contract(label, pairs, matches.column("p_event").to_numpy())
    story = link(
        size, ends, weight, settings.story_linkage, settings.component_limit, engine.components
    )
    return Clustering(label, family.split), Clustering(story.label[label], story.split)


def run(
    batches: Iterable[pa.RecordBatch],
    recipe: Recipe,
    engine: Engine,
    *,
    only_copies: bool = False,
) -> tuple[Flow, Dataset]:
    """The whole pipeline.

    Args:
        batches: rows of :data:`provenance.schema.INPUT` with distinct ids.
        recipe: every setting.
        engine: where to run.
        only_copies: answer the first question alone (same text), by shingles.

    Returns:
        The tables with the ledger, and the articles as read.
    """
    ledger = Ledger()
    features, articles = fingerprints(batches, recipe, engine, ledger)
    with ledger.stage("candidates"):
        first = first_of_identical(features)
        pairs, known = propose(features, first, recipe, engine, ledger, only_copies=only_copies)
    with ledger.stage("verify"):
        shelf = shelve(features, known)
        work = partial(
            verify_pairs, shelf=shelf, thresholds=recipe.thresholds, only_copies=only_copies
        )
        matches = engine.join("verify", work, pairs).combine_chunks()
        del shelf, work  # both hold the sets
    with ledger.stage("cluster"):
        family, story = cluster(matches, first, recipe, engine)
        matches = unfold(matches, first, family.label, recipe.output.family_rows)
        ledger.counts["split_components"] = family.split + story.split
    with ledger.stage("derive"):
        derived = derive(features, matches, recipe, only_copies=only_copies)
        members = describe(features, matches, family.label, derived.edges)
        ledger.counts["refused_cycles"] = derived.refused_cycles
    with ledger.stage("tables"):
        made = _tables(features, matches, family.label, story.label, derived, members, recipe)
    for name, table in made.items():
        ledger.counts[name] = table.num_rows
    return Flow(made, ledger), articles


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
    columns: dict[str, Any] = {
        "story": tables.cluster_names(names, story, "s-"),
        "family": tables.cluster_names(names, family, "f-"),
        "role": [role.value for role in members.role],
        "representative": [names[r] for r in members.representative],
        "origin": members.origin,
    }
    articles = tables.articles_table(features, columns)
    kept, rows = tables.strongest(matches, family, recipe.output)
    return {
        "articles": articles,
        "matches": tables.matches_table(
            kept, derived.outcomes[rows], ids, tables.seconds_of(features)
        ),
        "derivations": derivations_table(derived.derivations),
        "stories": tables.stories_table(articles),
    }


def derivations_table(derivations: Iterable[Derivation]) -> pa.Table:
    """The ``derivations`` table, sorted."""
    rows = [from_derivation(d) for d in derivations]
    table = pa.Table.from_pylist(rows, schema=DERIVATIONS)
    return table.sort_by([("derived", "ascending"), ("source", "ascending")])
