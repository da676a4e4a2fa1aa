"""Labelled candidates of a truth folder, for the scripts that fit the models.

See :mod:`truth` for the tables of a truth folder.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from truth import PILE, Pair, Truth, group, pair, read_truth, strength

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.formats import open_sources
from provenance.recipe import Recipe
from provenance.stages.background import Frequencies
from provenance.stages.identical import first_of_identical
from provenance.stages.overlap import FEATURES, overlap, shelve

#: Weight of a pair of different originals: an article has dozens, and one or two sources.
_OTHER_ORIGINAL = 0.4


class Labelled(NamedTuple):
    """Candidates with their labels: -1 unknown, 0 no, 1 yes.

    ``copy``: a shared text; ``event``: one event; ``way``: 0 where the smaller row derived from the
    larger, 1 the reverse, 2 a common source, -1 unknown; ``kind``: a word for the pair; ``fold``:
    0..4, the same for all versions of one original; ``weight``: 1, but 2 / (n - 1) for two of n
    reports of an event, so that an event weighs as many as its articles, not their pairs; less
    for two rewrites of different originals.
    """

    features: pa.Table
    known: Frequencies
    pairs: np.ndarray
    copy: np.ndarray
    event: np.ndarray
    way: np.ndarray
    kind: np.ndarray
    fold: np.ndarray
    weight: np.ndarray
    totals: dict[str, int]


def table(path: Path) -> list[list[str]]:
    """The rows of a TSV file without its head; none if the file is absent."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def root(name: str) -> str:
    """The original that an id is a version of."""
    return re.sub(r"(_\d+|:(adv\w|GPT[^:]*|chatgpt.*|neutral|objective|\w+ally_.*|sensational))$",
                  "", name.split("/", 1)[-1])  # fmt: skip


def proposed(pile: Path) -> tuple[pa.Table, np.ndarray, np.ndarray, Frequencies]:
    """Features of a pile, the first of each kind of identical texts, candidates, frequencies."""
    recipe, engine, ledger = Recipe(), LocalEngine(), dataflow.Ledger()
    chunks = open_sources([pile], on_bad="quarantine")
    features, _ = dataflow.fingerprints((c.batch for c in chunks), recipe, engine, ledger)
    first = first_of_identical(features)
    pairs, known = dataflow.propose(features, first, recipe, engine, ledger, only_copies=False)
    return features, first, pairs, known


def load(folder: Path) -> Labelled:
    """Fingerprint the haystack, propose candidates, label them."""
    features, first, pairs, known = proposed(folder / PILE)
    ids = features.column("id").to_pylist()
    stands_for = {name: ids[row] for name, row in zip(ids, first.tolist(), strict=True)}
    marks = _Marks(read_truth(folder), stands_for)
    rows = [marks.of(ids[i], ids[j]) for i, j in pairs.tolist()]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    data = Labelled(features, known, pairs, *columns, marks.totals())
    other = _other_originals(data, marks)
    data.copy[other], data.kind[other] = 0, "other original"
    return data


def _other_originals(data: Labelled, marks: _Marks) -> np.ndarray:
    """Rows of unlabelled pairs of one group whose texts go back to different originals: bool[m].

    They are often about the same person or event, and often both machine-written: without them a
    model takes a machine's style for a common source. Originals that themselves share a text, or
    may do (of absent ones nothing is known but what their rewrites share), are left out.
    """
    ids = data.features.column("id").to_pylist()
    row = {name: k for k, name in enumerate(ids)}
    shelf = shelve(data.features, data.known)
    open_rows = np.flatnonzero(data.kind == "")
    kept, originals = [], []
    for k in open_rows.tolist():
        a, b = (marks.original(ids[i]) for i in data.pairs[k].tolist())
        if a and b and a != b and (a in row) == (b in row):
            kept.append(k)
            originals.append(sorted((row[a], row[b])) if a in row else data.pairs[k].tolist())
    both = overlap(shelf, np.array(originals, np.int32)).matrix
    content = both[:, FEATURES.index("content_jaccard")]
    shingles = both[:, FEATURES.index("shingles_high")]
    absent = np.array([marks.original(ids[data.pairs[k, 0]]) not in row for k in kept])
    apart = (shingles < 0.05) & (content < np.where(absent, 0.3, 0.15))
    out = np.zeros(len(data.pairs), bool)
    out[np.array(kept)[apart]] = True
    data.weight[out] = _OTHER_ORIGINAL
    return out


class _Marks:
    """The labels of pairs; of identical texts the first stands for all."""

    def __init__(self, truth: Truth, stands_for: dict[str, str]) -> None:
        self.link: dict[Pair, tuple[str, str]] = {}
        for derived, source, kind in truth.links:
            one, other = stands_for[derived], stands_for[source]
            if one != other:
                self.link[pair(one, other)] = (other, kind)
        self.originals = {stands_for[source]: stands_for[source] for _, source, _ in truth.links}
        self.originals |= {stands_for[d]: stands_for[source] for d, source, _ in truth.links}
        self.rewritten = {stands_for[one] for both in truth.siblings for one in both}
        self.sibling = {pair(stands_for[a], stands_for[b]) for a, b in truth.siblings}
        self.credited = {pair(stands_for[a], stands_for[b]) for a, b in truth.credited}
        self.story = {stands_for[one]: story for one, story in truth.story.items()}
        self.reports = Counter(self.story.values())

    def of(self, a: str, b: str) -> tuple[int, int, int, str, int, float]:
        """copy, event, way, kind, fold and weight (see :class:`Labelled`)."""
        fold, story = _fold(a), self.story
        if (a, b) in self.link:
            source, kind = self.link[a, b]
            return 1, 1, int(source == a), strength(kind), _fold(source), 1.0
        if (a, b) in self.sibling:
            return 1, 1, 2, "sibling", fold, 1.0
        if group(a) != group(b):
            return 0, 0, -1, "unrelated", fold, 1.0
        if a not in story or b not in story:
            return -1, -1, -1, "", fold, 1.0
        if story[a] != story[b]:
            return 0, 0, -1, "other story", fold, 1.0
        copy = -1 if (a, b) in self.credited else 0
        return copy, 1, -1, f"independent {group(a)}", fold, 2 / (self.reports[story[a]] - 1)

    def original(self, name: str) -> str:
        """The original of an article; its root where that is not in the pile; empty if unknown."""
        if name in self.rewritten:
            return root(name)
        return self.originals.get(name, "")

    def totals(self) -> dict[str, int]:
        """How many labelled pairs of each kind there are, proposed or not."""
        return {
            **Counter(strength(kind) for _, kind in self.link.values()),
            "sibling": len(self.sibling),
        }


def _fold(name: str) -> int:
    return sum(root(name).encode()) % 5
