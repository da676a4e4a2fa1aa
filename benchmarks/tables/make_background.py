"""Count how frequent words are in plain news, for piles too small to tell by themselves.

    python benchmarks/tables/make_background.py OUT.npz en:FILE.jsonl en:FILE.jsonl de:FILE.jsonl

Each file is one collection of plain articles (JSON lines with a ``text``). Collections of one
language count the same, however large; a stem gets its figure from the language that uses it most.
The table holds stems (hashes) and figures, never a text:

    stems      uint32, sorted
    frequency  float16, in how many of 2,000 articles of that language the stem stands
    common     uint32, sorted: stems in more than 12% of the articles of some language
"""

from __future__ import annotations

import json
import sys

import numpy as np

from provenance.kernels import compiled
from provenance.stages.background import COMMON_SHARE, DOCUMENTS

_RAREST = 0.001  # share of articles; a rarer stem tells no more than its absence does


def _shares(path: str) -> tuple[np.ndarray, np.ndarray]:
    """Stems of one collection and the share of its articles that hold each."""
    with open(path, encoding="utf-8") as file:
        texts = [json.loads(line)["text"].encode() for line in file]
    offsets = np.concatenate([[0], np.cumsum([len(t) for t in texts])]).astype(np.int64)
    tokens = compiled.tokenize(np.frombuffer(b"".join(texts), np.uint8), offsets)
    _, stems = compiled.distinct(tokens.offsets, tokens.stem)
    values, counts = np.unique(stems, return_counts=True)
    return values, counts / len(texts)


def main(out: str, *collections: str) -> None:
    """Write the table."""
    by_language: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for collection in collections:
        language, path = collection.split(":", 1)
        by_language.setdefault(language, []).append(_shares(path))
    stems = np.unique(np.concatenate([s for one in by_language.values() for s, _ in one]))
    highest = np.zeros(len(stems))
    for one in by_language.values():
        mean = np.zeros(len(stems))
        for values, share in one:
            mean[np.searchsorted(stems, values)] += share / len(one)
        highest = np.maximum(highest, mean)
    keep = highest >= _RAREST
    common = stems[highest > COMMON_SHARE]
    np.savez_compressed(
        out, stems=stems[keep], frequency=(highest[keep] * DOCUMENTS).astype(np.float16),
        common=common,
    )  # fmt: skip
    print(f"{keep.sum()} stems, {len(common)} of them common")


if __name__ == "__main__":
    main(*sys.argv[1:])
