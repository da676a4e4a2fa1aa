"""Labelled candidates of a truth folder, for the scripts that fit the models.

A truth folder holds ``haystack.jsonl`` and the tables ``links.tsv`` (derived, source, kind),
``siblings.tsv`` (a, b), ``stories.tsv`` (id, story) and ``attributed.tsv`` (citing, cited). Ids are
``set/name``; articles of different sets (but for those that share originals) are unrelated.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.formats import open_sources
from provenance.recipe import Recipe
from provenance.stages.background import Frequencies
from provenance.stages.identical import first_of_identical

#: Sets made from the same originals.
SHARED = {"sheepdog": "politifact", "llmfake": "politifact", "sheepdog_siblings": "politifact"}
DRIFTING = ("open_ended", "information_manipulation")


class Labelled(NamedTuple):
    """Candidates with their labels: -1 unknown, 0 no, 1 yes.

    ``copy``: a shared text; ``event``: one event; ``way``: 0 where the smaller row derived from the
    larger, 1 the reverse, 2 a common source, -1 unknown; ``kind``: a word for the pair; ``fold``:
    0..4, the same for all versions of one original.
    """

    features: pa.Table
    known: Frequencies
    pairs: np.ndarray
    copy: np.ndarray
    event: np.ndarray
    way: np.ndarray
    kind: np.ndarray
    fold: np.ndarray
    totals: dict[str, int]


def table(path: Path) -> list[list[str]]:
    """The rows of a TSV file without its head; none if the file is absent."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def group(name: str) -> str:
    """The set of an id, or the set whose originals it shares."""
    first = name.split("/", 1)[0]
    return SHARED.get(first, first)


def root(name: str) -> str:
    """The original that an id is a version of."""
    return re.sub(r"(_\d+|:(adv\w|GPT[^:]*|chatgpt.*|neutral|objective|\w+ally_.*|sensational))$",
                  "", name.split("/", 1)[-1])  # fmt: skip


def pair_kind(kind: str) -> str:
    """``drifting`` or ``faithful``."""
    return "drifting" if any(word in kind for word in DRIFTING) else "faithful"


def load(folder: Path) -> Labelled:
    """Fingerprint the haystack, propose candidates, label them."""
    recipe, engine, ledger = Recipe(), LocalEngine(), dataflow.Ledger()
    chunks = open_sources([folder / "haystack.jsonl"], on_bad="quarantine")
    features, _ = dataflow.fingerprints((c.batch for c in chunks), recipe, engine, ledger)
    first = first_of_identical(features)
    pairs, known = dataflow.propose(features, first, recipe, engine, ledger, only_copies=False)
    ids = features.column("id").to_pylist()
    links = {frozenset(row[:2]): row for row in table(folder / "links.tsv")}
    sibling = {frozenset(row) for row in table(folder / "siblings.tsv")}
    story = {row[0]: row[1] for row in table(folder / "stories.tsv")}
    credited = {frozenset(row) for row in table(folder / "attributed.tsv")}
    copy, event, way = (np.full(len(pairs), -1) for _ in range(3))
    kind = np.full(len(pairs), "", object)
    fold = np.zeros(len(pairs), int)
    for k, (i, j) in enumerate(pairs.tolist()):
        a, b = ids[i], ids[j]
        both = frozenset((a, b))
        fold[k] = sum(root(a).encode()) % 5
        if both in links:
            copy[k] = event[k] = 1
            way[k] = 0 if links[both][0] == a else 1
            kind[k] = pair_kind(links[both][2])
        elif both in sibling:
            copy[k], event[k], way[k], kind[k] = 1, 1, 2, "sibling"
        elif group(a) != group(b):
            copy[k], event[k], kind[k] = 0, 0, "unrelated"
        elif a in story and b in story:
            event[k] = int(story[a] == story[b])
            copy[k] = -1 if both in credited else 0
            kind[k] = f"independent {group(a)}" if event[k] else "other story"
    totals = {"sibling": len(sibling)}
    for row in links.values():
        totals[pair_kind(row[2])] = totals.get(pair_kind(row[2]), 0) + 1
    return Labelled(features, known, pairs, copy, event, way, kind, fold, totals)
