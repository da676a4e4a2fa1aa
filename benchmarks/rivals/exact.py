"""Which pairs of a dump really are near-duplicates, with no sketch between."""

from __future__ import annotations

import json
import re
from itertools import chain, product
from pathlib import Path
from typing import Any

import numpy as np

WORD = re.compile(r"[a-z0-9]+")
THRESHOLD = 0.7


def texts_of(dump: Path) -> list[str]:
    """The texts of a file of JSON lines."""
    with dump.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def exact_pairs(texts: list[str]) -> set[tuple[int, int]]:
    """All pairs (i < j) whose sets of word 5-grams have a Jaccard of 0.7 or more.

    Words are stretches of a-z and 0-9 in lower case. Counts what every two texts share as a sparse
    product, so that nothing is estimated; memory grows with the shingles that two texts share.
    """
    from scipy.sparse import csr_matrix

    number: dict[tuple[str, ...], int] = {}
    columns: list[int] = []
    ends = [0]
    for text in texts:
        words = WORD.findall(text.lower())
        grams = {tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4))}
        columns.extend(number.setdefault(gram, len(number)) for gram in grams)
        ends.append(len(columns))
    held: Any = csr_matrix(
        (np.ones(len(columns), np.int32), columns, ends), shape=(len(texts), len(number))
    )
    several = np.flatnonzero(np.bincount(columns, minlength=len(number)) > 1)
    held = held[:, several]
    shared = (held @ held.T).tocoo()
    size = np.diff(ends)
    union = size[shared.row] + size[shared.col] - shared.data
    close = (shared.row < shared.col) & (shared.data >= THRESHOLD * union)
    return set(zip(shared.row[close].tolist(), shared.col[close].tolist(), strict=True))


def unfolded(pairs: list[tuple[int, int]], same: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """All pairs (i < j) that ours stand for: n identical texts are n - 1 rows there.

    ``same`` links identical texts; what holds for one of them holds for all.
    """
    group: dict[int, set[int]] = {}
    for i, j in same:
        joined = group.get(i, {i}) | group.get(j, {j})
        group |= dict.fromkeys(joined, joined)
    inside = (product(one, one) for one in group.values())
    across = (product(group.get(i, {i}), group.get(j, {j})) for i, j in pairs)
    found = chain.from_iterable(chain(inside, across))
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def f1(found: set[tuple[int, int]], true: set[tuple[int, int]]) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing found."""
    total = len(found) + len(true)
    return 2 * len(found & true) / total if total else 1.0
